// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.graph;

import java.util.Arrays;
import java.util.List;

/**
 * A trained network in float, folded into what an engine computes: matrix layers (dense, convolution) with gain, bias and
 * activation, pooling, addition. Readers produce it; nothing after them knows about ONNX. Layers are in execution order.
 *
 * <p>A tensor is {@code [channels][height][width]} row-major for one sample; a vector is n x 1 x 1; a sequence has height 1.
 *
 * @param inputShape shape of one sample
 * @param inputSteps what the graph does with a raw sample first, in order (a Mul and Sub at the front)
 * @param inputQuant the trained quantisation of the input, or null
 * @param ending the end of the graph that the layers leave out
 */
public record Network(
        String name,
        Shape inputShape,
        List<InputStep> inputSteps,
        Quant inputQuant,
        List<Layer> layers,
        Ending ending) {

    public Network {
        inputSteps = List.copyOf(inputSteps);
        layers = List.copyOf(layers);
    }

    /** A network that sees {@code x * inputScale + inputOffset}. */
    public Network(
            String name,
            Shape inputShape,
            double inputScale,
            double inputOffset,
            Quant inputQuant,
            List<Layer> layers,
            boolean softmax) {
        this(
                name,
                inputShape,
                InputStep.of(inputScale, inputOffset),
                inputQuant,
                layers,
                softmax ? Ending.SOFTMAX : Ending.NONE);
    }

    /**
     * {@code x * factor / divisor + addend}, each operation rounded to float as the graph's own operators do, then clipped; a
     * factor or divisor of 1, an addend of 0 and infinite bounds change nothing.
     */
    public record InputStep(float factor, float divisor, float addend, float low, float high) {
        public InputStep(float factor, float divisor, float addend) {
            this(factor, divisor, addend, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
        }

        /** Only bounds. */
        public static InputStep clip(double low, double high) {
            return new InputStep(1, 1, 0, (float) low, (float) high);
        }

        static List<InputStep> of(double scale, double offset) {
            return scale == 1 && offset == 0 ? List.of() : List.of(new InputStep((float) scale, 1, (float) offset));
        }

        public float apply(float x) {
            float scaled = x * factor;
            float divided = scaled / divisor;
            return Math.max(low, Math.min(high, divided + addend));
        }
    }

    /** What follows the last layer: it does not change the arg-max, and the hardware does not compute it. */
    public enum Ending {
        NONE,
        /** Over the elements of a vector. */
        SOFTMAX,
        /** Of each element. */
        SIGMOID,
        /** The logarithm of SOFTMAX. */
        LOG_SOFTMAX;

        /** The outputs of the graph for the last layer's results, in a new array. */
        public double[] apply(double[] results) {
            return switch (this) {
                case NONE -> results.clone();
                case SOFTMAX -> softmax(results);
                case LOG_SOFTMAX -> Arrays.stream(softmax(results))
                        .map(Math::log)
                        .toArray();
                case SIGMOID -> Arrays.stream(results)
                        .map(x -> 1 / (1 + Math.exp(-x)))
                        .toArray();
            };
        }

        /** Whether values can be outputs: from 0 to 1, for a Softmax with the sum 1, for its logarithm with that sum of powers. */
        public boolean canGive(float[] outputs) {
            double sum = 0;
            boolean inside = true;
            for (float value : outputs) {
                double share = this == LOG_SOFTMAX ? Math.exp(value) : value;
                sum += share;
                inside &= share >= 0 && share <= 1;
            }
            return this == NONE || inside && (this == SIGMOID || Math.abs(sum - 1) < 1e-3);
        }

        private static double[] softmax(double[] x) {
            double max = Arrays.stream(x).max().orElse(0);
            double[] powers = Arrays.stream(x).map(v -> Math.exp(v - max)).toArray();
            double sum = Arrays.stream(powers).sum();
            return Arrays.stream(powers).map(p -> p / sum).toArray();
        }
    }

    /** A raw value as the first layer sees it, before the trained quantisation of the input. */
    public float prepare(float raw) {
        float x = raw;
        for (InputStep step : inputSteps) {
            x = step.apply(x);
        }
        return x;
    }

    /** Whether any tensor or weight has a trained quantisation. */
    public boolean isTrained() {
        return inputQuant != null || layers.stream().anyMatch(Network::isTrained);
    }

    private static boolean isTrained(Layer layer) {
        return layer.outputQuant() != null || layer instanceof MatrixLayer matrix && matrix.weightQuant() != null;
    }

    /** Shape of one sample. */
    public record Shape(int channels, int height, int width) {
        public int elements() {
            return channels * height * width;
        }

        @Override
        public String toString() {
            return height == 1 && width == 1 ? "[" + channels + "]" : "[" + channels + "," + height + "," + width + "]";
        }
    }

    /** A layer; {@code input} and {@code output} are tensor names, the network's input is named {@code "input"}. */
    public sealed interface Layer permits MatrixLayer, PoolLayer, AddLayer, MultiplyLayer, MoveLayer, FunctionLayer {
        String name();

        String output();

        Shape outputShape();

        /** The trained quantisation of the result, or null. */
        Quant outputQuant();

        /** Names of the tensors that the layer reads. */
        List<String> inputs();

        /** The same layer with another trained quantisation of its result, or with null for none. */
        Layer withQuant(Quant quant);
    }

    /**
     * {@code y[n] = activation(gain[n] * sum_k weights[n][k] * x[k] + bias[n])}, then {@code outputQuant} if there is one.
     *
     * @param geometry the window; a dense layer covers its whole input with one window position
     * @param weights {@code [outChannels][depth]}, depth in the order (channel, ky, kx), row-major; with a weightQuant these
     *     are the already quantised values scale * (code - zeroPoint), exactly as the trained network has them
     * @param gain {@code [outChannels]}; all 1 after a float model's batch normalisation was folded into the weights; a
     *     quantised model keeps it apart, because its weights must not change
     * @param weightQuant the trained quantisation of the weights, or null
     * @param outputQuant the trained quantisation of the result, or null
     */
    public record MatrixLayer(
            String name,
            String input,
            String output,
            Shape inputShape,
            Shape outputShape,
            Geometry geometry,
            float[] weights,
            double[] gain,
            double[] bias,
            Activation activation,
            Quant weightQuant,
            Quant outputQuant)
            implements Layer {
        @Override
        public MatrixLayer withQuant(Quant quant) {
            return new MatrixLayer(
                    name,
                    input,
                    output,
                    inputShape,
                    outputShape,
                    geometry,
                    weights,
                    gain,
                    bias,
                    activation,
                    weightQuant,
                    quant);
        }

        @Override
        public List<String> inputs() {
            return List.of(input);
        }

        public int outChannels() {
            return outputShape.channels();
        }

        public int depth() {
            return geometry.depth();
        }

        /** Multiply-accumulates for one sample, padding included. */
        public long macs() {
            return (long) depth() * outputShape.elements();
        }
    }

    /**
     * Max or average pooling of each channel by itself: the geometry has one channel and as many groups as the input has
     * channels. Global pooling is a window as large as the input.
     *
     * <p>MAX ignores window positions outside the input (it does not see zeros there). AVERAGE adds zeros for
     * them and divides by the kernel's size if countIncludePad, else by the number of positions inside.
     *
     * @param outputQuant the trained quantisation of the result, or null
     */
    public record PoolLayer(
            String name,
            String input,
            String output,
            Shape inputShape,
            Shape outputShape,
            PoolKind kind,
            Geometry geometry,
            boolean countIncludePad,
            Quant outputQuant)
            implements Layer {
        @Override
        public PoolLayer withQuant(Quant quant) {
            return new PoolLayer(name, input, output, inputShape, outputShape, kind, geometry, countIncludePad, quant);
        }

        @Override
        public List<String> inputs() {
            return List.of(input);
        }
    }

    public enum PoolKind {
        MAX,
        AVERAGE
    }

    /** {@code y = activation(left + right)} element by element, then {@code outputQuant} if there is one. */
    public record AddLayer(
            String name,
            String left,
            String right,
            String output,
            Shape outputShape,
            Activation activation,
            Quant outputQuant)
            implements Layer {
        @Override
        public AddLayer withQuant(Quant quant) {
            return new AddLayer(name, left, right, output, outputShape, activation, quant);
        }

        @Override
        public List<String> inputs() {
            return List.of(left, right);
        }
    }

    /** {@code y = left * right} element by element, then {@code outputQuant} if there is one. */
    public record MultiplyLayer(
            String name, String left, String right, String output, Shape outputShape, Quant outputQuant)
            implements Layer {
        @Override
        public MultiplyLayer withQuant(Quant quant) {
            return new MultiplyLayer(name, left, right, output, outputShape, quant);
        }

        @Override
        public List<String> inputs() {
            return List.of(left, right);
        }
    }

    /**
     * Values moved and nothing computed: concatenation, slice, transposition, padding, repetition.
     *
     * @param from for each element of the output the place among the elements of all inputs, one input after the other, or -1 for
     *     {@code fill}; not to be changed
     * @param fill value of elements that come from no input
     * @param outputQuant that of the inputs, or null
     */
    public record MoveLayer(
            String name,
            List<String> inputs,
            String output,
            Shape outputShape,
            int[] from,
            double fill,
            Quant outputQuant)
            implements Layer {
        @Override
        public MoveLayer withQuant(Quant quant) {
            return new MoveLayer(name, inputs, output, outputShape, from, fill, quant);
        }

        /** Whether some elements come from no input. */
        public boolean fills() {
            return Arrays.stream(from).anyMatch(i -> i < 0);
        }
    }

    /** {@code y = function(x)} element by element, then {@code outputQuant} if there is one. */
    public record FunctionLayer(
            String name, String input, String output, Shape outputShape, ScalarFunction function, Quant outputQuant)
            implements Layer {
        @Override
        public FunctionLayer withQuant(Quant quant) {
            return new FunctionLayer(name, input, output, outputShape, function, quant);
        }

        @Override
        public List<String> inputs() {
            return List.of(input);
        }
    }

    /**
     * Sliding window: output position (oy, ox), element (c, ky, kx) reads input channel {@code g * channels + c} of group g at
     * row {@code oy * strideY - padTop + ky * dilationY}, column likewise; outside the input the value is zero.
     *
     * @param channels input channels of a group
     * @param groups 1 unless grouped or depthwise
     */
    public record Geometry(
            int channels,
            int kernelHeight,
            int kernelWidth,
            int strideY,
            int strideX,
            int padTop,
            int padLeft,
            int dilationY,
            int dilationX,
            int groups) {
        /** The window of a dense layer on an input of this shape. */
        public static Geometry dense(Shape input) {
            return new Geometry(input.channels(), input.height(), input.width(), 1, 1, 0, 0, 1, 1, 1);
        }

        public int depth() {
            return channels * kernelHeight * kernelWidth;
        }

        /** Whether a window at any of the output's positions reaches outside the input. */
        public boolean reachesOutside(Shape input, Shape output) {
            int bottom = (output.height() - 1) * strideY - padTop + (kernelHeight - 1) * dilationY;
            int right = (output.width() - 1) * strideX - padLeft + (kernelWidth - 1) * dilationX;
            return padTop > 0 || padLeft > 0 || bottom >= input.height() || right >= input.width();
        }
    }

    /**
     * A piecewise linear activation: {@code x >= 0 ? x : slope * x}, then clipped to [low, high].
     *
     * @param slope 1 for none, 0 for ReLU, alpha for LeakyReLU
     */
    public record Activation(double slope, double low, double high) {
        public static final Activation NONE = new Activation(1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        public static final Activation RELU = new Activation(0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

        /** Never negative zero. */
        public double apply(double x) {
            return Math.max(low, Math.min(high, x >= 0 ? x : slope * x)) + 0.0;
        }
    }

    /** The last layer. */
    public Layer last() {
        return layers.get(layers.size() - 1);
    }
}
