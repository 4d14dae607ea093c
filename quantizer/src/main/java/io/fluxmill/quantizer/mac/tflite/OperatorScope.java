// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.tflite;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.tflite.FlatTable;
import io.fluxmill.quantizer.tflite.TfliteModel;
import io.fluxmill.quantizer.tflite.TfliteModel.Operator;
import io.fluxmill.quantizer.tflite.TfliteModel.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * One operator of the file with what it reads.
 *
 * @param index its place among the operators of the file
 * @param values tensors that are computed so far
 * @param constants tensors with data
 */
record OperatorScope(
        Path file,
        TfliteModel model,
        Operator operator,
        int index,
        Draft draft,
        Map<Integer, Value> values,
        Map<Integer, Constant> constants) {
    private static final int NONE = 0;
    private static final int RELU = 1;
    private static final int N1_TO_1 = 2;
    private static final int RELU6 = 3;

    static String name(Operator operator, int index) {
        return operator.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_") + "_" + index;
    }

    /** Name of the layer: the operator and its place in the file. */
    String name() {
        return name(operator, index);
    }

    FlatTable options() {
        return operator.options();
    }

    /** @param problem what the operator must be, with the fact */
    InputException refusal(String problem, String remedy) {
        return new InputException(file + ": operator " + operator.name() + " " + index + " " + problem, remedy);
    }

    /** The network in codes ends here. */
    void inexact(String reason) {
        draft.inexact(file + ": operator " + operator.name() + " " + index + " " + reason);
    }

    /** Whether all tensors are quantised; if not, the network in codes ends here. */
    boolean areQuantised(Encoding... encodings) {
        if (Arrays.stream(encodings).allMatch(e -> e != null)) {
            return true;
        }
        inexact("computes in float");
        return false;
    }

    boolean has(int input) {
        return input < operator.inputs().length && operator.inputs()[input] >= 0;
    }

    boolean isConstant(int input) {
        return has(input) && constants.containsKey(operator.inputs()[input]);
    }

    Tensor tensor(int input) {
        return model.tensor(operator.inputs()[input]);
    }

    /** What is computed by an operator before this one. */
    Value value(int input) {
        Value value = has(input) ? values.get(operator.inputs()[input]) : null;
        if (value == null) {
            throw refusal(
                    "must read computed values: input " + input + " is " + (isConstant(input) ? "constant" : "absent"),
                    "convert the model again with constants folded");
        }
        return value;
    }

    Constant constant(int input) {
        if (!isConstant(input)) {
            throw refusal(
                    "must have a constant input " + input + ": it is " + (has(input) ? "computed" : "absent"),
                    "convert the model with fixed shapes and weights");
        }
        return constants.get(operator.inputs()[input]);
    }

    int[] outputDims() {
        return model.tensor(operator.outputs()[0]).shape();
    }

    Encoding outputEncoding() {
        return Encoding.of(model.tensor(operator.outputs()[0]));
    }

    void result(Value value) {
        result(0, value);
    }

    /** Stores a result; its shape must be the file's. */
    void result(int output, Value value) {
        int tensor = operator.outputs()[output];
        int[] dims = model.tensor(tensor).shape();
        if (!Arrays.equals(dims, value.dims())) {
            throw refusal(
                    "must have an output of the shape " + Arrays.toString(value.dims())
                            + " that follows from its inputs: shape=" + Arrays.toString(dims),
                    "convert the model again with a batch of 1");
        }
        values.put(tensor, value);
    }

    void requireRank4(int[] dims) {
        if (dims.length != 4 || dims[0] != 1) {
            throw refusal(
                    "must work on [1,height,width,channels]: shape=" + Arrays.toString(dims),
                    "convert the model with a batch of 1");
        }
    }

    int axis(int axis, int rank) {
        if (axis < -rank || axis >= rank) {
            throw refusal("must have an axis within its " + rank + ": axis=" + axis, "convert the model again");
        }
        return axis < 0 ? axis + rank : axis;
    }

    /** A fused activation in float, with the bounds of a quantised result, on which the network relies. */
    Activation activation(int code, Encoding result) {
        double low = code == N1_TO_1 ? -1 : Double.NEGATIVE_INFINITY;
        double high =
                switch (code) {
                    case NONE, RELU -> Double.POSITIVE_INFINITY;
                    case N1_TO_1 -> 1;
                    case RELU6 -> 6;
                    default -> throw refusal(
                            "must have a fused activation NONE, RELU, RELU_N1_TO_1 or RELU6: code=" + code,
                            "use the activation as a layer of its own");
                };
        if (result != null) {
            low = Math.max(low, result.real(result.low()));
            high = Math.min(high, result.real(result.high()));
        }
        return new Activation(code == RELU || code == RELU6 ? 0 : 1, low, high);
    }

    /** The numbers {smallest, largest} that a fused activation leaves (CalculateActivationRangeQuantized). */
    static int[] range(int code, Encoding result) {
        int low =
                switch (code) {
                    case RELU, RELU6 -> result.number(0);
                    case N1_TO_1 -> result.number(-1);
                    default -> result.low();
                };
        int high =
                switch (code) {
                    case RELU6 -> result.number(6);
                    case N1_TO_1 -> result.number(1);
                    default -> result.high();
                };
        return new int[] {Math.max(low, result.low()), Math.min(high, result.high())};
    }
}
