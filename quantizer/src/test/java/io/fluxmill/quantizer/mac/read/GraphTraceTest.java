// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.read.GraphTrace.Fate;
import io.fluxmill.quantizer.onnx.OnnxModel;
import io.fluxmill.quantizer.onnx.OnnxModel.Node;
import io.fluxmill.quantizer.onnx.OnnxReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where every node is computed, decided by hand; what is refused is what the lowering refuses; cuts are tried. */
class GraphTraceTest {
    private static OnnxModel read(TestModel model) {
        return OnnxReader.read("model.onnx", model.toBytes());
    }

    private static Map<String, Fate> fates(OnnxModel model, GraphTrace trace) {
        Map<String, Fate> fates = new LinkedHashMap<>();
        for (Node node : model.nodes()) {
            fates.put(node.outputs().get(0), trace.outcomes().get(node.index()).fate());
        }
        return fates;
    }

    /** Conv with a Relu and its own padding; an addition and a function in the driver; Softmax and ArgMax at the end. */
    @Test
    void placesOfAnAcceptedGraph() {
        TestModel graph = new TestModel(13, 1, 2, 4, 4).random("w", 1, -1, 1, 2, 2, 3, 3);
        graph.int64s("pads", 0, 0, 1, 1, 0, 0, 1, 1).random("d", 2, -1, 1, 32, 3);
        graph.node("Pad", "padded", "x", "pads");
        graph.node("Conv", "c", "padded", "w");
        graph.node("Relu", "r", "c");
        graph.node("Tanh", "t", "r");
        graph.node("Add", "sum", "t", "x");
        graph.node("Shape", "size", "sum");
        graph.node("Flatten", "flat", "sum");
        graph.node("MatMul", "scores", "flat", "d");
        graph.node("Exp", "nobody", "scores");
        graph.node("Softmax", "shares", "scores");
        graph.node("ArgMax", "y", "shares").set("axis", 1);
        OnnxModel model = read(graph);
        GraphTrace trace = GraphTrace.of(model, "m", null);
        assertNull(trace.refusal());
        Map<String, Fate> expected = new LinkedHashMap<>();
        expected.put("padded", Fate.FOLDED);
        expected.put("c", Fate.ENGINE);
        expected.put("r", Fate.FOLDED);
        expected.put("t", Fate.DRIVER);
        expected.put("sum", Fate.DRIVER);
        expected.put("size", Fate.UNUSED);
        expected.put("flat", Fate.FOLDED);
        expected.put("scores", Fate.ENGINE);
        expected.put("nobody", Fate.UNUSED);
        expected.put("shares", Fate.HOST);
        expected.put("y", Fate.HOST);
        Map<String, Fate> found = fates(model, trace);
        assertEquals(expected, found);
        assertEquals("[1, 3]", Arrays.toString(trace.outcomes().get(7).dims()));
        assertEquals(4, trace.network().layers().size());
    }

    /** Two refused nodes, one of which reads what the other computes. The last place before both works, and no later one. */
    @Test
    void everyRefusalAndTheLastCut() {
        TestModel graph = new TestModel(13, 1, 1, 4, 4).random("w", 1, -1, 1, 2, 1, 3, 3);
        graph.node("Conv", "a", "x", "w");
        graph.node("Relu", "b", "a");
        graph.node("NonZero", "c", "b");
        graph.node("Relu", "d", "c");
        graph.node("Einsum", "e", "d");
        graph.node("Flatten", "y", "e");
        OnnxModel model = read(graph);
        GraphTrace trace = GraphTrace.of(model, "m", null);
        assertEquals(
                List.of(Fate.ENGINE, Fate.FOLDED, Fate.REFUSED, Fate.UNREACHED, Fate.REFUSED, Fate.UNREACHED),
                List.copyOf(fates(model, trace).values()));
        assertEquals(
                List.of(
                        "model.onnx: node \"c_node\" (NonZero) is not supported",
                        "model.onnx: node \"e_node\" (Einsum) is not supported"),
                trace.refusals().stream().map(InputException::getMessage).toList());
        List<GraphCut> cuts = GraphCut.of(trace, "m");
        assertEquals(List.of("b_node"), cuts.stream().map(GraphCut::until).toList());
        assertEquals(
                new Network.Shape(2, 2, 2),
                GraphLowering.lower(model, "m", "b_node").last().outputShape());
        for (String later : List.of("c_node", "d_node", "e_node", "y_node")) {
            assertThrows(InputException.class, () -> GraphLowering.lower(model, "m", later), later);
        }
        GraphTrace cut = GraphTrace.of(model, "m", "b_node");
        assertNotNull(cut.network());
        assertEquals(Fate.HOST, cut.outcomes().get(2).fate());
    }

