// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.precision;

import io.fluxmill.graph.Network.Activation;
import io.fluxmill.graph.Network.Quant;
import io.fluxmill.graph.QuantizedNetwork.Tensor;

/**
 * Multiplier and offset with which the output stage has exactly the thresholds of a trained quantisation.
 *
 * <p>The accumulator is a whole number, so the trained result is a staircase: code j from some whole number T(j) on. The output
 * stage gives {@code round(factor * (acc + offset))}, which is at least j from {@code (j - 1/2) / factor - offset} on. Both
 * staircases are one if for every j that is reached
 *
 * <pre>
 * (j - 1/2) / factor - T(j)  &lt;  offset  &lt;  (j - 1/2) / factor - T(j) + 1
 * </pre>
 *
 * For each multiplier near the nominal one the offsets that satisfy all j are an interval; the widest interval's middle is
 * taken. A factor is negative when the gain is; the staircase is then that of the negated accumulator.
 */
final class ThresholdFit {
    /** Multipliers to either side of the nominal one that are tried. */
    private static final int MULTIPLIERS = 24;

    /** Staircases with more steps than this are left nominal: a 16-bit multiplier cannot place them all. */
    private static final int MAX_STEPS = 1 << 10;

    private final Quant quant;
    private final Activation activation;
    private final Tensor output;
    private final OutputStage.Line line;

    private ThresholdFit(Quant quant, Activation activation, Tensor output, OutputStage.Line line) {
        this.quant = quant;
        this.activation = activation;
        this.output = output;
        this.line = line;
    }

    /** The fitted factor and offset, or the nominal ones if no multiplier satisfies every threshold. */
    static OutputStage.Affine fit(
            Quant quant, Activation activation, Tensor output, OutputStage.Line line, OutputStage.Affine nominal) {
        boolean clipped = activation.slope() == 0 || activation.slope() == 1;
        if (!clipped || quant.high() - quant.low() > MAX_STEPS) {
            return nominal;
        }
        return new ThresholdFit(quant, activation, output, line).fit(nominal);
    }

    private OutputStage.Affine fit(OutputStage.Affine nominal) {
        double[] thresholds = new double[quant.high() - quant.low()];
        for (int i = 0; i < thresholds.length; i++) {
            thresholds[i] = threshold(quant.low() + 1 + i);
        }
        double factor = Math.abs(nominal.factor());
        double binade = Math.scalb(1.0, Math.getExponent(factor));
        double step = binade / (1 << 15); // a multiplier has 16 bits
        double nearest = Math.rint(factor / step) * step;
        OutputStage.Affine best = nominal;
        double bestWidth = 0;
        for (double candidate = nearest - MULTIPLIERS * step;
                candidate <= Math.min(nearest + MULTIPLIERS * step, 2 * binade);
                candidate += step) {
            double low = Double.NEGATIVE_INFINITY;
            double high = Double.POSITIVE_INFINITY;
            for (int j = 0; j < thresholds.length; j++) {
                if (!Double.isNaN(thresholds[j])) {
                    double place = (hardwareCode(quant.low() + 1 + j) - 0.5) / candidate - thresholds[j];
                    low = Math.max(low, place);
                    high = Math.min(high, place + 1);
                }
            }
            if (high - low > bestWidth && high - low <= 1) {
                bestWidth = high - low;
                double offset = (low + high) / 2;
                best = line.unit() > 0
                        ? new OutputStage.Affine(candidate, offset)
                        : new OutputStage.Affine(-candidate, -offset);
            }
        }
        return best;
    }

    private double hardwareCode(int trained) {
        return trained - quant.zeroPoint() + output.zeroPoint();
    }

    /** The smallest (negated, if the unit is negative) accumulator whose trained code is at least j; NaN if none or all are. */
    private double threshold(int code) {
        double sign = Math.signum(line.unit());
        double half = (code - 0.5 - quant.zeroPoint()) * quant.scale(0);
        double guess = Math.ceil(sign * ((half - line.bias()) / line.unit() + line.correction()));
        if (!(Math.abs(guess) <= line.bound())) {
            return Double.NaN;
        }
        while (reaches(sign * (guess - 1), code)) {
            guess--;
            if (guess < -line.bound()) {
                return Double.NaN;
            }
        }
        while (!reaches(sign * guess, code)) {
            guess++;
            if (guess > line.bound()) {
                return Double.NaN;
            }
        }
        return guess;
    }

    private boolean reaches(double accumulator, int code) {
        double real = line.unit() * (accumulator - line.correction()) + line.bias();
        return quant.toCode(activation.apply(real), 0) >= code;
    }
}
