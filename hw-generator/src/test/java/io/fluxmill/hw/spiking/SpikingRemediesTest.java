// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.core.program.spiking.TickPreset;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.map.SpikingMapping;
import io.fluxmill.quantizer.spiking.nir.NirArray;
import io.fluxmill.quantizer.spiking.nir.NirEdge;
import io.fluxmill.quantizer.spiking.nir.NirGraph;
import io.fluxmill.quantizer.spiking.nir.NirNode;
import io.fluxmill.quantizer.spiking.nir.NirType;
import io.fluxmill.quantizer.spiking.precision.SpikingQuantizer;
import io.fluxmill.quantizer.spiking.precision.SpikingWidths;
import io.fluxmill.quantizer.spiking.read.NirReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an engine is too small for is refused with a number that is large enough. */
class SpikingRemediesTest {
    private static final double DT = 1e-3;
    private static final SpikingShape SMALL =
            new SpikingShape(4, 16, 16, 16, 16, 2, 2, 8, 12, 4, 24, 8, 2, 1, 0, false, false);

    /** Two delays into neurons with synapses. */
    private static IntegerNetwork network(int neurons, int delay, double dt) {
        Map<String, NirNode> nodes = new LinkedHashMap<>();
        NirArray size = NirArray.vector(neurons);
        nodes.put("in", NirNode.of("in", NirType.Input, Map.of("shape", size)));
        double[] seconds = new double[neurons];
        seconds[0] = 2 * DT;
        seconds[neurons - 1] = delay * DT;
        nodes.put("delay", NirNode.of("delay", NirType.Delay, Map.of("delay", NirArray.vector(seconds))));
        NirArray one = NirArray.scalar(1);
        Map<String, NirArray> cuba = new LinkedHashMap<>();
        for (String key : List.of("r", "v_leak", "v_threshold", "w_in")) {
            cuba.put(key, one);
        }
        cuba.put("tau_syn", NirArray.scalar(30 * DT));
        cuba.put("tau_mem", NirArray.scalar(40 * DT));
        nodes.put("n", NirNode.of("n", NirType.CubaLIF, cuba));
        nodes.put("out", NirNode.of("out", NirType.Output, Map.of("shape", size)));
        NirGraph graph = new NirGraph(
                "late", nodes, List.of(new NirEdge("in", "delay"), new NirEdge("delay", "n"), new NirEdge("n", "out")));
        return SpikingQuantizer.quantize(
                NirReader.of("late", graph),
                TickPreset.NORSE.rules(dt),
                SpikingWidths.of(SMALL, null, StateRounding.NEAREST_EVEN));
    }

    /** 40 neurons, delays of 9 ticks, currents: neurons, sources, a queue of delays and currents grow. */
    @Test
    void everyNumberIsLargeEnough() {
        SpikingConfig fit = Remedies.fit(network(40, 9, DT), Set.of(), new SpikingConfig("few", SMALL, 16));
        assertNotNull(fit);
        assertEquals(64, fit.shape().neurons());
        assertEquals(16, fit.shape().delayQueue());
        assertTrue(fit.shape().currents() && fit.shape().sources() >= 2 + 40 + 40, fit.toString());
    }

    /** No engine has sums for so many ticks: the message names none, but a larger tick. */
    @Test
    void delaysOfNoEngine() {
        SpikingShape large = new SpikingShape(4, 64, 128, 16, 64, 2, 2, 8, 12, 4, 24, 8, 1024, 1, 0, true, false);
        assertDoesNotThrow(() -> SpikingMapping.map(network(40, 1023, DT), large));
        InputException refused =
                assertThrows(InputException.class, () -> SpikingMapping.map(network(40, 1024, DT), large));
        assertTrue(refused.remedy().contains("a larger contract.dt"), refused.remedy());
        assertDoesNotThrow(() -> SpikingMapping.map(network(40, 1024, 2 * DT), large));
    }

    /** 16 are 8 and twice the lanes, but not both together. */
    @Test
    void fewestSources() {
        SpikingShape few = new SpikingShape(8, 16, 16, 16, 16, 2, 2, 8, 12, 4, 24, 8, 2, 1, 0, false, false);
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new SpikingConfig("few", few, 16));
        assertEquals("sources must be at least twice lanes and 8 more: sources=16, lanes=8", refused.getMessage());
        SpikingShape enough = new SpikingShape(8, 16, 32, 16, 16, 2, 2, 8, 12, 4, 24, 8, 2, 1, 0, false, false);
        assertDoesNotThrow(() -> new SpikingConfig("enough", enough, 16));
    }
}
