// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.read;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.spiking.graph.Connection;
import io.fluxmill.quantizer.spiking.graph.LinearMap;
import io.fluxmill.quantizer.spiking.graph.NeuronKind;
import io.fluxmill.quantizer.spiking.graph.Population;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.nir.NirEdge;
import io.fluxmill.quantizer.spiking.nir.NirFile;
import io.fluxmill.quantizer.spiking.nir.NirGraph;
import io.fluxmill.quantizer.spiking.nir.NirNode;
import io.fluxmill.quantizer.spiking.read.NodeShapes.Lowered;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * NIR graphs as populations and connections. Between two neurons, the linear nodes of each way make one connection; a Delay
 * belongs to the connection; one between two linear nodes makes a connection for each of its delays.
 *
 * <p>Source: <a href="https://neuroir.org">Neuromorphic Intermediate Representation</a>.
 */
public final class NirReader {
    /** Ways between neurons through linear nodes; a graph that branches and joins often has very many. */
    private static final int MOST_CONNECTIONS = 10_000;

    private static final String EXTENSION = ".nir";

    private static final Map<String, NeuronKind> KINDS = kinds();

    private final String file;
    private final Map<String, NirNode> nodes;
    private final Map<String, List<String>> predecessors = new LinkedHashMap<>();
    private final Map<String, List<String>> successors = new LinkedHashMap<>();
    private final Map<String, int[]> shapes = new LinkedHashMap<>();
    private final Map<String, Lowered> lowered = new LinkedHashMap<>();
    private final Map<String, Integer> inputs = new LinkedHashMap<>();
    private final Map<String, Integer> populations = new LinkedHashMap<>();
    private final List<Connection> connections = new ArrayList<>();
    private Set<NirEdge> recurrent = Set.of();

    private NirReader(String file, NirGraph graph) {
        this.file = file;
        this.nodes = graph.nodes();
        for (NirEdge edge : graph.edges()) {
            predecessors.computeIfAbsent(edge.target(), k -> new ArrayList<>()).add(edge.source());
            successors.computeIfAbsent(edge.source(), k -> new ArrayList<>()).add(edge.target());
        }
    }

    private static Map<String, NeuronKind> kinds() {
        Map<String, NeuronKind> kinds = new LinkedHashMap<>();
        for (NeuronKind kind : NeuronKind.values()) {
            kinds.put(kind.nirName(), kind);
        }
        return Map.copyOf(kinds);
    }

    /**
     * Reads a file; the network has its name, without the extension.
     *
     * @throws InputException if the file is damaged or the graph has no meaning, with the node's name
     */
    public static SpikingNetwork read(Path file) {
        String name = file.getFileName().toString();
        int end = name.endsWith(EXTENSION) ? name.length() - EXTENSION.length() : name.length();
        return new NirReader(file.toString(), NirFile.read(file).flat()).network(name.substring(0, end));
    }

    /**
     * The network of a graph.
     *
     * @param file for messages
     */
    public static SpikingNetwork of(String file, NirGraph graph) {
        return new NirReader(file, graph.flat()).network(graph.name());
    }

    private SpikingNetwork network(String name) {
        List<String> starts = new ArrayList<>();
        nodes.values().stream().filter(n -> n.type().equals("Input")).forEach(n -> starts.add(n.name()));
        if (starts.isEmpty() || nodes.values().stream().noneMatch(n -> n.type().equals("Output"))) {
            throw new InputException(
                    file + ": the graph must have a node of type Input and one of type Output", "export it again");
        }
        int realInputs = starts.size();
        nodes.keySet().stream().filter(n -> !starts.contains(n)).forEach(starts::add);
        Cycles.Order order = Cycles.of(file, successors, starts, node -> isNeuron(nodes.get(node)));
        recurrent = order.recurrent();
        List<SpikingNetwork.Input> networkInputs = new ArrayList<>();
        for (String start : starts.subList(0, realInputs)) {
            inputs.put(start, inputs.size());
            int[] shape = NodeShapes.shape(
                    nodes.get(start), nodes.get(start).parameter("shape").integers());
            networkInputs.add(new SpikingNetwork.Input(start, shape));
        }
        List<Population> all = new ArrayList<>();
        List<SpikingNetwork.Output> outputs = new ArrayList<>();
        for (String node : order.nodes()) {
            shape(node).ifPresent(population -> {
                populations.put(node, all.size());
                all.add(population);
            });
        }
        for (String node : order.nodes()) {
            if (populations.containsKey(node)) {
                connect(node);
            }
        }
        for (NirNode node : nodes.values()) {
            if (node.type().equals("Output")) {
                outputs.add(new SpikingNetwork.Output(node.name(), read(node.name())));
            }
        }
        return new SpikingNetwork(name, networkInputs, all, connections, outputs);
    }

