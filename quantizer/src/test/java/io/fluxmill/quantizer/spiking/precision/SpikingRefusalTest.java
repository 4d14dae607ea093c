// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.precision;

import static io.fluxmill.quantizer.spiking.Refusal.refuses;
import static io.fluxmill.quantizer.spiking.TestGraph.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.TickPreset;
import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.quantizer.spiking.TestGraph;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.nir.NirType;
import org.junit.jupiter.api.Test;

/** Networks that integers cannot have, each with its whole sentence; beside it, what its remedy says is quantized. */
class SpikingRefusalTest {
    private static final double DT = 1e-3;
    private static final TickRules NORSE = TickPreset.NORSE.rules(DT);

    private static SpikingWidths widths(int weightBits, int guardBits, int stateBits, Integer fractionBits) {
        return new SpikingWidths(weightBits, guardBits, stateBits, 12, fractionBits, false, StateRounding.NEAREST_EVEN);
    }

    private static final SpikingWidths SHIFTS = new SpikingWidths(8, 0, 16, 12, null, true, StateRounding.NEAREST_EVEN);

    private static SpikingNetwork neuron(NirType type, Object... parameters) {
        return new TestGraph()
                .input("in", 1)
                .output("out", 1)
                .linear("w", 1, 1, 0.75)
                .node("n", type, parameters)
                .way("in", "w", "n", "out")
                .network();
    }

    private static SpikingNetwork lif(double tau, double r, double threshold) {
        return neuron(NirType.LIF, "tau", vector(tau, 1), "r", r, "v_leak", 0, "v_threshold", threshold);
    }

    /** The weight of 0.75 in places of 1/16, and the threshold of 1 over the gain of 0.1. */
    private static void assertQuantized(IntegerNetwork network) {
        assertArrayEquals(
                new int[] {12}, network.connections().get(0).synapses()[0].weights());
        assertEquals(160, network.populations().get(0).threshold()[0]);
    }

    @Test
    void crossings() {
        refuses(
                "contract.spike-from: crossing solves the equation inside a tick, which no integer does",
                "use contract.spike-from: new, or another preset than exact",
                () -> SpikingQuantizer.quantize(lif(0.01, 1, 1), TickPreset.EXACT.rules(DT), widths(8, 0, 16, 4)));
        assertQuantized(SpikingQuantizer.quantize(lif(0.01, 1, 1), NORSE, widths(8, 0, 16, 4)));
    }

    @Test
    void shifts() {
        refuses(
                "engine.shifts needs states that decay by shifts: contract.membrane-decay and synapse-decay must be shift",
                "use engine.shifts: false",
                () -> SpikingQuantizer.quantize(lif(0.01, 1, 1), NORSE, SHIFTS));
        TickRules xylo = TickPreset.XYLO.rules(DT);
        IntegerNetwork network = SpikingQuantizer.quantize(lif(0.008, 1, 1), xylo, SHIFTS);
        assertEquals(3, network.populations().get(0).membraneDecay()[0]);
        refuses(
                "neuron 0 of node n decays by a shift of 33 places, which must be at most 30",
                "use a larger contract.dt, or a shorter time constant",
                () -> SpikingQuantizer.quantize(lif(8.6e6, 1, 1), xylo, SHIFTS));
        assertEquals(
                30,
                SpikingQuantizer.quantize(lif(8.6e6, 1, 1), TickPreset.XYLO.rules(DT * 8), SHIFTS)
                        .populations()
                        .get(0)
                        .membraneDecay()[0]);
    }

