// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * From real scales to {@link Rescale}: for each output channel
 *
 * <pre>
 * y      = activation(unit * (acc + offset))          real; unit = scaleIn * scaleW * gain * 2^quireExponent, either sign
 * value  = y / scaleOut + zeroPointOut
 * </pre>
 *
 * {@code offset} is the bias in accumulator units less the correction of the input's zero point. A zero point of the output
 * goes into the offset too, with ReLU as a clip at the code of zero. A negative unit sets the flip bit and swaps the sides
 * of the activation.
 */
final class OutputStage {
    /** Bits of a multiplier without a fraction. */
    static final int SHORT_BITS = 16;

    /** Beyond this ratio of offset to accumulator the accumulator cannot change a 16-bit result. */
    private static final double NEGLIGIBLE = 1L << 24;

    private final String layer;
    private final FormatPair operands;
    private final Activation activation;
    private final Tensor output;
    private final int rescaleBits;

    /** @param rescaleBits bits of a multiplier: 16 or 31 */
    OutputStage(String layer, FormatPair operands, Activation activation, Tensor output, int rescaleBits) {
        this.rescaleBits = rescaleBits;
        this.layer = layer;
        this.operands = operands;
        this.activation = activation;
        this.output = output;
        if (output.zeroPoint() != 0 && activation.slope() != 0 && activation.slope() != 1) {
            throw new InputException(
                    "the result of layer " + layer + " must have a zero point of 0, because its activation has slope "
                            + activation.slope() + ": zeroPoint=" + output.zeroPoint(),
                    "train with a signed quantisation after LeakyReLU, or name a number format to quantise anew");
        }
    }

    /** The clip codes {low, high} of an addition, whose ReLU is a clip at the code of zero. */
    static int[] clipOfSum(String layer, Activation activation, Tensor output) {
        if (activation.slope() != 0 && activation.slope() != 1) {
            throw new InputException(
                    "the activation of addition " + layer + " must be none, ReLU or a clip, not slope "
                            + activation.slope(),
                    "put LeakyReLU after a convolution or a dense layer");
        }
        return clips(activation, output);
    }

    private static int[] clips(Activation activation, Tensor output) {
        double low = activation.slope() == 0 ? Math.max(0, activation.low()) : activation.low();
        return new int[] {clip(low, output), clip(activation.high(), output)};
    }

    /**
     * One channel before its integers are chosen.
     *
     * @param unit real value of one accumulator unit
     * @param bias real bias
     * @param correction accumulator units to subtract: zeroPointIn times the sum of the weights
     * @param bound largest magnitude of the accumulator
     */
    record Line(double unit, double bias, double correction, double bound) {}

    /** The layer's rescale parameters. */
    record Parameters(Rescale.Layer layer, List<Rescale.Channel> channels) {}

    /** The parameters of all channels. */
    Parameters parameters(List<Line> lines) {
        double largest = lines.stream()
                .filter(line -> !isConstant(line))
                .mapToDouble(line -> Math.abs(offset(line)))
                .max()
                .orElse(0);
        int biasShift = biasShift(layer, largest);
        List<Rescale.Channel> channels = new ArrayList<>();
        for (Line line : lines) {
            channels.add(isConstant(line) ? constant(layer, constantValue(line), biasShift) : channel(line, biasShift));
        }
        int[] clips = clips(activation, output);
        Rescale.Layer rescale =
                new Rescale.Layer(operands, output.format(), Rounding.NEAREST_EVEN, biasShift, clips[0], clips[1]);
        return new Parameters(rescale, channels);
    }

    /** Whether the accumulator has no influence: no weight, no gain, or both negligible beside the bias. */
    boolean isConstant(Line line) {
        return line.bound() == 0 || line.unit() == 0 || Math.abs(offset(line)) > NEGLIGIBLE * line.bound();
    }

    private double linearBias(Line line) {
        return line.bias() + output.zeroPoint() * output.scale();
    }

    private double offset(Line line) {
        return linearBias(line) / line.unit() - line.correction();
    }

    /** Factor of the negative side; a zero point shifts the sides, and its ReLU is a clip. */
    private double slope() {
        return output.zeroPoint() == 0 ? activation.slope() : 1;
    }

    private double constantValue(Line line) {
        double value = linearBias(line) / output.scale();
        return value < 0 ? value * slope() : value;
    }

    private Rescale.Channel channel(Line line, int biasShift) {
        double factor = line.unit() / output.scale();
        double slope = slope();
        return sides(layer, rescaleBits, bias(offset(line), biasShift), factor, factor * slope);
    }

    /** The smallest shift with which an offset in accumulator units fits 31 bits and sign. */
    static int biasShift(String layer, double largestOffset) {
        int shift = 0;
        while (Math.rint(Math.scalb(largestOffset, Rescale.BIAS_FRACTION_BITS - shift)) > Integer.MAX_VALUE) {
            shift++;
        }
        if (shift > 255) {
            throw new InputException(
                    "the bias of layer " + layer + " must be less than 2^270 accumulator units, not " + largestOffset,
                    "check the model for an exploding bias");
        }
        return shift;
    }

    static int bias(double offset, int biasShift) {
        return (int) Math.rint(Math.scalb(offset, Rescale.BIAS_FRACTION_BITS - biasShift));
    }

    /** A result that is always this value, for an accumulator that must be zero: all of it is in a bias of 2^30. */
    static Rescale.Channel constant(String layer, double value, int biasShift) {
        int bias = 1 << 30;
        double factor = value / Math.scalb(bias, biasShift - Rescale.BIAS_FRACTION_BITS);
        return sides(layer, SHORT_BITS, bias, factor, factor);
    }

    /**
     * @param above factor for an accumulator on the side of the activation's slope 1
     * @param below for the other side; both are negative where a larger accumulator is a smaller result
     */
    static Rescale.Channel sides(String layer, int rescaleBits, int bias, double above, double below) {
        Side same = side(layer, rescaleBits, above);
        Side other = side(layer, rescaleBits, below);
        Side pos = above >= 0 ? same : other;
        Side neg = above >= 0 ? other : same;
        return new Rescale.Channel(
                bias, pos.multiplier, pos.scale, neg.multiplier, neg.scale, pos.fraction, neg.fraction);
    }

    private record Side(int multiplier, int scale, int fraction) {}

    /** The normalised multiplier and scale word of a factor on the accumulator. */
    private static Side side(String layer, int rescaleBits, double factor) {
        if (factor == 0) {
            return new Side(0, 0, 0);
        }
        int exponent = Math.getExponent(factor) - (SHORT_BITS - 1);
        int more = rescaleBits - SHORT_BITS;
        long multiplier = (long) Math.rint(Math.scalb(Math.abs(factor), more - exponent));
        if (multiplier == 1L << rescaleBits) {
            multiplier >>= 1;
            exponent++;
        }
        int total = exponent - Rescale.BIAS_FRACTION_BITS;
        if (total < -512 || total > 511) {
            throw new InputException(
                    "the scale of layer " + layer + " must be within 2^-512 and 2^511: scale=" + factor,
                    "check the model for exploding or vanishing weights");
        }
        int fraction = (int) (multiplier & (1 << more) - 1) << Rescale.FRACTION_BITS - more;
        return new Side((int) (multiplier >> more), Rescale.scaleWord(factor < 0, total), fraction);
    }

    /** The code of a bound of the activation, within the tensor's own bounds. */
    private static int clip(double real, Tensor output) {
        if (Double.isInfinite(real)) {
            return real < 0 ? output.low() : output.high();
        }
        return output.encode(0, real);
    }
}
