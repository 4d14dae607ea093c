// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.map;

import static io.fluxmill.quantizer.spiking.Refusal.refuses;
import static io.fluxmill.quantizer.spiking.TestGraph.vector;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.SpikingLayout.Memory;
import io.fluxmill.core.program.spiking.SpikingProgram;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.core.program.spiking.TickPreset;
import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.quantizer.spiking.TestGraph;
import io.fluxmill.quantizer.spiking.nir.NirArray;
import io.fluxmill.quantizer.spiking.nir.NirType;
import io.fluxmill.quantizer.spiking.precision.SpikingQuantizer;
import io.fluxmill.quantizer.spiking.precision.SpikingWidths;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Networks that do not fit an engine, each with its whole sentence; beside it, the network fits with what its remedy says. */
class SpikingMappingTest {
    private static final double DT = 1e-3;

    /** Two lanes; whatever a test changes. */
    private static SpikingShape shape(Map<String, Integer> changes) {
        Map<String, Integer> of = new HashMap<>(
                Map.of("neurons", 64, "sources", 128, "weights", 64, "rows", 64, "parameters", 4, "populations", 4));
        of.putAll(Map.of("accumulator", 24, "slots", 2, "value", 1, "refractory", 0, "currents", 0));
        of.putAll(changes);
        return new SpikingShape(
                2,
                of.get("neurons"),
                of.get("sources"),
                of.get("weights"),
                of.get("rows"),
                of.get("parameters"),
                of.get("populations"),
                8,
                of.get("accumulator"),
                0,
                24,
                12,
                of.get("slots"),
                of.get("value"),
                of.get("refractory"),
                of.get("currents") == 1,
                false);
    }

    private static SpikingProgram map(TestGraph graph, TickRules rules, Map<String, Integer> changes) {
        SpikingShape shape = shape(changes);
        SpikingWidths widths = SpikingWidths.of(shape, 4, StateRounding.NEAREST_EVEN);
        return SpikingMapping.map(SpikingQuantizer.quantize(graph.network(), rules, widths), shape);
    }

    /** Refused with the first changes, taken with the second. */
    private static void refused(
            String fact,
            String remedy,
            TestGraph graph,
            TickRules rules,
            Map<String, Integer> wrong,
            Map<String, Integer> right) {
        refuses(fact, remedy, () -> map(graph, rules, wrong));
        assertTrue(map(graph, rules, right).images().get(0).get(Memory.SOURCES).size() > 2);
    }

    private static TestGraph dense(int inputs, int neurons) {
        double[] weights = new Random(1)
                .ints((long) inputs * neurons, -120, 120)
                .mapToDouble(w -> (w >= 0 ? w + 1 : w) / 16.0)
                .toArray();
        return new TestGraph()
                .input("in", inputs)
                .output("out", neurons)
                .node("w", NirType.Linear, "weight", NirArray.of(new int[] {neurons, inputs}, weights))
                .lif("n", neurons)
                .way("in", "w", "n", "out");
    }

    private static final TickRules NORSE = TickPreset.NORSE.rules(DT);

    @Test
    void memoriesThatAreTooSmall() {
        TestGraph graph = dense(10, 10);
        refused(
                "the network needs 50 words of weights, but the engine has 32",
                "set engine.weight-words: 64",
                graph,
                NORSE,
                Map.of("weights", 32),
                Map.of("weights", 64));
        TestGraph many = dense(20, 2);
        refused(
                "the network needs 20 words of rows, but the engine has 16",
                "set engine.row-words: 32",
                many,
                NORSE,
                Map.of("rows", 16),
                Map.of("rows", 32));
        refused(
                "the network needs 22 neurons, but the engine has 16",
                "set engine.neurons: 32",
                dense(2, 21),
                NORSE,
                Map.of("neurons", 16),
                Map.of("neurons", 32));
        refused(
                "the network needs 24 words of sources, but the engine has 16",
                "set engine.sources: 32",
                many,
                NORSE,
                Map.of("sources", 16),
                Map.of("sources", 32));
        TestGraph three = new TestGraph().input("in", 2).output("out", 2);
        three.lif("a", 2).lif("b", 2).lif("c", 2).way("in", "a", "b", "c", "out");
        refused(
                "the network needs 3 populations, but the engine has 2",
                "set engine.populations: 4",
                three,
                NORSE,
                Map.of("populations", 2),
                Map.of("populations", 4));
    }

    @Test
    void parametersOfManyKinds() {
        double[] thresholds = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        TestGraph graph = new TestGraph()
                .input("in", 10)
                .output("out", 10)
                .node("n", NirType.LIF, "tau", vector(0.01, 10), "r", 1, "v_leak", 0, "v_threshold", thresholds)
                .way("in", "n", "out");
        refused(
                "the network needs 5 words of parameters, but the engine has 4",
                "set engine.parameter-words: 8",
                graph,
                NORSE,
                Map.of(),
                Map.of("parameters", 8));
        assertEquals(
                1,
                map(dense(2, 10), NORSE, Map.of())
                        .images()
                        .get(0)
                        .get(Memory.PARAMETERS)
                        .size(),
                "equal parameters are stored once");
    }

