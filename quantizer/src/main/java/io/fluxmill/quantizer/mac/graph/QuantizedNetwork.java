// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.graph;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.program.mac.MacProgram;
import java.math.BigInteger;
import java.util.List;

/**
 * A network in codes: the bit-exact reference executes it, and it is mapped onto the hardware. Immutable.
 *
 * @param inputSteps operations on a raw sample before it is encoded
 * @param tensors every tensor with its format and scale; tensor 0 is the input
 * @param layers in execution order
 * @param output the tensor that is the result
 */
public record QuantizedNetwork(
        String name, List<Network.InputStep> inputSteps, List<Tensor> tensors, List<Layer> layers, int output) {

    /**
     * A tensor: {@code real = scale * channelScale[channel] * (value(code) - zeroPoint)}. A zero point lets an unsigned range (after ReLU, or
     * from training) use all codes of a signed format; the layers that read the tensor correct it exactly in their bias. Channel scales give
     * channels of different magnitude the same range; the layers that read the tensor have them in their weights.
     *
     * @param low smallest code that {@link #encode} gives, in {@link NumberFormat#order}
     * @param high largest
     * @param channelScale {@code [channels]}, positive
     * @param quant the trained quantisation that {@link #encode} follows, or null to round to the nearest code
     */
    public record Tensor(
            String name,
            Network.Shape shape,
            NumberFormat format,
            double scale,
            int zeroPoint,
            int low,
            int high,
            double[] channelScale,
            Quant quant) {
        /** The code of a real value, clipped to [low, high]; {@code element} is its index in the tensor. */
        public int encode(int element, double real) {
            if (quant != null) {
                return bitsOf(quant.toCode(real, element / (shape.height() * shape.width())));
            }
            int code = format.fromDouble(real / scaleOf(element) + zeroPoint);
            return format.isNaR(code) ? code : format.clip(code, low, high);
        }

        /** The real value of a code; NaN for NaR. {@code element} is its index in the tensor. */
        public double decode(int element, int code) {
            int bits = code & (1 << format.widthBits()) - 1;
            return scaleOf(element) * (format.toDouble(bits) - zeroPoint);
        }

        /** The bits for a code of the trained quantisation; each of the two counts from its own zero point. */
        public int bitsOf(int trainedCode) {
            if (quant.format() != null) {
                return quant.bitsInFormat(trainedCode);
            }
            return valueOf(trainedCode) & (1 << format.widthBits()) - 1;
        }

        /** The integer that represents a code of the trained quantisation. */
        public int valueOf(int trainedCode) {
            return trainedCode - (int) quant.zeroPoint() + zeroPoint;
        }

        private double scaleOf(int element) {
            return scale * channelScale[element / (shape.height() * shape.width())];
        }

        /** The same tensor with channel scales. */
        public Tensor withChannelScale(double[] scales) {
            return new Tensor(name, shape, format, scale, zeroPoint, low, high, scales, quant);
        }

        /** The code of real zero. */
        public int zeroCode() {
            return format.fromDouble(zeroPoint);
        }
    }

    /** A layer; reads tensors, writes one. Indices are into {@link QuantizedNetwork#tensors}. */
    public sealed interface Layer permits Matrix, Host {
        String name();

        int output();
    }

    /**
     * Dense or convolution: {@code result = rescale(sum of products)}, see {@link Rescale}.
     *
     * @param weights codes {@code [outChannels][depth]}; of a block format operand words {@code [outChannels][words(depth)]}, and the input becomes blocks
     *     row by row
     * @param padCode code that a window position outside the input reads (the code of real zero)
     * @param channels rescale parameters, {@code [outChannels]}
     * @param accumulatorMin proved smallest accumulator, in units of the sum, over all inputs of the tensor's format within its bounds
     * @param accumulatorMax proved largest
     */
    public record Matrix(
            String name,
            int input,
            int output,
            Network.Geometry geometry,
            short[] weights,
            int padCode,
            Rescale.Layer rescale,
            List<Rescale.Channel> channels,
            BigInteger accumulatorMin,
            BigInteger accumulatorMax)
            implements Layer {
        public int depth() {
            return geometry.depth();
        }

        public int outChannels() {
            return channels.size();
        }
    }

    /** A step of the driver whose values are the tensors of this network. */
    public record Host(MacProgram.HostStep step) implements Layer {
        @Override
        public String name() {
            return step.name();
        }

        @Override
        public int output() {
            return step.output();
        }
    }

    /** Codes of one raw sample, {@code [elements]} of the input shape, row-major. */
    public short[] encode(float[] sample) {
        Tensor input = tensors.get(0);
        short[] codes = new short[sample.length];
        for (int i = 0; i < sample.length; i++) {
            codes[i] = (short) input.encode(i, prepared(sample[i]));
        }
        return codes;
    }

    private float prepared(float raw) {
        float x = raw;
        for (Network.InputStep step : inputSteps) {
            x = step.apply(x);
        }
        return x;
    }

    /** Real values of result codes, {@code [elements]}. */
    public double[] decode(short[] codes) {
        Tensor result = tensors.get(output);
        double[] real = new double[codes.length];
        for (int i = 0; i < codes.length; i++) {
            real[i] = result.decode(i, codes[i]);
        }
        return real;
    }

    /** The matrix layers, in execution order. */
    public List<Matrix> matrices() {
        return layers.stream()
                .filter(Matrix.class::isInstance)
                .map(Matrix.class::cast)
                .toList();
    }
}
