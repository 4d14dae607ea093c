// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.precision;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.quantizer.spiking.graph.NeuronFactors;

/**
 * The integers that Lava's import of NIR gives the Loihi chip, all rounded toward zero: weights {@code 256 w gain}, decays {@code 4095 a} of 4,096 (of the
 * current one place more), thresholds {@code 131071 thr} without their lowest 9 bits, times 64 as sums are. The chip differs where a number overflows: its
 * current wraps and its membrane stops at -(2^23 - 1), here both saturate.
 *
 * <p>Source: the notebooks of the NIR paper, and Lava's {@code proc/lif/models.py}.
 */
record LoihiScaling() implements Scaling {
    private static final int DECAY_BITS = 12;
    private static final int GUARD_BITS = 6;
    private static final int WEIGHT_ONE = 256;
    private static final int DECAY_ONE = 4095;
    private static final int THRESHOLD_ONE = 131071;
    private static final int THRESHOLD_DROPPED = 9;

    /** @throws InputException unless the words are those of the chip */
    static LoihiScaling of(SpikingWidths widths) {
        if (widths.decayBits() != DECAY_BITS
                || widths.guardBits() != GUARD_BITS
                || widths.shifts()
                || widths.fractionBits() != null
                || widths.rounding() != StateRounding.TOWARD_ZERO) {
            throw new InputException(
                    "contract.preset: loihi makes the integers of the chip, which need engine.decay-bits: 12, engine.guard-bits: 6, "
                            + "engine.shifts: false, quantization.rounding: toward-zero and no quantization.fraction-bits",
                    "set these keys so, or use contract.preset: lava, whose rules are the same");
        }
        return new LoihiScaling();
    }

    @Override
    public double volt(int population, NeuronFactors factors) {
        return 1.0 / (WEIGHT_ONE << GUARD_BITS);
    }

    @Override
    public double synapseDecay(NeuronFactors factors) {
        return DECAY_ONE - lost(factors.synapseDecay());
    }

    @Override
    public double membraneDecay(NeuronFactors factors) {
        return (1 << DECAY_BITS) - lost(factors.membraneDecay());
    }

    @Override
    public double state(int population, NeuronFactors factors, double volts) {
        return whole(WEIGHT_ONE * volts) * (1 << GUARD_BITS);
    }

    @Override
    public double threshold(int population, NeuronFactors factors) {
        double whole = whole(THRESHOLD_ONE * factors.threshold());
        return Math.floor(Math.scalb(whole, -THRESHOLD_DROPPED)) * (1 << GUARD_BITS);
    }

    @Override
    public double weight(int population, NeuronFactors target, double weight) {
        return whole(WEIGHT_ONE * weight * target.synapseGain() * target.membraneGain());
    }

    @Override
    public String smaller() {
        return "raise engine.weight-bits";
    }

    /** int(4095 a); 1 - (1 - a) in double may be a little less than a, which must not cost a whole unit. */
    private static double lost(double decay) {
        return whole(DECAY_ONE * (1 - decay) + 1e-9);
    }

    private static double whole(double value) {
        return value < 0 ? Math.ceil(value) : Math.floor(value);
    }
}