    private static boolean isNeuron(NirNode node) {
        NeuronKind kind = KINDS.get(node.type());
        return kind != null && kind.hasMembrane();
    }

    /** The one neuron that an Output only passes on, else the Output itself, as a sum. */
    private int read(String output) {
        List<String> before = predecessors.get(output);
        return populations.containsKey(output) ? populations.get(output) : populations.get(before.get(0));
    }

    /** Finds the shape of a node's result, and the population if it is one. */
    private java.util.Optional<Population> shape(String name) {
        NirNode node = nodes.get(name);
        if (node.type().equals("Input")) {
            shapes.put(name, node.parameter("shape").integers());
            return java.util.Optional.empty();
        }
        int[] in = incoming(node);
        NeuronKind kind = KINDS.get(node.type());
        if (kind != null) {
            Population population = new Neurons(node, kind).population(in);
            shapes.put(name, population.shape());
            return java.util.Optional.of(population);
        }
        if (node.type().equals("Output")) {
            shapes.put(name, in);
            List<String> before = predecessors.get(name);
            boolean passes = before.size() == 1
                    && KINDS.containsKey(nodes.get(before.get(0)).type());
            return passes
                    ? java.util.Optional.empty()
                    : java.util.Optional.of(
                            new Population(name, NeuronKind.SUM, in, null, null, null, null, null, null, null));
        }
        if (node.type().equals("Delay")) {
            shapes.put(name, in);
            return java.util.Optional.empty();
        }
        Lowered map = NodeShapes.lower(node, in);
        lowered.put(name, map);
        shapes.put(name, map.shape());
        return java.util.Optional.empty();
    }

    /** The shape of what comes in: of the edges whose sources are known, which must have as many values. */
    private int[] incoming(NirNode node) {
        List<String> before = predecessors.getOrDefault(node.name(), List.of());
        if (before.isEmpty()) {
            throw new InputException(
                    node.place() + " (" + node.type() + ") has no edge that leads to it",
                    "remove the node, or add the edge");
        }
        String first = before.stream()
                .filter(shapes::containsKey)
                .findFirst()
                .orElseThrow(() -> new InputException(
                        node.place() + " (" + node.type() + ") cannot be reached from an Input",
                        "remove the node, or add an edge from an Input"));
        for (String other : before) {
            requireEqualSize(node, first, other);
        }
        return shapes.get(first);
    }

    private void requireEqualSize(NirNode node, String first, String other) {
        if (shapes.containsKey(other)
                && NodeShapes.elements(shapes.get(other)) != NodeShapes.elements(shapes.get(first))) {
            throw new InputException(
                    node.place() + " (" + node.type() + ") gets values of shape "
                            + Arrays.toString(shapes.get(first)) + " from " + first + " and "
                            + Arrays.toString(shapes.get(other)) + " from " + other,
                    "export the network again, or correct its edges");
        }
    }

    private void connect(String target) {
        List<Way> ways = new ArrayList<>();
        for (String before : predecessors.get(target)) {
            walk(before, new Way(before, List.of(), recurrent.contains(new NirEdge(before, target))), ways);
        }
        Set<String> reached = reached(target);
        ways.replaceAll(way -> new Way(way.source(), way.nodes(), way.recurrent() && reached.contains(way.source())));
        // A bias belongs to one of the ways that join before it, if there is one to one that closes no cycle.
        Map<List<String>, Way> owners = new LinkedHashMap<>();
        for (Way way : ways) {
            for (int i = 0; i < way.nodes().size(); i++) {
                owners.merge(
                        way.nodes().subList(i, way.nodes().size()),
                        way,
                        (first, other) -> first.recurrent() && !other.recurrent() ? other : first);
            }
        }
        ways.forEach(way -> connections.addAll(connections(way, target, owners)));
    }