    /** 3 inputs with weights of 7.5 volts, or 120 units, and values of up to 3. */
    @Test
    void sumsThatDoNotFit() {
        TestGraph graph = new TestGraph()
                .input("in", 3)
                .output("out", 1)
                .linear("w", 1, 3, 7.5)
                .lif("n", 1);
        refused(
                "the sum of a neuron's inputs can be 1080, which sums of 11 bits cannot hold",
                "set engine.accumulator-bits: 12",
                graph.way("in", "w", "n", "out"),
                NORSE,
                Map.of("accumulator", 11, "value", 2),
                Map.of("accumulator", 12, "value", 2));
        assertEquals(
                1, map(graph, NORSE, Map.of("accumulator", 10)).populations().size(), "360 of 511");
        refuses(
                "the sum of a neuron's inputs can be 360, which sums of 9 bits cannot hold",
                "set engine.accumulator-bits: 10",
                () -> map(graph, NORSE, Map.of("accumulator", 9)));
    }

    private static TestGraph delayed(double seconds) {
        return new TestGraph()
                .input("in", 2)
                .output("out", 2)
                .node("d", NirType.Delay, "delay", vector(seconds, 2))
                .lif("n", 2)
                .way("in", "d", "n", "out");
    }

    @Test
    void delays() {
        refused(
                "a spike takes 5 ticks, but the engine has sums for delays of less than 2",
                "set engine.delay-queue: 16 (592 bits, enough if one in 10 sources fires), or engine.delay-slots: 8 (9216 bits of memory)",
                delayed(0.005),
                NORSE,
                Map.of(),
                Map.of("slots", 8));
        refused(
                "a spike takes 4 ticks, but the engine has sums for delays of less than 4",
                "set engine.delay-queue: 16 (592 bits, enough if one in 10 sources fires), or engine.delay-slots: 8 (6144 bits of memory)",
                delayed(0.004),
                NORSE,
                Map.of("slots", 4),
                Map.of("slots", 8));
        refuses(
                "a spike takes 1024 ticks, but the engine has sums for delays of less than 1024",
                "make the delays shorter than 1024 ticks, for example by a larger contract.dt",
                () -> map(delayed(1.024), NORSE, Map.of("slots", 1024)));
        assertEquals(
                1,
                map(delayed(1.024), TickPreset.NORSE.rules(2e-3), Map.of("slots", 1024))
                        .populations()
                        .size());
    }

    @Test
    void severalSpikes() {
        TickRules sinabs = TickPreset.SINABS.rules(DT);
        refused(
                "contract.spikes-per-tick is 255, but spikes of the engine have values of up to 1",
                "set engine.value-bits: 8, or contract.spikes-per-tick: 1",
                delayed(0),
                sinabs,
                Map.of(),
                Map.of("value", 8));
        assertEquals(
                1,
                map(delayed(0), sinabs.withSpikesPerTick(1), Map.of())
                        .populations()
                        .size());
    }

    @Test
    void refractoryTicks() {
        TickRules rules = new TickRules(
                DT,
                NORSE.membraneDecay(),
                NORSE.synapseDecay(),
                NORSE.membraneGain(),
                NORSE.synapseGain(),
                NORSE.unit(),
                1,
                NORSE.integratorGain(),
                NORSE.synapse(),
                NORSE.spikeFrom(),
                NORSE.compare(),
                NORSE.reset(),
                NORSE.resetTick(),
                1,
                NORSE.clamp(),
                0,
                0,
                1,
                true,
                4);
        refused(
                "contract.refractory is 4 ticks, which the engine cannot count",
                "set engine.refractory-bits: 3, or contract.refractory: 3",
                delayed(0),
                rules,
                Map.of("refractory", 2),
                Map.of("refractory", 3));
    }

    @Test
    void synapticCurrents() {
        TestGraph graph = new TestGraph()
                .input("in", 1)
                .output("out", 1)
                .node(
                        "n",
                        NirType.CubaLIF,
                        "tau_syn",
                        0.01,
                        "tau_mem",
                        vector(0.01, 1),
                        "r",
                        1,
                        "v_leak",
                        0,
                        "v_threshold",
                        1)
                .way("in", "n", "out");
        refused(
                "the network has synaptic currents (CubaLI or CubaLIF), but the engine has none",
                "set engine.currents: true",
                graph,
                NORSE,
                Map.of(),
                Map.of("currents", 1));
    }
}
