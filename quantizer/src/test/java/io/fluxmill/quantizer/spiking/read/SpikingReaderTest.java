// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.read;

import static io.fluxmill.quantizer.spiking.Refusal.refuses;
import static io.fluxmill.quantizer.spiking.TestGraph.filled;
import static io.fluxmill.quantizer.spiking.TestGraph.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.program.spiking.TickPreset;
import io.fluxmill.quantizer.spiking.TestGraph;
import io.fluxmill.quantizer.spiking.graph.NeuronKind;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.nir.NirArray;
import io.fluxmill.quantizer.spiking.nir.NirType;
import io.fluxmill.quantizer.spiking.reference.FloatReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Graphs that have no meaning as a network, each with its whole sentence; beside it, what its remedy says is read. */
class SpikingReaderTest {
    private static final String EDGES = "export the network again, or correct its edges";

    private static TestGraph ends() {
        return new TestGraph().input("in", 2).output("out", 2);
    }

    @Test
    void aGraphNeedsAnInputAndAnOutput() {
        String fact = "t.nir: the graph must have a node of type Input and one of type Output";
        refuses(fact, "export it again", () -> new TestGraph()
                .lif("n", 2)
                .output("out", 2)
                .way("n", "out")
                .network());
        refuses(
                fact,
                "export it again",
                () -> new TestGraph().input("in", 2).lif("n", 2).way("in", "n").network());
        SpikingNetwork network = ends().lif("n", 2).way("in", "n", "out").network();
        assertEquals(2, network.neurons());
        assertEquals(0, network.outputs().get(0).population());
    }

    @Test
    void aCycleNeedsANeuron() {
        TestGraph graph = ends().lif("n", 2).linear("a", 2, 2, 1).linear("b", 2, 2, 1);
        graph.way("in", "a", "b", "a").way("b", "n", "out");
        refuses(
                "t.nir: a cycle of nodes must pass a neuron, where a spike takes a tick: a -> b -> a",
                "remove one of its edges",
                graph::network);
        TestGraph without = ends().lif("n", 2).linear("a", 2, 2, 1).linear("b", 2, 2, 1);
        assertEquals(
                1,
                without.way("in", "a", "b", "n", "out").network().connections().size());
        TestGraph through = ends().lif("n", 2).linear("a", 2, 2, 1).linear("b", 2, 2, 1);
        SpikingNetwork recurrent =
                through.way("in", "a", "n", "b", "a").way("n", "out").network();
        assertEquals(
                1, recurrent.connections().stream().filter(c -> c.recurrent()).count());
    }

    /** A threshold has no state, so that it is no neuron where a spike takes a tick. */
    @Test
    void aThresholdIsNoNeuronOfACycle() {
        TestGraph graph = ends().linear("a", 2, 2, 1).node("z", NirType.Threshold, "threshold", vector(1, 2));
        graph.way("in", "a", "z", "a").way("z", "out");
        refuses(
                "t.nir: a cycle of nodes must pass a neuron, where a spike takes a tick: a -> z -> a",
                "remove one of its edges",
                graph::network);
    }

    @Test
    void everyNodeIsReachedFromAnInput() {
        refuses(
                "node n (LIF) has no edge that leads to it",
                "remove the node, or add the edge",
                ends().lif("n", 2).lif("m", 2).way("in", "m", "out").way("n", "out")::network);
        assertEquals(2, ends().lif("m", 2).way("in", "m", "out").network().neurons());
        TestGraph island = ends().lif("m", 2).lif("a", 2).lif("b", 2).way("in", "m", "out");
        refuses(
                "node a (LIF) cannot be reached from an Input",
                "remove the node, or add an edge from an Input",
                island.way("a", "b", "a")::network);
        assertEquals(6, island.way("in", "a").network().neurons());
    }

