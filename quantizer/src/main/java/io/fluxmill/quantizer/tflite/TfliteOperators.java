// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.tflite;

import java.util.Map;

/** Builtin operators of TensorFlow Lite (schema.fbs, BuiltinOperator): codes of those that are read, names of the others for messages. */
public final class TfliteOperators {
    public static final int ADD = 0;
    public static final int AVERAGE_POOL_2D = 1;
    public static final int CONCATENATION = 2;
    public static final int CONV_2D = 3;
    public static final int DEPTHWISE_CONV_2D = 4;
    public static final int DEQUANTIZE = 6;
    public static final int FULLY_CONNECTED = 9;
    public static final int LOGISTIC = 14;
    public static final int LSTM = 16;
    public static final int MAX_POOL_2D = 17;
    public static final int MUL = 18;
    public static final int RELU = 19;
    public static final int RELU_N1_TO_1 = 20;
    public static final int RELU6 = 21;
    public static final int RESHAPE = 22;
    public static final int RNN = 24;
    public static final int SOFTMAX = 25;
    public static final int SVDF = 27;
    public static final int TANH = 28;
    public static final int PAD = 34;
    public static final int UNIDIRECTIONAL_SEQUENCE_RNN = 35;
    public static final int TRANSPOSE = 39;
    public static final int MEAN = 40;
    public static final int SUB = 41;
    public static final int SQUEEZE = 43;
    public static final int UNIDIRECTIONAL_SEQUENCE_LSTM = 44;
    public static final int STRIDED_SLICE = 45;
    public static final int BIDIRECTIONAL_SEQUENCE_RNN = 46;
    public static final int SPLIT = 49;
    public static final int LOG_SOFTMAX = 50;
    public static final int BIDIRECTIONAL_SEQUENCE_LSTM = 52;
    public static final int PRELU = 54;
    public static final int PADV2 = 60;
    public static final int SLICE = 65;
    public static final int EXPAND_DIMS = 70;
    public static final int PACK = 83;
    public static final int LEAKY_RELU = 98;
    public static final int ELU = 111;
    public static final int QUANTIZE = 114;
    public static final int HARD_SWISH = 117;
    public static final int RELU_0_TO_1 = 152;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(ADD, "ADD"),
            Map.entry(AVERAGE_POOL_2D, "AVERAGE_POOL_2D"),
            Map.entry(CONCATENATION, "CONCATENATION"),
            Map.entry(CONV_2D, "CONV_2D"),
            Map.entry(DEPTHWISE_CONV_2D, "DEPTHWISE_CONV_2D"),
            Map.entry(5, "DEPTH_TO_SPACE"),
            Map.entry(DEQUANTIZE, "DEQUANTIZE"),
            Map.entry(7, "EMBEDDING_LOOKUP"),
            Map.entry(8, "FLOOR"),
            Map.entry(FULLY_CONNECTED, "FULLY_CONNECTED"),
            Map.entry(11, "L2_NORMALIZATION"),
            Map.entry(12, "L2_POOL_2D"),
            Map.entry(13, "LOCAL_RESPONSE_NORMALIZATION"),
            Map.entry(LOGISTIC, "LOGISTIC"),
            Map.entry(LSTM, "LSTM"),
            Map.entry(MAX_POOL_2D, "MAX_POOL_2D"),
            Map.entry(MUL, "MUL"),
            Map.entry(RELU, "RELU"),
            Map.entry(RELU_N1_TO_1, "RELU_N1_TO_1"),
            Map.entry(RELU6, "RELU6"),
            Map.entry(RESHAPE, "RESHAPE"),
            Map.entry(23, "RESIZE_BILINEAR"),
            Map.entry(RNN, "RNN"),
            Map.entry(SOFTMAX, "SOFTMAX"),
            Map.entry(26, "SPACE_TO_DEPTH"),
            Map.entry(SVDF, "SVDF"),
            Map.entry(TANH, "TANH"),
            Map.entry(32, "CUSTOM"),
            Map.entry(PAD, "PAD"),
            Map.entry(UNIDIRECTIONAL_SEQUENCE_RNN, "UNIDIRECTIONAL_SEQUENCE_RNN"),
            Map.entry(36, "GATHER"),
            Map.entry(37, "BATCH_TO_SPACE_ND"),
            Map.entry(38, "SPACE_TO_BATCH_ND"),
            Map.entry(TRANSPOSE, "TRANSPOSE"),
            Map.entry(MEAN, "MEAN"),
            Map.entry(SUB, "SUB"),
            Map.entry(42, "DIV"),
            Map.entry(SQUEEZE, "SQUEEZE"),
            Map.entry(UNIDIRECTIONAL_SEQUENCE_LSTM, "UNIDIRECTIONAL_SEQUENCE_LSTM"),
            Map.entry(STRIDED_SLICE, "STRIDED_SLICE"),
            Map.entry(BIDIRECTIONAL_SEQUENCE_RNN, "BIDIRECTIONAL_SEQUENCE_RNN"),
            Map.entry(47, "EXP"),
            Map.entry(48, "TOPK_V2"),
            Map.entry(SPLIT, "SPLIT"),
            Map.entry(LOG_SOFTMAX, "LOG_SOFTMAX"),
            Map.entry(BIDIRECTIONAL_SEQUENCE_LSTM, "BIDIRECTIONAL_SEQUENCE_LSTM"),
            Map.entry(53, "CAST"),
            Map.entry(PRELU, "PRELU"),
            Map.entry(55, "MAXIMUM"),
            Map.entry(56, "ARG_MAX"),
            Map.entry(57, "MINIMUM"),
            Map.entry(58, "LESS"),
            Map.entry(59, "NEG"),
            Map.entry(PADV2, "PADV2"),
            Map.entry(61, "GREATER"),
            Map.entry(64, "SELECT"),
            Map.entry(SLICE, "SLICE"),
            Map.entry(66, "SIN"),
            Map.entry(67, "TRANSPOSE_CONV"),
            Map.entry(69, "TILE"),
            Map.entry(EXPAND_DIMS, "EXPAND_DIMS"),
            Map.entry(73, "LOG"),
            Map.entry(74, "SUM"),
            Map.entry(75, "SQRT"),
            Map.entry(76, "RSQRT"),
            Map.entry(77, "SHAPE"),
            Map.entry(78, "POW"),
            Map.entry(79, "ARG_MIN"),
            Map.entry(82, "REDUCE_MAX"),
            Map.entry(PACK, "PACK"),
            Map.entry(88, "UNPACK"),
            Map.entry(92, "SQUARE"),
            Map.entry(94, "FILL"),
            Map.entry(97, "RESIZE_NEAREST_NEIGHBOR"),
            Map.entry(LEAKY_RELU, "LEAKY_RELU"),
            Map.entry(99, "SQUARED_DIFFERENCE"),
            Map.entry(100, "MIRROR_PAD"),
            Map.entry(101, "ABS"),
            Map.entry(102, "SPLIT_V"),
            Map.entry(104, "CEIL"),
            Map.entry(106, "ADD_N"),
            Map.entry(109, "WHERE"),
            Map.entry(ELU, "ELU"),
            Map.entry(QUANTIZE, "QUANTIZE"),
            Map.entry(116, "ROUND"),
            Map.entry(HARD_SWISH, "HARD_SWISH"),
            Map.entry(118, "IF"),
            Map.entry(119, "WHILE"),
            Map.entry(126, "BATCH_MATMUL"),
            Map.entry(128, "CUMSUM"),
            Map.entry(129, "CALL_ONCE"),
            Map.entry(130, "BROADCAST_TO"),
            Map.entry(132, "CONV_3D"),
            Map.entry(142, "VAR_HANDLE"),
            Map.entry(143, "READ_VARIABLE"),
            Map.entry(144, "ASSIGN_VARIABLE"),
            Map.entry(150, "GELU"),
            Map.entry(RELU_0_TO_1, "RELU_0_TO_1"));

    private TfliteOperators() {}

    static String name(int code) {
        return NAMES.getOrDefault(code, "of builtin code " + code);
    }
}
