// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.precision;

import io.fluxmill.calibrate.Calibration;
import io.fluxmill.calibrate.TensorRange;
import io.fluxmill.config.InputException;
import io.fluxmill.format.IntegerFormat;
import io.fluxmill.format.NumberFormat;
import io.fluxmill.format.PositFormat;
import io.fluxmill.graph.Network;
import io.fluxmill.graph.Network.Layer;
import io.fluxmill.graph.Network.MatrixLayer;
import io.fluxmill.graph.Network.PoolLayer;
import io.fluxmill.graph.Network.Quant;
import io.fluxmill.graph.QuantizedNetwork.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Scale and zero point of every tensor: the trained quantisation where there is one, otherwise from calibration samples.
 *
 * <p>A trained range that does not fit the signed format (0..255 in INT8) is shifted by a zero point; one that fits (0..7 in
 * INT4) is not. A calibrated tensor without negative values may use the lowest value as its zero point, if that has the
 * smaller error.
 */
final class ActivationScales {
    /** Result scales leave this much room above the calibrated maximum, because saturated logits compare equal. */
    private static final double RESULT_HEADROOM = 2;

    /** Values that a scale search looks at. */
    private static final int SEARCH_VALUES = 4096;

    private final Network network;
    private final TensorClasses tensors;
    private final FormatAssignment formats;
    private final QuantizationPlan plan;
    private final Calibration calibration;

    ActivationScales(
            Network network,
            TensorClasses tensors,
            FormatAssignment formats,
            QuantizationPlan plan,
            Calibration calibration) {
        this.network = network;
        this.tensors = tensors;
        this.formats = formats;
        this.plan = plan;
        this.calibration = calibration;
    }