    /** Two branches of which each ends before a refused node: both ends are given, under names that model-output takes. */
    @Test
    void aCutOnEachBranch() {
        TestModel graph = new TestModel(13, 1, 8).random("w", 1, -1, 1, 8, 8);
        graph.node("MatMul", "a", "x", "w");
        graph.node("Relu", "left", "a");
        graph.node("Tanh", "right", "a");
        graph.node("NonZero", "l", "left");
        graph.node("NonZero", "r", "right");
        graph.node("Add", "y", "l", "r");
        OnnxModel model = read(graph);
        List<String> cuts = new ArrayList<>();
        for (GraphCut cut : GraphCut.of(GraphTrace.of(model, "m", null), "m")) {
            assertEquals(
                    cut.network().layers().size(),
                    GraphLowering.lower(model, "m", cut.until()).layers().size());
            cuts.add(cut.until());
        }
        cuts.sort(null);
        assertEquals(List.of("left_node", "right_node"), cuts);
    }

    /** A recurrent node is named before an input whose shape is open, as the lowering names it. */
    @Test
    void aRecurrentNode() {
        TestModel graph = new TestModel(13, 0, 0, 5).random("w", 1, -1, 1, 1, 12, 5);
        graph.node("LSTM", "y", "x", "w", "w");
        OnnxModel model = read(graph);
        assertSameVerdict(model);
        assertTrue(GraphTrace.of(model, "m", null).refusal().getMessage().contains("(LSTM) is recurrent"));
    }

    /** As skl2onnx exports a logistic regression: scores are the second output of the classifier. */
    @Test
    void scoresOfALinearClassifier() {
        TestModel graph = new TestModel(13, 1, 3).domain("ai.onnx.ml", 1);
        graph.nodeOf("ai.onnx.ml", "LinearClassifier", "label", "x")
                .ints("classlabels_ints", 0, 1)
                .floats("coefficients", 0.5, -1, 2, 0.25, 3, -0.75)
                .floats("intercepts", 0.125, -0.5);
        graph.secondOutput("scores").node("Identity", "y", "scores");
        assertEquals(
                List.of(Fate.ENGINE, Fate.FOLDED),
                List.copyOf(fates(read(graph), GraphTrace.of(read(graph), "m", null))
                        .values()));
        for (long seed = 1; seed <= 20; seed++) {
            float[] input = graph.randomInput(seed);
            assertArrayEquals(graph.onnxRuntime(input), graph.fluxmill(input), 1e-5f, "seed " + seed);
        }
    }

    /** Every model of the shared data, accepted or refused, in the same words. */
    @Test
    void theVerdictIsThatOfTheLowering() throws Exception {
        int models = 0;
        try (Stream<Path> files = Files.walk(SharedData.require("."))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".onnx")).toList()) {
                assertSameVerdict(OnnxReader.read(file));
                models++;
            }
        }
        assertTrue(models >= 5, models + " models");
    }

    private static void assertSameVerdict(OnnxModel model) {
        GraphTrace trace = GraphTrace.of(model, "m", null);
        assertEquals(model.nodes().size(), trace.outcomes().size());
        Network network;
        try {
            network = GraphLowering.lower(model, "m");
        } catch (InputException e) {
            assertEquals(e.getMessage(), trace.refusal().getMessage());
            assertEquals(e.remedy(), trace.refusal().remedy());
            assertNull(trace.network());
            return;
        }
        assertNull(trace.refusal());
        assertEquals(network.layers().size(), trace.network().layers().size());
        assertEquals(network.last().outputShape(), trace.network().last().outputShape());
    }
}
