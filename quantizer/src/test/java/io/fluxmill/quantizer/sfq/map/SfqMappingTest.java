// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.timing.NetlistRules;
import io.fluxmill.netlist.trace.NetlistCosts;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.netlist.trace.Violation;
import io.fluxmill.quantizer.sfq.map.SfqCircuit.Part;
import io.fluxmill.quantizer.sfq.map.SfqWeights.Levels;
import io.fluxmill.quantizer.sfq.read.SfqNetwork;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Layer;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Synapse;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Unit;
import io.fluxmill.quantizer.sfq.reference.SfqSimulator;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SfqMappingTest {
    private static final CellLibrary LIBRARY = CellLibrary.of("rsfqlib-v3");

    private static Unit plus(double... biases) {
        return new Unit(
                IntStream.range(0, biases.length)
                        .mapToObj(i -> new Synapse(i, biases[i]))
                        .toList(),
                List.of(),
                null);
    }

    private static SfqCircuit circuit(int inputs, double threshold, Layer... layers) {
        return SfqMapping.map(new SfqNetwork("net", inputs, 20, 8, 1, threshold, List.of(layers)), LIBRARY, 1);
    }

    /** Two units of three inputs: a splitter each input; two mergers and, for the third input, padding each unit. */
    @Test
    void countsJunctionsByPart() {
        SfqCircuit circuit = circuit(3, 0, new Layer(List.of(plus(130, 130, 130), plus(130, 130, Synapse.WIRE))));
        assertEquals(
                Map.of(
                        Part.SPLITTERS,
                        3 * 3,
                        Part.SYNAPSES,
                        5 * 4 + 2,
                        Part.MERGERS,
                        4 * 7,
                        Part.INHIBITORS,
                        0,
                        Part.NEURONS,
                        0,
                        Part.PADDING,
                        2 * 2 * 2),
                circuit.junctions());
        assertEquals(NetlistCosts.of(circuit.netlist()).junctions(), circuit.totalJunctions());
        assertEquals(List.of(63 + 35 + 180, 63 + 35 + 180), circuit.delays());
    }

    /** Certain paths: every pulse of every input comes to the output in one pulse a slot, whose time is the delay. */
    @Test
    void pathsMeetInTheMergers() {
        double[] wires = new double[13];
        Arrays.fill(wires, Synapse.WIRE);
        SfqCircuit circuit = circuit(13, 0.5, new Layer(List.of(plus(wires))));
        double[][] ones = {IntStream.range(0, 13).mapToDouble(i -> 1).toArray()};
        SfqEncoder encoder = new SfqEncoder(circuit, 1);
        SfqTrace trace = new SfqSimulator(circuit.netlist()).run(encoder.stimuli(ones, 8, 1), encoder.end(1, 8));
        long delay = circuit.delays().get(0);
        assertEquals(
                List.of(delay, delay + 200, delay + 400),
                Arrays.stream(trace.of("y0")).limit(3).boxed().toList());
        assertEquals(8, trace.of("y0").length);
        assertEquals(8 * 12, trace.violations().size(), "12 mergers join two pulses in each slot");
        assertEquals(8, new SfqDecoder(circuit, 1).counts(trace, 1, 8)[0][0]);
    }

    @Test
    void randomNetworksKeepRulesAndCollideOnlyInMergers() {
        long collisions = 0;
        long slots = 0;
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            int[] widths = {2 + random.nextInt(20), 1 + random.nextInt(8), 1 + random.nextInt(6), 1 + random.nextInt(4)
            };
            SfqCircuit circuit = SfqMapping.map(SfqNetworks.random(seed, widths), LIBRARY, seed);
            assertEquals(List.of(), NetlistRules.check(circuit.netlist()), "seed " + seed);
            assertEquals(NetlistCosts.of(circuit.netlist()).junctions(), circuit.totalJunctions());
            for (int quantum : new int[] {1, 5}) {
                SfqEncoder encoder = new SfqEncoder(circuit, quantum);
                Netlist netlist = circuit.netlist().quantized(quantum);
                SfqTrace trace = new SfqSimulator(netlist)
                        .run(
                                encoder.stimuli(new double[][] {SfqNetworks.sample(random, widths[0])}, 100, seed),
                                encoder.end(1, 100));
                for (Violation v : trace.violations()) {
                    assertTrue(v.pair().equals("a_b") || v.pair().equals("b_a"), "seed " + seed + ": " + v);
                    assertTrue(v.instance().endsWith("_merge"), "seed " + seed + ": " + v);
                }
                collisions += trace.violations().size();
                slots += 100;
            }
        }
        assertEquals(12_000, slots);
        assertTrue(collisions > 10_000, "collisions " + collisions);
    }

    @Test
    void leavesOutWhatNoOutputDependsOn() {
        Layer hidden = new Layer(List.of(plus(130), new Unit(List.of(new Synapse(1, 130)), List.of(), null)));
        SfqCircuit circuit = circuit(3, 0.5, hidden, new Layer(List.of(plus(130))));
        assertEquals(List.of("x0"), circuit.netlist().inputs());
        assertEquals(
                List.of("SYNAPSE", "SYNAPSE"),
                circuit.netlist().instances().stream().map(i -> i.cell().name()).toList());
    }

    @Test
    void synapsesDrawOnTheirOwn() {
        SfqCircuit circuit = circuit(2, 0, new Layer(List.of(plus(130, 130), plus(130, 130))));
        assertEquals(
                4,
                circuit.netlist().gated().stream()
                        .map(Instance::settings)
                        .map(s -> s.seed())
                        .distinct()
                        .count());
    }

    @Test
    void slotMustLeaveRoomForCriticalTimes() {
        SfqNetwork fast = new SfqNetwork("net", 1, 11.4, 8, 1, 0.5, List.of(new Layer(List.of(plus(130)))));
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> SfqMapping.map(fast, LIBRARY, 1));
        assertEquals(
                "slot-ps must be at least 11.5, for the critical times of the library: slot-ps=11.4", e.getMessage());
    }

    /** The shortest slot, with rails of very different lengths. */
    @Test
    void shortestSlot() {
        for (int seed = 0; seed < 20; seed++) {
            SfqNetwork net = SfqNetworks.random(seed, 12, 5, 2);
            SfqNetwork fast = new SfqNetwork("net", 12, 11.5, 8, 1, 0, net.layers());
            SfqCircuit circuit = SfqMapping.map(fast, LIBRARY, 1);
            SfqEncoder encoder = new SfqEncoder(circuit, 1);
            SfqTrace trace = new SfqSimulator(circuit.netlist())
                    .run(
                            encoder.stimuli(new double[][] {SfqNetworks.sample(new Random(seed), 12)}, 200, seed),
                            encoder.end(1, 200));
            assertTrue(
                    trace.violations().stream().allMatch(v -> v.instance().endsWith("_merge")),
                    () -> "" + trace.flags());
        }
    }

    @Test
    void weightsGoToTheNearestLevel() {
        List<Layer> layers = SfqWeights.unscaled(
                List.of(new double[][] {{0.02, 0.35, -0.9, 1}, {-1, -1, 0, 0}}, new double[][] {{1, 1}}),
                Levels.DEFAULT);
        assertEquals(1, layers.get(0).units().size(), "the second unit never fires");
        Unit unit = layers.get(0).units().get(0);
        assertEquals(List.of(new Synapse(1, 128), new Synapse(3, Synapse.WIRE)), unit.plus());
        assertEquals(List.of(new Synapse(2, 134)), unit.minus());
        assertEquals(
                List.of(new Synapse(0, Synapse.WIRE)),
                layers.get(1).units().get(0).plus());
    }

    /** Weights that are a multiple of the levels come back as the levels. */
    @Test
    void scaleIsFound() {
        double[] levels = Levels.DEFAULT.weights();
        double[][] matrix = {
            IntStream.range(0, 11).mapToDouble(i -> 3.7 * levels[i]).toArray()
        };
        List<Layer> layers = SfqWeights.layers(List.<double[][]>of(matrix), new Levels(125, 1, 10));
        assertTrue(layers.get(0).units().get(0).plus().size() >= 9);
        assertEquals(1 / 3.7, SfqWeights.scale(matrix, Levels.DEFAULT), 0.03);
    }
}
