// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.nir;

import static io.fluxmill.quantizer.spiking.nir.ValidNodes.VALID;
import static io.fluxmill.quantizer.spiking.nir.ValidNodes.array;
import static io.fluxmill.quantizer.spiking.nir.ValidNodes.graph;
import static io.fluxmill.quantizer.spiking.nir.ValidNodes.node;
import static io.fluxmill.quantizer.spiking.nir.ValidNodes.none;
import static io.fluxmill.quantizer.spiking.nir.ValidNodes.scalar;
import static io.fluxmill.quantizer.spiking.nir.ValidNodes.text;
import static io.fluxmill.quantizer.spiking.nir.ValidNodes.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.ElementType;
import io.fluxmill.quantizer.data.Hdf5Writer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each refusal with its whole sentence; beside it, what its remedy says is read. */
class NirRefusalTest {
    private static final String CHECK = "check what wrote the file, and write it again";
    private static final String AGAIN = "write it again, for example with nir.write";

    @TempDir
    private Path folder;

    private Path file(Consumer<Hdf5Writer.Group> root) throws IOException {
        Hdf5Writer.Group group = new Hdf5Writer.Group();
        root.accept(group);
        return Files.write(folder.resolve("x.nir"), Hdf5Writer.file(group));
    }

    /** A file of one node {@code a}. */
    private Path file(String type, Map<String, ValidNodes.Parameter> changes) throws IOException {
        return file(root -> {
            root.texts("version", new int[0], "1.0");
            node(graph(root.group("node")), "a", type, changes);
        });
    }

    private static void refuses(Path file, String fact, String remedy) {
        InputException e = assertThrows(InputException.class, () -> NirFile.read(file), fact);
        assertEquals(file + ": " + fact, e.getMessage());
        assertEquals(remedy, e.remedy());
    }

    private void refuses(String fact, String remedy, String type, String key, ValidNodes.Parameter value)
            throws IOException {
        refuses(file(type, Map.of(key, value)), "node a: " + fact, remedy);
        if (VALID.containsKey(type)) {
            assertEquals(1, NirFile.read(file(type, Map.of())).nodes().size());
        }
    }

    @Test
    void parameters() throws IOException {
        refuses(
                "a node of the type LIF must have the parameter tau: it is missing",
                "write the file again with tau",
                "LIF",
                "tau",
                none());
        refuses("tau must be greater than 0: [2]=0.0", CHECK, "LIF", "tau", vector(1, 2, 0));
        refuses("tau must be greater than 0: [0]=-1.0", CHECK, "LIF", "tau", vector(-1, 2, 1));
        refuses("tau must be greater than 0: value=-1.0", CHECK, "LIF", "tau", scalar(-1));
        refuses("tau_mem must be finite: [1]=NaN", CHECK, "CubaLIF", "tau_mem", vector(1, Double.NaN));
        refuses("tau_syn must be greater than 0: value=0.0", CHECK, "CubaLIF", "tau_syn", scalar(0));
        refuses(
                "v_threshold must be finite: [0]=Infinity",
                CHECK,
                "LIF",
                "v_threshold",
                vector(Double.POSITIVE_INFINITY, 1, 1));
        refuses(
                "weight must be finite: [5]=NaN",
                CHECK,
                "Linear",
                "weight",
                array(new int[] {3, 2}, 1, 1, 1, 1, 1, Double.NaN));
        refuses("delay must be at least 0: [1]=-1.0", CHECK, "Delay", "delay", vector(0, -1));
        refuses("r must be numbers: text=one", "write the file again with numbers", "LIF", "r", text("one"));
        refuses(
                "padding must be numbers, \"same\" or \"valid\": text=full",
                "write the file again with numbers",
                "Conv2d",
                "padding",
                text("full"));
        refuses(
                "stride must be integers: [1]=1.5",
                "write the file again with integers of at most 32 bits",
                "Conv2d",
                "stride",
                vector(1, 1.5));
        refuses("stride must be at least 1: [0]=0.0", CHECK, "Conv2d", "stride", vector(0, 1));
        refuses("padding must be at least 0: value=-1.0", CHECK, "Conv1d", "padding", scalar(-1));
        refuses("kernel_size must be at least 1: value=0.0", CHECK, "SumPool2d", "kernel_size", scalar(0));
        refuses("shape must be at least 1: [1]=0.0", CHECK, "Input", "shape", vector(3, 0));
        refuses(
                "a node of the type LIF must not have the parameter refractory: its meaning is not known",
                "leave it out, or move it into metadata",
                "LIF",
                "refractory",
                scalar(1));
        refuses(
                "the type must be one of NIR's: type=Sigmoid",
                "use one of Input, Output, Affine, Linear, Scale, Conv1d, Conv2d, SumPool2d, AvgPool2d, Flatten, Delay, "
                        + "Threshold, I, IF, LI, LIF, CubaLI, CubaLIF, NIRGraph",
                "Sigmoid",
                "r",
                scalar(1));
    }