    /** What signals of a node can reach, itself included. */
    private Set<String> reached(String from) {
        Set<String> reached = new LinkedHashSet<>(List.of(from));
        List<String> open = new ArrayList<>(reached);
        while (!open.isEmpty()) {
            for (String next : successors.getOrDefault(open.remove(open.size() - 1), List.of())) {
                if (reached.add(next)) {
                    open.add(next);
                }
            }
        }
        return reached;
    }

    /**
     * Nodes from a source to a population.
     *
     * @param nodes names, the nearest to the source first
     * @param recurrent whether an edge closes a cycle, and the population reaches the source
     */
    private record Way(String source, List<String> nodes, boolean recurrent) {
        Way after(String node, String next, boolean closes) {
            List<String> longer = new ArrayList<>(List.of(node));
            longer.addAll(nodes);
            return new Way(next, longer, recurrent || closes);
        }
    }

    private void walk(String node, Way way, List<Way> found) {
        if (inputs.containsKey(node) || populations.containsKey(node)) {
            found.add(way);
            requireFew(found.size());
            return;
        }
        for (String next : predecessors.get(node)) {
            requireSize(nodes.get(node), next, lowered.get(node));
            walk(next, way.after(node, next, recurrent.contains(new NirEdge(next, node))), found);
        }
    }

    private void requireFew(int more) {
        if (connections.size() + more > MOST_CONNECTIONS) {
            throw new InputException(
                    file + ": there are more than " + MOST_CONNECTIONS
                            + " ways through linear nodes, or delays between them, to neurons",
                    "put a neuron between nodes that branch and join, or multiply their weights before the export");
        }
    }

    private void requireSize(NirNode node, String source, Lowered map) {
        if (map != null
                && map.map() != null
                && NodeShapes.elements(shapes.get(source)) != map.map().inputs()) {
            requireEqualSize(node, predecessors.get(node.name()).get(0), source);
        }
    }

    /** One, or one for each delay between its linear nodes. */
    private List<Connection> connections(Way way, String target, Map<List<String>, Way> owners) {
        int sources = NodeShapes.elements(shapes.get(way.source()));
        List<Fold> folds = List.of(Fold.NONE);
        for (int i = 0; i < way.nodes().size(); i++) {
            String name = way.nodes().get(i);
            NirNode node = nodes.get(name);
            if (node.type().equals("Delay")) {
                double[] seconds = NodeShapes.values(node, "delay", shapes.get(name));
                folds = folds.stream().map(fold -> fold.delayed(seconds)).toList();
                continue;
            }
            Lowered map = lowered.get(name);
            if (map.map() != null) {
                folds = folds.stream()
                        .flatMap(fold -> fold.through(map.map(), sources))
                        .toList();
                requireFew(folds.size());
            }
            if (map.bias() != null
                    && owners.get(way.nodes().subList(i, way.nodes().size())) == way) {
                List<Fold> all = new ArrayList<>(folds);
                all.set(0, all.get(0).biased(map.bias()));
                folds = all;
            }
        }
        return folds.stream().map(fold -> connection(way, target, fold)).toList();
    }

    private Connection connection(Way way, String target, Fold fold) {
        String source = way.source();
        List<LinearMap> maps = fold.maps();
        int size = NodeShapes.elements(shapes.get(target));
        int last = maps.isEmpty()
                ? NodeShapes.elements(shapes.get(source))
                : maps.get(maps.size() - 1).outputs();
        if (last != size) {
            throw new InputException(
                    nodes.get(target).place() + " (" + nodes.get(target).type() + ") has " + size
                            + " values, but gets " + last + " from "
                            + (way.nodes().isEmpty()
                                    ? source
                                    : way.nodes().get(way.nodes().size() - 1)),
                    "export the network again, or correct its edges");
        }
        String name = way.nodes().isEmpty() ? source + "->" + target : String.join(",", way.nodes());
        boolean fromInput = inputs.containsKey(source);
        return new Connection(
                name,
                fromInput,
                fromInput ? inputs.get(source) : populations.get(source),
                populations.get(target),
                maps,
                fold.bias(),
                fold.delay(),
                fold.targetDelay(),
                way.recurrent());
    }
}