    /** An engine that decays by shifts has no factor for integrators. */
    @Test
    void aLeakOfIntegrators() {
        TickRules leaky = new TickRules(
                DT,
                TickRules.Decay.SHIFT,
                TickRules.Decay.SHIFT,
                TickRules.Gain.ONE,
                TickRules.Gain.ONE,
                TickRules.Unit.VOLT,
                0.9,
                TickRules.Gain.ONE,
                TickRules.Synapse.NEW,
                TickRules.SpikeFrom.NEW,
                TickRules.Compare.ABOVE,
                TickRules.Reset.ZERO,
                TickRules.ResetTick.SAME,
                1,
                TickRules.Clamp.NONE,
                0,
                0,
                1,
                true,
                0);
        SpikingNetwork network = neuron(NirType.IF, "r", vector(1, 1), "v_threshold", 1);
        refuses(
                "engine.shifts lets I and IF keep their membranes: contract.integrator-decay must be 1",
                "set contract.integrator-decay: 1, or engine.shifts: false",
                () -> SpikingQuantizer.quantize(network, leaky, SHIFTS));
        assertEquals(
                IntegerNetwork.NO_SHIFT,
                SpikingQuantizer.quantize(network, TickPreset.XYLO.rules(DT), SHIFTS)
                        .populations()
                        .get(0)
                        .membraneDecay()[0]);
        assertEquals(
                Math.round(0.9 * 4096),
                SpikingQuantizer.quantize(network, leaky, widths(8, 0, 16, null))
                        .populations()
                        .get(0)
                        .membraneDecay()[0]);
    }

    /** With dt above tau, 1 - dt/tau is negative, for which a decay factor has no sign. */
    @Test
    void aTimeConstantBelowATick() {
        refuses(
                "neuron 0 of node n has a time constant below a tick of 0.001 s, so that its state would change its sign in every tick",
                "use a smaller contract.dt, or contract.membrane-decay and synapse-decay: exponential",
                () -> SpikingQuantizer.quantize(lif(0.0005, 1, 1), NORSE, widths(8, 0, 16, null)));
        assertEquals(
                2048,
                SpikingQuantizer.quantize(lif(0.0005, 1, 1), TickPreset.NORSE.rules(DT / 4), widths(8, 0, 16, null))
                        .populations()
                        .get(0)
                        .membraneDecay()[0]);
        assertEquals(
                Math.rint(4096 * Math.exp(-2)),
                SpikingQuantizer.quantize(lif(0.0005, 1, 1), TickPreset.NENGO.rules(DT), widths(8, 0, 16, null))
                        .populations()
                        .get(0)
                        .membraneDecay()[0]);
        SpikingNetwork current = neuron(
                NirType.CubaLIF, "tau_syn", 0.0005, "tau_mem", vector(0.01, 1), "r", 1, "v_leak", 0, "v_threshold", 1);
        refuses(
                "neuron 0 of node n has a time constant below a tick of 0.001 s, so that its state would change its sign in every tick",
                "use a smaller contract.dt, or contract.membrane-decay and synapse-decay: exponential",
                () -> SpikingQuantizer.quantize(current, NORSE, widths(8, 0, 16, null)));
    }

    @Test
    void membranesAreNotSent() {
        TestGraph graph = new TestGraph()
                .input("in", 1)
                .output("out", 1)
                .node("li", NirType.LI, "tau", vector(0.01, 1), "r", 1, "v_leak", 0)
                .lif("n", 1)
                .way("in", "li", "n", "out");
        refuses(
                "node li (LI) sends its membrane to n, but the hardware sends spikes only",
                "end the network at li, or let it fire",
                () -> SpikingQuantizer.quantize(graph.network(), NORSE, widths(8, 0, 16, null)));
        SpikingNetwork ends = neuron(NirType.LI, "tau", vector(0.01, 1), "r", 1, "v_leak", 0);
        assertEquals(
                1,
                SpikingQuantizer.quantize(ends, NORSE, widths(8, 0, 16, null))
                        .populations()
                        .size());
        assertEquals(
                2,
                SpikingQuantizer.quantize(graph.lif("li", 1).network(), NORSE, widths(8, 0, 16, null))
                        .populations()
                        .size());
    }

    @Test
    void negativeGains() {
        refuses(
                "neuron 0 of node n must have a positive r and w_in",
                "move their signs into the weights",
                () -> SpikingQuantizer.quantize(lif(0.01, -1, 1), NORSE, widths(8, 0, 16, 4)));
        refuses(
                "neuron 0 of node n must have a positive r and w_in",
                "move their signs into the weights",
                () -> SpikingQuantizer.quantize(lif(0.01, 0, 1), NORSE, widths(8, 0, 16, 4)));
        assertQuantized(SpikingQuantizer.quantize(lif(0.01, 1, 1), NORSE, widths(8, 0, 16, 4)));
    }

