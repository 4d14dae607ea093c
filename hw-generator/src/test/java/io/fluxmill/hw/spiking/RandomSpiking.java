// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.core.program.spiking.SpikingEnds;
import io.fluxmill.core.program.spiking.SpikingFeatures;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.core.program.spiking.TickPreset;
import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.core.program.spiking.TickRules.Clamp;
import io.fluxmill.core.program.spiking.TickRules.Compare;
import io.fluxmill.core.program.spiking.TickRules.Decay;
import io.fluxmill.core.program.spiking.TickRules.Gain;
import io.fluxmill.core.program.spiking.TickRules.Reset;
import io.fluxmill.core.program.spiking.TickRules.ResetTick;
import io.fluxmill.core.program.spiking.TickRules.SpikeFrom;
import io.fluxmill.core.program.spiking.TickRules.Synapse;
import io.fluxmill.core.program.spiking.TickRules.Unit;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Wiring;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.map.ClockDriven;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;

/** Random engines, rules that they can keep, and inputs. */
final class RandomSpiking {
    /** Long delays of an engine that has a queue for them. */
    private static final int MOST_WAITING = 15;

    /** Enough for whatever the networks here let wait. */
    private static final int DELAY_ROWS = 8192;

    private RandomSpiking() {}

    /** The longest Delay of a network for an engine. */
    static int longestDelay(SpikingShape shape) {
        return shape.delayQueue() > 0 ? MOST_WAITING : Math.max(0, shape.delaySlots() / 3 - 1);
    }

    static SpikingConfig engine(Random random, int number) {
        int lanes = 1 << random.nextInt(5);
        int weightBits = 2 + random.nextInt(15);
        int valueBits = random.nextBoolean() ? 1 : 1 + random.nextInt(8);
        // Now and then states so narrow that they saturate often.
        int guardBits = random.nextInt(Math.min(16, 30 - weightBits) + 1);
        int close = Math.max(8, weightBits + guardBits + 1);
        int states = random.nextInt(3) == 0 ? close : close + random.nextInt(33 - close);
        int accumulatorBits = Math.min(32, weightBits + valueBits + 3 + random.nextInt(12));
        boolean drawn = number % 3 == 1;
        guardBits = drawn ? Math.min(guardBits, 32 - accumulatorBits) : guardBits;
        int stateBits = drawn ? Math.max(states, accumulatorBits + guardBits) : states;
        int neurons = Math.max(Math.max(16, 2 * lanes), 32 << random.nextInt(4));
        int clockDriven = number % 2 == 0 ? 0 : 2 << random.nextInt(4);
        SpikingShape shape = new SpikingShape(
                lanes,
                neurons,
                Math.max(64, 2 * neurons),
                Math.max(64, 8192 / lanes) << random.nextInt(3) >> 1,
                256 << random.nextInt(4),
                16 << random.nextInt(5),
                4 << random.nextInt(3),
                weightBits,
                accumulatorBits,
                guardBits,
                stateBits,
                4 + random.nextInt(13),
                2 << random.nextInt(5),
                valueBits,
                random.nextInt(5),
                random.nextInt(4) != 0,
                random.nextInt(4) == 0,
                new SpikingFeatures(
                        clockDriven,
                        clockDriven == 0 ? 1 : 1 << random.nextInt(4),
                        number % 3 == 0 ? 0 : DELAY_ROWS,
                        drawn,
                        1));
        SpikingEnds ends = new SpikingEnds(
                random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(8), random.nextInt(4) != 0, number % 2 == 1);
        return new SpikingConfig("spiking_" + number, shape, ends, 16 << random.nextInt(5));
    }

