// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.nir;

import io.fluxmill.quantizer.data.ElementType;
import io.fluxmill.quantizer.data.Hdf5Writer;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Groups of nodes that are right, for tests that change one thing. */
final class ValidNodes {
    private ValidNodes() {}

    /** Parameters of a node: an array, a text, or {@link #none}. */
    interface Parameter {
        void write(Hdf5Writer.Group group, String name);
    }

    static Parameter array(int[] shape, double... values) {
        double[] all = values.length == 1
                ? IntStream.range(0, IntStream.of(shape).reduce(1, (a, b) -> a * b))
                        .mapToDouble(i -> values[0])
                        .toArray()
                : values;
        return (group, name) -> group.numbers(name, ElementType.FLOAT64, shape, all);
    }

    static Parameter vector(double... values) {
        return (group, name) -> group.numbers(name, ElementType.FLOAT64, new int[] {values.length}, values);
    }

    static Parameter scalar(double value) {
        return array(new int[0], value);
    }

    static Parameter text(String text) {
        return (group, name) -> group.texts(name, new int[0], text);
    }

    static Parameter none() {
        return (group, name) -> {};
    }

    static final Map<String, Map<String, Parameter>> VALID = Map.of(
            "LIF",
            Map.of(
                    "tau", vector(1, 2, 3),
                    "r", vector(1, 1, 1),
                    "v_leak", vector(0, 0, 0),
                    "v_threshold", vector(1, 1, 1)),
            "CubaLIF",
            Map.of(
                    "tau_mem", vector(1, 2),
                    "tau_syn", scalar(1),
                    "r", scalar(1),
                    "v_leak", scalar(1),
                    "v_threshold", scalar(1)),
            "Affine",
            Map.of("weight", array(new int[] {3, 2}, 1), "bias", vector(1, 2, 3)),
            "Linear",
            Map.of("weight", array(new int[] {3, 2}, 1)),
            "Conv2d",
            Map.of(
                    "weight", array(new int[] {4, 1, 3, 3}, 1),
                    "stride", vector(1, 1),
                    "padding", text("same"),
                    "dilation", scalar(1),
                    "groups", scalar(2),
                    "bias", array(new int[] {4}, 0)),
            "Conv1d",
            Map.of(
                    "weight", array(new int[] {4, 1, 3}, 1),
                    "stride", scalar(1),
                    "padding", scalar(0),
                    "dilation", scalar(1),
                    "groups", scalar(1),
                    "bias", array(new int[] {4}, 0)),
            "SumPool2d",
            Map.of("kernel_size", vector(2, 2), "stride", scalar(1), "padding", scalar(0)),
            "Input",
            Map.of("shape", vector(3)),
            "Flatten",
            Map.of("start_dim", scalar(0), "end_dim", scalar(-1)),
            "Delay",
            Map.of("delay", vector(0, 1)));

    static Hdf5Writer.Group graph(Hdf5Writer.Group group, String... edges) {
        group.texts("type", new int[0], "NIRGraph");
        group.texts("edges", new int[] {edges.length / 2, 2}, edges);
        return group.group("nodes");
    }

    static void node(Hdf5Writer.Group nodes, String name, String type, Map<String, Parameter> changes) {
        Hdf5Writer.Group node = nodes.group(name);
        node.texts("type", new int[0], type);
        Map<String, Parameter> all = new TreeMap<>(VALID.getOrDefault(type, Map.of()));
        all.putAll(changes);
        all.forEach((key, parameter) -> parameter.write(node, key));
    }
}