    @Test
    void shapesMustFit() {
        refuses(
                "node w (Linear) gets values of shape [2], which do not fit its weight of shape [3, 4]",
                EDGES,
                ends().lif("n", 3).linear("w", 3, 4, 1).way("in", "w", "n", "out")::network);
        refuses(
                "node n (LIF) has neurons of shape [3], but gets values of shape [2]",
                EDGES,
                ends().lif("n", 3).way("in", "n", "out")::network);
        TestGraph two =
                ends().input("other", 3).lif("n", 2).way("in", "n", "out").way("other", "n");
        refuses("node n (LIF) gets values of shape [2] from in and [3] from other", EDGES, two::network);
        TestGraph back = ends().lif("n", 2).linear("w", 3, 2, 1);
        refuses(
                "node n (LIF) has 2 values, but gets 3 from w",
                EDGES,
                back.way("in", "n", "out").way("n", "w", "n")::network);
        refuses(
                "node s (Scale) gets values of shape [2], which do not fit its scale of shape [3]",
                EDGES,
                ends().node("s", NirType.Scale, "scale", vector(1, 3)).way("in", "s", "out")::network);
        refuses(
                "node w (Linear) gets values of shape [2], which do not fit its weight, which must have two dimensions",
                EDGES,
                ends().node("w", NirType.Linear, "weight", filled(1, 2, 2, 2)).way("in", "w", "out")::network);
    }

    private static TestGraph convolution(int channels, int height, int width, Object... changes) {
        Object[] parameters = {
            "weight", filled(1, 4, 2, 3, 3), "stride", 1, "padding", 0, "dilation", 1, "groups", 1, "bias", vector(0, 4)
        };
        for (int i = 0; i < changes.length; i += 2) {
            for (int k = 0; k < parameters.length; k += 2) {
                parameters[k + 1] = parameters[k].equals(changes[i]) ? changes[i + 1] : parameters[k + 1];
            }
        }
        return new TestGraph()
                .input("in", channels, height, width)
                .output("out", 1)
                .node("c", NirType.Conv2d, parameters)
                .way("in", "c", "out");
    }

    @Test
    void convolutions() {
        assertArrayEquals(
                new int[] {4, 6, 3},
                convolution(2, 8, 5).network().populations().get(0).shape());
        refuses(
                "node c (Conv2d) gets values of shape [3, 8, 5], which do not fit its weight of shape [4, 2, 3, 3] with groups=1",
                EDGES,
                convolution(3, 8, 5)::network);
        refuses(
                "node c (Conv2d) gets values of shape [2, 2, 5], which do not fit its kernel, which is larger",
                EDGES,
                convolution(2, 2, 5)::network);
        refuses(
                "node c (Conv2d) has padding \"same\" and a stride of 2, which do not go together",
                "export it with padding in numbers",
                convolution(2, 8, 5, "padding", "same", "stride", 2)::network);
        assertArrayEquals(
                new int[] {4, 4, 3},
                convolution(2, 8, 5, "padding", 1, "stride", 2)
                        .network()
                        .populations()
                        .get(0)
                        .shape());
        refuses(
                "node c (Conv2d) gets values of shape [2], which do not fit its input, which must have channels and 2 dimensions",
                EDGES,
                ends().node(
                                "c",
                                NirType.Conv2d,
                                "weight",
                                filled(1, 4, 2, 3, 3),
                                "stride",
                                1,
                                "padding",
                                0,
                                "dilation",
                                1,
                                "groups",
                                1,
                                "bias",
                                vector(0, 4))
                        .way("in", "c", "out")::network);
    }

    @Test
    void poolsAndFlatten() {
        TestGraph pool = new TestGraph()
                .input("in", 1, 4, 4)
                .output("out", 1)
                .node("p", NirType.SumPool2d, "kernel_size", 5, "stride", 1, "padding", 0)
                .way("in", "p", "out");
        refuses(
                "node p (SumPool2d) gets values of shape [1, 4, 4], which do not fit its kernel_size, which is larger",
                EDGES,
                pool::network);
        refuses(
                "node p (AvgPool2d) gets values of shape [2], which do not fit its window, which needs channels and two dimensions",
                EDGES,
                ends().node("p", NirType.AvgPool2d, "kernel_size", 2, "stride", 1, "padding", 0)
                        .way("in", "p", "out")::network);
        refuses(
                "node f (Flatten) gets values of shape [2], which do not fit its start_dim 1 and end_dim -1",
                EDGES,
                ends().node("f", NirType.Flatten).way("in", "f", "out")::network);
        assertEquals(
                1,
                ends().node("f", NirType.Flatten, "start_dim", 0, "end_dim", -1)
                        .way("in", "f", "out")
                        .network()
                        .connections()
                        .size());
    }

    /** What would overflow a number is refused, not computed. */
    @Test
    void sizesAreBounded() {
        refuses(
                "node in (Input) has values of shape [65536, 65536], which are more than 1048576",
                "use a smaller network",
                new TestGraph().input("in", 65536, 65536).output("out", 1).way("in", "out")::network);
        refuses(
                "node c (Conv2d) has values of shape [4, 2000000006, 2000000003], which are more than 1048576",
                "use a smaller network",
                convolution(2, 8, 5, "padding", 1_000_000_000)::network);
        refuses(
                "node c (Conv2d) gets values of shape [2, 8, 5], which do not fit its kernel, which is larger",
                EDGES,
                convolution(2, 8, 5, "dilation", Integer.MAX_VALUE)::network);
    }

