// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Quant;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The output stage of a layer whose result has a trained quantisation: the code that training gives for every accumulator that
 * trained inputs reach. Each channel's parameters are found by {@link StaircaseFit} and then proved: {@link Rescale} itself is
 * evaluated at every step of its {@link Band}, and between steps nothing changes, because codes never fall.
 */
final class TrainedStage {
    /** A shift of at most 15 keeps half an accumulator unit: bit 15 of the total. */
    private static final int MAX_SIGN_SHIFT = 15;

    private final String layer;
    private final FormatPair operands;
    private final Activation activation;
    private final Tensor output;
    private final Quant quant;
    private final int clipLow;
    private final int clipHigh;
    private final boolean exact;
    private final int rescaleBits;

    /**
     * @param rescaleBits bits of a multiplier: 16 or 31
     * @param exact whether a layer that cannot have its trained codes is refused; otherwise it gets the nearest parameters
     */
    TrainedStage(
            String layer, FormatPair operands, Activation activation, Tensor output, int rescaleBits, boolean exact) {
        this.layer = layer;
        this.operands = operands;
        this.activation = activation;
        this.output = output;
        this.quant = output.quant();
        this.rescaleBits = rescaleBits;
        this.exact = exact;
        if (activation.slope() < 0) {
            throw new InputException(
                    "the activation of layer " + layer
                            + " must have a slope of at least 0 before a trained quantisation," + " not "
                            + activation.slope(),
                    "train with a slope of at least 0, or name a number format to quantise anew");
        }
        double low = activation.slope() == 0 ? Math.max(0, activation.low()) : activation.low();
        clipLow = low == Double.NEGATIVE_INFINITY ? quant.low() : quant.toCode(low, 0);
        clipHigh = activation.high() == Double.POSITIVE_INFINITY ? quant.high() : quant.toCode(activation.high(), 0);
    }

    /**
     * A channel: the band in which its codes must lie, and the parameters that do it.
     *
     * @param fit null for a constant code
     */
    private record Line(Band band, StaircaseFit.Fit fit) {
        int sign() {
            return band.low().sign();
        }
    }

    /**
     * The parameters of all channels.
     *
     * @param ranges of each channel's accumulator
     * @param clear receives the numbers of channels whose accumulator has no influence: their weights must become zero
     * @throws InputException if exactness is wanted and a channel cannot have it
     */
    OutputStage.Parameters parameters(List<OutputStage.Line> channels, List<InputRange> ranges, IntConsumer clear) {
        List<Line> lines = new ArrayList<>();
        for (int n = 0; n < channels.size(); n++) {
            lines.add(line(channels.get(n), ranges.get(n)));
            if (lines.get(n).fit == null) {
                clear.accept(n);
            }
        }
        double largest = lines.stream()
                .filter(line -> line.fit != null)
                .mapToDouble(line -> Math.abs(line.fit.offset()))
                .max()
                .orElse(0);
        int biasShift = OutputStage.biasShift(layer, largest);
        Rescale.Layer rescale = new Rescale.Layer(
                operands,
                output.format(),
                Rounding.NEAREST_EVEN,
                biasShift,
                output.bitsOf(clipLow),
                output.bitsOf(clipHigh));
        List<Rescale.Channel> parameters =
                lines.stream().map(line -> channel(line, biasShift)).toList();
        long inexact = IntStream.range(0, lines.size())
                .filter(n -> !isExact(rescale, parameters.get(n), lines.get(n)))
                .count();
        if (exact && inexact > 0) {
            throw new InputException(
                    "layer " + layer + " cannot have its trained codes exactly: in " + inexact + " of " + lines.size()
                            + " channels a multiplier of " + rescaleBits + " bits does not place every threshold",
                    (rescaleBits == OutputStage.SHORT_BITS ? "set engine.rescale-bits: 31, " : "")
                            + "use the format trained-nearest, which places them as near as it can, train with scales that"
                            + " are powers of two or with fewer bits, or name a number format to quantise anew");
        }
        return new OutputStage.Parameters(rescale, parameters);
    }

    private Line line(OutputStage.Line channel, InputRange range) {
        Band band = Band.exact(channel, activation, quant, range);
        if (band.isConstant()) {
            return new Line(band, null);
        }
        if (quant.bipolar()) {
            return new Line(band, sign(band.low()));
        }
        StaircaseFit.Fit fit = fit(band, channel.unit());
        if (fit.width() > 0) {
            return new Line(band, fit);
        }
        Band wider = Band.ofExecutors(channel, activation, quant, range);
        return new Line(wider, fit(wider, channel.unit()));
    }

    private StaircaseFit.Fit fit(Band band, double unit) {
        double factor = Math.abs(unit) / output.scale();
        boolean linear = activation.slope() == 1 || output.zeroPoint() != 0;
        double below = linear ? factor : factor * activation.slope();
        return StaircaseFit.of(band, output, rescaleBits, factor, below, clipLow, clipHigh);
    }

    /** Zero half a unit below the threshold, and multipliers that saturate. */
    private static StaircaseFit.Fit sign(Staircase stairs) {
        double large = 0x1p15;
        return new StaircaseFit.Fit(large, large, 0.5 - stairs.steps().get(0).at(), 1);
    }

    private Rescale.Channel channel(Line line, int biasShift) {
        if (line.fit == null) {
            return OutputStage.constant(layer, output.valueOf(line.band.low().lowest()), biasShift);
        }
        if (quant.bipolar() && biasShift > MAX_SIGN_SHIFT) {
            throw new InputException(
                    "the threshold of layer " + layer + " must be less than 2^30 accumulator units",
                    "use fewer bits, or name a number format to quantise anew");
        }
        int bias = OutputStage.bias(line.sign() * line.fit.offset(), biasShift);
        return OutputStage.sides(
                layer, rescaleBits, bias, line.sign() * line.fit.above(), line.sign() * line.fit.below());
    }

    /** Whether every accumulator has a code of its band: on both sides of each step, and at the ends. */
    private boolean isExact(Rescale.Layer rescale, Rescale.Channel channel, Line line) {
        Staircase low = line.band.low();
        Staircase high = line.band.high();
        boolean inside = code(rescale, channel, line, low.first()) >= output.valueOf(low.lowest())
                && code(rescale, channel, line, high.last()) <= output.valueOf(high.highest());
        for (Staircase.Step step : low.steps()) {
            inside = inside && code(rescale, channel, line, step.at()) >= output.valueOf(step.code());
        }
        for (Staircase.Step step : high.steps()) {
            inside = inside && code(rescale, channel, line, step.at() - 1) <= output.valueOf(step.below());
        }
        return inside;
    }

    private int code(Rescale.Layer rescale, Rescale.Channel channel, Line line, long a) {
        long accumulator = line.fit == null ? 0 : line.sign() * a;
        return (int) output.format().toDouble(Rescale.apply(rescale, channel, accumulator, false));
    }
}
