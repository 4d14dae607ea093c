// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.train;

import static io.fluxmill.quantizer.spiking.Refusal.refuses;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.quantizer.spiking.graph.NeuronKind;
import io.fluxmill.quantizer.spiking.train.SpikingLayer.Cell;
import io.fluxmill.quantizer.spiking.train.SpikingLayer.Conv;
import io.fluxmill.quantizer.spiking.train.SpikingLayer.Dense;
import io.fluxmill.quantizer.spiking.train.SpikingLayer.SumPool;
import io.fluxmill.quantizer.spiking.train.SpikingTopology.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpikingTopologyTest {
    private static final Cell LIF = new Cell(NeuronKind.LIF, 0.5, 1);
    private static final Cell LI = new Cell(NeuronKind.LI, 0.5, 0);

    private static SpikingTopology topology(SpikingLayer... layers) {
        return new SpikingTopology(new int[] {2, 12, 9}, List.of(layers), 10);
    }

    /** Synapses counted one by one: each place of each kernel that lies on the input. */
    @Test
    void countsSynapses() {
        int checked = 0;
        for (int kernel = 1; kernel <= 5; kernel++) {
            for (int stride = 1; stride <= 3; stride++) {
                for (int pad = 0; pad < kernel; pad++) {
                    SpikingTopology topology = topology(new Conv(4, kernel, stride, pad, LIF), new Dense(10, LI));
                    Stage conv = topology.stages().get(0);
                    int rows = (12 + 2 * pad - kernel) / stride + 1;
                    int columns = (9 + 2 * pad - kernel) / stride + 1;
                    assertArrayEquals(new int[] {4, rows, columns}, conv.out());
                    long count = 0;
                    for (int i = 0; i < rows * columns * kernel * kernel; i++) {
                        int y = i / columns / kernel / kernel * stride + i / kernel % kernel - pad;
                        int x = i / kernel / kernel % columns * stride + i % kernel - pad;
                        count += y >= 0 && y < 12 && x >= 0 && x < 9 ? 1 : 0;
                    }
                    assertEquals(
                            2 * 4 * count, conv.synapses(), "kernel=" + kernel + " stride=" + stride + " pad=" + pad);
                    assertEquals(
                            10L * 4 * rows * columns, topology.stages().get(1).synapses());
                    checked++;
                }
            }
        }
        assertEquals(45, checked);
    }

    /** Each of 2 x 12 x 9 spikes reaches its window: as many synapses as without a pool on windows, times the places of a window. */
    @Test
    void aPoolBelongsToTheWeightsBehindIt() {
        SpikingTopology topology = topology(new SumPool(3), new Conv(4, 1, 1, 0, LIF), new Dense(10, LI));
        Stage conv = topology.stages().get(0);
        assertArrayEquals(new int[] {2, 4, 3}, conv.pooled());
        assertArrayEquals(new int[] {4, 4, 3}, conv.out());
        assertEquals(2 * 12 * 9 * 4, conv.synapses());
    }

    @Test
    void refusesWhatDoesNotFit() {
        Dense out = new Dense(10, LI);
        refuses(
                "the kernel of layer conv1 must lie on its input: kernel=10, pad=0, input=9",
                "use a smaller kernel, stride or pad",
                () -> topology(new Conv(4, 10, 1, 0, LIF), out));
        refuses(
                "the windows of a pool must cover their input: pool=2, input=12x9",
                "use a pool that divides both sizes",
                () -> topology(new SumPool(2), out));
        refuses(
                "a pool must stand before a conv or dense, and behind the input or a conv",
                "remove the pool, or one of two",
                () -> topology(new SumPool(3), new SumPool(1), out));
        refuses(
                "layer conv1 must not stand behind a dense layer",
                "put it before",
                () -> topology(new Dense(16, LIF), new Conv(4, 3, 1, 0, LIF), out));
        refuses(
                "the neurons of layer conv1 must fire: neuron=LI",
                "use LIF or IF; only the last layer may have LI or I",
                () -> topology(new Conv(4, 3, 1, 0, LI), out));
        refuses(
                "the last layer must be dense with an output for each of the 10 classes: dense1 has 9",
                "use dense: 10 as the last layer",
                () -> topology(new Dense(9, LI)));
        refuses("the last layer must be dense", "add - dense: 10", SpikingTopologyTest::topology);
    }
}