    /** A Delay before, between and behind linear nodes: the sum of all ways from an input to an output, each as late as its delays say. */
    @Test
    void delaysBetweenLinearNodes() {
        Random random = new Random(1);
        for (int n = 0; n < 200; n++) {
            int[] sizes = {1 + random.nextInt(3), 1 + random.nextInt(4), 1 + random.nextInt(4), 1 + random.nextInt(3)};
            double[][] weights = new double[3][];
            int[][] delays = new int[4][];
            boolean[] has = new boolean[4];
            TestGraph graph = new TestGraph().input("in", sizes[0]).output("out", sizes[3]);
            List<String> way = new ArrayList<>(List.of("in"));
            for (int i = 0; i < 4; i++) {
                has[i] = random.nextInt(4) > 0;
                delays[i] = has[i] ? random.ints(sizes[i], 0, 4).toArray() : new int[sizes[i]];
                if (has[i]) {
                    double[] seconds =
                            Arrays.stream(delays[i]).mapToDouble(d -> d * 1e-3).toArray();
                    graph.node("d" + i, NirType.Delay, "delay", NirArray.vector(seconds));
                    way.add("d" + i);
                }
                if (i < 3) {
                    weights[i] = random.doubles(sizes[i] * sizes[i + 1], -1, 1).toArray();
                    NirArray matrix = NirArray.of(new int[] {sizes[i + 1], sizes[i]}, weights[i]);
                    graph.node("w" + i, NirType.Linear, "weight", matrix);
                    way.add("w" + i);
                }
            }
            way.add("out");
            double[][] input = new double[24][sizes[0]];
            for (double[] tick : input) {
                Arrays.setAll(tick, i -> random.nextInt(2));
            }
            double[][] sums = new FloatReference(
                            graph.way(way.toArray(String[]::new)).network(), TickPreset.SNNTORCH.rules(0.001))
                    .run(new double[][][] {input})
                    .activity()[0];
            for (int t = 0; t < input.length; t++) {
                for (int o = 0; o < sizes[3]; o++) {
                    assertEquals(late(input, sizes, weights, delays, 3, o, t - delays[3][o]), sums[t][o], 1e-9);
                }
            }
        }
    }

    /** What arrives behind so many matrices at a value in a tick, before the delay there. */
    private static double late(
            double[][] input, int[] sizes, double[][] weights, int[][] delays, int behind, int value, int tick) {
        if (tick < 0) {
            return 0;
        }
        if (behind == 0) {
            return input[tick][value];
        }
        double sum = 0;
        for (int i = 0; i < sizes[behind - 1]; i++) {
            double before = late(input, sizes, weights, delays, behind - 1, i, tick - delays[behind - 1][i]);
            sum += weights[behind - 1][value * sizes[behind - 1] + i] * before;
        }
        return sum;
    }

    @Test
    void tooManyWays() {
        TestGraph graph = ends().lif("n", 2);
        String before = "in";
        for (int i = 0; i < 14; i++) {
            String next = i == 13 ? "n" : "j" + i;
            if (i < 13) {
                graph.linear(next, 2, 2, 1);
            }
            graph.linear("a" + i, 2, 2, 1)
                    .linear("b" + i, 2, 2, 1)
                    .way(before, "a" + i, next)
                    .way(before, "b" + i, next);
            before = next;
        }
        refuses(
                "t.nir: there are more than 10000 ways through linear nodes, or delays between them, to neurons",
                "put a neuron between nodes that branch and join, or multiply their weights before the export",
                graph.way("n", "out")::network);
    }

    /** An Output behind a linear node is a sum, and one behind a neuron that neuron. */
    @Test
    void outputsAreNeuronsOrSums() {
        SpikingNetwork network = ends().linear("w", 2, 2, 0.5)
                .lif("n", 2)
                .way("in", "n", "w", "out")
                .network();
        assertEquals(NeuronKind.SUM, network.populations().get(1).kind());
        assertEquals(1, network.outputs().get(0).population());
        assertEquals(2, network.neurons());
        assertTrue(network.connections().stream().noneMatch(c -> c.recurrent()));
    }
}
