// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.precision;

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
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

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

    private final Network network;
    private final TensorClasses tensors;
    private final FormatAssignment formats;
    private final QuantizationPlan plan;
    private final Function<String, float[]> samples;

    ActivationScales(
            Network network,
            TensorClasses tensors,
            FormatAssignment formats,
            QuantizationPlan plan,
            Function<String, float[]> samples) {
        this.network = network;
        this.tensors = tensors;
        this.formats = formats;
        this.plan = plan;
        this.samples = samples;
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
                    scaled.high()));
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
                quant.high() - shift & mask);
    }

    private Tensor calibrated(int tensorClass) {
        NumberFormat format = formats.of(tensorClass);
        float[] values = samples.apply(observed(tensorClass));
        CodeTable table = CodeTable.of(format);
        double scale;
        int zeroPoint = 0;
        if (isWideResult(tensorClass, format)) {
            scale = positive(ScaleSearch.magnitude(values, 1) * RESULT_HEADROOM) / table.max();
        } else {
            scale = ScaleSearch.scale(values, format, plan.scaleMethod(), hardware(format));
            if (canShift(tensorClass, format, values)) {
                int lowest = (int) table.min();
                double shifted = shiftedScale(values, format, lowest);
                if (squareError(values, format, shifted, lowest) < squareError(values, format, scale, 0)) {
                    scale = shifted;
                    zeroPoint = lowest;
                }
            }
        }
        return new Tensor(
                tensors.name(tensorClass),
                tensors.shape(tensorClass),
                format,
                scale,
                zeroPoint,
                table.minCode(),
                table.maxCode());
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

    /**
     * A zero point follows the activation, so every layer that writes the tensor must be linear above it: no LeakyReLU. In a
     * posit the lowest value has no neighbours near it.
     */
    private boolean canShift(int tensorClass, NumberFormat format, float[] values) {
        for (float value : values) {
            if (value < 0) {
                return false;
            }
        }
        boolean linear = network.layers().stream()
                .filter(layer -> tensors.classOf(layer.output()) == tensorClass)
                .allMatch(layer -> !(layer instanceof MatrixLayer matrix)
                        || matrix.activation().slope() == 0
                        || matrix.activation().slope() == 1);
        return linear && !(format instanceof PositFormat);
    }

    /** The scale of values from zero to their maximum over all codes: the counterpart of {@link ScaleSearch#scale}. */
    private double shiftedScale(float[] values, NumberFormat format, int lowest) {
        double quantile = plan.scaleMethod() == ScaleMethod.PERCENTILE ? ScaleSearch.PERCENTILE : 1;
        double full = positive(ScaleSearch.magnitude(values, quantile))
                / (CodeTable.of(format).max() - lowest);
        if (plan.scaleMethod() != ScaleMethod.MSE) {
            return full;
        }
        double best = full;
        double bestError = Double.POSITIVE_INFINITY;
        for (double shrink = 1.05; shrink > 0.1; shrink *= 0.98) {
            double error = squareError(values, format, full * shrink, lowest);
            if (error < bestError) {
                best = full * shrink;
                bestError = error;
            }
        }
        return best;
    }

    private static double squareError(float[] values, NumberFormat format, double scale, int zeroPoint) {
        return ScaleSearch.squareError(
                values,
                scale,
                x -> format.toDouble(format.fromDouble(x + zeroPoint)) - zeroPoint,
                Double.POSITIVE_INFINITY);
    }

    private static DoubleUnaryOperator hardware(NumberFormat format) {
        return x -> format.toDouble(format.fromDouble(x));
    }
}
