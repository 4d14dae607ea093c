// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.tflite;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.config.NearestName;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.quantizer.mac.graph.Network.Ending;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.tflite.TfliteModel;
import io.fluxmill.quantizer.tflite.TfliteModel.Operator;
import io.fluxmill.quantizer.tflite.TfliteModel.Tensor;
import io.fluxmill.quantizer.tflite.TfliteOperators;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The operators of a file, from its inputs to its output, as two networks. */
final class Lowering {
    /** Larger tensors are of damaged files. */
    private static final int LARGEST = 1 << 26;

    /** Operators whose other inputs say only what the output's shape says, too. */
    private static final Set<Integer> SHAPING =
            Set.of(TfliteOperators.RESHAPE, TfliteOperators.SQUEEZE, TfliteOperators.EXPAND_DIMS);

    private final Path file;
    private final TfliteModel model;
    private final List<Operator> operators;
    private final Rounding rounding;
    private final Map<Integer, Integer> producers = new HashMap<>();
    private final Map<Integer, Value> values = new HashMap<>();
    private final Map<Integer, Constant> constants = new HashMap<>();
    private Ending ending = Ending.NONE;

    private Lowering(Path file, TfliteModel model, Rounding rounding) {
        this.file = file;
        this.model = model;
        this.rounding = rounding;
        operators = model.operators();
        for (int i = 0; i < operators.size(); i++) {
            for (int output : operators.get(i).outputs()) {
                producers.put(output, i);
            }
        }
    }

    /**
     * @param name of the network
     * @param output a tensor or layer at which the network ends, or null for the file's output
     */
    static TfliteNetwork lower(Path file, TfliteModel model, String name, String output, Rounding rounding) {
        return new Lowering(file, model, rounding).network(name, output);
    }

    private TfliteNetwork network(String name, String output) {
        int end = beforeEnding(end(output));
        Set<Integer> needed = new TreeSet<>();
        need(end, needed);
        for (int index : needed) {
            requireSupported(index);
        }
        readConstants(needed);
        Draft draft = new Draft(isWide(needed), rounding);
        readInputs(draft, needed, end);
        for (int index : needed) {
            OperatorTable.lower(scope(draft, index));
        }
        Value result = inFileOrder(draft, values.get(end), end);
        if (draft.encoding(result.place()) == null || draft.encoding(0) == null) {
            draft.inexact(file + ": the " + (draft.encoding(0) == null ? "input" : "output") + " is not quantised");
        }
        return new TfliteNetwork(
                draft.network(name, ending),
                draft.isExact() ? draft.exact(name, result.place()) : null,
                draft.reason(),
                rounding);
    }

    private OperatorScope scope(Draft draft, int index) {
        return new OperatorScope(file, model, operators.get(index), index, draft, values, constants);
    }

    // ---------------------------------------------------------------------------------------------------------- end

    private int end(String output) {
        if (output == null) {
            int[] outputs = model.outputs();
            if (outputs.length != 1) {
                List<String> names = Arrays.stream(outputs)
                        .mapToObj(t -> model.tensor(t).name())
                        .toList();
                throw new InputException(
                        file + ": model must have one output: outputs=" + names,
                        names.isEmpty()
                                ? "convert a model with an output"
                                : "name the one that is wanted: model-output: \"" + names.get(0) + "\"");
            }
            return outputs[0];
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < operators.size(); i++) {
            Operator operator = operators.get(i);
            for (int tensor : operator.outputs()) {
                if (model.tensor(tensor).name().equals(output)
                        || OperatorScope.name(operator, i).equals(output)) {
                    return tensor;
                }
                names.add(model.tensor(tensor).name());
            }
            names.add(OperatorScope.name(operator, i));
        }
        throw new InputException(
                file + ": model-output must be a tensor that an operator computes, or an operator as conv_2d_0: "
                        + "model-output=" + output,
                NearestName.of(output, names)
                        .map(nearest -> "did you mean " + nearest + "?")
                        .orElse("use one of " + String.join(", ", names.subList(0, Math.min(8, names.size())))));
    }

    /** Where to end the network so that an operator is left out. */
    static String endBefore(OperatorScope op) {
        return "model-output: \"" + op.tensor(0).name() + "\"";
    }

