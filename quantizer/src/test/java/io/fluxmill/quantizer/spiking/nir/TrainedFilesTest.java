// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.nir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.quantizer.spiking.graph.NeuronKind;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.read.NirReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The networks of the examples: 28 x 28 values, 16 x 14 x 14 and 32 x 7 x 7 LIF, 10 LI. */
class TrainedFilesTest {
    private static final Path FOLDER = Path.of("..", "examples", "spiking");

    @ParameterizedTest
    @ValueSource(strings = {"fashion.nir", "mnist.nir"})
    void areRead(String name) {
        SpikingNetwork network = NirReader.read(FOLDER.resolve(name));
        assertEquals(
                List.of("[1, 28, 28]"),
                network.inputs().stream()
                        .map(input -> Arrays.toString(input.shape()))
                        .toList());
        assertEquals(
                List.of(NeuronKind.LIF, NeuronKind.LIF, NeuronKind.LI),
                network.populations().stream().map(p -> p.kind()).toList());
        assertEquals(
                List.of(3136, 1568, 10),
                network.populations().stream().map(p -> p.size()).toList());
        assertEquals(2, network.outputs().get(0).population());
        assertEquals(3, network.connections().size());
    }

    /** Weights lie on the grid of 8 bits, by h5py: multiples of the largest over 127. */
    @Test
    void h5pyReadsThem() throws IOException, InterruptedException {
        String python = Python.requireH5py();
        String script =
                """
                import h5py, numpy, sys
                for name in sys.argv[1:]:
                    with h5py.File(name, 'r') as f:
                        nodes = f['node/nodes']
                        for key in ('conv1', 'conv2', 'dense1'):
                            w = nodes[key]['weight'][()].astype('f8')
                            steps = 127 * w / abs(w).max()
                            assert abs(steps - numpy.rint(steps)).max() < 1e-4, (name, key)
                            print(key, nodes[key]['type'][()].decode(), nodes[key]['weight'].dtype, *w.shape)
                        for key in ('conv1_neurons', 'dense1_neurons'):
                            print(key, nodes[key]['type'][()].decode(), *nodes[key]['tau'].shape)
                """;
        List<String> lines = Python.run(List.of(
                        python,
                        "-c",
                        script,
                        FOLDER.resolve("fashion.nir").toString(),
                        FOLDER.resolve("mnist.nir").toString()))
                .lines()
                .toList();
        List<String> each = List.of(
                "conv1 Conv2d float32 16 1 4 4",
                "conv2 Conv2d float32 32 16 3 3",
                "dense1 Linear float32 10 1568",
                "conv1_neurons LIF 16 14 14",
                "dense1_neurons LI 10");
        assertEquals(10, lines.size());
        assertEquals(each, lines.subList(0, 5));
        assertEquals(each, lines.subList(5, 10));
    }
}