    @Test
    void weightsThatDoNotFit() {
        String remedy = "lower quantization.fraction-bits, or raise engine.weight-bits";
        refuses(
                "a weight or bias of connection w is 12.0 units, which weights of 4 bits cannot have",
                remedy,
                () -> SpikingQuantizer.quantize(lif(0.01, 1, 1), NORSE, widths(4, 0, 16, 4)));
        assertQuantized(SpikingQuantizer.quantize(lif(0.01, 1, 1), NORSE, widths(5, 0, 16, 4)));
        assertEquals(
                6,
                SpikingQuantizer.quantize(lif(0.01, 1, 1), NORSE, widths(4, 0, 16, 3))
                        .connections()
                        .get(0)
                        .synapses()[0]
                        .weights()[0]);
        SpikingNetwork biased = new TestGraph()
                .input("in", 1)
                .output("out", 1)
                .node("w", NirType.Affine, "weight", TestGraph.filled(0.25, 1, 1), "bias", vector(-2, 1))
                .lif("n", 1)
                .way("in", "w", "n", "out")
                .network();
        refuses(
                "a weight or bias of connection w is -32.0 units, which weights of 5 bits cannot have",
                remedy,
                () -> SpikingQuantizer.quantize(biased, NORSE, widths(5, 0, 16, 4)));
        assertArrayEquals(
                new int[] {-32},
                SpikingQuantizer.quantize(biased, NORSE, widths(6, 0, 16, 4))
                        .connections()
                        .get(0)
                        .bias());
    }

    @Test
    void statesThatDoNotFit() {
        String remedy = "raise engine.state-bits, or lower quantization.fraction-bits";
        refuses(
                "the threshold of node n is 160.0 units of its states, which have 8 bits",
                remedy,
                () -> SpikingQuantizer.quantize(lif(0.01, 1, 1), NORSE, widths(8, 0, 8, 4)));
        assertEquals(
                80,
                SpikingQuantizer.quantize(lif(0.01, 1, 1), NORSE, widths(8, 0, 8, 3))
                        .populations()
                        .get(0)
                        .threshold()[0]);
        assertQuantized(SpikingQuantizer.quantize(lif(0.01, 1, 1), NORSE, widths(8, 0, 9, 4)));
        SpikingWidths guarded = new SpikingWidths(8, 4, 10, 12, null, false, StateRounding.NEAREST_EVEN);
        refuses(
                "the threshold of node n is 27093.0 units of its states, which have 10 bits",
                "raise engine.state-bits, or lower engine.guard-bits",
                () -> SpikingQuantizer.quantize(lif(0.01, 1, 1), NORSE, guarded));
        assertEquals(
                1693,
                SpikingQuantizer.quantize(lif(0.01, 1, 1), NORSE, widths(8, 0, 12, null))
                        .populations()
                        .get(0)
                        .threshold()[0]);
        SpikingNetwork leak = neuron(NirType.LIF, "tau", vector(0.01, 1), "r", 1, "v_leak", -40, "v_threshold", 0.5);
        refuses(
                "the v_leak of node n is -640.0 units of its states, which have 10 bits",
                remedy,
                () -> SpikingQuantizer.quantize(leak, NORSE, widths(8, 0, 10, 4)));
        SpikingNetwork reset =
                neuron(NirType.LIF, "tau", vector(0.01, 1), "r", 1, "v_leak", 0, "v_threshold", 0.5, "v_reset", -4);
        refuses(
                "the v_reset of node n is -640.0 units of its states, which have 10 bits",
                remedy,
                () -> SpikingQuantizer.quantize(reset, NORSE, widths(8, 0, 10, 4)));
        assertEquals(
                -640,
                SpikingQuantizer.quantize(reset, NORSE, widths(8, 0, 11, 4))
                        .populations()
                        .get(0)
                        .reset()[0]);
    }

    @Test
    void aDelayOfTooManyTicks() {
        SpikingNetwork network = new TestGraph()
                .input("in", 1)
                .output("out", 1)
                .node("d", NirType.Delay, "delay", vector(100, 1))
                .lif("n", 1)
                .way("in", "d", "n", "out")
                .network();
        refuses(
                "a delay of connection d is 100.0 s, which must be 0 to 65536 ticks of 0.001 s",
                "change contract.dt, or the delay",
                () -> SpikingQuantizer.quantize(network, NORSE, widths(8, 0, 16, null)));
        SpikingNetwork slow = new TestGraph()
                .input("in", 1)
                .output("out", 1)
                .node("d", NirType.Delay, "delay", vector(100, 1))
                .node("n", NirType.LIF, "tau", vector(10, 1), "r", 1, "v_leak", 0, "v_threshold", 1)
                .way("in", "d", "n", "out")
                .network();
        assertEquals(
                100,
                SpikingQuantizer.quantize(slow, TickPreset.NORSE.rules(1), widths(8, 0, 16, null))
                        .connections()
                        .get(0)
                        .synapses()[0]
                        .delays()[0]);
    }

