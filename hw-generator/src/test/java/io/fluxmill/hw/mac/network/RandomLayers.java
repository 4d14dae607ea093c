// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.program.mac.MacProgram.AddStep;
import io.fluxmill.core.program.mac.MacProgram.PoolKind;
import io.fluxmill.core.program.mac.MacProgram.PoolStep;
import io.fluxmill.core.program.mac.MacProgram.TableStep;
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

/** Random networks of convolutions, also grouped and depthwise, maxima, averages, sums and functions of codes, and a dense layer, in random formats. */
final class RandomLayers {
    private final Random random;
    private final List<NumberFormat> formats;
    private final int arrayRows;
    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Layer> layers = new ArrayList<>();

    /** Pairs of tables of terms that are left. */
    private int tables;

    private RandomLayers(Random random, List<NumberFormat> formats, int arrayRows, int tables) {
        this.tables = tables;
        this.random = random;
        this.formats = formats;
        this.arrayRows = arrayRows;
    }

    /** A network without sums and functions. */
    static QuantizedNetwork network(Random random, List<NumberFormat> formats, int arrayRows) {
        return network(random, formats, arrayRows, 0);
    }

    /** @param tables the most sums and functions */
    static QuantizedNetwork network(Random random, List<NumberFormat> formats, int arrayRows, int tables) {
        return new RandomLayers(random, formats, arrayRows, tables).network();
    }

    /** A convolution of pixels with a border, whose windows leave a lane free. */
    static QuantizedNetwork ofPixels(Random random, NumberFormat format) {
        RandomLayers layers = new RandomLayers(random, List.of(format), 1, 0);
        int input = layers.tensor(new Shape(1, 6, 6), format);
        Geometry geometry = new Geometry(1, 3, 3, 1, 1, 1, 1, 1, 1, 1);
        int output = layers.matrix(input, geometry, new Shape(3, 6, 6), format);
        return new QuantizedNetwork("pixels", List.of(), layers.tensors, layers.layers, output);
    }

    /** A convolution of two long rows whose kernel is much higher than they are. */
    static QuantizedNetwork ofBorders(Random random, NumberFormat format) {
        RandomLayers layers = new RandomLayers(random, List.of(format), 1, 0);
        int input = layers.tensor(new Shape(1, 2, 4000), format);
        Geometry geometry = new Geometry(1, 19, 1, 1, 1, 9, 0, 1, 1, 1);
        int output = layers.matrix(input, geometry, new Shape(3, 2, 4000), format);
        return new QuantizedNetwork("borders", List.of(), layers.tensors, layers.layers, output);
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
        Shape shape = new Shape(random.nextInt(4) == 0 ? 17 + upTo(16) : upTo(9), upTo(9), upTo(9));
        int at = tensor(shape, format());
        int count = random.nextInt(3);
        for (int i = 0; i < count; i++) {
            at = tables > 0 && random.nextInt(3) == 0 ? sum(at) : convolution(at);
            if (tables > 0 && random.nextInt(3) == 0) {
                at = function(at, false);
            }
            int pool = random.nextInt(5);
            if (pool < 3) {
                at = pool(at, pool == 2 ? PoolKind.AVERAGE : PoolKind.MAX);
            }
        }
        if (random.nextBoolean()) {
            at = convolution(at);
        } else {
            Shape in = tensors.get(at).shape();
            at = matrix(at, Geometry.dense(in), new Shape(upTo(11), 1, 1));
        }
        return new QuantizedNetwork("random", List.of(), tensors, layers, tables > 0 ? function(at, true) : at);
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
        int groups = groups(in.channels());
        Geometry geometry = new Geometry(
                in.channels() / groups,
                kernelY,
                kernelX,
                strideY,
                strideX,
                padTop,
                padLeft,
                dilationY,
                dilationX,
                groups);
        int channels = groups == 1 ? upTo(random.nextInt(3) == 0 ? 40 : 13) : groups * upTo(2);
        return matrix(input, geometry, new Shape(channels, Math.max(1, height), Math.max(1, width)));
    }

    /** One, one for each channel, or a divisor of their number. */
    private int groups(int channels) {
        int kind = random.nextInt(3);
        int groups = kind == 0 ? 1 : channels;
        while (kind == 2 && (channels % groups != 0 || random.nextInt(3) > 0 && groups > 1)) {
            groups--;
        }
        return groups;
    }

