// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.nir;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.ByteSource;
import io.fluxmill.quantizer.data.Hdf5Array;
import io.fluxmill.quantizer.data.Hdf5Group;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Files of NIR: HDF5 with {@code /version}, and in the group {@code /node} a graph. A graph has {@code type}, {@code edges} [edges, 2] of text and a group
 * {@code nodes} with a group for each node; a node has {@code type} and a dataset for each parameter. Groups of the name metadata are not read.
 *
 * <p>Source: <a href="https://github.com/neuromorphs/NIR/blob/main/nir/serialization.py">nir/serialization.py</a>.
 */
public final class NirFile {
    static final String VERSION = "version";
    static final String NODE = "node";
    static final String TYPE = "type";
    static final String EDGES = "edges";
    static final String NODES = "nodes";
    private static final String METADATA = "metadata";

    /** Deeper than any network; a graph that contains itself is refused here. */
    private static final int MOST_NESTED = 64;

    private static final String REMEDY = "write it again, for example with nir.write";

    private final Path file;

    private NirFile(Path file) {
        this.file = file;
    }

    /** @throws InputException if the file cannot be read or is no graph of NIR; it names file, node and parameter */
    public static NirGraph read(Path file) {
        return Hdf5Group.read(file, REMEDY, root -> new NirFile(file).graph(root));
    }

    private NirGraph graph(Hdf5Group root) {
        Hdf5Group node = root.group(NODE);
        if (node == null) {
            throw new InputException(
                    file + ": a file of NIR must have a group " + NODE + ": it has "
                            + ByteSource.quoted(root.names().toString()),
                    "check that it is a file of NIR; " + REMEDY);
        }
        requireVersion(root);
        String type = text(file.toString(), node, TYPE);
        if (!type.equals(NirType.NIRGraph.name())) {
            throw new InputException(
                    file + ": the node of a file must be a graph: type=" + ByteSource.quoted(type),
                    "put it into a nir.NIRGraph");
        }
        NirGraph graph = graph("", file.toString(), node, 0);
        NirRules.check(file.toString(), graph);
        return graph;
    }

    /** Versions 0.1 to 1.0 have one layout. */
    private void requireVersion(Hdf5Group root) {
        String version = text(file.toString(), root, VERSION);
        if (!version.matches("[01]\\..*")) {
            throw new InputException(
                    file + ": the version of NIR must be 0 or 1: version=" + ByteSource.quoted(version),
                    "write it with a version 1 of nir");
        }
    }

    /**
     * @param place file and names of the nodes around the graph, for messages
     * @param depth number of graphs around it
     */
    private NirGraph graph(String name, String place, Hdf5Group group, int depth) {
        if (depth > MOST_NESTED) {
            throw new InputException(
                    file + ": graphs must be nested at most " + MOST_NESTED + " deep: node " + ByteSource.quoted(name)
                            + " is deeper",
                    "check that no graph contains itself");
        }
        Hdf5Group nodes = group.group(NODES);
        Hdf5Array edges = group.array(EDGES);
        if (nodes == null || edges == null) {
            throw new InputException(
                    place + ": a graph must have a group " + NODES + " and a dataset " + EDGES + ": it has "
                            + ByteSource.quoted(group.names().toString()),
                    REMEDY);
        }
        Map<String, NirNode> byName = new LinkedHashMap<>();
        for (String key : nodes.names()) {
            String prefix = place.equals(file.toString()) ? place + ": node " : place + ".";
            byName.put(key, node(key, prefix + ByteSource.quoted(key), nodes.group(key), depth));
        }
        requireKnown(place, group, Set.of(TYPE, EDGES, NODES, METADATA));
        return new NirGraph(name, byName, edges(place, edges));
    }

    private NirNode node(String name, String place, Hdf5Group group, int depth) {
        if (group == null) {
            throw new InputException(place + ": a node must be a group: it is a dataset", REMEDY);
        }
        String type = text(place, group, TYPE);
        if (type.equals(NirType.NIRGraph.name())) {
            return new NirNode(place, name, type, Map.of(), graph(name, place, group, depth + 1));
        }
        Map<String, NirArray> parameters = new LinkedHashMap<>();
        for (String key : group.names()) {
            if (!key.equals(TYPE) && !key.equals(METADATA)) {
                parameters.put(key, parameter(place + ": " + ByteSource.quoted(key), group.array(key)));
            }
        }
        return new NirNode(place, name, type, parameters, null);
    }

    private static NirArray parameter(String place, Hdf5Array array) {
        if (array == null) {
            throw new InputException(place + " must be a dataset: it is a group", REMEDY);
        }
        if (!array.isText()) {
            return new NirArray(place, array.shape(), array.numbers(), null);
        }
        if (array.texts().length != 1) {
            throw new InputException(place + " must be numbers: it is " + array.texts().length + " texts", REMEDY);
        }
        return new NirArray(place, new int[0], new double[0], array.texts()[0]);
    }

    private static void requireKnown(String place, Hdf5Group group, Set<String> known) {
        for (String name : group.names()) {
            if (!known.contains(name)) {
                throw new InputException(
                        place + ": a graph must not have " + ByteSource.quoted(name) + ": its meaning is not known",
                        "leave it out, or move it into metadata");
            }
        }
    }

    private static List<NirEdge> edges(String place, Hdf5Array array) {
        List<NirEdge> edges = new ArrayList<>();
        int[] shape = array.shape();
        // NumPy writes a list without edges as numbers.
        if (shape.length > 0 && shape[0] == 0) {
            return edges;
        }
        if (!array.isText() || shape.length != 2 || shape[1] != 2) {
            throw new InputException(
                    place + ": edges must be pairs of text: shape=" + Arrays.toString(shape)
                            + (array.isText() ? "" : " of numbers"),
                    REMEDY);
        }
        for (int i = 0; i < array.texts().length; i += 2) {
            edges.add(new NirEdge(array.texts()[i], array.texts()[i + 1]));
        }
        return edges;
    }

    private static String text(String place, Hdf5Group group, String key) {
        Hdf5Array array = group.array(key);
        if (array == null || !array.isText() || array.texts().length != 1) {
            throw new InputException(
                    place + ": " + key + " must be a text: it "
                            + (array == null ? "is missing" : array.isText() ? "is several" : "is numbers"),
                    REMEDY);
        }
        return array.texts()[0];
    }
}
