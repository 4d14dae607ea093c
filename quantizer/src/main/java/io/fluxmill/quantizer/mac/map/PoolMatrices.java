// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.map;

import io.fluxmill.core.format.FixedMultiplier;
import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.format.Multiplication;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.LayerWords;
import io.fluxmill.core.program.mac.MacProgram.PoolStep;
import io.fluxmill.core.program.mac.MacProgram.QuantizedAverageStep;
import io.fluxmill.core.program.mac.MacProgram.QuantizedMeanStep;
import io.fluxmill.core.program.mac.MacProgram.Window;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Tensor;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Pooling as matrix layers whose weights are one: each channel by itself, in the codes' exact values. What cannot be exact is not made. */
final class PoolMatrices {
    /** Elements of an average, whose sums are all tried. */
    private static final int MOST_ELEMENTS = 4096;

    /** The multiplier of 1. */
    private static final int ONE = 0x8000;

    private static final int MULTIPLIER_BITS = 15;

    private final Manifest manifest;
    private final List<Rounding> roundings;

    PoolMatrices(Manifest manifest) {
        this.manifest = manifest;
        roundings = Arrays.stream(Rounding.values())
                .filter(rounding -> LayerWords.has(manifest, rounding))
                .toList();
    }

    /**
     * A layer whose results are its input's codes, for maxima of them: empty if the format has a code that is not its own result.
     *
     * @param isInput whether the codes are those of samples, which need not be results
     */
    Optional<Matrix> copy(String name, int input, int output, Tensor tensor, boolean isInput, Geometry geometry) {
        NumberFormat format = tensor.format();
        Rescale.Layer layer = layer(format, format, roundings.get(0), format.minBits(), format.maxBits(), 0);
        Rescale.Channel channel = powerOfTwo(layer.operands(), 0, 0);
        boolean exact = hasOne(format)
                && !layer.operands().isWindowed()
                && codes(format)
                        .filter(code -> isInput || isResult(format, code))
                        .allMatch(
                                code -> Rescale.apply(layer, channel, units(format, code), format.isNaR(code)) == code);
        int lowest = codes(format)
                .reduce((a, b) -> format.order(b) < format.order(a) ? b : a)
                .orElseThrow();
        return exact
                ? Optional.of(matrix(name, input, output, geometry, tensor, lowest, layer, channel))
                : Optional.empty();
    }

    /** Results have one zero and one NaR. */
    private static boolean isResult(NumberFormat format, int code) {
        return format.isNaR(code) ? code == format.narBits() : format.toDouble(code) != 0 || code == format.zeroBits();
    }

    /** An average over windows in the input, to the nearest, ties to even: empty where no multiplier gives that. */
    Optional<Matrix> average(PoolStep step, Tensor in, Tensor out) {
        NumberFormat format = in.format();
        int count = size(step.window());
        boolean counted = step.countIncludePad() || isInside(step.window(), in);
        if (!counted || !hasOne(format) || FormatPair.of(format).isWindowed()) {
            return Optional.empty();
        }
        Geometry geometry = geometry(step.window(), in);
        int low = out.format().minBits();
        int high = out.format().maxBits();
        if (Integer.bitCount(count) == 1) {
            Rescale.Layer layer = layer(format, out.format(), Rounding.NEAREST_EVEN, low, high, 0);
            Rescale.Channel channel = powerOfTwo(layer.operands(), Integer.numberOfTrailingZeros(count), 0);
            boolean has = roundings.contains(layer.appliedRounding());
            return has
                    ? Optional.of(matrix(
                            step.name(), step.input(), step.output(), geometry, in, step.padCode(), layer, channel))
                    : Optional.empty();
        }
        if (!(format instanceof IntegerFormat)) {
            return Optional.empty();
        }
        IntUnaryOperator nearest = sum -> {
            int floor = Math.floorDiv(sum, count);
            int twice = 2 * Math.floorMod(sum, count);
            return floor + (twice > count || twice == count && floor % 2 != 0 ? 1 : 0);
        };
        return divided(step.name(), step.input(), step.output(), geometry, in, out, step.padCode(), low, high, nearest);
    }

