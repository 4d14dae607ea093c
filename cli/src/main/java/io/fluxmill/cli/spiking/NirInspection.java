// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import io.fluxmill.cli.family.Inspection;
import io.fluxmill.cli.family.Inspection.Layer;
import io.fluxmill.cli.family.Inspection.Node;
import io.fluxmill.cli.family.Inspection.Place;
import io.fluxmill.cli.family.Inspection.Tensor;
import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.spiking.graph.Connection;
import io.fluxmill.quantizer.spiking.graph.LinearMap;
import io.fluxmill.quantizer.spiking.graph.Population;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.nir.NirArray;
import io.fluxmill.quantizer.spiking.nir.NirFile;
import io.fluxmill.quantizer.spiking.nir.NirGraph;
import io.fluxmill.quantizer.spiking.nir.NirNode;
import io.fluxmill.quantizer.spiking.read.NirReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a NIR file is made of. */
final class NirInspection {
    private NirInspection() {}

    static Inspection of(Path file) {
        NirGraph graph = NirFile.read(file).flat();
        SpikingNetwork network = null;
        InputException refusal = null;
        try {
            network = NirReader.of(file.toString(), graph);
        } catch (InputException e) {
            refusal = e;
        }
        return new Inspection(
                file.toString(),
                "NIR",
                tensors(graph, "Input"),
                tensors(graph, "Output"),
                nodes(graph, refusal != null),
                network == null ? List.of() : layers(network),
                List.of(),
                List.of(),
                refusal,
                refusal == null ? List.of() : List.of(refusal.getMessage()),
                List.of());
    }

    private static List<Tensor> tensors(NirGraph graph, String type) {
        return graph.nodes().values().stream()
                .filter(node -> node.type().equals(type))
                .map(node -> new Tensor(
                        node.name(),
                        "spikes",
                        node.optional("shape")
                                .map(shape -> Arrays.toString(shape.integers()))
                                .orElse("")))
                .toList();
    }

    private static List<Node> nodes(NirGraph graph, boolean refused) {
        Map<String, Integer> index = new HashMap<>();
        graph.nodes().keySet().forEach(name -> index.put(name, index.size()));
        List<Node> nodes = new ArrayList<>();
        for (NirNode node : graph.nodes().values()) {
            List<String> details = new ArrayList<>();
            long parameters = 0;
            for (Map.Entry<String, NirArray> entry : node.parameters().entrySet()) {
                NirArray value = entry.getValue();
                parameters += value.values().length;
                details.add(entry.getKey() + "=" + described(value));
            }
            List<Integer> producers = graph.edges().stream()
                    .filter(edge -> edge.target().equals(node.name()))
                    .map(edge -> index.get(edge.source()))
                    .toList();
            boolean folded = List.of("Input", "Output", "Flatten").contains(node.type());
            nodes.add(new Node(
                    node.name(),
                    node.type(),
                    refused ? Place.UNREACHED : folded ? Place.FOLDED : Place.ENGINE,
                    "",
                    parameters,
                    producers,
                    details));
        }
        return nodes;
    }

    /** All values if they are few or equal, else the shape. */
    private static String described(NirArray value) {
        if (value.isText()) {
            return value.text();
        }
        double[] distinct = Arrays.stream(value.values()).distinct().toArray();
        return distinct.length == 1
                ? String.valueOf((float) distinct[0])
                : value.values().length <= 4 ? Arrays.toString(value.values()) : Arrays.toString(value.shape());
    }

    private static List<Layer> layers(SpikingNetwork network) {
        List<Layer> layers = new ArrayList<>();
        for (int p = 0; p < network.populations().size(); p++) {
            Population population = network.populations().get(p);
            long synapses = 0;
            long weights = 0;
            for (Connection connection : network.into(p)) {
                synapses += synapses(network, connection);
                weights += weights(connection);
            }
            layers.add(new Layer(
                    population.name(),
                    population.kind().nirName(),
                    Arrays.toString(population.shape()),
                    weights,
                    synapses,
                    Place.ENGINE,
                    ""));
        }
        return layers;
    }

    /** Numbers of the linear nodes on the way, a kernel's counted once; without biases. */
    private static long weights(Connection connection) {
        return connection.maps().stream().mapToLong(LinearMap::parameters).sum();
    }

    /** Pairs of a source and a neuron that a weight joins: synaptic operations of a tick in which all sources fire. */
    static long synapses(SpikingNetwork network, Connection connection) {
        int sources = connection.fromInput()
                ? network.inputs().get(connection.source()).size()
                : network.populations().get(connection.source()).size();
        if (connection.maps().isEmpty()) {
            return sources;
        }
        long[] count = {0};
        for (int i = 0; i < sources; i++) {
            double[] unit = new double[sources];
            unit[i] = 1;
            for (double weight : connection.apply(unit)) {
                count[0] += weight != 0 ? 1 : 0;
            }
        }
        return count[0];
    }
}
