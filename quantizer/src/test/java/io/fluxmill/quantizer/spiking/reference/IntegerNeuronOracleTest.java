// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.program.spiking.NeuronRules;
import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.TickRules.Clamp;
import io.fluxmill.core.program.spiking.TickRules.Compare;
import io.fluxmill.core.program.spiking.TickRules.Reset;
import io.fluxmill.core.program.spiking.TickRules.ResetTick;
import io.fluxmill.core.program.spiking.TickRules.SpikeFrom;
import io.fluxmill.core.program.spiking.TickRules.Synapse;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Neurons;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Synapses;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Wiring;
import io.fluxmill.quantizer.spiking.graph.NeuronKind;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The integer reference against a tick of a neuron in exact arithmetic, written from the contract, for every combination of its options. */
class IntegerNeuronOracleTest {
    private static final int TICKS = 40;
    private static final int SIZE = 6;

    private long compared;
    private long spikes;

    @Test
    void everyOption() {
        Random random = new Random(5);
        int combinations = 0;
        for (NeuronKind kind : NeuronKind.values()) {
            for (Synapse synapse : Synapse.values()) {
                for (SpikeFrom from : List.of(SpikeFrom.NEW, SpikeFrom.OLD)) {
                    for (Compare compare : Compare.values()) {
                        for (Reset reset : Reset.values()) {
                            for (ResetTick tick : ResetTick.values()) {
                                for (Clamp clamp : Clamp.values()) {
                                    for (StateRounding rounding : StateRounding.values()) {
                                        boolean several = reset == Reset.SUBTRACT
                                                && from == SpikeFrom.NEW
                                                && tick == ResetTick.SAME
                                                && random.nextBoolean();
                                        NeuronRules rules = new NeuronRules(
                                                synapse,
                                                from,
                                                compare,
                                                reset,
                                                tick,
                                                clamp,
                                                rounding,
                                                several ? 2 + random.nextInt(254) : 1,
                                                random.nextBoolean() ? 0 : random.nextInt(4));
                                        compare(kind, rules, random, false);
                                        compare(kind, rules, random, true);
                                        combinations++;
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        assertEquals(8 * 3 * 2 * 2 * 4 * 2 * 2 * 3, combinations);
        assertTrue(compared > 4_000_000, "compared " + compared);
        assertTrue(spikes > 200_000, "spikes " + spikes);
    }

    private void compare(NeuronKind kind, NeuronRules rules, Random random, boolean shifts) {
        int stateBits = 8 + random.nextInt(25);
        int decayBits = shifts ? 0 : 4 + random.nextInt(13);
        int guardBits = random.nextInt(Math.min(17, stateBits));
        Neurons neurons = neurons(kind, random, stateBits, decayBits);
        int range = 1 << Math.min(28, Math.max(1, stateBits - guardBits - 1 - random.nextInt(4)));
        Synapses[] synapses = new Synapses[SIZE];
        for (int i = 0; i < SIZE; i++) {
            int weight = random.nextInt(2 * range) - range / 2;
            synapses[i] = new Synapses(new int[] {i}, new int[] {weight}, new int[] {0});
        }
        IntegerNetwork network = new IntegerNetwork(
                "one",
                rules,
                guardBits,
                stateBits,
                decayBits,
                0,
                List.of(new SpikingNetwork.Input("in", new int[] {SIZE})),
                List.of(neurons),
                List.of(new Wiring("w", true, 0, 0, synapses, null, false)),
                List.of(new SpikingNetwork.Output("out", 0)));
        int[][][] inputs = new int[1][TICKS][SIZE];
        for (int[] tick : inputs[0]) {
            for (int i = 0; i < SIZE; i++) {
                tick[i] = random.nextInt(3) == 0 ? random.nextInt(3) : 0;
            }
        }
        IntegerReference.Run run = new IntegerReference(network).run(inputs);
        for (int n = 0; n < SIZE; n++) {
            Oracle oracle = new Oracle(network, neurons, n);
            for (int t = 0; t < TICKS; t++) {
                String what = kind + " " + network + " neuron " + n + " in tick " + t;
                BigInteger x = BigInteger.valueOf(synapses[n].weights()[0])
                        .multiply(BigInteger.valueOf(inputs[0][t][n]))
                        .shiftLeft(guardBits);
                assertEquals(oracle.tick(x), run.spikes()[0][t][n], what);
                assertEquals(oracle.membrane, BigInteger.valueOf(run.membranes()[0][t][n]), what);
                assertEquals(oracle.current, BigInteger.valueOf(run.currents()[0][t][n]), what);
                compared += 3;
                spikes += run.spikes()[0][t][n];
            }
        }
    }

    private static Neurons neurons(NeuronKind kind, Random random, int stateBits, int decayBits) {
        int[][] values = new int[5][SIZE];
        int most = (int) Math.min(Integer.MAX_VALUE - 1, (1L << (stateBits - 1)) - 1);
        for (int n = 0; n < SIZE; n++) {
            values[0][n] = !kind.hasSynapse() ? 0 : factor(random, decayBits);
            values[1][n] = !kind.hasMembrane()
                    ? 0
                    : kind.isLeaky()
                            ? factor(random, decayBits)
                            : decayBits == 0 ? IntegerNetwork.NO_SHIFT : 1 << decayBits;
            values[2][n] = kind.isLeaky() && random.nextBoolean() ? small(random, most / 8) : 0;
            values[3][n] = kind.fires() ? small(random, most) : 0;
            values[4][n] = kind.fires() && kind.hasMembrane() ? small(random, most) : 0;
        }
        return new Neurons(
                "n", kind, new int[] {SIZE}, values[0], values[1], values[2], values[3], values[4], new double[SIZE]);
    }

    private static int factor(Random random, int decayBits) {
        return decayBits == 0 ? random.nextInt(12) : random.nextInt((1 << decayBits) + 1);
    }

    /** Mostly positive, mostly small. */
    private static int small(Random random, int most) {
        int value = random.nextInt(Math.max(1, most >> random.nextInt(8)) + 1);
        return random.nextInt(6) == 0 ? -value : value;
    }

    /** A neuron by the text of TickRules and NeuronRules, with numbers of any size and an exact rational for decayed states. */
    private static final class Oracle {
        private final IntegerNetwork network;
        private final NeuronRules rules;
        private final NeuronKind kind;
        private final BigInteger leak;
        private final BigInteger threshold;
        private final BigInteger resetTo;
        private final int synapseDecay;
        private final int membraneDecay;

        BigInteger membrane = BigInteger.ZERO;
        BigInteger current = BigInteger.ZERO;

        /** The tick from which on it integrates again, and whether a reset is to come then. */
        private int until;

        private boolean pending;
        private int now;

        Oracle(IntegerNetwork network, Neurons neurons, int n) {
            this.network = network;
            rules = network.rules();
            kind = neurons.kind();
            leak = BigInteger.valueOf(neurons.leak()[n]);
            threshold = BigInteger.valueOf(neurons.threshold()[n]);
            resetTo = BigInteger.valueOf(neurons.reset()[n]);
            synapseDecay = neurons.synapseDecay()[n];
            membraneDecay = neurons.membraneDecay()[n];
        }

        int tick(BigInteger x) {
            int tick = now++;
            BigInteger seen = x;
            if (kind == NeuronKind.CUBA_LI || kind == NeuronKind.CUBA_LIF) {
                BigInteger before = current;
                current = rules.synapse() == Synapse.DECAYED
                        ? decayed(limit(current.add(x)), synapseDecay)
                        : limit(decayed(current, synapseDecay).add(x));
                seen = rules.synapse() == Synapse.OLD ? before : current;
            }
            if (tick < until) {
                return 0;
            }
            BigInteger old = membrane;
            membrane = limit(decayed(old, membraneDecay).add(seen).add(leak));
            if (pending) {
                reset();
                pending = false;
            }
            if (kind == NeuronKind.THRESHOLD) {
                return membrane.compareTo(threshold) > 0 ? 1 : 0;
            }
            if (kind == NeuronKind.I || kind == NeuronKind.LI || kind == NeuronKind.CUBA_LI || kind == NeuronKind.SUM) {
                return 0;
            }
            int count = 0;
            for (int k = 0; k < rules.spikesPerTick(); k++) {
                int order = (rules.spikeFrom() == SpikeFrom.OLD ? old : membrane).compareTo(threshold);
                if (order < 0 || order == 0 && rules.compare() == Compare.ABOVE) {
                    break;
                }
                count++;
                if (rules.resetTick() == ResetTick.SAME) {
                    reset();
                } else {
                    pending = true;
                }
            }
            if (rules.clamp() == Clamp.THRESHOLD) {
                membrane = membrane.max(threshold.negate());
            }
            if (count > 0) {
                until = tick + 1 + rules.refractory();
            }
            return count;
        }

        private void reset() {
            if (rules.reset() == Reset.SUBTRACT) {
                membrane = limit(membrane.subtract(threshold));
            } else if (rules.reset() != Reset.NONE) {
                membrane = resetTo;
            }
        }

        private BigInteger limit(BigInteger value) {
            BigInteger half = BigInteger.TWO.pow(network.stateBits() - 1);
            return value.max(half.negate()).min(half.subtract(BigInteger.ONE));
        }

        private BigInteger decayed(BigInteger state, int factor) {
            if (network.decayBits() == 0) {
                if (factor == 31) {
                    return state;
                }
                BigDecimal part = new BigDecimal(state).divide(new BigDecimal(BigInteger.TWO.pow(factor)));
                BigInteger floor = part.setScale(0, RoundingMode.FLOOR).toBigInteger();
                return state.subtract(floor.signum() == 0 ? BigInteger.valueOf(state.signum()) : floor);
            }
            BigDecimal exact = new BigDecimal(state)
                    .multiply(BigDecimal.valueOf(factor))
                    .divide(new BigDecimal(BigInteger.TWO.pow(network.decayBits())));
            RoundingMode mode =
                    switch (rules.rounding()) {
                        case NEAREST_EVEN -> RoundingMode.HALF_EVEN;
                        case FLOOR -> RoundingMode.FLOOR;
                        case TOWARD_ZERO -> RoundingMode.DOWN;
                    };
            return exact.setScale(0, mode).toBigInteger();
        }
    }
}
