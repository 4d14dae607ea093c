// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.graphs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.mac.graph.FloatExecutor;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graphs.FloatGenerator.Generated;
import io.fluxmill.quantizer.mac.read.GraphLowering;
import io.fluxmill.quantizer.mac.read.NetworkReader;
import io.fluxmill.quantizer.mac.read.OnnxRuntimeSession;
import io.fluxmill.quantizer.mac.read.OutputFunction;
import io.fluxmill.quantizer.mac.read.TestGraph;
import io.fluxmill.quantizer.mac.read.TestGraph.Node;
import io.fluxmill.quantizer.mac.read.TestModel;
import io.fluxmill.quantizer.onnx.OnnxReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs out of order, with branches that lead nowhere, with several outputs, and invalid ones. */
class GraphOrderTest {
    private static final int GRAPHS = Integer.getInteger("order.graphs", 200);

    @TempDir
    private Path folder;

    /** The graph with its nodes in any order, and branches of operators that no engine has. */
    private static TestGraph disturbed(TestGraph graph, Random random) {
        List<Node> nodes = new ArrayList<>(graph.nodes());
        for (int i = 0; i < 3; i++) {
            String from =
                    graph.nodes().get(random.nextInt(graph.nodes().size())).output();
            nodes.add(new Node("", "Sin", "dead" + i, List.of(from), Map.of()));
        }
        nodes.add(new Node("", "LSTM", "recurrent", List.of("dead0", "dead1", "dead2"), Map.of()));
        Collections.shuffle(nodes, random);
        return new TestGraph(graph.opset(), graph.inputDims(), nodes, graph.constants(), graph.domains());
    }

    private static double[] run(TestGraph graph, float[] sample) {
        Network network = GraphLowering.lower(OnnxReader.read("m.onnx", graph.toBytes()), "m");
        float[] result = new FloatExecutor(network).run(sample);
        double[] doubles = new double[result.length];
        Arrays.setAll(doubles, i -> result[i]);
        return OutputFunction.apply(network, doubles);
    }

    /** ONNX Runtime runs the graph as it was; here it runs disturbed. */
    @Test
    void orderAndDeadBranchesChangeNothing() {
        int compared = 0;
        for (long seed = 1; seed <= GRAPHS; seed++) {
            Generated generated = FloatGenerator.generate(seed);
            float[] sample = generated.samples().get(0);
            TestGraph graph = generated.graph();
            try {
                run(graph, sample);
            } catch (InputException e) {
                continue;
            }
            double[] actual = run(disturbed(graph, new Random(seed)), sample);
            try (OnnxRuntimeSession session = OnnxRuntimeSession.asWritten(graph.toBytes(), "x")) {
                float[] expected = session.run(sample, graph.inputDims());
                assertEquals(expected.length, actual.length);
                for (int i = 0; i < actual.length; i++) {
                    double tolerance = 1e-3 * Math.max(1, Math.abs(expected[i]));
                    assertEquals(expected[i], actual[i], tolerance, "seed " + seed + "\n" + graph);
                }
            }
            compared++;
        }
        assertTrue(compared > 0.5 * GRAPHS, "graphs compared: " + compared);
    }

    private static TestModel twoLayers() {
        return new TestModel(13, 1, 2)
                .constant("w", new int[] {2, 2}, 1, 2, 3, 4)
                .constant("b", new int[] {2}, 1, -1)
                .scalar("two", 2);
    }

    private Path file(TestModel model) throws IOException {
        return Files.write(folder.resolve("m.onnx"), model.toBytes());
    }

    /** (1, 10) times ((1, 2), (3, 4)) is (31, 42). */
    @Test
    void aNetworkEndsAtTheNamedTensorOrNode() throws IOException {
        TestModel model = twoLayers();
        model.node("MatMul", "h", "x", "w");
        model.node("Add", "s", "h", "b");
        model.node("Det", "t", "s");
        model.node("LSTM", "y", "t", "w", "w");
        Path path = file(model);
        for (String name : List.of("s", "s_node")) {
            float[] result = new FloatExecutor(NetworkReader.read(path, name)).run(new float[] {1, 10});
            assertArrayEquals(new float[] {32, 41}, result);
        }
        assertArrayEquals(
                new float[] {31, 42}, new FloatExecutor(NetworkReader.read(path, "h")).run(new float[] {1, 10}));
        InputException recurrent = assertThrows(InputException.class, () -> NetworkReader.read(path));
        assertTrue(recurrent.getMessage().contains("(LSTM) is recurrent"), recurrent.getMessage());
        InputException sine = assertThrows(InputException.class, () -> NetworkReader.read(path, "t"));
        assertTrue(sine.getMessage().contains("(Det)"), sine.getMessage());
        InputException unknown = assertThrows(InputException.class, () -> NetworkReader.read(path, "s_nod"));
        assertTrue(
                unknown.getMessage().contains("model-output=s_nod")
                        && unknown.remedy().contains("s_node"),
                unknown.toString());
    }

    private static void assertRefused(String sentence, TestModel model) {
        byte[] bytes = model.toBytes();
        InputException e =
                assertThrows(InputException.class, () -> GraphLowering.lower(OnnxReader.read("m.onnx", bytes), "m"));
        assertTrue(e.getMessage().contains(sentence), e.getMessage());
    }

    @Test
    void invalidGraphsAreRefused() {
        TestModel twice = twoLayers();
        twice.node("MatMul", "y", "x", "w");
        twice.node("Relu", "y", "x");
        assertRefused("writes the tensor \"y\"", twice);
        TestModel input = twoLayers();
        input.node("MatMul", "x", "x", "w");
        input.node("Relu", "y", "x");
        assertRefused("is an input or initializer", input);
        TestModel weights = twoLayers();
        weights.node("Relu", "w", "x");
        weights.node("MatMul", "y", "x", "w");
        assertRefused("is an input or initializer", weights);
        TestModel initializers = twoLayers().constant("w", new int[] {2, 2}, 0, 0, 0, 0);
        initializers.node("MatMul", "y", "x", "w");
        assertRefused("has two initializers of the name \"w\"", initializers);
        TestModel circle = twoLayers();
        circle.node("Add", "a", "y", "b");
        circle.node("Add", "y", "a", "x");
        assertRefused("no node before it computes", circle);
        for (int opset : new int[] {0, 26, 1000, -1}) {
            TestModel model = new TestModel(opset, 1, 2);
            model.node("Relu", "y", "x");
            assertRefused("must import an opset of ONNX from 1 to 25", model);
        }
    }
}
