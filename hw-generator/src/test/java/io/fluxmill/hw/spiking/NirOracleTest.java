// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.quantizer.spiking.graph.Connection;
import io.fluxmill.quantizer.spiking.graph.Population;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.nir.NirGraph;
import io.fluxmill.quantizer.spiking.read.NirReader;
import io.fluxmill.quantizer.spiking.reference.FloatReference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reader and reference in floating point against dense matrices and naive loops, on random networks. */
class NirOracleTest {
    private static final int GRAPHS = Integer.getInteger("spiking.floats", 400);
    private static final int TICKS = 14;

    private long compared;
    private double spikes;
    private int closed;
    private int late;

    @Test
    void referenceIsTheDefinition() {
        for (int g = 0; g < GRAPHS; g++) {
            Random random = new Random(g);
            boolean shifts = random.nextInt(4) == 0;
            SpikingShape shape = new SpikingShape(4, 64, 128, 64, 64, 16, 8, 8, 16, 4, 16, 8, 8, 3, 2, true, shifts);
            TickRules rules = RandomSpiking.rules(random, shape);
            NirGraph graph = new RandomNirGraphs(random, rules, true, 30, 3).next();
            check(random, graph, rules, "graph " + g + " " + rules);
        }
        assertTrue(compared > 300L * GRAPHS, "compared " + compared);
        assertTrue(spikes > 50.0 * GRAPHS, "spikes " + spikes);
        assertTrue(closed > GRAPHS / 4 && late > GRAPHS / 4, closed + " closed cycles, " + late + " delays");
        System.out.printf("%d networks, %d numbers compared, %.0f spikes%n", GRAPHS, compared, spikes);
    }

    private void check(Random random, NirGraph graph, TickRules rules, String what) {
        SpikingNetwork network = NirReader.of("random", graph);
        NirOracle oracle = new NirOracle(graph, rules);
        Map<String, Boolean> recurrent = ways(network, oracle, what);
        int[][][] inputs = RandomSpiking.inputs(random, network, TICKS, 3);
        double[][][] values = Arrays.stream(inputs)
                .map(input -> Arrays.stream(input)
                        .map(tick -> Arrays.stream(tick).asDoubleStream().toArray())
                        .toArray(double[][]::new))
                .toArray(double[][][]::new);
        Map<String, double[][]> byName = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            byName.put(network.inputs().get(i).name(), values[i]);
        }
        FloatReference.Run run = new FloatReference(network, rules).run(values);
        Map<String, double[][]> expected = oracle.run(byName, recurrent::get);
        List<Population> populations = network.populations();
        assertEquals(oracle.ways().size(), populations.size(), what);
        for (int p = 0; p < populations.size(); p++) {
            String name = populations.get(p).name();
            for (int t = 0; t < TICKS; t++) {
                double[] wanted = expected.get(name)[t];
                double[] found = run.activity()[p][t];
                assertEquals(wanted.length, found.length, what);
                for (int n = 0; n < wanted.length; n++) {
                    double scale = Math.max(1, Math.abs(wanted[n]));
                    int neuron = n;
                    int tick = t;
                    assertEquals(
                            wanted[n],
                            found[n],
                            1e-7 * scale,
                            () -> what + " " + name + " neuron " + neuron + " in tick " + tick);
                    spikes += populations.get(p).kind().fires() ? wanted[n] : 0;
                    compared++;
                }
            }
        }
    }

    /** The ways between populations are those of the graph; those that close a cycle do, and the others lead forward. */
    private Map<String, Boolean> ways(SpikingNetwork network, NirOracle oracle, String what) {
        Map<String, Boolean> recurrent = new HashMap<>();
        for (Connection connection : network.connections()) {
            String target = network.populations().get(connection.target()).name();
            String source = connection.fromInput()
                    ? network.inputs().get(connection.source()).name()
                    : network.populations().get(connection.source()).name();
            List<String> nodes = connection.name().contains("->")
                    ? List.of()
                    : List.of(connection.name().split(","));
            recurrent.put(NirOracle.key(source, target, nodes), connection.recurrent());
            if (connection.recurrent()) {
                assertTrue(!connection.fromInput() && oracle.reaches(target, source), what);
                closed++;
            } else {
                assertTrue(connection.fromInput() || connection.source() < connection.target(), what);
            }
            late += connection.delay() != null || connection.targetDelay() != null ? 1 : 0;
        }
        int ways = 0;
        for (Map.Entry<String, List<NirOracle.Way>> into : oracle.ways().entrySet()) {
            for (NirOracle.Way way : into.getValue()) {
                ways++;
                assertTrue(
                        recurrent.containsKey(NirOracle.key(way.source(), into.getKey(), way.nodes())),
                        () -> what + " " + way + " " + recurrent.keySet());
            }
        }
        assertEquals(ways, network.connections().size(), what);
        return recurrent;
    }
}
