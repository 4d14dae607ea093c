// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking;

import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.nir.NirArray;
import io.fluxmill.quantizer.spiking.nir.NirEdge;
import io.fluxmill.quantizer.spiking.nir.NirGraph;
import io.fluxmill.quantizer.spiking.nir.NirNode;
import io.fluxmill.quantizer.spiking.nir.NirType;
import io.fluxmill.quantizer.spiking.read.NirReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A NIR graph that a test writes node by node; its file is called t.nir. */
public final class TestGraph {
    private final Map<String, NirNode> nodes = new LinkedHashMap<>();
    private final List<NirEdge> edges = new ArrayList<>();

    /** A node of any type, with parameters by name and value. */
    public TestGraph node(String name, NirType type, Object... parameters) {
        Map<String, NirArray> of = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            of.put((String) parameters[i], array(parameters[i + 1]));
        }
        nodes.put(name, NirNode.of(name, type, of));
        return this;
    }

    private static NirArray array(Object value) {
        if (value instanceof NirArray array) {
            return array;
        }
        if (value instanceof double[] vector) {
            return NirArray.vector(vector);
        }
        return value instanceof String text ? NirArray.ofText(text) : NirArray.scalar(((Number) value).doubleValue());
    }

    public TestGraph input(String name, int... shape) {
        return node(
                name,
                NirType.Input,
                "shape",
                Arrays.stream(shape).asDoubleStream().toArray());
    }

    public TestGraph output(String name, int... shape) {
        return node(
                name,
                NirType.Output,
                "shape",
                Arrays.stream(shape).asDoubleStream().toArray());
    }

    /** All weights {@code value}. */
    public TestGraph linear(String name, int outputs, int inputs, double value) {
        return node(name, NirType.Linear, "weight", filled(value, outputs, inputs));
    }

    /** Time constant 10 ms, threshold 1. */
    public TestGraph lif(String name, int size) {
        return node(name, NirType.LIF, "tau", vector(0.01, size), "r", 1, "v_leak", 0, "v_threshold", 1);
    }

    /** An integrator that fires at 1. */
    public TestGraph integrator(String name, int size) {
        return node(name, NirType.IF, "r", vector(1, size), "v_threshold", 1);
    }

    public static NirArray filled(double value, int... shape) {
        double[] values = new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        Arrays.fill(values, value);
        return NirArray.of(shape, values);
    }

    public static NirArray vector(double value, int size) {
        return filled(value, size);
    }

    /** Edges from each node to the next. */
    public TestGraph way(String... names) {
        for (int i = 1; i < names.length; i++) {
            edges.add(new NirEdge(names[i - 1], names[i]));
        }
        return this;
    }

    public NirGraph graph() {
        return new NirGraph("", nodes, edges);
    }

    public SpikingNetwork network() {
        return NirReader.of("t.nir", graph());
    }
}