    /** An average of int8 inference, ties away from zero. */
    Optional<Matrix> average(QuantizedAverageStep step, Tensor in, Tensor out) {
        if (!isInside(step.window(), in)) {
            return Optional.empty();
        }
        int count = size(step.window());
        IntUnaryOperator kernel = sum ->
                Math.max(step.low(), Math.min(step.high(), (sum > 0 ? sum + count / 2 : sum - count / 2) / count));
        return divided(
                step.name(),
                step.input(),
                step.output(),
                geometry(step.window(), in),
                in,
                out,
                in.format().zeroBits(),
                bits(out.format(), step.low()),
                bits(out.format(), step.high()),
                kernel);
    }

    /** A mean of int8 inference; empty if the design has not the kernel's rounding or a short multiplier. */
    Optional<Matrix> mean(QuantizedMeanStep step, Tensor in, Tensor out) {
        Rounding rounding = step.ending().rounding();
        if (!roundings.contains(rounding) || !MatrixRules.hasLongMultiplier(manifest)) {
            return Optional.empty();
        }
        int count = in.shape().height() * in.shape().width();
        NumberFormat format = out.format();
        if (count > MOST_ELEMENTS || in.format().widthBits() > Byte.SIZE) {
            return Optional.empty();
        }
        Rescale.Layer layer = layer(
                in.format(),
                format,
                rounding,
                bits(format, step.ending().low()),
                bits(format, step.ending().high()),
                step.ending().zeroPoint());
        Rescale.Channel channel = line(-step.inputZero() * count, step.factor());
        IntUnaryOperator kernel = sum -> {
            int y = step.factor().apply(sum - step.inputZero() * count, rounding);
            return Math.max(
                    step.ending().low(),
                    Math.min(step.ending().high(), y + step.ending().zeroPoint()));
        };
        if (!isExact(layer, channel, in.format(), count, kernel)) {
            return Optional.empty();
        }
        Geometry geometry = new Geometry(
                1,
                in.shape().height(),
                in.shape().width(),
                1,
                1,
                0,
                0,
                1,
                1,
                in.shape().channels());
        return Optional.of(matrix(
                step.name(),
                step.input(),
                step.output(),
                geometry,
                in,
                in.format().zeroBits(),
                layer,
                channel));
    }

    /** The first multiplier and rounding with which every sum of the window's codes gives what is wanted. */
    private Optional<Matrix> divided(
            String name,
            int input,
            int output,
            Geometry geometry,
            Tensor in,
            Tensor out,
            int padCode,
            int low,
            int high,
            IntUnaryOperator wanted) {
        int count = geometry.kernelHeight() * geometry.kernelWidth();
        boolean bytes = in.format().widthBits() <= Byte.SIZE && in.format().equals(out.format());
        if (count > MOST_ELEMENTS || !bytes) {
            return Optional.empty();
        }
        for (Rounding rounding : roundings) {
            Rescale.Layer layer = layer(in.format(), out.format(), rounding, low, high, 0);
            for (FixedMultiplier factor : reciprocals(count)) {
                Rescale.Channel channel = line(0, factor);
                if (isExact(layer, channel, in.format(), count, wanted)) {
                    return Optional.of(matrix(name, input, output, geometry, in, padCode, layer, channel));
                }
            }
        }
        return Optional.empty();
    }

    /** Whether every sum of so many codes gives the number that is wanted. */
    private static boolean isExact(
            Rescale.Layer layer, Rescale.Channel channel, NumberFormat in, int count, IntUnaryOperator wanted) {
        int first = count * in.order(in.minBits());
        int last = count * in.order(in.maxBits());
        return IntStream.rangeClosed(first, last)
                .allMatch(sum ->
                        Rescale.apply(layer, channel, sum, false) == bits(layer.result(), wanted.applyAsInt(sum)));
    }