    /** Rules of a preset or of free choice. */
    static TickRules rules(Random random, SpikingShape shape) {
        double dt = random.nextBoolean() ? 1e-3 : Math.exp(-10 * random.nextDouble());
        int mostSpikes = (1 << shape.valueBits()) - 1;
        int mostDelay = shape.delaySlots() - 1;
        int refractory = random.nextBoolean() ? 0 : random.nextInt(1 << shape.refractoryBits());
        if (random.nextInt(3) == 0) {
            TickPreset[] presets = TickPreset.values();
            TickPreset preset = presets[random.nextInt(presets.length - 1)];
            TickRules r = preset.rules(dt);
            return new TickRules(
                    dt,
                    shape.shifts() ? Decay.SHIFT : r.membraneDecay(),
                    shape.shifts() ? Decay.SHIFT : r.synapseDecay(),
                    r.membraneGain(),
                    r.synapseGain(),
                    r.unit(),
                    shape.shifts() ? 1 : r.integratorDecay(),
                    r.integratorGain(),
                    r.synapse(),
                    r.spikeFrom(),
                    r.compare(),
                    r.reset(),
                    r.resetTick(),
                    Math.min(r.spikesPerTick(), mostSpikes),
                    r.clamp(),
                    r.inputDelay(),
                    r.forwardDelay(),
                    r.recurrentDelay(),
                    r.recurrentBias(),
                    refractory);
        }
        int spikes = random.nextInt(3) == 0 ? 1 + random.nextInt(mostSpikes) : 1;
        return new TickRules(
                dt,
                shape.shifts() ? Decay.SHIFT : any(random, Decay.values()),
                shape.shifts() ? Decay.SHIFT : any(random, Decay.values()),
                any(random, Gain.values()),
                any(random, Gain.values()),
                any(random, Unit.values()),
                shape.shifts() || random.nextBoolean() ? 1 : 0.5 + random.nextDouble() / 2,
                any(random, Gain.values()),
                any(random, Synapse.values()),
                spikes > 1 || random.nextBoolean() ? SpikeFrom.NEW : SpikeFrom.OLD,
                any(random, Compare.values()),
                spikes > 1 ? Reset.SUBTRACT : any(random, Reset.values()),
                spikes > 1 ? ResetTick.SAME : any(random, ResetTick.values()),
                spikes,
                any(random, Clamp.values()),
                random.nextInt(Math.min(3, mostDelay + 1)),
                random.nextInt(Math.min(3, mostDelay + 1)),
                1 + random.nextInt(Math.min(3, mostDelay)),
                random.nextBoolean(),
                refractory);
    }

    /** Some of the connections that can be clock-driven, as many as the engine can have. */
    static Set<Integer> clockDriven(Random random, IntegerNetwork network, SpikingShape shape) {
        Set<Integer> chosen = new LinkedHashSet<>();
        for (int c = 0; c < network.connections().size(); c++) {
            Wiring wiring = network.connections().get(c);
            // On several cores, none from a population to itself.
            boolean returns = !wiring.fromInput() && wiring.source() == wiring.target();
            if (chosen.size() < shape.clockDriven()
                    && ClockDriven.allows(wiring)
                    && !(returns && shape.cores() > 1)
                    && random.nextInt(3) > 0) {
                chosen.add(c);
            }
        }
        return chosen;
    }

    static <T> T any(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    /** Inputs of a network, {@code [inputs][ticks][values]}; graded ones go up to {@code most}. */
    static int[][][] inputs(Random random, SpikingNetwork network, int ticks, int most) {
        int rate = 3 + random.nextInt(60);
        boolean graded = random.nextBoolean();
        int[][][] inputs = new int[network.inputs().size()][ticks][];
        for (int i = 0; i < inputs.length; i++) {
            for (int t = 0; t < ticks; t++) {
                inputs[i][t] = new int[network.inputs().get(i).size()];
                for (int v = 0; v < inputs[i][t].length; v++) {
                    inputs[i][t][v] = random.nextInt(100) >= rate ? 0 : graded ? 1 + random.nextInt(most) : 1;
                }
            }
        }
        return inputs;
    }
}
