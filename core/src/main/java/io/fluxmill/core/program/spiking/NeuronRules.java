// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.spiking;

/**
 * What the engine does in step 2 to 6 of {@link TickRules}, in integers. States saturate, also the I + x of
 * {@link TickRules.Synapse#DECAYED} before it decays; products are rounded at {@link #rounding}.
 *
 * @param spikesPerTick most spikes of a neuron in a tick
 * @param refractory ticks after a spike without integration
 */
public record NeuronRules(
        TickRules.Synapse synapse,
        TickRules.SpikeFrom spikeFrom,
        TickRules.Compare compare,
        TickRules.Reset reset,
        TickRules.ResetTick resetTick,
        TickRules.Clamp clamp,
        StateRounding rounding,
        int spikesPerTick,
        int refractory) {
    /** Rounding of a state times its decay factor. */
    public enum StateRounding {
        /** To the nearest, ties to even. */
        NEAREST_EVEN,
        /** Toward minus infinity. */
        FLOOR,
        /** Toward zero. */
        TOWARD_ZERO
    }

    /** The rules of a contract; ZERO and VALUE differ in the parameters only. */
    public static NeuronRules of(TickRules rules, StateRounding rounding) {
        return new NeuronRules(
                rules.synapse(),
                rules.spikeFrom(),
                rules.compare(),
                rules.reset(),
                rules.resetTick(),
                rules.clamp(),
                rounding,
                rules.spikesPerTick(),
                rules.refractory());
    }
}
