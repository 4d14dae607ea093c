// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.tflite;

import io.fluxmill.quantizer.tflite.TfliteOperators;
import java.util.Set;

/** Which operators there are, and who lowers each. */
final class OperatorTable {
    private static final Set<Integer> RECURRENT = Set.of(
            TfliteOperators.LSTM,
            TfliteOperators.RNN,
            TfliteOperators.SVDF,
            TfliteOperators.UNIDIRECTIONAL_SEQUENCE_LSTM,
            TfliteOperators.UNIDIRECTIONAL_SEQUENCE_RNN,
            TfliteOperators.BIDIRECTIONAL_SEQUENCE_LSTM,
            TfliteOperators.BIDIRECTIONAL_SEQUENCE_RNN);

    private OperatorTable() {}

    static boolean isRecurrent(int code) {
        return RECURRENT.contains(code);
    }

    static boolean isKnown(int code) {
        return switch (code) {
            case TfliteOperators.ADD,
                    TfliteOperators.SUB,
                    TfliteOperators.MUL,
                    TfliteOperators.PRELU,
                    TfliteOperators.AVERAGE_POOL_2D,
                    TfliteOperators.MAX_POOL_2D,
                    TfliteOperators.MEAN,
                    TfliteOperators.CONCATENATION,
                    TfliteOperators.PACK,
                    TfliteOperators.CONV_2D,
                    TfliteOperators.DEPTHWISE_CONV_2D,
                    TfliteOperators.FULLY_CONNECTED,
                    TfliteOperators.QUANTIZE,
                    TfliteOperators.DEQUANTIZE,
                    TfliteOperators.PAD,
                    TfliteOperators.PADV2,
                    TfliteOperators.RESHAPE,
                    TfliteOperators.SQUEEZE,
                    TfliteOperators.EXPAND_DIMS,
                    TfliteOperators.TRANSPOSE,
                    TfliteOperators.SLICE,
                    TfliteOperators.STRIDED_SLICE,
                    TfliteOperators.SPLIT,
                    TfliteOperators.SOFTMAX,
                    TfliteOperators.LOG_SOFTMAX -> true;
            default -> isUnary(code);
        };
    }

    private static boolean isUnary(int code) {
        return switch (code) {
            case TfliteOperators.RELU,
                    TfliteOperators.RELU6,
                    TfliteOperators.RELU_N1_TO_1,
                    TfliteOperators.RELU_0_TO_1,
                    TfliteOperators.LEAKY_RELU,
                    TfliteOperators.ELU,
                    TfliteOperators.LOGISTIC,
                    TfliteOperators.TANH,
                    TfliteOperators.HARD_SWISH -> true;
            default -> false;
        };
    }

    static void lower(OperatorScope op) {
        switch (op.operator().code()) {
            case TfliteOperators.ADD,
                    TfliteOperators.SUB,
                    TfliteOperators.MUL,
                    TfliteOperators.PRELU -> new ElementLowering(op).apply();
            case TfliteOperators.AVERAGE_POOL_2D -> PoolLowering.pool(op, false);
            case TfliteOperators.MAX_POOL_2D -> PoolLowering.pool(op, true);
            case TfliteOperators.MEAN -> PoolLowering.mean(op);
            case TfliteOperators.CONCATENATION -> ViewLowering.concatenation(op, false);
            case TfliteOperators.PACK -> ViewLowering.concatenation(op, true);
            case TfliteOperators.CONV_2D -> new MatrixLowering(op).convolution();
            case TfliteOperators.DEPTHWISE_CONV_2D -> new MatrixLowering(op).depthwise();
            case TfliteOperators.FULLY_CONNECTED -> new MatrixLowering(op).dense();
            case TfliteOperators.QUANTIZE -> UnaryLowering.quantize(op);
            case TfliteOperators.DEQUANTIZE -> dequantize(op);
            case TfliteOperators.PAD, TfliteOperators.PADV2 -> ViewLowering.pad(op);
            case TfliteOperators.RESHAPE, TfliteOperators.SQUEEZE, TfliteOperators.EXPAND_DIMS -> ViewLowering.reshape(
                    op);
            case TfliteOperators.TRANSPOSE -> ViewLowering.transpose(op);
            case TfliteOperators.SLICE -> ViewLowering.slice(op);
            case TfliteOperators.STRIDED_SLICE -> ViewLowering.stridedSlice(op);
            case TfliteOperators.SPLIT -> ViewLowering.split(op);
            case TfliteOperators.SOFTMAX, TfliteOperators.LOG_SOFTMAX -> throw op.refusal(
                    "must be over one vector at the end of the network",
                    "end the network before it: " + Lowering.endBefore(op));
            default -> UnaryLowering.apply(op);
        }
    }

    /** Numbers become real values: nothing to do at the end, and constants have both. */
    private static void dequantize(OperatorScope op) {
        int output = op.operator().outputs()[0];
        if (op.isConstant(0)) {
            Constant constant = op.constant(0);
            op.constants().put(output, new Constant(constant.tensor(), null, constant.reals()));
            return;
        }
        op.result(op.value(0).encoded(null));
    }
}