    @Test
    void shapes() throws IOException {
        String shape = "give the node's parameters one shape and write the file again";
        refuses("bias must have the shape [3] or be a scalar: shape=[2]", shape, "Affine", "bias", vector(1, 2));
        refuses("bias must have the shape [4] or be a scalar: shape=[1]", shape, "Conv2d", "bias", vector(1));
        refuses(
                "weight must have at least 2 dimensions and one value: shape=[2]",
                CHECK,
                "Linear",
                "weight",
                vector(1, 2));
        refuses(
                "weight must have 4 dimensions and at least one value: shape=[4, 1, 3]",
                CHECK,
                "Conv2d",
                "weight",
                array(new int[] {4, 1, 3}, 1));
        refuses(
                "weight must have at least 2 dimensions and one value: shape=[0, 2]",
                CHECK,
                "Linear",
                "weight",
                array(new int[] {0, 2}, 1));
        refuses("stride must be one integer or 2: shape=[3]", CHECK, "Conv2d", "stride", vector(1, 1, 1));
        refuses("stride must be one integer: shape=[2]", CHECK, "Conv1d", "stride", vector(1, 1));
        refuses("start_dim must be one integer: shape=[2]", CHECK, "Flatten", "start_dim", vector(1, 1));
        refuses("shape must be a list of sizes: shape=[1, 1]", CHECK, "Input", "shape", array(new int[] {1, 1}, 1));
        refuses("groups must divide the 4 outputs of the weight: groups=3", CHECK, "Conv2d", "groups", scalar(3));
        refuses("delay must have at least one value: shape=[0]", CHECK, "Delay", "delay", vector());
        Path file = file("LIF", Map.of("v_threshold", vector(1, 2)));
        InputException e = assertThrows(InputException.class, () -> NirFile.read(file));
        assertEquals(file + ": node a: v_threshold must have the shape [3] or be a scalar: shape=[2]", e.getMessage());
    }

    @Test
    void windowsAndDimensions() throws IOException {
        Map<String, ValidNodes.Parameter> wide =
                Map.of("input_shape", scalar(2), "padding", scalar(1), "dilation", scalar(2));
        Path file = file("Conv1d", wide);
        refuses(file, "node a: the dilated kernel must fit into the padded input: axis 0, kernel=5, input=4", CHECK);
        // 3 + 2 · 1 is just enough for 2 · (3 − 1) + 1
        NirFile.read(file("Conv1d", Map.of("input_shape", scalar(3), "padding", scalar(1), "dilation", scalar(2))));
        refuses(
                file("Conv2d", Map.of("input_shape", vector(3, 2), "padding", text("valid"))),
                "node a: the dilated kernel must fit into the padded input: axis 1, kernel=3, input=2",
                CHECK);
        NirFile.read(file("Conv2d", Map.of("input_shape", vector(3, 3), "padding", text("valid"))));
        NirFile.read(file("Conv2d", Map.of("input_shape", vector(3, 2), "padding", text("same"))));
        String rule = "node a: start_dim to end_dim must be dimensions of an input of 2: start_dim=";
        ValidNodes.Parameter two = vector(4, 5);
        refuses(file("Flatten", Map.of("input_type", two, "start_dim", scalar(2))), rule + "2, end_dim=-1", CHECK);
        refuses(file("Flatten", Map.of("input_type", two, "end_dim", scalar(2))), rule + "0, end_dim=2", CHECK);
        refuses(file("Flatten", Map.of("input_type", two, "start_dim", scalar(-3))), rule + "-3, end_dim=-1", CHECK);
        NirFile.read(file("Flatten", Map.of("input_type", two, "start_dim", scalar(-2), "end_dim", scalar(1))));
        NirFile.read(file("Flatten", Map.of("input_type", two, "start_dim", none(), "end_dim", none())));
    }

