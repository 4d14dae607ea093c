// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.spiking;

import io.fluxmill.core.config.ConfigNode;

/**
 * What happens in a tick of a spiking network: the contract that simulators leave unsaid, docs/spiking-contract.md. The neurons of a population are
 * updated in this order; in refractory ticks, only by steps 1 and 2:
 *
 * <pre>
 * 1  x = sum of the weighted spikes that arrive, plus biases
 * 2  I = synapseDecay I + synapseGain w_in x                            CubaLI, CubaLIF; others: I = x
 * 3  old = V
 *    V = membraneDecay V + membraneGain r I + (1 - membraneDecay) v_leak
 *    V = reset(V), of a spike of the last tick that was not refractory  resetTick NEXT
 * 4  z = compare(spikeFrom OLD ? old : V, v_threshold)
 * 5  V = reset(V), if z                                                 resetTick SAME
 * 6  V = max(V, -v_threshold)                                           clamp THRESHOLD
 * </pre>
 *
 * <p>Threshold nodes fire once if x &gt; threshold, whatever the rules. A bias is added once for each way from its node to the neuron, from the first
 * tick on, also behind a Delay.
 *
 * @param dt length of a tick in seconds
 * @param unit of the membrane: all of its values are divided by this
 * @param integratorDecay factor of the membrane of I and IF in a tick, 1 by NIR's equation
 * @param integratorGain factor of r x for I and IF: dt by NIR's equation
 * @param synapse which I step 3 sees
 * @param spikesPerTick most spikes of a neuron in a tick, each with its reset
 * @param inputDelay ticks from an input of the network to the neurons behind it
 * @param forwardDelay ticks from a population to those after it
 * @param recurrentDelay ticks of a connection that closes a cycle, at least 1
 * @param recurrentBias whether the biases of such connections count before the first spikes can arrive over them
 * @param refractory ticks after a spike in which the membrane keeps its value and the neuron does not fire
 */
