// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.mac;

import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.program.mac.HostSteps;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.core.program.mac.MacProgram.AddStep;
import io.fluxmill.core.program.mac.MacProgram.PoolKind;
import io.fluxmill.core.program.mac.MacProgram.PoolStep;
import io.fluxmill.core.program.mac.MacProgram.Value;
import io.fluxmill.core.program.mac.MacProgram.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Programs of every kind of step, with what their steps' definitions say comes out: convolutions (grouped, strided, dilated, padded), both poolings and an
 * addition of them, a dense layer.
 */
final class RandomPrograms {
    private static final int ARRAY_COLUMNS = 4;

    private final Random random;
    private final RandomLayers layers;
    private final List<Value> values = new ArrayList<>();
    private final List<MacProgram.Step> steps = new ArrayList<>();
    private final List<short[]> codes = new ArrayList<>();
    private final int samples;

    /** @param expected codes of the result, {@code [samples][elements]} */
    record Case(MacProgram program, short[] input, short[] expected, int samples) {}

    private final boolean inference;

    private RandomPrograms(long seed, boolean inference) {
        this.inference = inference;
        random = new Random(seed);
        layers = new RandomLayers(seed, ARRAY_COLUMNS, inference);
        samples = 1 + random.nextInt(5);
    }

    /** A program of an engine with the formats of {@link SoftwareCoprocessor}. */
    static Case network(long seed) {
        return network(seed, false);
    }

    /** A program of an engine that has all roundings, with any of them and any zero point in each layer. */
    static Case inference(long seed) {
        return network(seed, true);
    }

    private static Case network(long seed, boolean inference) {
        RandomPrograms programs = new RandomPrograms(seed, inference);
        programs.input(programs.engineFormat());
        programs.convolution(1 + programs.random.nextInt(2));
        programs.poolsAndSum(programs.engineFormat());
        programs.dense();
        return programs.build("network" + seed);
    }

    /** A program without weights, in any format there is. */
    static Case steps(long seed) {
        RandomPrograms programs = new RandomPrograms(seed, false);
        programs.input(programs.anyFormat());
        programs.poolsAndSum(programs.anyFormat());
        return programs.build("steps" + seed);
    }

    private NumberFormat engineFormat() {
        if (inference && random.nextInt(8) != 0) {
            return NumberFormats.INT4; // small sums are ties often
        }
        return NumberFormats.of(SoftwareCoprocessor.FORMATS.get(random.nextInt(SoftwareCoprocessor.FORMATS.size())));
    }

    private NumberFormat anyFormat() {
        return switch (random.nextInt(3)) {
            case 0 -> NumberFormats.of("INT" + (2 + random.nextInt(15)));
            case 1 -> NumberFormats.of("POSIT" + (3 + random.nextInt(14)) + "_" + random.nextInt(3));
            default -> NumberFormats.all()
                    .get(random.nextInt(NumberFormats.all().size()));
        };
    }

    private void input(NumberFormat format) {
        value("in", 2 * (1 + random.nextInt(2)), 3 + random.nextInt(6), 3 + random.nextInt(6), format);
        codes.set(0, layers.codes(samples * values.get(0).elements(), format));
    }

    private int value(String name, int channels, int height, int width, NumberFormat format) {
        Value value = new Value(name, channels, height, width, format);
        values.add(value);
        codes.add(new short[samples * value.elements()]);
        return values.size() - 1;
    }

    /** Half of the time with weights in the same format. */
    private FormatPair pair(NumberFormat activations) {
        List<FormatPair> pairs = SoftwareCoprocessor.PAIRS.stream()
                .map(FormatPair::of)
                .filter(pair -> pair.activations().equals(activations))
                .toList();
        return pairs.isEmpty() || random.nextBoolean()
                ? FormatPair.of(activations)
                : pairs.get(random.nextInt(pairs.size()));
    }

    private Rescale.Layer rescale(NumberFormat activations, NumberFormat result) {
        int nar = result.narBits();
        FormatPair operands = pair(activations);
        if (!inference) {
            return new Rescale.Layer(operands, result, Rounding.NEAREST_EVEN, 3, nar + 1, nar - 1);
        }
        Rounding rounding = Rounding.values()[random.nextInt(Rounding.values().length)];
        return new Rescale.Layer(operands, result, rounding, 3, nar + 1, nar - 1, random.nextInt(2 * nar) - nar);
    }

