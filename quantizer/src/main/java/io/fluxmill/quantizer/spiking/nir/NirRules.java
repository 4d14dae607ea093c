// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.nir;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.ByteSource;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What every graph must be, as far as it can be seen node by node. */
final class NirRules {
    private static final String AGAIN = "check what wrote the file, and write it again";

    private NirRules() {}

    /**
     * @param place file, and names of the nodes around a nested graph
     * @throws InputException unless this is a graph of NIR; it names file, node and parameter
     */
    static void check(String place, NirGraph graph) {
        if (graph.nodes().isEmpty()) {
            throw new InputException(place + ": a graph must have at least one node: nodes=0", AGAIN);
        }
        graph.nodes().values().forEach(NirRules::check);
        for (NirEdge edge : graph.edges()) {
            check(place, graph, edge);
        }
    }

    private static void check(String place, NirGraph graph, NirEdge edge) {
        String text = ByteSource.quoted(edge.source()) + " -> " + ByteSource.quoted(edge.target());
        for (String name : new String[] {edge.source(), edge.target()}) {
            if (!graph.nodes().containsKey(name)) {
                throw new InputException(
                        place + ": an edge must connect nodes of its graph: edge=" + text + ", and there is no node "
                                + ByteSource.quoted(name),
                        "name the nodes of the edges as those of the graph are named: "
                                + ByteSource.quoted(
                                        String.join(", ", graph.nodes().keySet())));
            }
        }
        if (graph.nodes().get(edge.source()).type().equals(NirType.Output.name())
                || graph.nodes().get(edge.target()).type().equals(NirType.Input.name())) {
            throw new InputException(
                    place + ": an edge must not lead to an Input or from an Output: edge=" + text, AGAIN);
        }
    }

    private static void check(NirNode node) {
        NirType type = NirType.of(node.type())
                .orElseThrow(() -> new InputException(
                        node.place() + ": the type must be one of NIR's: type=" + ByteSource.quoted(node.type()),
                        "use one of "
                                + Arrays.stream(NirType.values())
                                        .map(Enum::name)
                                        .collect(Collectors.joining(", "))));
        node.parameters().forEach((key, array) -> {
            NirParameter parameter = type.parameter(key);
            if (parameter == null) {
                throw new InputException(
                        node.place() + ": a node of the type " + type + " must not have the parameter "
                                + ByteSource.quoted(key) + ": its meaning is not known",
                        "leave it out, or move it into metadata");
            }
            parameter.check(array);
        });
        type.parameters().stream().filter(NirParameter::required).forEach(p -> node.parameter(p.name()));
        if (type == NirType.NIRGraph) {
            checkNested(node);
        } else {
            checkShapes(type, node);
        }
    }

    private static void checkNested(NirNode node) {
        check(node.place(), node.graph());
        for (NirType end : new NirType[] {NirType.Input, NirType.Output}) {
            if (node.graph().ofType(end).isEmpty()) {
                throw new InputException(
                        node.place() + ": a nested graph must have a node of the type " + end + ": there is none",
                        "write the file again with its inputs and outputs");
            }
        }
    }

    private static void checkShapes(NirType type, NirNode node) {
        if (type.parameter("weight") != null) {
            checkWeight(type, node);
        } else if (type == NirType.Flatten) {
            checkFlatten(node);
        }
        int[] neurons = type.parameters().stream()
                .filter(parameter -> parameter.form() == NirParameter.Form.NEURONS)
                .flatMap(parameter -> node.optional(parameter.name()).stream())
                .filter(array -> !array.isScalar())
                .findFirst()
                .map(NirArray::shape)
                .orElse(new int[0]);
        type.parameters().stream()
                .filter(parameter -> parameter.form() == NirParameter.Form.NEURONS)
                .flatMap(parameter -> node.optional(parameter.name()).stream())
                .forEach(array -> array.doubles(neurons));
    }

    private static void checkWeight(NirType type, NirNode node) {
        int[] weight = node.parameter("weight").shape();
        boolean convolution = type.parameter("groups") != null;
        int[] outputs = convolution ? new int[] {weight[0]} : Arrays.copyOf(weight, weight.length - 1);
        if (type.parameter("bias") != null) {
            node.parameter("bias").doubles(outputs);
        }
        if (convolution) {
            checkConvolution(node, weight);
        }
    }

    private static void checkConvolution(NirNode node, int[] weight) {
        NirArray groups = node.parameter("groups");
        if (weight[0] % groups.integers()[0] != 0) {
            throw new InputException(
                    groups.place() + " must divide the " + weight[0] + " outputs of the weight: groups="
                            + groups.integers()[0],
                    AGAIN);
        }
        NirArray input = node.optional("input_shape").orElse(null);
        NirArray padding = node.parameter("padding");
        if (input == null || "same".equals(padding.text())) {
            return;
        }
        for (int i = 0; i < weight.length - 2; i++) {
            long padded = axis(input, i) + (padding.isText() ? 0 : 2 * axis(padding, i));
            long window = axis(node.parameter("dilation"), i) * (weight[i + 2] - 1) + 1;
            if (window > padded) {
                throw new InputException(
                        node.place() + ": the dilated kernel must fit into the padded input: axis " + i + ", kernel="
                                + window + ", input=" + padded,
                        AGAIN);
            }
        }
    }

    /** The integer of an axis, or the one of all. */
    private static long axis(NirArray array, int axis) {
        int[] values = array.integers();
        return values.length == 1 ? values[0] : values[axis];
    }

    private static void checkFlatten(NirNode node) {
        int rank =
                node.optional("input_type").map(sizes -> sizes.values().length).orElse(0);
        if (rank == 0) {
            return;
        }
        int start = node.optional("start_dim").map(array -> array.integers()[0]).orElse(1);
        int end = node.optional("end_dim").map(array -> array.integers()[0]).orElse(-1);
        int first = start < 0 ? start + rank : start;
        int last = end < 0 ? end + rank : end;
        if (first < 0 || last >= rank || first > last) {
            throw new InputException(
                    node.place() + ": start_dim to end_dim must be dimensions of an input of " + rank + ": start_dim="
                            + start + ", end_dim=" + end,
                    AGAIN);
        }
    }
}