    /** SOFTMAX, LOGISTIC or LOG_SOFTMAX at the end is left to the host. */
    private int beforeEnding(int end) {
        int tensor = end;
        while (producers.containsKey(tensor)) {
            int index = producers.get(tensor);
            Operator operator = operators.get(index);
            int input = operator.inputs().length == 0 ? -1 : operator.inputs()[0];
            Ending found =
                    switch (operator.code()) {
                        case TfliteOperators.SOFTMAX -> Ending.SOFTMAX;
                        case TfliteOperators.LOG_SOFTMAX -> Ending.LOG_SOFTMAX;
                        case TfliteOperators.LOGISTIC -> Ending.SIGMOID;
                        default -> Ending.NONE;
                    };
            if (found != Ending.NONE) {
                return endWith(found, operator, index, input);
            }
            boolean passes = operator.code() == TfliteOperators.DEQUANTIZE
                    || operator.code() == TfliteOperators.QUANTIZE
                    || SHAPING.contains(operator.code());
            if (!passes || input < 0) {
                return end;
            }
            tensor = input;
        }
        return end;
    }

    private int endWith(Ending found, Operator operator, int index, int input) {
        int[] dims = model.tensor(input).shape();
        boolean vector = dims.length == 0 || dims[dims.length - 1] == Value.elements(dims);
        if (found != Ending.SIGMOID && !vector || !producers.containsKey(input)) {
            return operator.outputs()[0];
        }
        float beta = found == Ending.SOFTMAX ? operator.options().float32(0, 1) : 1;
        if (beta != 1) {
            throw new InputException(
                    file + ": operator " + operator.name() + " " + index + " must have beta 1: beta=" + beta,
                    "end the network before it: model-output: \""
                            + model.tensor(input).name() + "\"");
        }
        ending = found;
        return input;
    }

    private void need(int tensor, Set<Integer> needed) {
        Integer producer = producers.get(tensor);
        if (producer == null || !needed.add(producer)) {
            return;
        }
        Operator operator = operators.get(producer);
        int data = SHAPING.contains(operator.code()) ? 1 : operator.inputs().length;
        for (int i = 0; i < Math.min(data, operator.inputs().length); i++) {
            if (operator.inputs()[i] >= 0) {
                need(operator.inputs()[i], needed);
            }
        }
    }

    // ------------------------------------------------------------------------------------------------------- inputs

    private void readConstants(Set<Integer> needed) {
        for (int index : needed) {
            for (int tensor : operators.get(index).inputs()) {
                if (tensor >= 0 && model.tensor(tensor).data().length > 0) {
                    constants.computeIfAbsent(tensor, t -> Constant.of(model.tensor(t)));
                }
            }
        }
    }

    /** Whether codes need INT16: numbers of 16 bits or without sign, or weights that have a zero point of their own. */
    private boolean isWide(Set<Integer> needed) {
        boolean wide = false;
        for (int index : needed) {
            Operator operator = operators.get(index);
            for (int tensor : IntStream.concat(Arrays.stream(operator.inputs()), Arrays.stream(operator.outputs()))
                    .filter(t -> t >= 0)
                    .toArray()) {
                Encoding encoding = constants.containsKey(tensor) ? null : Encoding.of(model.tensor(tensor));
                wide |= encoding != null && encoding.isWide();
            }
            boolean weighted = Set.of(
                            TfliteOperators.CONV_2D, TfliteOperators.DEPTHWISE_CONV_2D, TfliteOperators.FULLY_CONNECTED)
                    .contains(operator.code());
            Constant weights = weighted ? constants.get(operator.inputs()[1]) : null;
            if (weights != null && weights.numbers() != null) {
                long zero = Arrays.stream(weights.tensor().zeroPoints())
                        .filter(z -> z != 0)
                        .findFirst()
                        .orElse(0);
                wide |= Arrays.stream(weights.numbers()).anyMatch(w -> w - zero != (byte) (w - zero));
            }
        }
        return wide;
    }

    /** The inputs that the network needs: one, or several as one vector. */
    private void readInputs(Draft draft, Set<Integer> needed, int end) {
        Set<Integer> read = new TreeSet<>();
        needed.forEach(index -> Arrays.stream(operators.get(index).inputs()).forEach(read::add));
        int[] inputs = Arrays.stream(model.inputs()).filter(read::contains).toArray();
        if (inputs.length == 0) {
            throw new InputException(
                    file + ": output " + model.tensor(end).name() + " must be computed from an input of the model",
                    "convert the model with its inputs");
        }
        for (int input : inputs) {
            Tensor tensor = model.tensor(input);
            requireSize(tensor);
            if (Encoding.of(tensor) == null && tensor.type() != TfliteModel.FLOAT32) {
                throw new InputException(
                        file + ": input " + tensor.name() + " must be FLOAT32, or quantised INT8, UINT8 or INT16: type="
                                + tensor.typeName(),
                        "convert the model with such an input");
            }
        }
        if (inputs.length == 1) {
            readInput(draft, needed, inputs[0]);
            return;
        }
        int elements = Arrays.stream(inputs).map(t -> model.tensor(t).size()).sum();
        Encoding first = Encoding.of(model.tensor(inputs[0]));
        draft.plane("input", new Shape(elements, 1, 1), first);
        double[] scales = new double[elements];
        int at = 0;
        for (int input : inputs) {
            Tensor tensor = model.tensor(input);
            Encoding encoding = Encoding.of(tensor);
            int from = at;
            values.put(
                    input,
                    new Value(
                            0,
                            tensor.shape(),
                            IntStream.range(from, from + tensor.size()).toArray(),
                            encoding));
            at += tensor.size();
            if (encoding == null
                    || first == null
                    || encoding.zeroPoint() != first.zeroPoint()
                    || encoding.low() != first.low()) {
                draft.inexact(file + ": the inputs must have one type and zero point: " + tensor.name());
            } else {
                Arrays.fill(scales, from, at, encoding.scale());
            }
        }
        draft.scaleInput(scales);
    }