    private void convolution(int groups) {
        int from = values.size() - 1;
        Value in = values.get(from);
        int kernel = 1 + random.nextInt(3);
        int dilation = 1 + random.nextInt(2);
        int pad = random.nextInt(3);
        int reach = dilation * (kernel - 1) + 1;
        int strideY = 1 + random.nextInt(2);
        int strideX = 1 + random.nextInt(3);
        int outHeight = Math.max(1, (in.height() + 2 * pad - reach) / strideY + 1);
        int outWidth = Math.max(1, (in.width() + 2 * pad - reach) / strideX + 1);
        int columns = 1 + random.nextInt(9);
        int to = value("conv", groups * columns, outHeight, outWidth, engineFormat());
        int channels = in.channels() / groups;
        for (int g = 0; g < groups; g++) {
            Window window = new Window(
                    g * channels,
                    channels,
                    kernel,
                    kernel,
                    strideY,
                    strideX,
                    pad,
                    pad,
                    dilation,
                    dilation,
                    outHeight,
                    outWidth);
            matrix(from, to, window, columns, g * columns);
        }
    }

    private void dense() {
        int from = values.size() - 1;
        int depth = values.get(from).elements();
        int columns = 1 + random.nextInt(11);
        int to = value("dense", columns, 1, 1, engineFormat());
        Value in = values.get(from);
        Window window = new Window(0, in.channels(), in.height(), in.width(), 1, 1, 0, 0, 1, 1, 1, 1);
        if (window.depth() != depth) {
            throw new IllegalStateException();
        }
        matrix(from, to, window, columns, 0);
    }

    private void matrix(int from, int to, Window window, int columns, int outputChannel) {
        Value in = values.get(from);
        Value out = values.get(to);
        int padCode = random.nextInt(1 << in.format().widthBits());
        RandomLayers.Layer layer = layers.layer(
                "layer" + steps.size(),
                from,
                to,
                window,
                columns,
                outputChannel,
                padCode,
                rescale(in.format(), out.format()),
                1 + random.nextInt(columns));
        steps.add(layer.step());
        RandomLayers.expect(layer, in, codes.get(from), out, codes.get(to), samples);
    }

    private void poolsAndSum(NumberFormat format) {
        int from = values.size() - 1;
        Value in = values.get(from);
        int kernel = 1 + random.nextInt(4);
        int dilation = 1 + random.nextInt(2);
        int stride = 1 + random.nextInt(2);
        int pad = random.nextInt(4);
        int outHeight = 1 + random.nextInt(6);
        int outWidth = 1 + random.nextInt(6);
        Window window = new Window(
                0, 1, kernel, 1 + random.nextInt(4), stride, stride, pad, pad, dilation, 1, outHeight, outWidth);
        int[] pools = new int[2];
        for (int i = 0; i < 2; i++) {
            pools[i] = value("pool" + i, in.channels(), outHeight, outWidth, in.format());
            PoolStep step = new PoolStep(
                    "pool" + i,
                    from,
                    pools[i],
                    i == 0 ? PoolKind.MAX : PoolKind.AVERAGE,
                    window,
                    random.nextBoolean(),
                    random.nextInt(1 << in.format().widthBits()));
            steps.add(step);
            for (int s = 0; s < samples; s++) {
                Value out = values.get(pools[i]);
                HostSteps.pool(
                        step, in, codes.get(from), s * in.elements(), out, codes.get(pools[i]), s * out.elements());
            }
        }
        sum(pools[0], pools[1], value("sum", in.channels(), outHeight, outWidth, format));
    }

    private void sum(int left, int right, int to) {
        Value out = values.get(to);
        int low = random.nextInt(1 << out.format().widthBits());
        int high = random.nextInt(1 << out.format().widthBits());
        boolean ordered = out.format().order(low) <= out.format().order(high);
        AddStep step = new AddStep(
                "sum", left, right, to, scale(), scale(), scale(), ordered ? low : high, ordered ? high : low);
        steps.add(step);
        Value in = values.get(left);
        for (int s = 0; s < samples; s++) {
            int at = s * out.elements();
            HostSteps.add(step, in, codes.get(left), at, in, codes.get(right), at, out, codes.get(to), at);
        }
    }

    /** Of either sign: zero, a small power of two, an everyday number, or one far away. */
    private double scale() {
        double sign = random.nextBoolean() ? 1 : -1;
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1, 2 -> sign * Math.scalb(1.0, random.nextInt(7) - 3);
            case 3, 4 -> sign * random.nextDouble() * 3;
            default -> sign * Math.scalb(random.nextDouble(), random.nextInt(600) - 300);
        };
    }

    private Case build(String name) {
        int last = values.size() - 1;
        MacProgram program = new MacProgram(name, "software", SoftwareCoprocessor.HASH, values, steps, last);
        return new Case(program, codes.get(0), codes.get(last), samples);
    }
}