    @Test
    void noNeuron() {
        TestGraph graph = new TestGraph().input("in", 1).output("out", 1).linear("w", 1, 1, 0.75);
        refuses(
                "the network has no neuron: nothing fires or keeps a state",
                "add one, for example a LIF",
                () -> SpikingQuantizer.quantize(graph.way("in", "w", "out").network(), NORSE, widths(8, 0, 16, 4)));
        assertQuantized(SpikingQuantizer.quantize(lif(0.01, 1, 1), NORSE, widths(8, 0, 16, 4)));
    }

    @Test
    void loihiHasItsOwnWords() {
        TickRules rules = TickPreset.LOIHI.rules(DT);
        String fact =
                "contract.preset: loihi makes the integers of the chip, which need engine.decay-bits: 12, engine.guard-bits: 6, "
                        + "engine.shifts: false, quantization.rounding: toward-zero and no quantization.fraction-bits";
        String remedy = "set these keys so, or use contract.preset: lava, whose rules are the same";
        SpikingNetwork network = lif(0.01, 1, 1);
        refuses(fact, remedy, () -> SpikingQuantizer.loihi(network, rules, widths(9, 6, 24, null)));
        StateRounding zero = StateRounding.TOWARD_ZERO;
        refuses(
                fact,
                remedy,
                () -> SpikingQuantizer.loihi(network, rules, new SpikingWidths(9, 0, 24, 12, null, false, zero)));
        refuses(
                fact,
                remedy,
                () -> SpikingQuantizer.loihi(network, rules, new SpikingWidths(9, 6, 24, 11, null, false, zero)));
        refuses(
                fact,
                remedy,
                () -> SpikingQuantizer.loihi(network, rules, new SpikingWidths(9, 6, 24, 12, 10, false, zero)));
        SpikingWidths chip = new SpikingWidths(9, 6, 24, 12, null, false, zero);
        IntegerNetwork integers = SpikingQuantizer.loihi(network, rules, chip);
        assertEquals(4096 - 409, integers.populations().get(0).membraneDecay()[0], "4095 * 0.1 is 409.5");
        assertEquals((131071 >> 9) << 6, integers.populations().get(0).threshold()[0]);
        assertEquals(19, integers.connections().get(0).synapses()[0].weights()[0], "256 * 0.75 * 0.1 is 19.2");
        assertEquals(
                1,
                SpikingQuantizer.quantize(network, TickPreset.LAVA.rules(DT), widths(8, 0, 16, 4))
                        .outputs()
                        .size());
        refuses(
                "a weight or bias of connection w is 192.0 units, which weights of 8 bits cannot have",
                "raise engine.weight-bits",
                () -> SpikingQuantizer.loihi(
                        lif(0.01, 10, 1), rules, new SpikingWidths(8, 6, 24, 12, null, false, zero)));
        refuses(
                "a weight or bias of connection w is 19.0 units, which weights of 1 bits cannot have",
                "raise engine.weight-bits",
                () -> SpikingQuantizer.loihi(network, rules, new SpikingWidths(1, 6, 24, 12, null, false, zero)));
        assertEquals(
                192,
                SpikingQuantizer.loihi(lif(0.01, 10, 1), rules, chip)
                        .connections()
                        .get(0)
                        .synapses()[0]
                        .weights()[0]);
        SpikingNetwork current = neuron(
                NirType.CubaLIF, "tau_syn", 0.005, "tau_mem", vector(0.01, 1), "r", 1, "v_leak", 0, "v_threshold", 1);
        assertEquals(
                4095 - 819,
                SpikingQuantizer.loihi(current, rules, chip)
                        .populations()
                        .get(0)
                        .synapseDecay()[0],
                "the chip's current has 4095 - du");
    }
}
