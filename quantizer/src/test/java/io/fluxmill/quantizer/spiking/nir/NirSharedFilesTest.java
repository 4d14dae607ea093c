// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.nir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.mac.read.SharedData;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Files of the paper of NIR; every expected value was read with h5py 3.7. */
class NirSharedFilesTest {
    private static NirGraph read(String name) {
        return NirFile.read(SharedData.require("nir/" + name));
    }

    private static String edges(NirGraph graph) {
        return graph.edges().stream()
                .map(edge -> edge.source() + ">" + edge.target())
                .collect(Collectors.joining(" "));
    }

    private static String types(NirGraph graph) {
        return graph.nodes().values().stream()
                .map(node -> node.name() + ":" + node.type())
                .collect(Collectors.joining(" "));
    }

    private static NirArray array(NirGraph graph, String node, String key) {
        return graph.nodes().get(node).parameter(key);
    }

    @Test
    void lifOfNorse() {
        NirGraph graph = read("lif_norse.nir");
        assertEquals("", graph.name());
        assertEquals("0:Affine 1:LIF input:Input output:Output", types(graph));
        assertEquals("input>0 0>1 1>output", edges(graph));
        assertEquals(NirArray.vector(0.10000000149011612), array(graph, "1", "v_threshold"));
        assertEquals(NirArray.vector((double) 2.5e-3f), array(graph, "1", "tau"));
        assertEquals(NirArray.of(new int[] {1, 1}, 1), array(graph, "0", "weight"));
        NirNode lif = graph.nodes().get("1");
        assertEquals(
                Set.of("r", "tau", "v_leak", "v_threshold"), lif.parameters().keySet());
        assertTrue(lif.optional("v_reset").isEmpty());
        assertNull(lif.graph());
        assertEquals(graph, graph.flat());
        InputException e = assertThrows(InputException.class, () -> lif.parameter("v_reset"));
        assertEquals(
                SharedData.require("nir/lif_norse.nir")
                        + ": node 1: a node of the type LIF must have the parameter v_reset: it is missing",
                e.getMessage());
    }

    @Test
    void lifOfRockpool() {
        NirGraph graph = read("lif_rockpool.nir");
        assertEquals("0_LinearTorch:Linear 1_LIFNeuronTorch:LIF input:Input output:Output", types(graph));
        assertEquals("0_LinearTorch>1_LIFNeuronTorch 1_LIFNeuronTorch>output input>0_LinearTorch", edges(graph));
        assertEquals(24.019737, array(graph, "1_LIFNeuronTorch", "r").number(), 1e-6);
        assertEquals(0.04f, (float) array(graph, "0_LinearTorch", "weight").number());
        assertArrayEquals(new int[] {1, 1, 1}, array(graph, "output", "shape").integers());
    }

    @Test
    void twoNeurons() {
        NirGraph graph = read("two_lif_neurons.nir");
        assertEquals("in:Input lif1:LIF lif2:LIF linear1:Linear linear2:Linear out:Output", types(graph));
        assertEquals("in>linear1 linear1>lif1 lif1>linear2 linear2>lif2 lif2>out", edges(graph));
        assertEquals(1.2, array(graph, "lif1", "v_leak").number());
        assertEquals(20, array(graph, "lif2", "v_threshold").number());
        assertEquals(0.01, array(graph, "lif2", "tau").number());
    }

    @Test
    void convolutions() {
        NirGraph graph = read("cnn_sinabs.nir");
        assertEquals(
                "0:Conv2d 1:IF 10:IF 11:Affine 12:IF 2:Conv2d 3:IF 4:SumPool2d 5:Conv2d 6:IF 7:SumPool2d 8:Flatten"
                        + " 9:Affine input:Input output:Output",
                types(graph));
        assertEquals("8>9 11>12 5>6 0>1 9>10 12>output 4>5 3>4 2>3 input>0 6>7 1>2 7>8 10>11", edges(graph));
        NirArray weight = array(graph, "0", "weight");
        assertArrayEquals(new int[] {16, 2, 5, 5}, weight.shape());
        assertEquals(-0.2573422f, (float) weight.values()[0]);
        assertEquals(0.10971786f, (float) weight.values()[799]);
        assertEquals(-10.744408309707069, Arrays.stream(weight.values()).sum(), 1e-9);
        assertEquals(
                -803.6012277339014,
                Arrays.stream(array(graph, "9", "weight").values()).sum(),
                1e-8);
        assertArrayEquals(new int[] {2, 2}, array(graph, "0", "stride").integers());
        assertArrayEquals(new int[] {34, 34}, array(graph, "0", "input_shape").integers());
        assertEquals(1, array(graph, "0", "groups").number());
        assertArrayEquals(
                new int[] {16, 16, 16}, array(graph, "1", "v_threshold").shape());
        assertEquals(4096, Arrays.stream(array(graph, "3", "r").values()).sum());
        assertEquals(NirArray.vector(2, 2), array(graph, "4", "kernel_size"));
        assertEquals(NirArray.vector(0, 0), array(graph, "7", "padding"));
        assertEquals(NirArray.scalar(0), array(graph, "8", "start_dim"));
        assertEquals(NirArray.scalar(-1), array(graph, "8", "end_dim"));
        assertEquals(NirArray.vector(8, 4, 4), array(graph, "8", "input_type"));
        long weights = graph.nodes().values().stream()
                .flatMap(node -> node.optional("weight").stream())
                .mapToLong(w -> w.values().length)
                .sum();
        // facts/spiking.md of the shared data: 39,584 weights, 8,970 neurons
        assertEquals(39_584, weights);
        assertEquals(
                8_970,
                graph.ofType(NirType.IF).stream()
                        .mapToLong(node -> node.parameter("r").values().length)
                        .sum());
    }

    @Test
    void recurrent() {
        NirGraph graph = read("braille_noDelay_bias_zero.nir");
        assertEquals(
                "fc1:Affine fc2:Affine input:Input lif1.lif:CubaLIF lif1.w_rec:Affine lif2:CubaLIF output:Output",
                types(graph));
        assertEquals(
                "lif1.w_rec>lif1.lif lif2>output fc2>lif2 input>fc1 lif1.lif>lif1.w_rec fc1>lif1.lif lif1.lif>fc2",
                edges(graph));
        assertArrayEquals(
                new int[] {38, 38}, array(graph, "lif1.w_rec", "weight").shape());
        assertEquals(
                -401.91697428177577,
                Arrays.stream(array(graph, "lif1.w_rec", "weight").values()).sum(),
                1e-9);
        assertEquals(-0.06660467f, (float) array(graph, "fc1", "bias").values()[0]);
        assertEquals(0.0002222222281091009, array(graph, "lif1.lif", "tau_syn").values()[37]);
        assertEquals(0.0009999997615814777, array(graph, "lif1.lif", "tau_mem").values()[0]);
        double[] w = array(graph, "lif2", "w_in").doubles(7);
        assertEquals(14, Arrays.stream(w).sum(), 1e-9);
        assertEquals(
                List.of("r", "tau_mem", "tau_syn", "v_leak", "v_threshold", "w_in"),
                List.copyOf(new TreeSet<>(graph.nodes().get("lif2").parameters().keySet())));
    }
}