    /** nir.write of the 0-d arrays, and any mix of scalars and arrays. */
    @Test
    void scalarsStandForAll() throws IOException {
        NirNode node = NirFile.read(file("LIF", Map.of("r", scalar(7)))).nodes().get("a");
        assertTrue(node.parameter("r").isScalar());
        assertArrayEquals(new double[] {7, 7, 7}, node.parameter("r").doubles(3));
        assertArrayEquals(new double[] {1, 2, 3}, node.parameter("tau").doubles(3));
        InputException e =
                assertThrows(InputException.class, () -> node.parameter("tau").doubles(3, 1));
        assertEquals(node.place() + ": tau must have the shape [3, 1] or be a scalar: shape=[3]", e.getMessage());
        InputException one =
                assertThrows(InputException.class, () -> node.parameter("tau").number());
        assertEquals(node.place() + ": tau must be one number: shape=[3]", one.getMessage());
    }

    private Path version(Consumer<Hdf5Writer.Group> version) throws IOException {
        return file(root -> {
            version.accept(root);
            node(graph(root.group("node")), "a", "LIF", Map.of());
        });
    }

    @Test
    void theFile() throws IOException {
        Path none = folder.resolve("none.nir");
        refuses(none, "there is no such file", "check the path; it is relative to the configuration");
        Path other = Files.writeString(folder.resolve("y.nir"), "nodes: {}");
        InputException e = assertThrows(InputException.class, () -> NirFile.read(other));
        assertTrue(e.getMessage().startsWith(other + ": is no HDF5 file, or a damaged one"), e.getMessage());
        assertEquals(AGAIN, e.remedy());
        byte[] whole = Files.readAllBytes(file("LIF", Map.of()));
        Path cut = Files.write(folder.resolve("cut.nir"), Arrays.copyOf(whole, whole.length / 2));
        InputException half = assertThrows(InputException.class, () -> NirFile.read(cut));
        assertTrue(half.getMessage().startsWith(cut + ": is no HDF5 file, or a damaged one"), half.getMessage());
        refuses(
                file(root -> root.group("model")),
                "a file of NIR must have a group node: it has [model]",
                "check that it is a file of NIR; " + AGAIN);
        refuses(version(root -> {}), "version must be a text: it is missing", AGAIN);
        refuses(
                version(root -> root.numbers("version", ElementType.INT64, new int[0], 1)),
                "version must be a text: it is numbers",
                AGAIN);
        refuses(
                version(root -> root.texts("version", new int[0], "2.0")),
                "the version of NIR must be 0 or 1: version=2.0",
                "write it with a version 1 of nir");
        for (String good : new String[] {"0.1.1", "0.2.0", "1.0.6.dev1+g7232ada"}) {
            assertEquals(
                    1,
                    NirFile.read(version(root -> root.texts("version", new int[0], good)))
                            .nodes()
                            .size());
        }
        refuses(
                file(root -> {
                    root.texts("version", new int[0], "1.0");
                    root.group("node").texts("type", new int[0], "LIF");
                }),
                "the node of a file must be a graph: type=LIF",
                "put it into a nir.NIRGraph");
    }

    private Path graphFile(Consumer<Hdf5Writer.Group> graph) throws IOException {
        return file(root -> {
            root.texts("version", new int[0], "1.0");
            graph.accept(root.group("node"));
        });
    }