    /** One input, in the order of the file; a reshape at the beginning gives it its shape. */
    private void readInput(Draft draft, Set<Integer> needed, int input) {
        int tensor = input;
        List<Operator> readers = readers(needed, tensor);
        while (readers.size() == 1
                && SHAPING.contains(readers.get(0).code())
                && model.tensor(readers.get(0).outputs()[0]).size()
                        == model.tensor(tensor).size()) {
            tensor = readers.get(0).outputs()[0];
            readers = readers(needed, tensor);
        }
        int[] dims = model.tensor(tensor).shape();
        Encoding encoding = Encoding.of(model.tensor(input));
        int[] order = IntStream.range(0, model.tensor(input).size()).toArray();
        boolean plain = Arrays.equals(order, Value.channelsFirst(dims));
        draft.plane("input", plain ? Value.shape(dims) : fileShape(dims), encoding);
        values.put(input, new Value(0, model.tensor(input).shape(), order, encoding));
    }

    private List<Operator> readers(Set<Integer> needed, int tensor) {
        return needed.stream()
                .map(operators::get)
                .filter(operator -> Arrays.stream(operator.inputs()).anyMatch(t -> t == tensor))
                .toList();
    }

    /** The order of the file: the last axis is the fastest. */
    private static Shape fileShape(int[] dims) {
        int rank = dims.length;
        int width = dims[rank - 1];
        int height = rank < 2 ? 1 : dims[rank - 2];
        return new Shape(Value.elements(dims) / height / width, height, width);
    }

    private Value inFileOrder(Draft draft, Value value, int end) {
        if (value == null) {
            throw new InputException(
                    file + ": output " + model.tensor(end).name() + " must be computed by an operator",
                    "name a tensor that an operator computes in model-output");
        }
        Value encoded = value.encoded(draft.encoding(value.place()));
        int[] order = IntStream.range(0, value.elements()).toArray();
        if (Arrays.equals(order, value.at())
                && value.elements() == draft.shape(value.place()).elements()
                && draft.hasLayers()) {
            return encoded;
        }
        boolean plain = Arrays.equals(order, Value.channelsFirst(value.dims()));
        Shape shape = plain ? Value.shape(value.dims()) : fileShape(value.dims());
        return draft.moved(encoded, shape, order, "output");
    }

    // ---------------------------------------------------------------------------------------------------- operators

    /** Checked before anything else, so that the message names the cause and not a consequence of it. */
    private void requireSupported(int index) {
        Operator operator = operators.get(index);
        for (int tensor : operator.outputs()) {
            requireSize(model.tensor(tensor));
        }
        if (OperatorTable.isRecurrent(operator.code())) {
            throw new InputException(
                    file + ": operator " + operator.name() + " " + index
                            + " is recurrent: it keeps state from one sample to the next",
                    "use convolutions or dense layers" + orEndBefore(operator));
        }
        if (!OperatorTable.isKnown(operator.code())) {
            throw new InputException(
                    file + ": operator " + operator.name() + " " + index + " is not supported",
                    "use convolutions, dense layers, pooling and activations" + orEndBefore(operator));
        }
    }

    private String orEndBefore(Operator operator) {
        int data = operator.inputs().length == 0 ? -1 : operator.inputs()[0];
        return producers.containsKey(data)
                ? ", or end the network before it: model-output: \""
                        + model.tensor(data).name() + "\""
                : "";
    }

    private void requireSize(Tensor tensor) {
        double elements = Arrays.stream(tensor.shape()).asDoubleStream().reduce(1, (a, b) -> a * b);
        if (elements > LARGEST) {
            throw new IllegalArgumentException("tensor " + tensor.name() + " has the shape "
                    + Arrays.toString(tensor.shape()) + " of more than " + LARGEST + " elements");
        }
    }
}
