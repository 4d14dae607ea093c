// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.program.mac.MacProgram.PoolKind;
import io.fluxmill.core.program.mac.MacProgram.PoolStep;
import io.fluxmill.core.program.mac.MacProgram.Window;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Host;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Layer;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Tensor;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Random networks of convolutions, maxima and a dense layer, in random formats. */
final class RandomLayers {
    private final Random random;
    private final List<NumberFormat> formats;
    private final int arrayRows;
    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Layer> layers = new ArrayList<>();

    private RandomLayers(Random random, List<NumberFormat> formats, int arrayRows) {
        this.random = random;
        this.formats = formats;
        this.arrayRows = arrayRows;
    }

    static QuantizedNetwork network(Random random, List<NumberFormat> formats, int arrayRows) {
        return new RandomLayers(random, formats, arrayRows).network();
    }

    /** Random codes of the network's input, without NaR. */
    static short[] inputs(Random random, QuantizedNetwork network, int images) {
        Tensor input = network.tensors().get(0);
        short[] codes = new short[images * input.shape().elements()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (short) code(random, input.format());
        }
        return codes;
    }

    private static int code(Random random, NumberFormat format) {
        int code;
        do {
            code = random.nextInt(1 << format.widthBits());
        } while (format.isNaR(code));
        return code;
    }

    private NumberFormat format() {
        return formats.get(random.nextInt(formats.size()));
    }

    private int tensor(Shape shape, NumberFormat format) {
        double[] ones = new double[shape.channels()];
        Arrays.fill(ones, 1);
        tensors.add(
                new Tensor("t" + tensors.size(), shape, format, 1, 0, format.minBits(), format.maxBits(), ones, null));
        return tensors.size() - 1;
    }

    private int upTo(int most) {
        return 1 + random.nextInt(most);
    }

    private QuantizedNetwork network() {
        Shape shape = new Shape(upTo(9), upTo(9), upTo(9));
        int at = tensor(shape, format());
        int count = random.nextInt(3);
        for (int i = 0; i < count; i++) {
            at = convolution(at);
            if (random.nextBoolean()) {
                at = maximum(at);
            }
        }
        if (random.nextBoolean()) {
            at = convolution(at);
        } else {
            Shape in = tensors.get(at).shape();
            at = matrix(at, Geometry.dense(in), new Shape(upTo(11), 1, 1));
        }
        return new QuantizedNetwork("random", List.of(), tensors, layers, at);
    }

    private int convolution(int input) {
        Shape in = tensors.get(input).shape();
        int dilationY = upTo(2);
        int dilationX = upTo(2);
        int kernelY = upTo(Math.min(3, (in.height() + 1) / dilationY));
        int kernelX = upTo(Math.min(4, (in.width() + 1) / dilationX));
        int strideY = upTo(2);
        int strideX = upTo(2);
        int padTop = random.nextInt(kernelY);
        int padLeft = random.nextInt(kernelX);
        int height = (in.height() + 2 * padTop - (kernelY - 1) * dilationY - 1) / strideY + 1;
        int width = (in.width() + 2 * padLeft - (kernelX - 1) * dilationX - 1) / strideX + 1;
        Geometry geometry = new Geometry(
                in.channels(), kernelY, kernelX, strideY, strideX, padTop, padLeft, dilationY, dilationX, 1);
        return matrix(input, geometry, new Shape(upTo(13), Math.max(1, height), Math.max(1, width)));
    }

    private int matrix(int input, Geometry geometry, Shape shape) {
        NumberFormat operand = tensors.get(input).format();
        NumberFormat result = format();
        int output = tensor(shape, result);
        int depth = geometry.depth();
        short[] weights = new short[shape.channels() * depth];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (short) code(random, operand);
        }
        FormatPair operands = FormatPair.of(operand);
        Rescale.Layer rescale =
                new Rescale.Layer(operands, result, Rounding.NEAREST_EVEN, 16, result.minBits(), result.maxBits());
        List<Rescale.Channel> channels = new ArrayList<>();
        double most = operand.toDouble(operand.maxBits());
        double range = most * most * Math.sqrt(depth) / result.toDouble(result.maxBits());
        int narrower = Math.max(0, Math.getExponent(range));
        for (int n = 0; n < shape.channels(); n++) {
            int scale = Rescale.scaleWord(
                    random.nextInt(8) == 0,
                    operands.sumExponent() - Rescale.BIAS_FRACTION_BITS - 15 - narrower + random.nextInt(3));
            int negative = random.nextBoolean() ? 0 : 0x8000 + random.nextInt(0x7FFF);
            channels.add(new Rescale.Channel(
                    random.nextInt(2001) - 1000, 0x8000 + random.nextInt(0x7FFF), scale, negative, scale));
        }
        int pad = code(random, operand);
        layers.add(new Matrix(
                "l" + layers.size(),
                input,
                output,
                geometry,
                weights,
                pad,
                rescale,
                channels,
                BigInteger.ZERO,
                BigInteger.ZERO));
        return output;
    }

    /** A maximum over windows that fill tiles, if there is room for one. */
    private int maximum(int input) {
        Tensor in = tensors.get(input);
        int sizeY = upTo(2);
        int sizeX = upTo(2);
        int height = in.shape().height() / sizeY;
        int width = in.shape().width() / sizeX;
        if (height == 0 || width == 0 || arrayRows % (sizeX * sizeY) != 0) {
            return input;
        }
        int output = tensor(new Shape(in.shape().channels(), height, width), in.format());
        Window window = new Window(0, 1, sizeY, sizeX, sizeY, sizeX, 0, 0, 1, 1, height, width);
        layers.add(new Host(new PoolStep("l" + layers.size(), input, output, PoolKind.MAX, window, false, 0)));
        return output;
    }
}
