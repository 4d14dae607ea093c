// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.nir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read back, here and with h5py, the library of The HDF Group. */
class NirWriterTest {
    private static final int GRAPHS = Integer.getInteger("fluxmill.nir.graphs", 300);
    private static final long SEED = Long.getLong("fluxmill.nir.seed", 20_261_128);

    @TempDir
    private Path folder;

    @Test
    void randomGraphs() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        Set<String> types = new HashSet<>();
        int nodes = 0;
        for (int n = 0; n < GRAPHS; n++) {
            NirGraph graph = new RandomGraphs(random).graph();
            Path file = folder.resolve("x.nir");
            NirWriter.write(graph, file);
            NirGraph read = NirFile.read(file);
            String which = "seed " + SEED + ", graph " + n;
            assertEquals(graph, read, which);
            assertEquals(
                    List.copyOf(graph.nodes().keySet()),
                    List.copyOf(read.nodes().keySet()),
                    which);
            byte[] bytes = Files.readAllBytes(file);
            NirWriter.write(read, file);
            assertArrayEquals(bytes, Files.readAllBytes(file), which);
            nodes += graph.nodes().size();
            graph.nodes().values().forEach(node -> types.add(node.type()));
        }
        assertTrue(GRAPHS < 100 || types.size() == NirType.values().length, types.toString());
        assertTrue(nodes > 5 * GRAPHS, nodes + " nodes");
    }

    /** Lines of path, type, shape and values, from the graph and from h5py. */
    @Test
    void h5pyReadsTheSame() throws IOException, InterruptedException {
        String python = Python.requireH5py();
        SplittableRandom random = new SplittableRandom(SEED);
        for (int n = 0; n < 20; n++) {
            NirGraph graph = new RandomGraphs(random).graph();
            Path file = folder.resolve(n + ".nir");
            NirWriter.write(graph, file);
        }
        String script =
                """
                import h5py, numpy, sys
                for name in sys.argv[1:]:
                    with h5py.File(name, 'r') as f:
                        def visit(path, item):
                            if not isinstance(item, h5py.Dataset):
                                return
                            value = item[()]
                            flat = numpy.asarray(value).reshape(-1)
                            if item.dtype == object:
                                assert h5py.check_string_dtype(item.dtype).length is None, path
                                words = [x.decode('utf8').encode('unicode_escape').decode() for x in flat]
                            else:
                                words = [float(x).hex() for x in flat]
                            print(name, path.encode('unicode_escape').decode(), item.dtype, list(item.shape), *words, sep='|')
                        f.visititems(visit)
                """;
        List<String> command = new ArrayList<>(List.of(python, "-c", script));
        IntStream.range(0, 20)
                .forEach(n -> command.add(folder.resolve(n + ".nir").toString()));
        Set<String> theirs = new TreeSet<>(Python.run(command).lines().toList());
        SplittableRandom again = new SplittableRandom(SEED);
        Set<String> ours = new TreeSet<>();
        for (int n = 0; n < 20; n++) {
            NirGraph graph = new RandomGraphs(again).graph();
            new Lines(folder.resolve(n + ".nir") + "|", ours).add(graph);
        }
        assertEquals(String.join("\n", ours), String.join("\n", theirs));
        assertTrue(ours.size() > 500, ours.size() + " datasets");
    }

    /** What the file of a graph holds, one line a dataset. */
    private record Lines(String name, Set<String> lines) {
        private static final Set<String> INTEGERS = Set.of(
                "shape",
                "input_shape",
                "stride",
                "padding",
                "dilation",
                "groups",
                "kernel_size",
                "start_dim",
                "end_dim",
                "input_type");

        void add(NirGraph graph) {
            boolean single = single(graph);
            lines.add(name + "version|object|[]|1.0");
            graph(graph, "node/", single ? "float32" : "float64");
        }

        private static boolean single(NirGraph graph) {
            return graph.nodes().values().stream()
                    .allMatch(node -> node.graph() != null
                            ? single(node.graph())
                            : node.parameters().values().stream()
                                    .allMatch(array -> IntStream.range(0, array.values().length)
                                            .allMatch(i -> (float) array.values()[i] == array.values()[i])));
        }

        private void graph(NirGraph graph, String path, String real) {
            lines.add(name + path + "type|object|[]|NIRGraph");
            StringBuilder edges = new StringBuilder();
            graph.edges().forEach(edge -> edges.append('|')
                    .append(escaped(edge.source()))
                    .append('|')
                    .append(escaped(edge.target())));
            lines.add(name + path + "edges|object|[" + graph.edges().size() + ", 2]" + edges);
            graph.nodes().forEach((key, node) -> {
                String inner = path + "nodes/" + escaped(key) + "/";
                if (node.graph() != null) {
                    graph(node.graph(), inner, real);
                    return;
                }
                lines.add(name + inner + "type|object|[]|" + node.type());
                node.parameters()
                        .forEach((parameter, array) -> lines.add(name + inner + parameter + "|"
                                + (array.isText() ? "object" : INTEGERS.contains(parameter) ? "int64" : real) + "|"
                                + Arrays.toString(array.shape()) + values(array)));
            });
        }

        private static String values(NirArray array) {
            if (array.isText()) {
                return "|" + array.text();
            }
            StringBuilder words = new StringBuilder();
            for (double value : array.values()) {
                words.append('|').append(hex(value));
            }
            return words.toString();
        }

        /** As Python's float.hex writes it. */
        private static String hex(double value) {
            if (value == 0) {
                return 1 / value < 0 ? "-0x0.0p+0" : "0x0.0p+0";
            }
            long bits = Double.doubleToLongBits(value);
            return (value < 0 ? "-" : "") + "0x1." + "%013x".formatted(bits & (1L << 52) - 1) + "p"
                    + "%+d".formatted(Math.getExponent(value));
        }

        private static String escaped(String text) {
            return text.replace("é", "\\xe9");
        }
    }

    @Test
    void namesThatHdf5HasNot() {
        NirNode node = NirNode.of("a/b", NirType.Scale, Map.of("scale", NirArray.scalar(1)));
        NirGraph graph = new NirGraph("", Map.of("a/b", node), List.of());
        Path file = folder.resolve("x.nir");
        InputException e = assertThrows(InputException.class, () -> NirWriter.write(graph, file));
        assertEquals("node a/b: a name must be short and have no slash: name=a/b", e.getMessage());
        assertEquals("rename the node", e.remedy());
        NirNode renamed = NirNode.of("a.b", NirType.Scale, Map.of("scale", NirArray.scalar(1)));
        NirGraph other = new NirGraph("", Map.of("a.b", renamed), List.of());
        NirWriter.write(other, file);
        assertEquals(other, NirFile.read(file));
    }
}
