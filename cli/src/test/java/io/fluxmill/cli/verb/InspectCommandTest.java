// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.TinyDesign;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.quantizer.onnx.OnnxGraphWriter;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class InspectCommandTest {
    @TempDir
    private Path folder;

    private Path write(OnnxGraphWriter graph) throws IOException {
        return Files.write(folder.resolve("model.onnx"), graph.toBytes("g"));
    }

    private static double[] values(int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = i % 7 - 3.5;
        }
        return values;
    }

    private JsonNode json(Path model, int code, String... more) throws IOException {
        Path file = folder.resolve("inspect.json");
        List<String> args = new ArrayList<>(List.of("inspect", model.toString(), "--json", file.toString()));
        args.addAll(List.of(more));
        CommandRun run = CommandRun.of(args.toArray(String[]::new));
        assertEquals(code, run.code(), run.err());
        return new ObjectMapper().readTree(file.toFile());
    }

    /** 6 x 5 + 5 and 5 x 3 + 3 parameters; 30 + 15 multiply-accumulates. */
    @Test
    void twoDenseLayers() throws IOException {
        JsonNode found = json(new TinyDesign(folder).file("tiny.onnx"), Exit.OK);
        assertTrue(found.get("accepted").asBoolean());
        assertEquals(53, found.at("/totals/parameters").asLong());
        assertEquals(45, found.at("/totals/macs").asLong());
        assertEquals(45, found.at("/totals/engine-macs").asLong());
        assertEquals(List.of("dense", "dense"), texts(found.get("layers"), "kind"));
        assertEquals("[?,6]", found.at("/inputs/0/shape").asText());
    }

    /**
     * Conv 3 to 4 channels, 3 x 3, padding 1, on 8 x 8: 4·3·9 weights, no bias, 108·64 multiply-accumulates; pool 2 x 2; dense 64 to 10 with bias:
     * 640 weights and multiply-accumulates.
     */
    @Test
    void aConvolutionAndADenseLayer() throws IOException {
        OnnxGraphWriter graph = new OnnxGraphWriter();
        graph.input("x", 3, 8, 8);
        graph.constant("w", new int[] {4, 3, 3, 3}, values(108));
        graph.constant("d", new int[] {64, 10}, values(640));
        graph.constant("b", new int[] {10}, values(10));
        graph.node("", "Conv", "conv", "c", "x", "w").integers("pads", 1, 1, 1, 1);
        graph.node("", "Relu", "relu", "r", "c");
        graph.node("", "MaxPool", "pool", "p", "r")
                .integers("kernel_shape", 2, 2)
                .integers("strides", 2, 2);
        graph.node("", "Flatten", "flat", "f", "p");
        graph.node("", "Gemm", "dense", "y", "f", "d", "b");
        graph.output("y", 10);
        JsonNode found = json(write(graph), Exit.OK);
        assertEquals(108 + 640 + 10, found.at("/totals/parameters").asLong());
        assertEquals(108 * 64 + 640, found.at("/totals/macs").asLong());
        assertEquals("{\"max pool\":1}", found.at("/totals/driver-steps").toString());
        assertEquals(List.of("conv 3x3", "max pool 2x2 stride 2", "dense"), texts(found.get("layers"), "kind"));
        assertEquals(List.of("engine", "folded", "driver", "folded", "engine"), texts(found.get("nodes"), "where"));
        assertEquals(
                List.of("[1,4,8,8]", "[1,4,8,8]", "[1,4,4,4]", "[1,64]", "[1,10]"), texts(found.get("nodes"), "shape"));
        assertEquals(650, found.at("/nodes/4/parameters").asLong());
    }

    /** Depthwise 3 x 3, stride 2, 4 channels of 8 x 8: 36 weights, 36·16 on the engine; a product of two computed tensors: 64 in the driver. */
    @Test
    void aDepthwiseConvolutionAndAProduct() throws IOException {
        OnnxGraphWriter graph = new OnnxGraphWriter();
        graph.input("x", 4, 8, 8);
        graph.constant("w", new int[] {4, 1, 3, 3}, values(36));
        graph.node("", "Conv", "conv", "c", "x", "w")
                .integer("group", 4)
                .integers("pads", 1, 1, 1, 1)
                .integers("strides", 2, 2);
        graph.node("", "Tanh", "tanh", "t", "c");
        graph.node("", "Mul", "product", "y", "c", "t");
        graph.output("y", 4, 4, 4);
        JsonNode found = json(write(graph), Exit.OK);
        assertEquals(36, found.at("/totals/parameters").asLong());
        assertEquals(36 * 16 + 64, found.at("/totals/macs").asLong());
        assertEquals(36 * 16, found.at("/totals/engine-macs").asLong());
        assertEquals(List.of("depthwise 3x3 stride 2", "table", "multiplication"), texts(found.get("layers"), "kind"));
    }

    /**
     * Layers as published: the keyword spotting network of the MLPerf Tiny submission with FINN, 490-256-256-256-12 with 3 bits
     * (https://arxiv.org/abs/2206.11791), and the 2-bit TFC of FINN, 784-64-64-64-10.
     */
    @ParameterizedTest
    @CsvSource({"qonnx/MLPerfTiny_KWS_W3A3.onnx, 259584, 3", "qonnx/TFC_2W2A.onnx, 59008, 2"})
    void publishedNetworks(String name, long macs, int bits) throws IOException {
        Path model = Path.of("../../shared/data").resolve(name);
        assumeTrue(Files.exists(model), () -> "skipped: " + model + " is not there");
        JsonNode found = json(model, Exit.OK);
        assertEquals(macs, found.at("/totals/macs").asLong());
        assertEquals(macs, found.at("/totals/engine-macs").asLong());
        assertEquals("weights " + bits + " bits", found.at("/trained/1").asText());
    }

    private Path refused() throws IOException {
        OnnxGraphWriter graph = new OnnxGraphWriter();
        graph.input("x", 6);
        graph.constant("w", new int[] {6, 4}, values(24));
        graph.node("", "MatMul", "first", "a", "x", "w");
        graph.node("", "Relu", "last good", "b", "a");
        graph.node("", "NonZero", "bad", "c", "b");
        graph.node("", "Einsum", "worse", "y", "c");
        graph.output("y", 4);
        return write(graph);
    }

    /** The sentence on stderr, all that is known on stdout; the cut that is named works, here and in a configuration. */
    @Test
    void aRefusedModel() throws IOException {
        Path model = refused();
        CommandRun run = CommandRun.of("inspect", model.toString());
        assertEquals(Exit.USAGE, run.code());
        assertEquals(
                "fluxmill: " + model + ": node \"bad\" (NonZero) is not supported\n"
                        + "  replace it, or end before this node with model-output and leave the rest to the host;"
                        + " docs/operators.md lists what is supported\n",
                run.err());
        assertTrue(run.out().contains("  " + model + ": node \"worse\" (Einsum) is not supported\n"), run.out());
        assertTrue(
                run.out()
                        .contains("accepted with --until last good (in a configuration model-output: last good):"
                                + " 1 layers, 24 parameters, 24 MACs\n"),
                run.out());
        JsonNode found = json(model, Exit.USAGE);
        assertFalse(found.get("accepted").asBoolean());
        String until = found.at("/cuts/0/until").asText();
        JsonNode cut = json(model, Exit.OK, "--until", until);
        assertEquals(24, cut.at("/totals/macs").asLong());
        assertEquals(
                "after the network's end: NonZero, Einsum", cut.at("/host/0").asText());
        TinyDesign design =
                new TinyDesign(folder).with("model: tiny.onnx", "model: model.onnx\nmodel-output: " + until);
        Files.writeString(design.file("labels.csv"), "0\n".repeat(TinyDesign.SAMPLES));
        CommandRun quantize = CommandRun.of("quantize", design.config().toString());
        assertEquals(Exit.OK, quantize.code(), quantize.err());
    }

    @Test
    void anUnknownEnd() throws IOException {
        CommandRun run = CommandRun.of("inspect", refused().toString(), "--until", "last god");
        assertEquals(Exit.USAGE, run.code());
        assertTrue(run.err().endsWith("model-output=last god\n  did you mean last good?\n"), run.err());
    }

    @ParameterizedTest
    @CsvSource({
        "net.xyz, 'export the network as ONNX, QONNX, TensorFlow Lite or NIR'",
        "net.h5, export it as ONNX with tf2onnx: docs/from-keras.md",
        "net.pth, export it as ONNX with torch.onnx.export: docs/from-pytorch.md",
        "net.pkl, export it as ONNX with skl2onnx: docs/from-scikit-learn.md"
    })
    void otherFiles(String name, String remedy) {
        CommandRun run = CommandRun.of("inspect", name);
        assertEquals(Exit.USAGE, run.code());
        assertEquals(
                "fluxmill: " + name + ": a model file must end in .onnx, .tflite or .nir to be inspected\n  " + remedy
                        + "\n",
                run.err());
        if (remedy.contains("docs/")) {
            assertTrue(Files.exists(Path.of("..", remedy.substring(remedy.indexOf("docs/")))), remedy);
        }
    }

    /** Every key of the result is in docs/cli.md. */
    @Test
    void keysAreDocumented() throws IOException {
        String document = Files.readString(Path.of("../docs/cli.md"));
        String section = document.substring(document.indexOf("## JSON of `inspect`"));
        section = section.substring(0, section.indexOf("\n## "));
        Set<String> keys = new TreeSet<>();
        keys(json(refused(), Exit.USAGE), keys);
        keys(json(new TinyDesign(folder).file("tiny.onnx"), Exit.OK), keys);
        assertTrue(keys.size() > 25, keys.toString());
        for (String key : keys) {
            assertTrue(section.matches("(?s).*[`.]" + key + "(\\[]|\\.[a-z]+)?`.*"), key);
        }
    }

    private static void keys(JsonNode node, Set<String> keys) {
        node.fields().forEachRemaining(field -> {
            keys.add(field.getKey());
            keys(field.getValue(), keys);
        });
        if (node.isArray()) {
            node.forEach(element -> keys(element, keys));
        }
    }

    /** A chain of 500 nodes with side branches: well-formed, every node drawn once, no two boxes overlap; names cannot inject anything. */
    @Test
    void thePageOfALargeGraph() throws Exception {
        OnnxGraphWriter graph = new OnnxGraphWriter();
        graph.input("x", 8);
        graph.constant("w", new int[] {8, 8}, values(64));
        String at = "x";
        for (int i = 0; i < 125; i++) {
            graph.node("", "MatMul", "<b>&\u001B[31m" + i, "m" + i, at, "w");
            graph.node("", "Relu", "r" + i, "s" + i, "m" + i);
            graph.node("", "Tanh", "t" + i, "u" + i, "m" + i);
            graph.node("", "Add", "a" + i, "v" + i, "s" + i, "u" + i);
            at = "v" + i;
        }
        graph.output(at, 8);
        Path html = folder.resolve("page.html");
        CommandRun run = CommandRun.of("inspect", write(graph).toString(), "--html", html.toString());
        assertEquals(Exit.OK, run.code(), run.err());
        assertFalse(run.out().contains("\u001B"));
        String page = Files.readString(html);
        for (String link :
                List.of("http:", "https:", "src=", "href=", "url(", "@import", "<script", "<link", "\u001B")) {
            assertFalse(page.contains(link), link);
        }
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(page)));
        List<double[]> boxes = boxes(document);
        assertEquals(500, boxes.size());
        for (int i = 0; i < boxes.size(); i++) {
            for (int k = 0; k < i; k++) {
                double[] a = boxes.get(i);
                double[] b = boxes.get(k);
                boolean apart =
                        a[0] + a[2] <= b[0] || b[0] + b[2] <= a[0] || a[1] + a[3] <= b[1] || b[1] + b[3] <= a[1];
                assertTrue(apart, i + " and " + k);
            }
        }
        assertEquals(1, document.getElementsByTagName("svg").getLength());
    }

    private static List<double[]> boxes(Document document) {
        List<double[]> boxes = new ArrayList<>();
        NodeList rectangles = document.getElementsByTagName("rect");
        for (int i = 0; i < rectangles.getLength(); i++) {
            Element box = (Element) rectangles.item(i);
            assertTrue(box.getAttribute("class").startsWith("place on-"), box.getAttribute("class"));
            boxes.add(new double[] {
                Double.parseDouble(box.getAttribute("x")),
                Double.parseDouble(box.getAttribute("y")),
                Double.parseDouble(box.getAttribute("width")),
                Double.parseDouble(box.getAttribute("height"))
            });
        }
        return boxes;
    }

    private static List<String> texts(JsonNode array, String key) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.get(key).asText()));
        return texts;
    }

    /** DS-CNN of MLPerf Tiny: a convolution of 10 x 4, four pairs of depthwise 3 x 3 and 1 x 1, a dense layer; 25 x 5 positions of 64 channels. */
    @Test
    void tensorFlowLite() throws IOException {
        Path model = Path.of("../../shared/data/tflite/kws_ref_model.tflite");
        assumeTrue(Files.exists(model), () -> "skipped: " + model + " is not there");
        Path json = folder.resolve("kws.json");
        CommandRun run = CommandRun.of("inspect", model.toString(), "--json", json.toString());
        assertEquals(0, run.code(), run.err());
        JsonNode root = new ObjectMapper().readTree(json.toFile());
        int positions = 25 * 5;
        long macs = 64L * positions * (10 * 4) + 4 * (64L * positions * 9 + 64L * 64 * positions) + 64 * 12;
        long parameters = 64 * 41 + 4 * (64 * 10 + 64 * 65) + 65 * 12;
        assertEquals(macs, root.get("totals").get("macs").asLong());
        assertEquals(parameters, root.get("totals").get("parameters").asLong());
        assertTrue(run.out().contains("CONV_2D") && run.out().contains("INT8 codes"), run.out());
    }
}