    /** The tensors of the quantised network, in the order of {@link TensorClasses}. */
    List<Tensor> tensors() {
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < tensors.count(); i++) {
            int first = tensors.classOf(i);
            Tensor scaled = first < i ? all.get(first) : scaled(i);
            all.add(new Tensor(
                    tensors.name(i),
                    tensors.shape(i),
                    scaled.format(),
                    scaled.scale(),
                    scaled.zeroPoint(),
                    scaled.low(),
                    scaled.high(),
                    ones(i)));
        }
        return all;
    }

    private Tensor scaled(int tensorClass) {
        Quant quant = tensors.quant(tensorClass);
        return quant == null ? calibrated(tensorClass) : trained(tensorClass, quant);
    }

    private Tensor trained(int tensorClass, Quant quant) {
        String name = tensors.name(tensorClass);
        NumberFormat format = formats.of(tensorClass);
        if (quant.scale().length != 1 || quant.zeroPoint() != Math.rint(quant.zeroPoint())) {
            throw new InputException(
                    "the trained quantisation of tensor " + name + " must have one scale and a whole zero point, not "
                            + quant.scale().length + " scales and zero point " + quant.zeroPoint(),
                    "train with one scale per activation tensor, or set keep-trained: false to quantise anew");
        }
        if (quant.bipolar() && tensorClass == 0) {
            throw new InputException(
                    "the input must not be quantised to -1 and +1 only",
                    "give the input at least 2 bits, or apply the sign to the data and leave the quantiser out");
        }
        int half = 1 << (format.widthBits() - 1);
        int shift = quant.low() >= -half && quant.high() < half ? 0 : quant.low() + half;
        int mask = 2 * half - 1;
        return new Tensor(
                name,
                tensors.shape(tensorClass),
                format,
                quant.scale(0),
                (int) quant.zeroPoint() - shift,
                quant.low() - shift & mask,
                quant.high() - shift & mask,
                ones(tensorClass));
    }

    /** Channel scales come from {@link ChannelEqualization}, not from here. */
    private double[] ones(int tensor) {
        double[] ones = new double[tensors.shape(tensor).channels()];
        Arrays.fill(ones, 1);
        return ones;
    }

    private Tensor calibrated(int tensorClass) {
        NumberFormat format = formats.of(tensorClass);
        TensorRange range = calibration.range(observed(tensorClass));
        Grid grid;
        if (isWideResult(tensorClass, format)) {
            double full = positive(range.maxAbs() * RESULT_HEADROOM);
            grid = new Grid(full / CodeTable.of(format).max(), 0);
        } else {
            grid = grid(tensorClass, format, range);
        }
        return new Tensor(
                tensors.name(tensorClass),
                tensors.shape(tensorClass),
                format,
                grid.scale,
                grid.zeroPoint,
                CodeTable.of(format).minCode(),
                CodeTable.of(format).maxCode(),
                ones(tensorClass));
    }

    private record Grid(double scale, int zeroPoint) {}

    /** The symmetric grid, or for a tensor without negative values the shifted one with the smallest error. */
    private Grid grid(int tensorClass, NumberFormat format, TensorRange range) {
        float[] values = thinned(range.values());
        double amax =
                positive(plan.scaleMethod() == ScaleMethod.PERCENTILE ? magnitudePercentile(range) : range.maxAbs());
        Grid best = new Grid(ScaleSearch.scale(values, amax, format, plan.scaleMethod(), rounding(format, 0)), 0);
        if (range.min() >= 0 && canShift(tensorClass)) {
            double bestError = squareError(values, format, best);
            for (int zeroPoint : zeroPoints(format)) {
                Grid shifted = new Grid(shiftedScale(values, amax, format, zeroPoint), zeroPoint);
                double error = squareError(values, format, shifted);
                if (error < bestError) {
                    best = shifted;
                    bestError = error;
                }
            }
        }
        return best;
    }

    private static double magnitudePercentile(TensorRange range) {
        double amax = Math.max(range.percentile(ScaleSearch.PERCENT), -range.percentile(100 - ScaleSearch.PERCENT));
        return amax > 0 ? amax : range.maxAbs();
    }

    /** Evenly chosen values, as many as a search can afford. */
    private static float[] thinned(float[] values) {
        int step = Math.max(1, values.length / SEARCH_VALUES);
        float[] some = new float[(values.length + step - 1) / step];
        for (int i = 0; i < some.length; i++) {
            some[i] = values[i * step];
        }
        return some;
    }

    /** Negative whole values that can stand for zero: the lowest of an integer format, powers of two of the others. */
    private static int[] zeroPoints(NumberFormat format) {
        int lowest = (int) CodeTable.of(format).min();
        if (format instanceof IntegerFormat) {
            return new int[] {lowest};
        }
        return IntStream.concat(
                        IntStream.of(lowest),
                        IntStream.iterate(1, z -> z < Math.min(-lowest, 64), z -> 2 * z)
                                .map(z -> -z))
                .filter(z -> format.toDouble(format.fromDouble(z)) == z)
                .toArray();
    }

    private static double positive(double value) {
        return value > 0 ? value : 1;
    }

    /** Max pooling keeps the order of codes, so what counts is what comes out of it; an average sees what goes in. */
    private String observed(int tensorClass) {
        String name = tensors.name(tensorClass);
        for (Layer layer : network.layers()) {
            if (layer instanceof PoolLayer pool
                    && pool.kind() == Network.PoolKind.MAX
                    && pool.input().equals(name)) {
                name = pool.output();
            }
        }
        return name;
    }

    private boolean isWideResult(int tensorClass, NumberFormat format) {
        boolean result = tensors.classOf(network.last().output()) == tensorClass;
        return result
                && format instanceof IntegerFormat
                && format.widthBits() > 8
                && tensors.consumers(tensorClass).isEmpty();
    }

    /** A zero point follows the activation, so every layer that writes the tensor must be linear above it: no LeakyReLU. */
    private boolean canShift(int tensorClass) {
        return network.layers().stream()
                .filter(layer -> tensors.classOf(layer.output()) == tensorClass)
                .allMatch(layer -> !(layer instanceof MatrixLayer matrix)
                        || matrix.activation().slope() == 0
                        || matrix.activation().slope() == 1);
    }

    /** The scale of values from zero to amax over all codes from a zero point: the counterpart of {@link ScaleSearch#scale}. */
    private double shiftedScale(float[] values, double amax, NumberFormat format, int zeroPoint) {
        double full = amax / (CodeTable.of(format).max() - zeroPoint);
        if (plan.scaleMethod() != ScaleMethod.MSE) {
            return full;
        }
        double best = full;
        double bestError = Double.POSITIVE_INFINITY;
        double widest = format instanceof PositFormat ? 16 : 1.05;
        for (double scale = full * widest; scale > full / 10; scale *= 0.95) {
            double error = squareError(values, format, new Grid(scale, zeroPoint));
            if (error < bestError) {
                best = scale;
                bestError = error;
            }
        }
        return best;
    }

    private static double squareError(float[] values, NumberFormat format, Grid grid) {
        return ScaleSearch.squareError(values, grid.scale, rounding(format, grid.zeroPoint), Double.POSITIVE_INFINITY);
    }

    /** As the hardware rounds results. */
    private static DoubleUnaryOperator rounding(NumberFormat format, int zeroPoint) {
        return x -> format.toDouble(format.fromDouble(x + zeroPoint)) - zeroPoint;
    }
}
