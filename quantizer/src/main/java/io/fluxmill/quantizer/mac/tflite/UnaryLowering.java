// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.tflite;

import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.FunctionLayer;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.ScalarFunction;
import io.fluxmill.quantizer.mac.graph.ScalarFunction.Kind;
import io.fluxmill.quantizer.tflite.TfliteOperators;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** Operators of one element each: in codes they are tables. */
final class UnaryLowering {
    private UnaryLowering() {}

    /** The result codes for all codes of the format; numbers beyond the encoding count as its ends. */
    static short[] table(Draft draft, Encoding in, IntUnaryOperator function) {
        short[] table = new short[1 << draft.format().widthBits()];
        for (int code = 0; code < table.length; code++) {
            int number = in.clip(draft.format().order(code));
            table[code] = (short) draft.codeOf(function.applyAsInt(number));
        }
        return table;
    }

    static void apply(OperatorScope op) {
        Draft draft = op.draft();
        Value input = draft.whole(op.value(0), op.name());
        Encoding in = Encoding.of(op.tensor(0));
        Encoding out = op.outputEncoding();
        Shape shape = draft.shape(input.place());
        int place = draft.plane(op.name(), shape, out);
        inFloat(op, draft.floatName(input.place()), shape);
        if (op.areQuantised(input.encoding(), in, out)) {
            IntUnaryOperator function = UnaryTables.of(op, in, out);
            if (function != null) {
                draft.step(new MacProgram.TableStep(op.name(), input.place(), place, table(draft, in, function)));
            }
        }
        op.result(new Value(place, input.dims(), input.at(), out));
    }

    private static void inFloat(OperatorScope op, String input, Shape shape) {
        ScalarFunction function =
                switch (op.operator().code()) {
                    case TfliteOperators.LOGISTIC -> ScalarFunction.of(Kind.SIGMOID);
                    case TfliteOperators.TANH -> ScalarFunction.of(Kind.TANH);
                    case TfliteOperators.ELU -> new ScalarFunction(Kind.ELU, 1, 0);
                    case TfliteOperators.HARD_SWISH -> new ScalarFunction(Kind.HARD_SWISH, 1.0 / 6, 0.5);
                    default -> null;
                };
        if (function != null) {
            op.draft().layer(new FunctionLayer(op.name(), input, op.name(), shape, function, null));
            return;
        }
        double[] ones = new double[shape.elements()];
        Arrays.fill(ones, 1);
        op.draft().scaled(op.name(), input, shape, ones, new double[ones.length], activation(op));
    }

    private static Activation activation(OperatorScope op) {
        return switch (op.operator().code()) {
            case TfliteOperators.RELU -> Activation.RELU;
            case TfliteOperators.RELU6 -> new Activation(0, Double.NEGATIVE_INFINITY, 6);
            case TfliteOperators.RELU_N1_TO_1 -> new Activation(1, -1, 1);
            case TfliteOperators.RELU_0_TO_1 -> new Activation(0, Double.NEGATIVE_INFINITY, 1);
            default -> new Activation(op.options().float32(0, 0), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        };
    }

    /** Between two encodings; in float nothing happens. */
    static void quantize(OperatorScope op) {
        Draft draft = op.draft();
        Encoding out = op.outputEncoding();
        if (out == null) {
            throw op.refusal(
                    "must give INT8, UINT8 or INT16: type="
                            + op.model().tensor(op.operator().outputs()[0]).typeName(),
                    "convert the model with INT8 or INT16 in and out");
        }
        Value input = op.value(0);
        if (input.encoding() == null) {
            if (input.place() == 0 && draft.encoding(0) == null) {
                draft.encodeInput(out);
            } else if (!out.equals(draft.encoding(input.place()))) {
                op.inexact("rounds what is computed in float");
            }
            op.result(input.encoded(out));
            return;
        }
        if (out.equals(input.encoding())) {
            op.result(input);
            return;
        }
        Value whole = draft.whole(input, op.name());
        int place = draft.plane(op.name(), draft.floatName(whole.place()), draft.shape(whole.place()), out);
        draft.step(new MacProgram.TableStep(
                op.name(),
                whole.place(),
                place,
                table(draft, input.encoding(), UnaryTables.requantized(draft, input.encoding(), out))));
        op.result(new Value(place, whole.dims(), whole.at(), out));
    }
}
