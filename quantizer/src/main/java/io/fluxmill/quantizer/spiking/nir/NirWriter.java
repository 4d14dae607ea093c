// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.nir;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.file.OutputFile;
import io.fluxmill.quantizer.data.ByteSource;
import io.fluxmill.quantizer.data.ElementType;
import io.fluxmill.quantizer.data.Hdf5Writer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Writes files that {@link NirFile} and {@code nir.read} of Python read. Integers become int64; real numbers float32 if all of the file are exact in it, else
 * float64. Nothing is compressed.
 *
 * <p>{@link NirFile} takes more than {@code nir.read}, which refuses a convolution without input_shape, and scalars beside arrays in a neuron (but w_in).
 */
public final class NirWriter {
    private static final String VERSION = "1.0";

    private final ElementType real;

    private NirWriter(ElementType real) {
        this.real = real;
    }

    /**
     * Writes the file, whole or not at all; the same graph gives the same bytes on every machine.
     *
     * @throws InputException if the graph breaks a rule of NIR or has a name that HDF5 has not, or the path is a folder
     * @throws io.fluxmill.core.config.EnvironmentException if it cannot be written
     */
    public static void write(NirGraph graph, Path file) {
        NirRules.check(file.toString(), graph);
        boolean single =
                reals(graph).flatMapToDouble(a -> Arrays.stream(a.values())).allMatch(v -> v == (float) v);
        Hdf5Writer.Group root = new Hdf5Writer.Group();
        root.texts(NirFile.VERSION, new int[0], VERSION);
        new NirWriter(single ? ElementType.FLOAT32 : ElementType.FLOAT64).graph(graph, root.group(NirFile.NODE));
        OutputFile.of("nir", file).write(Hdf5Writer.file(root));
    }

    private static Stream<NirArray> reals(NirGraph graph) {
        return graph.nodes().values().stream()
                .flatMap(node -> node.graph() != null
                        ? reals(node.graph())
                        : node.parameters().entrySet().stream()
                                .filter(entry -> !isInteger(node, entry.getKey()))
                                .map(entry -> entry.getValue()));
    }

    private static boolean isInteger(NirNode node, String key) {
        return NirType.valueOf(node.type()).parameter(key).form().isInteger();
    }

    private void graph(NirGraph graph, Hdf5Writer.Group group) {
        group.texts(NirFile.TYPE, new int[0], NirType.NIRGraph.name());
        group.texts(
                NirFile.EDGES,
                new int[] {graph.edges().size(), 2},
                graph.edges().stream()
                        .flatMap(edge -> Stream.of(edge.source(), edge.target()))
                        .toArray(String[]::new));
        Hdf5Writer.Group nodes = group.group(NirFile.NODES);
        graph.nodes().forEach((name, node) -> {
            if (!Hdf5Writer.isName(name)) {
                throw new InputException(
                        node.place() + ": a name must be short and have no slash: name=" + ByteSource.quoted(name),
                        "rename the node");
            }
            node(node, nodes.group(name));
        });
    }

    private void node(NirNode node, Hdf5Writer.Group group) {
        if (node.graph() != null) {
            graph(node.graph(), group);
            return;
        }
        group.texts(NirFile.TYPE, new int[0], node.type());
        node.parameters().forEach((key, array) -> {
            if (array.isText()) {
                group.texts(key, new int[0], array.text());
            } else {
                group.numbers(key, isInteger(node, key) ? ElementType.INT64 : real, array.shape(), array.values());
            }
        });
    }
}
