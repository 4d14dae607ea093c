// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.read;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.quantizer.data.ByteSource;
import io.fluxmill.quantizer.pulse.read.PulseNetwork.Layer;
import io.fluxmill.quantizer.pulse.read.PulseNetwork.Output;
import io.fluxmill.quantizer.tflite.FlatTable;
import io.fluxmill.quantizer.tflite.TfliteModel;
import io.fluxmill.quantizer.tflite.TfliteModel.Operator;
import io.fluxmill.quantizer.tflite.TfliteModel.Tensor;
import io.fluxmill.quantizer.tflite.TfliteOperators;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One-dimensional int8 networks from TensorFlow Lite files: CONV_2D of height or width 1 and FULLY_CONNECTED, with ReLU fused
 * or none; RESHAPE, SQUEEZE and EXPAND_DIMS, which leave the elements in their order, in between (Conv1D is stored as EXPAND_DIMS, CONV_2D and
 * one of the others). Weights per tensor or per output channel.
 *
 * <p>TensorFlow's codes minus their zero point are this network's elements: the input is {@code q − zeroPoint}, activations after
 * ReLU, whose zero point is −128, are 0 to 255. A requantisation factor is rounded to 16 bits where TensorFlow has 31, so an
 * activation next to a tie can differ by 1. The last layer's sums are not requantised.
 */
public final class TfliteReader {
    private static final int SAME = 0;
    private static final int NO_ACTIVATION = 0;
    private static final int FUSED_RELU = 1;
    private static final int RELU_ZERO_POINT = -128;

    private final Path file;
    private final TfliteModel model;
    private final List<Layer> layers = new ArrayList<>();
    private int current;
    private double[] lastScales;

    private TfliteReader(Path file, TfliteModel model) {
        this.file = file;
        this.model = model;
    }