    @Test
    void graphs() throws IOException {
        refuses(
                graphFile(node -> {
                    node.texts("type", new int[0], "NIRGraph");
                    node.group("nodes");
                }),
                "a graph must have a group nodes and a dataset edges: it has [type, nodes]",
                AGAIN);
        refuses(graphFile(node -> graph(node)), "a graph must have at least one node: nodes=0", CHECK);
        refuses(
                graphFile(node -> node(graph(node, "a", "b"), "a", "LIF", Map.of())),
                "an edge must connect nodes of its graph: edge=a -> b, and there is no node b",
                "name the nodes of the edges as those of the graph are named: a");
        refuses(
                graphFile(node -> {
                    Hdf5Writer.Group nodes = graph(node, "a", "in");
                    node(nodes, "a", "LIF", Map.of());
                    node(nodes, "in", "Input", Map.of());
                }),
                "an edge must not lead to an Input or from an Output: edge=a -> in",
                CHECK);
        refuses(
                graphFile(node -> {
                    node(graph(node), "a", "LIF", Map.of());
                    node.numbers("seed", ElementType.INT64, new int[0], 1);
                }),
                "a graph must not have seed: its meaning is not known",
                "leave it out, or move it into metadata");
        refuses(
                graphFile(node -> {
                    node.texts("type", new int[0], "NIRGraph");
                    node.texts("edges", new int[] {3}, "a", "b", "c");
                    node(node.group("nodes"), "a", "LIF", Map.of());
                }),
                "edges must be pairs of text: shape=[3]",
                AGAIN);
        refuses(
                graphFile(node -> {
                    node.texts("type", new int[0], "NIRGraph");
                    node.numbers("edges", ElementType.INT64, new int[] {1, 2}, 0, 1);
                    node(node.group("nodes"), "a", "LIF", Map.of());
                }),
                "edges must be pairs of text: shape=[1, 2] of numbers",
                AGAIN);
        refuses(
                graphFile(node -> graph(node).numbers("a", ElementType.INT64, new int[0], 1)),
                "node a: a node must be a group: it is a dataset",
                AGAIN);
        refuses(graphFile(node -> graph(node).group("a")), "node a: type must be a text: it is missing", AGAIN);
        refuses(
                graphFile(node -> {
                    Hdf5Writer.Group a = graph(node).group("a");
                    a.texts("type", new int[0], "Scale");
                    a.group("scale");
                }),
                "node a: scale must be a dataset: it is a group",
                AGAIN);
        refuses(
                graphFile(node -> {
                    Hdf5Writer.Group a = graph(node).group("a");
                    a.texts("type", new int[0], "Scale");
                    a.texts("scale", new int[] {2}, "1", "2");
                }),
                "node a: scale must be numbers: it is 2 texts",
                AGAIN);
    }

    /** NumPy's empty list of edges is one of numbers; metadata of any kind are left out; edges may repeat. */
    @Test
    void whatNirWrites() throws IOException {
        Path file = graphFile(node -> {
            node.texts("type", new int[0], "NIRGraph");
            node.numbers("edges", ElementType.FLOAT64, new int[] {0});
            node.group("metadata").group("deep").numbers("x", ElementType.INT64, new int[0], 1);
            Hdf5Writer.Group a = node.group("nodes").group("a");
            a.texts("type", new int[0], "Scale");
            a.numbers("scale", ElementType.BOOL, new int[] {2}, 1, 0);
            a.group("metadata").texts("author", new int[0], "x");
        });
        NirGraph graph = NirFile.read(file);
        assertEquals(0, graph.edges().size());
        assertEquals(
                Map.of("scale", NirArray.vector(1, 0)), graph.nodes().get("a").parameters());
        Path twice = graphFile(node -> node(graph(node, "a", "a", "a", "a"), "a", "LIF", Map.of()));
        assertEquals(1, NirFile.read(twice).edges().size());
    }

    /** The files of the paper with a nested graph have inner edges that name other nodes. */
    @Test
    void nestedGraphs() throws IOException {
        refuses(
                graphFile(node -> {
                    Hdf5Writer.Group inner = graph(graph(node).group("lif1"), "input", "lif", "lif", "output");
                    node(inner, "input", "Input", Map.of());
                    node(inner, "lif1", "LIF", Map.of());
                    node(inner, "output", "Output", Map.of("shape", vector(3)));
                }),
                "node lif1: an edge must connect nodes of its graph: edge=input -> lif, and there is no node lif",
                "name the nodes of the edges as those of the graph are named: input, lif1, output");
        refuses(
                graphFile(node -> node(graph(graph(node).group("n")), "l", "LIF", Map.of())),
                "node n: a nested graph must have a node of the type Input: there is none",
                "write the file again with its inputs and outputs");
        refuses(
                graphFile(node -> {
                    Hdf5Writer.Group inner = graph(graph(node).group("n"), "i", "l");
                    node(inner, "i", "Input", Map.of());
                    node(inner, "l", "LIF", Map.of("tau", vector(0, 1, 1)));
                }),
                "node n.l: tau must be greater than 0: [0]=0.0",
                CHECK);
    }
}
