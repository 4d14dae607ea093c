// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.TermDotProduct;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.calibrate.TensorRange;
import io.fluxmill.quantizer.mac.calibrate.ValueSample;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Layer;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.PoolLayer;
import io.fluxmill.quantizer.mac.graph.Quant;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Tensor;
import io.fluxmill.quantizer.mac.scale.CodeTable;
import io.fluxmill.quantizer.mac.scale.HardwareRounding;
import io.fluxmill.quantizer.mac.scale.Levels;
import io.fluxmill.quantizer.mac.scale.ScaleMethod;
import io.fluxmill.quantizer.mac.scale.ScaleSearch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Scale and zero point of every tensor: the trained quantisation where there is one, otherwise from calibration samples.
 *
 * <p>A trained range that does not fit the signed format (0..255 in INT8) is shifted by a zero point; one that fits (0..7 in
 * INT4) is not. A calibrated tensor without negative values may use the lowest value as its zero point, if that has the
 * smaller error.
 */
final class ActivationScales {
    /** Result scales leave this much room above the calibrated maximum, because saturated logits are equal. */
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
        List<Tensor> ofClass = IntStream.range(0, tensors.count())
                .parallel()
                .mapToObj(i -> tensors.classOf(i) == i ? scaled(i) : null)
                .collect(Collectors.toList());
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < tensors.count(); i++) {
            Tensor scaled = ofClass.get(tensors.classOf(i));
            all.add(new Tensor(
                    tensors.name(i),
                    tensors.shape(i),
                    scaled.format(),
                    scaled.scale(),
                    scaled.zeroPoint(),
                    scaled.low(),
                    scaled.high(),
                    ones(i),
                    scaled.quant()));
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
                    "train with one scale per activation tensor, or name a number format to quantise anew");
        }
        if (quant.format() != null) {
            return new Tensor(
                    name,
                    tensors.shape(tensorClass),
                    format,
                    quant.formatScale(0),
                    0,
                    quant.bitsInFormat(quant.low()),
                    quant.bitsInFormat(quant.high()),
                    ones(tensorClass),
                    quant);
        }
        int half = 1 << (format.widthBits() - 1);
        int zero = (int) quant.zeroPoint();
        int least = tensors.needsZero(tensorClass) ? Math.min(quant.low(), zero) : quant.low();
        int most = tensors.needsZero(tensorClass) ? Math.max(quant.high(), zero) : quant.high();
        int shift = least >= -half && most < half ? 0 : least + half;
        int mask = 2 * half - 1;
        return new Tensor(
                name,
                tensors.shape(tensorClass),
                format,
                quant.scale(0),
                (int) quant.zeroPoint() - shift,
                quant.low() - shift & mask,
                quant.high() - shift & mask,
                ones(tensorClass),
                quant);
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
        NumberFormat operand = formats.operandOf(tensorClass);
        if (TermDotProduct.isFor(operand)) {
            return floating(tensorClass, format, operand, positive(range.maxAbs()));
        }
        requireSign(tensorClass, format, range);
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
                ones(tensorClass),
                null);
    }

    /**
     * A tensor whose format is as fine everywhere: its scale only has to put it into the window of sums, see {@link WindowRange}. Values may be larger
     * than the calibrated ones, up to the bound.
     */
    private Tensor floating(int tensorClass, NumberFormat format, NumberFormat operand, double amax) {
        double bound = WindowRange.largestInput(operand);
        return new Tensor(
                tensors.name(tensorClass),
                tensors.shape(tensorClass),
                format,
                WindowRange.scale(operand, amax),
                0,
                format.fromDouble(-bound),
                format.fromDouble(bound),
                ones(tensorClass),
                null);
    }

    /** Of activations; a network's result is clipped, as its format is what the user asked for. */
    private void requireSign(int tensorClass, NumberFormat format, TensorRange range) {
        List<MatrixLayer> readers = tensors.consumers(tensorClass);
        if (!readers.isEmpty() && range.min() < 0 && CodeTable.of(format).min() >= 0) {
            throw new InputException(
                    String.format(
                            "tensor %s must have no negative values in %s: its smallest is %.3g",
                            tensors.name(tensorClass), format.name(), range.min()),
                    "choose signed activations for layer " + readers.get(0).name());
        }
    }

    private record Grid(double scale, int zeroPoint) {}

    /** The symmetric grid, or for a tensor without negative values the shifted one with the smallest error. */
    private Grid grid(int tensorClass, NumberFormat format, TensorRange range) {
        double amax =
                positive(plan.scaleMethod() == ScaleMethod.PERCENTILE ? magnitudePercentile(range) : range.maxAbs());
        List<Grid> grids = new ArrayList<>();
        List<Integer> zeroPoints = new ArrayList<>(List.of(0));
        if (range.min() >= 0 && canShift(tensorClass)) {
            Arrays.stream(zeroPoints(format)).forEach(zeroPoints::add);
        }
        ValueSample sample = range.sample(SEARCH_VALUES);
        for (int zeroPoint : zeroPoints) {
            Levels levels = levels(format, zeroPoint);
            grids.add(new Grid(ScaleSearch.scale(sample, amax, levels, plan.scaleMethod()), zeroPoint));
            if (plan.scaleMethod() == ScaleMethod.MSE) {
                grids.add(new Grid(amax / levels.reference(), zeroPoint));
            }
        }
        ValueSample all = range.sample(Calibration.MAX_VALUES);
        return grids.stream()
                .min(Comparator.comparingDouble(
                        g -> ScaleSearch.squareError(all, g.scale, levels(format, g.zeroPoint))))
                .orElseThrow();
    }

    private static Levels levels(NumberFormat format, int zeroPoint) {
        return zeroPoint == 0 ? Levels.of(format, HardwareRounding.of(format)) : Levels.above(format, zeroPoint);
    }

    private static double magnitudePercentile(TensorRange range) {
        double amax = Math.max(range.percentile(ScaleSearch.PERCENT), -range.percentile(100 - ScaleSearch.PERCENT));
        return amax > 0 ? amax : range.maxAbs();
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

    /**
     * The tensors whose values count: of those behind maxima the last, because a maximum keeps the order of codes; of those that are moved, all that
     * nothing is moved from.
     */
    private List<String> observed(int tensorClass) {
        List<String> observed = new ArrayList<>(tensors.members(tensorClass));
        for (Layer layer : network.layers()) {
            if (layer instanceof PoolLayer pool && observed.contains(pool.input())) {
                observed.remove(pool.kind() == Network.PoolKind.MAX ? pool.input() : pool.output());
            } else if (layer instanceof Network.MoveLayer move && tensors.classOf(move.output()) == tensorClass) {
                observed.remove(move.output());
            }
        }
        return observed;
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
}
