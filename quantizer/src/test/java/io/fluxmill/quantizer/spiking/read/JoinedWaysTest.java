// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.quantizer.spiking.graph.Connection;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.nir.NirArray;
import io.fluxmill.quantizer.spiking.nir.NirEdge;
import io.fluxmill.quantizer.spiking.nir.NirGraph;
import io.fluxmill.quantizer.spiking.nir.NirNode;
import io.fluxmill.quantizer.spiking.nir.NirType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Ways that join in a linear node: its bias is added once, and only what comes back is recurrent. */
class JoinedWaysTest {
    private static final NirArray ONE = NirArray.vector(1);

    private static NirNode node(String name, NirType type) {
        return NirNode.of(
                name,
                type,
                switch (type) {
                    case Input, Output -> Map.of("shape", ONE);
                    case Affine -> Map.of("weight", NirArray.of(new int[] {1, 1}, 2), "bias", NirArray.vector(0.25));
                    case IF -> Map.of("r", ONE, "v_threshold", ONE);
                    default -> Map.of("weight", NirArray.of(new int[] {1, 1}, 3));
                });
    }

    private static SpikingNetwork network(List<NirNode> nodes, String... edges) {
        Map<String, NirNode> byName = new LinkedHashMap<>();
        nodes.forEach(node -> byName.put(node.name(), node));
        return NirReader.of(
                "joined",
                new NirGraph(
                        "joined",
                        byName,
                        java.util.Arrays.stream(edges)
                                .map(edge -> new NirEdge(edge.split(">")[0], edge.split(">")[1]))
                                .toList()));
    }

    /** Two inputs into an Affine of bias 0.25, and a Linear of weight 3 behind it: the neuron gets 0.75, not 1.5. */
    @Test
    void aBiasCountsOnce() {
        SpikingNetwork network = network(
                List.of(
                        node("a", NirType.Input),
                        node("b", NirType.Input),
                        node("affine", NirType.Affine),
                        node("linear", NirType.Linear),
                        node("n", NirType.IF),
                        node("out", NirType.Output)),
                "a>affine",
                "b>affine",
                "affine>linear",
                "linear>n",
                "n>out");
        assertEquals(2, network.connections().size());
        assertArrayEquals(new double[] {0.75}, network.connections().get(0).bias());
        assertEquals(null, network.connections().get(1).bias());
        network.connections().forEach(c -> assertArrayEquals(new double[] {6}, c.apply(new double[] {1})));
    }

    /** The bias of a node into which a cycle leads belongs to the way from outside. */
    @Test
    void theBiasOfACycleIsThatOfTheWayIn() {
        SpikingNetwork network = network(
                List.of(
                        node("in", NirType.Input),
                        node("affine", NirType.Affine),
                        node("n", NirType.IF),
                        node("out", NirType.Output)),
                "n>affine",
                "in>affine",
                "affine>n",
                "n>out");
        for (Connection connection : network.connections()) {
            assertEquals(connection.fromInput(), connection.bias() != null);
            assertEquals(!connection.fromInput(), connection.recurrent());
        }
    }

    /** b comes in over a node inside the loop of a: the edge loop>affine closes a cycle of n, but none of b. */
    @Test
    void anInputIsNeverRecurrent() {
        SpikingNetwork network = network(
                List.of(
                        node("a", NirType.Input),
                        node("b", NirType.Input),
                        node("affine", NirType.Affine),
                        node("loop", NirType.Linear),
                        node("n", NirType.IF),
                        node("out", NirType.Output)),
                "a>affine",
                "affine>n",
                "n>loop",
                "b>loop",
                "loop>affine",
                "n>out");
        assertEquals(3, network.connections().size());
        for (Connection connection : network.connections()) {
            assertEquals(!connection.fromInput(), connection.recurrent(), connection.toString());
        }
        assertTrue(network.connections().stream().anyMatch(Connection::recurrent));
        assertFalse(network.connections().stream().allMatch(Connection::recurrent));
    }
}