    /** 1 / count to the nearest, and the next above it, in as many bits as the design's multipliers have. */
    private List<FixedMultiplier> reciprocals(int count) {
        FixedMultiplier nearest = FixedMultiplier.of(1.0 / count);
        int unit = MatrixRules.hasLongMultiplier(manifest) ? 1 : 1 << MULTIPLIER_BITS;
        int floor = nearest.multiplier() / unit * unit;
        return List.of(
                new FixedMultiplier(floor, nearest.exponent()), new FixedMultiplier(floor + unit, nearest.exponent()));
    }

    static Rescale.Channel line(int bias, FixedMultiplier factor) {
        int high = factor.multiplier() >> MULTIPLIER_BITS;
        int low = factor.multiplier() & (1 << MULTIPLIER_BITS) - 1;
        int scale = Rescale.scaleWord(false, factor.exponent() - 2 * Rescale.BIAS_FRACTION_BITS);
        return new Rescale.Channel(bias, high, scale, high, scale, low, low);
    }

    /** {@code sum * 2^-shift}. */
    private static Rescale.Channel powerOfTwo(FormatPair operands, int shift, int bias) {
        int exponent = operands.sumExponent() - Rescale.BIAS_FRACTION_BITS - MULTIPLIER_BITS - shift;
        int scale = Rescale.scaleWord(false, exponent);
        return new Rescale.Channel(bias, ONE, scale, ONE, scale);
    }

    private static Rescale.Layer layer(
            NumberFormat operand, NumberFormat result, Rounding rounding, int low, int high, int zeroPoint) {
        return new Rescale.Layer(operand, result, rounding, Rescale.BIAS_FRACTION_BITS, low, high, zeroPoint);
    }

    private static Matrix matrix(
            String name,
            int input,
            int output,
            Geometry geometry,
            Tensor in,
            int padCode,
            Rescale.Layer layer,
            Rescale.Channel channel) {
        NumberFormat format = in.format();
        int channels = geometry.groups();
        short[] weights = new short[channels * geometry.depth()];
        Arrays.fill(weights, (short) one(format));
        BigInteger most = BigInteger.valueOf(geometry.depth())
                .multiply(units(format, format.minBits())
                        .abs()
                        .max(units(format, format.maxBits()).abs()));
        return new Matrix(
                name,
                input,
                output,
                geometry,
                weights,
                padCode,
                layer,
                Collections.nCopies(channels, channel),
                most.negate(),
                most);
    }

    /** The product of a code and one, in units of the sum. */
    private static BigInteger units(NumberFormat format, int code) {
        return Multiplication.EXACT.units(format, one(format), code);
    }

    private static int one(NumberFormat format) {
        return format.fromDouble(1);
    }

    private static boolean hasOne(NumberFormat format) {
        return format.toDouble(one(format)) == 1;
    }

    private static IntStream codes(NumberFormat format) {
        return IntStream.range(0, 1 << format.widthBits());
    }

    private static int bits(NumberFormat format, int number) {
        return number & (1 << format.widthBits()) - 1;
    }

    private static int size(Window window) {
        return window.kernelHeight() * window.kernelWidth();
    }

    private static boolean isInside(Window window, Tensor in) {
        Geometry geometry = geometry(window, in);
        int bottom = (window.outHeight() - 1) * window.strideY() + (window.kernelHeight() - 1) * window.dilationY();
        int right = (window.outWidth() - 1) * window.strideX() + (window.kernelWidth() - 1) * window.dilationX();
        return geometry.padTop() == 0
                && geometry.padLeft() == 0
                && bottom < in.shape().height()
                && right < in.shape().width();
    }

    private static Geometry geometry(Window window, Tensor in) {
        return new Geometry(
                1,
                window.kernelHeight(),
                window.kernelWidth(),
                window.strideY(),
                window.strideX(),
                window.padTop(),
                window.padLeft(),
                window.dilationY(),
                window.dilationX(),
                in.shape().channels());
    }
}