public record TickRules(
        double dt,
        Decay membraneDecay,
        Decay synapseDecay,
        Gain membraneGain,
        Gain synapseGain,
        Unit unit,
        double integratorDecay,
        Gain integratorGain,
        Synapse synapse,
        SpikeFrom spikeFrom,
        Compare compare,
        Reset reset,
        ResetTick resetTick,
        int spikesPerTick,
        Clamp clamp,
        int inputDelay,
        int forwardDelay,
        int recurrentDelay,
        boolean recurrentBias,
        int refractory) {
    private static final int MOST_TICKS = 1 << 16;
    private static final int MOST_SPIKES = 255;
    private static final int MOST_REFRACTORY = 255;

    /** Factor of a state in a tick, from its time constant. */
    public enum Decay {
        /** 1 - dt/tau. */
        EULER,
        /** exp(-dt/tau). */
        EXPONENTIAL,
        /** 1 - 2^-k with k = round(log2(tau/dt)). */
        SHIFT
    }

    /** Factor of what is added to a state in a tick. */
    public enum Gain {
        /** dt/tau, for integrators dt. */
        DT,
        /** 1 - decay, for integrators dt. */
        DECAY,
        /** 1. */
        ONE
    }

    /** What a membrane is divided by. */
    public enum Unit {
        /** Nothing: NIR's own unit. */
        VOLT,
        /** The factor of its input, gain r, so that weights are added as they are. */
        INPUT,
        /** The threshold. */
        THRESHOLD
    }

    /** The synaptic current that the membrane sees. */
    public enum Synapse {
        /** With the input of this tick. */
        NEW,
        /** Without the input of this tick. */
        OLD,
        /** With the input of this tick, after both have decayed: I = decay (I + gain w_in x). */
        DECAYED
    }

    /** The membrane that is compared with the threshold. */
    public enum SpikeFrom {
        /** After this tick's integration. */
        NEW,
        /** Before it. */
        OLD,
        /** The solution of the equation for a constant input, reset when it crosses the threshold inside the tick; not in integers. */
        CROSSING
    }

    /** When a neuron fires. */
    public enum Compare {
        /** V &gt; threshold. */
        ABOVE,
        /** V &gt;= threshold. */
        AT_LEAST
    }

    /** What a spike does to the membrane. */
    public enum Reset {
        /** V = 0. */
        ZERO,
        /** V = v_reset, which is 0 where a file has none. */
        VALUE,
        /** V = V - threshold. */
        SUBTRACT,
        /** Nothing. */
        NONE
    }

    /** The tick in which the reset happens. */
    public enum ResetTick {
        /** The tick of the spike. */
        SAME,
        /** The next in which the neuron integrates, after that. */
        NEXT
    }

    /** Lower bound of the membrane. */
    public enum Clamp {
        /** None. */
        NONE,
        /** -threshold. */
        THRESHOLD
    }

    /** Checks ranges, and what does not go together. */
    public TickRules {
        require(dt > 0 && Double.isFinite(dt), "dt must be a positive number of seconds: dt=" + dt);
        require(
                spikesPerTick >= 1 && spikesPerTick <= MOST_SPIKES,
                "spikes-per-tick must be from 1 to 255: spikes-per-tick=" + spikesPerTick);
        require(
                inputDelay >= 0 && forwardDelay >= 0 && recurrentDelay >= 1 && refractory >= 0,
                "delays and refractory must not be negative, and recurrent-delay at least 1");
        require(
                integratorDecay > 0 && integratorDecay <= 1,
                "integrator-decay must be above 0 and at most 1: integrator-decay=" + integratorDecay);
        require(
                spikesPerTick == 1
                        || reset == Reset.SUBTRACT && resetTick == ResetTick.SAME && spikeFrom == SpikeFrom.NEW,
                "spikes-per-tick above 1 needs reset: subtract, reset-tick: same and spike-from: new");
        require(
                spikeFrom != SpikeFrom.CROSSING
                        || membraneDecay == Decay.EXPONENTIAL
                                && membraneGain == Gain.DECAY
                                && resetTick == ResetTick.SAME
                                && (reset == Reset.ZERO || reset == Reset.VALUE),
                "spike-from: crossing needs membrane-decay: exponential, membrane-gain: decay, reset-tick: same, and reset: zero or value");
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    /**
     * The rules of a section {@code contract}: a preset, and keys that change it.
     *
     * @throws io.fluxmill.core.config.InputException for what is missing or out of range; without a preset, {@code membrane-decay},
     *     {@code compare} and {@code reset} must be said
     */
    public static TickRules from(ConfigNode node) {
        boolean free = !node.has("preset");
        TickPreset preset = free ? TickPreset.NORSE : node.choice("preset", TickPreset.class);
        double dt = node.number("dt", 1e-12, 1e9);
        TickRules base = preset.rules(dt);
        TickRules rules;
        try {
            rules = new TickRules(
                    dt,
                    free
                            ? node.choice("membrane-decay", Decay.class)
                            : node.choice("membrane-decay", Decay.class, base.membraneDecay),
                    node.choice("synapse-decay", Decay.class, base.synapseDecay),
                    node.choice("membrane-gain", Gain.class, base.membraneGain),
                    node.choice("synapse-gain", Gain.class, base.synapseGain),
                    node.choice("unit", Unit.class, base.unit),
                    node.number("integrator-decay", 0, 1, base.integratorDecay),
                    node.choice("integrator-gain", Gain.class, base.integratorGain),
                    node.choice("synapse", Synapse.class, base.synapse),
                    node.choice("spike-from", SpikeFrom.class, base.spikeFrom),
                    free ? node.choice("compare", Compare.class) : node.choice("compare", Compare.class, base.compare),
                    free ? node.choice("reset", Reset.class) : node.choice("reset", Reset.class, base.reset),
                    node.choice("reset-tick", ResetTick.class, base.resetTick),
                    node.integer("spikes-per-tick", 1, MOST_SPIKES, base.spikesPerTick),
                    node.choice("clamp", Clamp.class, base.clamp),
                    node.integer("input-delay", 0, MOST_TICKS, base.inputDelay),
                    node.integer("forward-delay", 0, MOST_TICKS, base.forwardDelay),
                    node.integer("recurrent-delay", 1, MOST_TICKS, base.recurrentDelay),
                    node.flag("recurrent-bias", base.recurrentBias),
                    node.integer("refractory", 0, MOST_REFRACTORY, base.refractory));
        } catch (IllegalArgumentException e) {
            throw new io.fluxmill.core.config.InputException(
                    node.file() + ":" + node.line() + ": " + node.keyPath() + ": " + e.getMessage(),
                    "change one of these keys");
        }
        return rules;
    }

    /** The same rules with another number of spikes. */
    public TickRules withSpikesPerTick(int spikes) {
        return new TickRules(
                dt,
                membraneDecay,
                synapseDecay,
                membraneGain,
                synapseGain,
                unit,
                integratorDecay,
                integratorGain,
                synapse,
                spikeFrom,
                compare,
                reset,
                resetTick,
                spikes,
                clamp,
                inputDelay,
                forwardDelay,
                recurrentDelay,
                recurrentBias,
                refractory);
    }

    /** Factor of a state with a time constant in seconds. */
    public double decay(Decay kind, double tau) {
        return switch (kind) {
            case EULER -> 1 - dt / tau;
            case EXPONENTIAL -> Math.exp(-dt / tau);
            case SHIFT -> 1 - Math.scalb(1.0, -shift(tau));
        };
    }

    /** Factor of what is added to a state with a time constant in seconds. */
    public double gain(Gain kind, Decay decay, double tau) {
        return switch (kind) {
            case DT -> dt / tau;
            case DECAY -> 1 - decay(decay, tau);
            case ONE -> 1;
        };
    }

    /** Factor of r x for an integrator. */
    public double integratorFactor() {
        return integratorGain == Gain.ONE ? 1 : dt;
    }

    /** The k of {@link Decay#SHIFT}, at least 0. */
    public int shift(double tau) {
        return (int) Math.max(0, Math.round(Math.log(tau / dt) / Math.log(2)));
    }
}