    private int matrix(int input, Geometry geometry, Shape shape) {
        return matrix(input, geometry, shape, format());
    }

    private int matrix(int input, Geometry geometry, Shape shape, NumberFormat result) {
        NumberFormat operand = tensors.get(input).format();
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

    private boolean isShort(int tensor) {
        return tensors.get(tensor).format().widthBits() <= Byte.SIZE;
    }

    private NumberFormat formatOfLanes(int lanes) {
        NumberFormat format;
        do {
            format = format();
        } while (format.lanes() != lanes);
        return format;
    }

    /** A tensor, or a convolution of it with as many results, added to another one; with scales of few bits, so that terms are exact. */
    private int sum(int input) {
        if (!isShort(input)) {
            return convolution(input);
        }
        Shape shape = tensors.get(input).shape();
        int lanes = tensors.get(input).format().lanes();
        Geometry same = new Geometry(shape.channels(), 1, 1, 1, 1, 0, 0, 1, 1, 1);
        int left = random.nextBoolean() ? input : matrix(input, same, shape, formatOfLanes(lanes));
        int right = random.nextInt(3) == 0 ? left : matrix(left, same, shape, formatOfLanes(lanes));
        NumberFormat result = format();
        int output = tensor(shape, result);
        tables--;
        layers.add(new Host(new AddStep(
                "l" + layers.size(),
                left,
                right,
                output,
                scale(),
                scale(),
                (random.nextInt(33) - 16) / 4.0,
                result.minBits(),
                result.maxBits())));
        return output;
    }

    private double scale() {
        return (random.nextInt(513) - 256) / 128.0;
    }

    /** Any code for each code, NaR among them if nothing is computed from it. */
    private int function(int input, boolean isLast) {
        NumberFormat result = format();
        if (!isShort(input) || tables == 0 || result.widthBits() > Byte.SIZE) {
            return input;
        }
        tables--;
        short[] table = new short[1 << tensors.get(input).format().widthBits()];
        for (int i = 0; i < table.length; i++) {
            if (isLast && result.isNaR(result.narBits()) && random.nextInt(4) == 0) {
                table[i] = (short) result.narBits();
                continue;
            }
            // A sum has one zero.
            table[i] = (short) result.fromDouble(result.toDouble(code(random, result)));
        }
        int output = tensor(tensors.get(input).shape(), result);
        layers.add(new Host(new TableStep("l" + layers.size(), input, output, table)));
        return output;
    }

    /** Pooling over windows side by side, with gaps or overlapping, maxima also with pads; averages over a power of two, or any size of integers. */
    private int pool(int input, PoolKind kind) {
        Tensor in = tensors.get(input);
        boolean max = kind == PoolKind.MAX;
        boolean any = max || in.format() instanceof IntegerFormat;
        int sizeY = Math.min(in.shape().height(), any ? upTo(3) : 1 << random.nextInt(2));
        int sizeX = Math.min(in.shape().width(), any ? upTo(3) : 1 << random.nextInt(2));
        boolean apart = random.nextBoolean();
        int strideY = apart ? sizeY : upTo(3);
        int strideX = apart ? sizeX : upTo(3);
        int padTop = max && !apart ? random.nextInt(sizeY) : 0;
        int padLeft = max && !apart ? random.nextInt(sizeX) : 0;
        int height = (in.shape().height() + 2 * padTop - sizeY) / strideY + 1;
        int width = (in.shape().width() + 2 * padLeft - sizeX) / strideX + 1;
        boolean odd = sizeY * sizeX % 2 == 1;
        boolean power = Integer.bitCount(sizeY * sizeX) == 1;
        boolean largest = Math.max(sizeX, sizeY) <= arrayRows;
        // Every window has an element: the last begins inside.
        boolean inside = (height - 1) * strideY - padTop < in.shape().height()
                && (width - 1) * strideX - padLeft < in.shape().width();
        if (max ? !largest || !inside : !odd && !power) {
            return input;
        }
        int output = tensor(new Shape(in.shape().channels(), height, width), in.format());
        Window window = new Window(0, 1, sizeY, sizeX, strideY, strideX, padTop, padLeft, 1, 1, height, width);
        layers.add(new Host(new PoolStep("l" + layers.size(), input, output, kind, window, false, 0)));
        return output;
    }
}
