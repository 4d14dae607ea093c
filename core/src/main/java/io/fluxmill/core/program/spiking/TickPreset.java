// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.spiking;

import io.fluxmill.core.program.spiking.TickRules.Clamp;
import io.fluxmill.core.program.spiking.TickRules.Compare;
import io.fluxmill.core.program.spiking.TickRules.Decay;
import io.fluxmill.core.program.spiking.TickRules.Gain;
import io.fluxmill.core.program.spiking.TickRules.Reset;
import io.fluxmill.core.program.spiking.TickRules.ResetTick;
import io.fluxmill.core.program.spiking.TickRules.SpikeFrom;
import io.fluxmill.core.program.spiking.TickRules.Synapse;
import io.fluxmill.core.program.spiking.TickRules.Unit;

/** The rules by which simulators and chips run a NIR graph, for the value of {@code contract.preset}. A table of docs/spiking-contract.md. */
public enum TickPreset {
    /** Norse: Euler, in volts; no recurrent bias in the first tick. */
    NORSE,
    /** snnTorch, {@code reset_delay} false: Euler, weights as they are; integrators leak by 0.9. */
    SNNTORCH,
    /** Nengo: the membrane exactly, the synapse by Euler; membrane over threshold. */
    NENGO,
    /** Lava in floating point: Euler; every connection takes a tick. */
    LAVA,
    /** Loihi: Lava's rules, in integers. */
    LOIHI,
    /** Rockpool: exponential, at least, several spikes a tick, synapses decay in the tick of their input. */
    ROCKPOOL,
    /** Sinabs: as Rockpool, with a lower bound. */
    SINABS,
    /** Spyx: fires from the old membrane and subtracts. */
    SPYX,
    /** SpiNNaker2: snnTorch's rules without its leak of integrators. */
    SPINNAKER2,
    /** Xylo: decay by shifts; several spikes a tick; a tick from one population to the next. */
    XYLO,
    /** The differential equation itself for a constant input in each tick; in floating point only. */
    EXACT;

    /** The rules with ticks of {@code dt} seconds. */
    public TickRules rules(double dt) {
        return switch (this) {
            case NORSE -> euler(dt, Unit.VOLT, Reset.VALUE, SpikeFrom.NEW, 0, false, 1);
            case SNNTORCH -> euler(dt, Unit.INPUT, Reset.ZERO, SpikeFrom.NEW, 0, true, 0.9);
            case SPINNAKER2 -> euler(dt, Unit.INPUT, Reset.ZERO, SpikeFrom.NEW, 0, true, 1);
            case LAVA, LOIHI -> euler(dt, Unit.VOLT, Reset.ZERO, SpikeFrom.NEW, 1, true, 1);
            case SPYX -> euler(dt, Unit.VOLT, Reset.SUBTRACT, SpikeFrom.OLD, 0, true, 1);
            case NENGO -> exponential(dt, Decay.EULER, Unit.THRESHOLD, SpikeFrom.NEW);
            case EXACT -> exponential(dt, Decay.EXPONENTIAL, Unit.VOLT, SpikeFrom.CROSSING);
            case ROCKPOOL -> decayed(dt, Decay.EXPONENTIAL, Gain.DT, MOST, Clamp.NONE, 0);
            case SINABS -> decayed(dt, Decay.EXPONENTIAL, Gain.DT, MOST, Clamp.THRESHOLD, 0);
            case XYLO -> decayed(dt, Decay.SHIFT, Gain.ONE, XYLO_SPIKES, Clamp.NONE, 1);
        };
    }

    private static final int MOST = 255;
    private static final int XYLO_SPIKES = 31;

    private static TickRules euler(
            double dt, Unit unit, Reset reset, SpikeFrom from, int delay, boolean bias, double integratorDecay) {
        return new TickRules(
                dt,
                Decay.EULER,
                Decay.EULER,
                Gain.DT,
                Gain.DT,
                unit,
                integratorDecay,
                Gain.ONE,
                Synapse.NEW,
                from,
                Compare.ABOVE,
                reset,
                ResetTick.SAME,
                1,
                Clamp.NONE,
                delay,
                delay,
                1,
                bias,
                0);
    }

    private static TickRules exponential(double dt, Decay synapse, Unit unit, SpikeFrom from) {
        return new TickRules(
                dt,
                Decay.EXPONENTIAL,
                synapse,
                Gain.DECAY,
                Gain.DECAY,
                unit,
                1,
                Gain.ONE,
                Synapse.NEW,
                from,
                Compare.ABOVE,
                Reset.ZERO,
                ResetTick.SAME,
                1,
                Clamp.NONE,
                0,
                0,
                1,
                true,
                0);
    }

    private static TickRules decayed(double dt, Decay decay, Gain gain, int spikes, Clamp clamp, int forwardDelay) {
        return new TickRules(
                dt,
                decay,
                decay,
                gain,
                gain,
                Unit.VOLT,
                1,
                Gain.ONE,
                Synapse.DECAYED,
                SpikeFrom.NEW,
                Compare.AT_LEAST,
                Reset.SUBTRACT,
                ResetTick.SAME,
                spikes,
                clamp,
                0,
                forwardDelay,
                1,
                true,
                0);
    }
}
