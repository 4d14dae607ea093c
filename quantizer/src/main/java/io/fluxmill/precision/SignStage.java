// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.precision;

import io.fluxmill.config.InputException;
import io.fluxmill.format.NumberFormat;
import io.fluxmill.format.Rescale;
import io.fluxmill.format.Rounding;
import io.fluxmill.graph.Network.Activation;
import io.fluxmill.graph.QuantizedNetwork.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The output stage of a layer whose result is +1 if y is at least 0, else -1 (BipolarQuant). The accumulator is a whole number,
 * so y is at least 0 from some whole number on. The bias puts zero half a unit below it: the total is never zero, has the
 * right sign, and a multiplier that saturates with a clip to -1..+1 makes it the code. Exact for every accumulator.
 */
final class SignStage {
    /** A shift of at most 15 keeps the half unit: bit 15 of the total. */
    private static final int MAX_BIAS_SHIFT = 15;

    private SignStage() {}

    static OutputStage.Parameters parameters(
            String layer, NumberFormat operand, Activation activation, Tensor output, List<OutputStage.Line> lines) {
        if (!activation.equals(Activation.NONE)) {
            throw new InputException(
                    "layer " + layer + " must have no activation before its quantisation to -1 and +1",
                    "remove the activation, because the sign of y is all that is left");
        }
        double[] halves = lines.stream().mapToDouble(SignStage::offset).toArray();
        int shift = 0;
        for (double half : halves) {
            while (Math.abs(Math.scalb(half, Rescale.BIAS_FRACTION_BITS - shift)) > Integer.MAX_VALUE) {
                shift++;
            }
        }
        if (shift > MAX_BIAS_SHIFT) {
            throw new InputException(
                    "the threshold of layer " + layer + " must be less than 2^30 accumulator units",
                    "use a narrower format, or set keep-trained: false to quantise anew");
        }
        List<Rescale.Channel> channels = new ArrayList<>();
        for (int n = 0; n < halves.length; n++) {
            int bias = (int) Math.scalb(halves[n], Rescale.BIAS_FRACTION_BITS - shift);
            int scale = Rescale.scaleWord(lines.get(n).unit() < 0, 0);
            channels.add(new Rescale.Channel(bias, 0x8000, scale, 0x8000, scale));
        }
        return new OutputStage.Parameters(
                new Rescale.Layer(operand, output.format(), Rounding.NEAREST_EVEN, shift, output.low(), output.high()),
                channels);
    }

    /** Minus the threshold, moved half a unit to the side that keeps the threshold itself at +1. */
    private static double offset(OutputStage.Line line) {
        if (line.unit() == 0) {
            return line.bias() >= 0 ? line.bound() + 0.5 : -line.bound() - 0.5;
        }
        double threshold = line.correction() - line.bias() / line.unit();
        double half = line.unit() > 0 ? 0.5 - Math.ceil(threshold) : -0.5 - Math.floor(threshold);
        return Math.max(-line.bound() - 0.5, Math.min(line.bound() + 0.5, half));
    }
}