    /** @throws InputException if the file cannot be read, is damaged, or holds anything else; it names operator and tensor */
    public static PulseNetwork read(Path file) {
        byte[] bytes = ByteSource.wholeFile(file);
        try {
            return new TfliteReader(file, new TfliteModel(bytes)).network();
        } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
            throw new InputException(
                    file + ": model must be a complete TensorFlow Lite file: " + ByteSource.fact(e),
                    "convert the model again");
        }
    }

    /**
     * What the codes of a model's input mean: a real value is {@code scale · (code − zeroPoint)}, and {@code code − zeroPoint} is the engine's element.
     *
     * @param scale above 0
     * @param zeroPoint −128 to 127
     */
    public record Input(double scale, int zeroPoint) {
        private static final int LARGEST_CODE = Byte.MAX_VALUE;

        /** The largest element that the model's codes can be. */
        public int top() {
            return LARGEST_CODE - zeroPoint;
        }
    }

    /** The input of a model that {@link #read} accepts. */
    public static Input input(Path file) {
        TfliteModel model = new TfliteModel(ByteSource.wholeFile(file));
        Tensor input = model.tensor(model.inputs()[0]);
        return new Input(input.scales()[0], (int) input.zeroPoints()[0]);
    }

    private PulseNetwork network() {
        if (model.subgraphs() != 1 || model.inputs().length != 1 || model.outputs().length != 1) {
            throw new InputException(
                    file + ": model must have one subgraph with one input and one output: subgraphs="
                            + model.subgraphs() + " inputs=" + model.inputs().length + " outputs="
                            + model.outputs().length,
                    "convert a model with one input and one output");
        }
        List<Operator> operators = model.operators();
        operators.forEach(this::requireSupported);
        current = model.inputs()[0];
        Tensor input = activations(current);
        long zeroPoint = input.zeroPoints()[0];
        if (zeroPoint < Byte.MIN_VALUE || zeroPoint >= Byte.MAX_VALUE) {
            throw new InputException(
                    file + ": tensor " + input.name() + " must have a zero point from -128 to 126: zero point="
                            + zeroPoint,
                    "convert the model with full integer quantisation (int8 input and output)");
        }
        for (Operator operator : operators) {
            read(operator);
        }
        if (current != model.outputs()[0] || layers.isEmpty()) {
            throw new InputException(
                    file + ": output " + model.tensor(model.outputs()[0]).name()
                            + " must be the result of the last operator",
                    "convert a model that is one chain of layers");
        }
        Layer last = layers.get(layers.size() - 1);
        if (last.relu()) {
            throw new InputException(
                    file + ": last layer " + last.name() + " must have no activation: activation=RELU",
                    "end the model with a linear dense layer");
        }
        Layer first = layers.get(0);
        return new PulseNetwork(
                file.getFileName().toString().replaceFirst("\\.tflite$", ""),
                input.size() / first.inputChannels(),
                first.inputChannels(),
                8,
                Rounding.NEAREST_AWAY,
                layers,
                outputs(last));
    }

    private List<Output> outputs(Layer last) {
        List<Output> outputs = new ArrayList<>();
        for (int c = 0; c < last.outputChannels(); c++) {
            String name = model.tensor(model.outputs()[0]).name();
            outputs.add(new Output(last.outputChannels() == 1 ? name : name + "[" + c + "]", "", lastScales[c], 0));
        }
        return outputs;
    }

    /** Checked before anything else, so that the message names the cause and not a consequence of it. */
    private void requireSupported(Operator operator) {
        switch (operator.code()) {
            case TfliteOperators.CONV_2D,
                    TfliteOperators.FULLY_CONNECTED,
                    TfliteOperators.RESHAPE,
                    TfliteOperators.SQUEEZE,
                    TfliteOperators.EXPAND_DIMS -> {}
            default -> throw new InputException(
                    at(operator) + " is not supported",
                    "use Conv1D and Dense layers with ReLU or none, converted with int8 input and output");
        }
    }

    private String at(Operator operator) {
        return file + ": operator " + operator.name() + " of tensor "
                + model.tensor(operator.outputs()[0]).name();
    }

    private void read(Operator operator) {
        if (operator.inputs()[0] != current) {
            throw new InputException(
                    at(operator) + " must read the result of the operator before it: input="
                            + model.tensor(operator.inputs()[0]).name(),
                    "convert a model that is one chain of layers");
        }
        int next = operator.outputs()[0];
        if (operator.code() == TfliteOperators.CONV_2D) {
            convolution(operator);
        } else if (operator.code() == TfliteOperators.FULLY_CONNECTED) {
            dense(operator);
        } else if (model.tensor(next).size() != model.tensor(current).size()) {
            throw new InputException(
                    at(operator) + " must keep the number of elements: "
                            + model.tensor(current).size() + ", not "
                            + model.tensor(next).size(),
                    "convert a model with a batch of 1");
        }
        current = next;
    }

    // ------------------------------------------------------------------------------------------------------- layers

    private void convolution(Operator operator) {
        int[] input = dimensions(operator, model.tensor(current));
        int[] kernel = dimensions(operator, model.tensor(operator.inputs()[1]));
        int[] output = dimensions(operator, model.tensor(operator.outputs()[0]));
        FlatTable options = operator.options();
        boolean wide = input[1] == 1 && kernel[1] == 1;
        boolean high = input[2] == 1 && kernel[2] == 1;
        if (input[0] != 1 || !wide && !high) {
            throw new InputException(
                    at(operator) + " must be one-dimensional, of a batch of 1: input=" + Arrays.toString(input)
                            + " filter=" + Arrays.toString(kernel),
                    "use Conv1D");
        }
        int along = wide ? 2 : 1;
        requireOne(operator, "dilation", options.int32(wide ? 4 : 5, 1));
        if (kernel[3] != input[3]) {
            requireOne(operator, "groups", input[3] / kernel[3]);
        }
        int stride = options.int32(wide ? 1 : 2, 1);
        boolean same = options.int8(0, SAME) == SAME;
        requirePositions(operator, input[along], kernel[along], stride, same, output);
        int padding = Math.max((output[along] - 1) * stride + kernel[along] - input[along], 0);
        add(
                operator,
                new int[] {input[along], input[3]},
                kernel[along],
                stride,
                same ? padding / 2 : 0,
                new int[] {output[along], output[3]},
                options.int8(3, NO_ACTIVATION));
    }

    /** The output's length follows from the others. */
    private void requirePositions(Operator operator, int input, int kernel, int stride, boolean same, int[] output) {
        long span = same ? input : (long) input - kernel + 1;
        int elements = model.tensor(operator.outputs()[0]).size();
        if (stride < 1 || span < 1 || elements / output[3] != (span + stride - 1) / stride) {
            throw new InputException(
                    at(operator) + " must have the output of its input of " + input + ", kernel of " + kernel
                            + ", stride of " + stride + (same ? " and padding: output=" : ": output=")
                            + Arrays.toString(output),
                    "convert the model again");
        }
    }

    private void requireOne(Operator operator, String what, int value) {
        if (value != 1) {
            throw new InputException(
                    at(operator) + " must have " + what + " 1: " + what + "=" + value,
                    "use convolutions without " + what);
        }
    }

    private int[] dimensions(Operator operator, Tensor tensor) {
        if (tensor.shape().length != 4) {
            throw new InputException(
                    at(operator) + " must work on tensors of 4 dimensions: " + tensor.name() + "="
                            + Arrays.toString(tensor.shape()),
                    "convert the model again");
        }
        return tensor.shape();
    }

    private void dense(Operator operator) {
        int[] weights = model.tensor(operator.inputs()[1]).shape();
        int elements = model.tensor(current).size();
        if (weights.length != 2 || weights[1] != elements || operator.options().int8(1, 0) != 0) {
            throw new InputException(
                    at(operator) + " must have weights for all of its " + elements + " inputs: weights="
                            + Arrays.toString(weights),
                    "put Flatten before Dense");
        }
        add(
                operator,
                new int[] {1, elements},
                1,
                1,
                0,
                new int[] {1, weights[0]},
                operator.options().int8(0, NO_ACTIVATION));
    }

    private void add(
            Operator operator, int[] input, int kernel, int stride, int padLeft, int[] output, int activation) {
        if (activation != NO_ACTIVATION && activation != FUSED_RELU) {
            throw new InputException(
                    at(operator) + " must have activation NONE or RELU: code=" + activation, "use ReLU, or none");
        }
        boolean relu = activation == FUSED_RELU;
        boolean last = operator.outputs()[0] == model.outputs()[0];
        Tensor weights = weights(operator, output[1]);
        Tensor in = activations(current);
        Tensor out = activations(operator.outputs()[0]);
        long zeroPoint = relu ? RELU_ZERO_POINT : 0;
        if (!last && out.zeroPoints()[0] != zeroPoint) {
            throw new InputException(
                    at(operator) + " must have zero point " + zeroPoint + (relu ? " after ReLU" : " without ReLU")
                            + ": zero point=" + out.zeroPoints()[0],
                    "use ReLU after every layer but the last one");
        }
        int[] multipliers = new int[output[1]];
        int[] shifts = new int[output[1]];
        lastScales = new double[output[1]];
        for (int c = 0; c < output[1]; c++) {
            lastScales[c] = (double) in.scales()[0] * weights.scales()[weights.scales().length == 1 ? 0 : c];
            if (!last) {
                PulseMultiplier factor = PulseMultiplier.of(lastScales[c] / out.scales()[0]);
                multipliers[c] = factor.multiplier();
                shifts[c] = factor.shift();
            }
        }
        layers.add(new Layer(
                out.name(),
                input[0],
                input[1],
                kernel,
                stride,
                padLeft,
                output[0],
                output[1],
                relu,
                weights.data(),
                bias(operator, output[1]),
                multipliers,
                shifts));
    }

    // ------------------------------------------------------------------------------------------------------ tensors

    private Tensor activations(int index) {
        Tensor tensor = model.tensor(index);
        requireType(tensor, TfliteModel.INT8, "INT8");
        if (tensor.scales().length != 1
                || tensor.zeroPoints().length != 1
                || !areFinite(tensor.scales())
                || tensor.scales()[0] == 0) {
            throw new InputException(
                    file + ": tensor " + tensor.name() + " must have one scale above 0 and one zero point",
                    "convert the model with full integer quantisation (int8 input and output)");
        }
        return tensor;
    }

    private static boolean areFinite(float[] scales) {
        return IntStream.range(0, scales.length).allMatch(i -> scales[i] >= 0 && Float.isFinite(scales[i]));
    }

    private void requireType(Tensor tensor, int type, String name) {
        if (tensor.type() != type) {
            throw new InputException(
                    file + ": tensor " + tensor.name() + " must be " + name + ": type=" + tensor.typeName(),
                    "convert the model with full integer quantisation (int8 input and output)");
        }
    }

    private Tensor weights(Operator operator, int channels) {
        Tensor weights = model.tensor(operator.inputs()[1]);
        requireType(weights, TfliteModel.INT8, "INT8");
        int scales = weights.scales().length;
        if (weights.data().length != weights.size()
                || weights.shape()[0] != channels
                || !areFinite(weights.scales())
                || scales != 1 && (scales != channels || weights.channelDimension() != 0)) {
            throw new InputException(
                    file + ": tensor " + weights.name()
                            + " must be constant, with one finite scale or one for each of its "
                            + channels + " output channels: shape=" + Arrays.toString(weights.shape()) + " bytes="
                            + weights.data().length + " scales=" + scales,
                    "convert the model with full integer quantisation");
        }
        for (long zeroPoint : weights.zeroPoints()) {
            if (zeroPoint != 0) {
                throw new InputException(
                        file + ": tensor " + weights.name() + " must have zero point 0: zero point=" + zeroPoint,
                        "convert the model with symmetric int8 weights");
            }
        }
        return weights;
    }

    /** An absent bias is 0. */
    private int[] bias(Operator operator, int channels) {
        if (operator.inputs().length < 3 || operator.inputs()[2] < 0) {
            return new int[channels];
        }
        Tensor bias = model.tensor(operator.inputs()[2]);
        requireType(bias, TfliteModel.INT32, "INT32");
        int[] values = new int[bias.data().length / Integer.BYTES];
        ByteBuffer.wrap(bias.data())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(values);
        if (bias.data().length != (long) channels * Integer.BYTES) {
            throw new InputException(
                    file + ": tensor " + bias.name() + " must have a value for each of the " + channels
                            + " output channels: values=" + values.length,
                    "convert the model again");
        }
        return values;
    }
}
