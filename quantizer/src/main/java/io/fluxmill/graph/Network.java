// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.graph;

import java.util.List;

/**
 * A trained network in float, folded into what an engine computes: matrix layers (dense, convolution) with gain, bias and
 * activation, pooling, addition. Readers produce it; nothing after them knows about ONNX. Layers are in execution order.
 *
 * <p>A tensor is {@code [channels][height][width]} row-major for one sample; a vector is n x 1 x 1; a sequence has height 1.
 *
 * @param inputShape shape of one sample
 * @param inputScale the network sees {@code x * inputScale + inputOffset} (a Mul and Sub at the front of the graph)
 * @param inputQuant the trained quantisation of the input, or null
 * @param softmax whether the graph ends in Softmax, which is left out here: it changes no arg-max
 */
public record Network(
        String name,
        Shape inputShape,
        double inputScale,
        double inputOffset,
        Quant inputQuant,
        List<Layer> layers,
        boolean softmax) {

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
    public sealed interface Layer permits MatrixLayer, PoolLayer, AddLayer {
        String name();

        String output();

        Shape outputShape();
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
     * <p>MAX takes no account of window positions outside the input (it does not see zeros there). AVERAGE adds zeros for
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
            implements Layer {}

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
            implements Layer {}

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

    /**
     * A quantisation that the network was trained with (QONNX Quant, BipolarQuant): real = scale * (code - zeroPoint), code =
     * clip(round(real / scale + zeroPoint), low, high), rounded half to even.
     *
     * @param scale one value, or one for each output channel (weights only)
     * @param low smallest code, for example -8, or 0 when unsigned
     * @param high largest code
     * @param bipolar codes are -1 and +1 only (BipolarQuant): code = real >= 0 ? 1 : -1
     */
    public record Quant(double[] scale, double zeroPoint, int low, int high, boolean bipolar) {
        public double scale(int channel) {
            return scale[scale.length == 1 ? 0 : channel];
        }

        public int toCode(double real, int channel) {
            if (bipolar) {
                return real >= 0 ? 1 : -1;
            }
            double code = Math.rint(real / scale(channel) + zeroPoint);
            return (int) Math.max(low, Math.min(high, code));
        }

        public double toReal(int code, int channel) {
            return scale(channel) * (code - zeroPoint);
        }
    }

    /** The last layer. */
    public Layer last() {
        return layers.get(layers.size() - 1);
    }
}
