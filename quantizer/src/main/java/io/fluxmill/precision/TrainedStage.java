// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.precision;

import io.fluxmill.config.InputException;
import io.fluxmill.format.NumberFormat;
import io.fluxmill.format.Rescale;
import io.fluxmill.format.Rounding;
import io.fluxmill.graph.Network.Activation;
import io.fluxmill.graph.Quant;
import io.fluxmill.graph.QuantizedNetwork.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The output stage of a layer whose result has a trained quantisation: the code that training gives for every accumulator that
 * trained inputs reach. Each channel's parameters are found by {@link StaircaseFit} and then proved: {@link Rescale} itself is
 * evaluated on both sides of every step, and between steps neither changes, because both never fall.
 */
final class TrainedStage {
    /** A shift of at most 15 keeps half an accumulator unit: bit 15 of the total. */
    private static final int MAX_SIGN_SHIFT = 15;

    private final String layer;
    private final NumberFormat operand;
    private final Activation activation;
    private final Tensor output;
    private final Quant quant;
    private final int clipLow;
    private final int clipHigh;
    private final boolean exact;
    private final int rescaleBits;

    /**
     * @param rescaleBits bits of a multiplier: 16 or 31
     * @param exact whether a layer that cannot have its trained codes is refused, or has the nearest parameters
     */
    TrainedStage(
            String layer, NumberFormat operand, Activation activation, Tensor output, int rescaleBits, boolean exact) {
        this.layer = layer;
        this.operand = operand;
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
     * The parameters of all channels.
     *
     * @param stairs of each channel
     * @param units real value of an accumulator unit of each channel
     * @throws InputException if exactness is wanted and a channel cannot have it
     */
    OutputStage.Parameters parameters(List<Staircase> stairs, double[] units) {
        List<StaircaseFit.Fit> fits = new ArrayList<>();
        double largest = 0;
        for (int n = 0; n < units.length; n++) {
            StaircaseFit.Fit fit = stairs.get(n).isConstant() ? null : fit(stairs.get(n), units[n]);
            fits.add(fit);
            largest = fit == null ? largest : Math.max(largest, Math.abs(fit.offset()));
        }
        int biasShift = OutputStage.biasShift(layer, largest);
        Rescale.Layer rescale = new Rescale.Layer(
                operand,
                output.format(),
                Rounding.NEAREST_EVEN,
                biasShift,
                output.bitsOf(clipLow),
                output.bitsOf(clipHigh));
        List<Rescale.Channel> channels = new ArrayList<>();
        int inexact = 0;
        for (int n = 0; n < units.length; n++) {
            Rescale.Channel channel = channel(stairs.get(n), fits.get(n), biasShift);
            channels.add(channel);
            inexact += isExact(rescale, channel, stairs.get(n)) ? 0 : 1;
        }
        if (exact && inexact > 0) {
            throw new InputException(
                    "layer " + layer + " cannot have its trained codes exactly: in " + inexact + " of " + units.length
                            + " channels a multiplier of " + rescaleBits + " bits does not place every threshold",
                    (rescaleBits == OutputStage.SHORT_BITS ? "set engine.rescale-bits: 31, " : "")
                            + "use the format trained-nearest, which places them as near as it can, train with scales that are powers"
                            + " of two or with fewer bits, or name a number format to quantise anew");
        }
        return new OutputStage.Parameters(rescale, channels);
    }

    private StaircaseFit.Fit fit(Staircase stairs, double unit) {
        if (quant.bipolar()) {
            return sign(stairs);
        }
        double factor = Math.abs(unit) / output.scale();
        boolean linear = activation.slope() == 1 || output.zeroPoint() != 0;
        double below = linear ? factor : factor * activation.slope();
        return StaircaseFit.of(stairs, output, rescaleBits, factor, below, clipLow, clipHigh);
    }

    /** Zero half a unit below the threshold, and multipliers that saturate. */
    private StaircaseFit.Fit sign(Staircase stairs) {
        double large = 0x1p15;
        return new StaircaseFit.Fit(large, large, 0.5 - stairs.steps().get(0).at());
    }

    private Rescale.Channel channel(Staircase stairs, StaircaseFit.Fit fit, int biasShift) {
        if (fit == null) {
            return OutputStage.constant(layer, output.valueOf(stairs.lowest()), biasShift);
        }
        if (quant.bipolar() && biasShift > MAX_SIGN_SHIFT) {
            throw new InputException(
                    "the threshold of layer " + layer + " must be less than 2^30 accumulator units",
                    "use fewer bits, or name a number format to quantise anew");
        }
        int bias = OutputStage.bias(stairs.sign() * fit.offset(), biasShift);
        return OutputStage.sides(layer, rescaleBits, bias, stairs.sign() * fit.above(), stairs.sign() * fit.below());
    }

    private boolean isExact(Rescale.Layer rescale, Rescale.Channel channel, Staircase stairs) {
        boolean same = gives(rescale, channel, stairs, stairs.first(), stairs.lowest())
                && gives(rescale, channel, stairs, stairs.last(), stairs.highest());
        for (Staircase.Step step : stairs.steps()) {
            same = same
                    && gives(rescale, channel, stairs, step.at() - 1, step.below())
                    && gives(rescale, channel, stairs, step.at(), step.code());
        }
        return same;
    }

    private boolean gives(Rescale.Layer rescale, Rescale.Channel channel, Staircase stairs, long a, int code) {
        long accumulator = stairs.isConstant() ? 0 : stairs.sign() * a;
        return Rescale.apply(rescale, channel, accumulator, false) == output.bitsOf(code);
    }
}
