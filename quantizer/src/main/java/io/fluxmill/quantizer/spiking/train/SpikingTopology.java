// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.train;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.spiking.train.SpikingLayer.Cell;
import io.fluxmill.quantizer.spiking.train.SpikingLayer.Conv;
import io.fluxmill.quantizer.spiking.train.SpikingLayer.Dense;
import io.fluxmill.quantizer.spiking.train.SpikingLayer.SumPool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The layers of a network with the shapes between them. */
final class SpikingTopology {
    /**
     * Neurons, and the weights before them.
     *
     * @param pool width of the windows whose spikes are summed before the weights; 1 for none
     * @param conv the convolution, or null if the weights are dense
     * @param in shape before pooling, {@code [channels][height][width]}
     * @param pooled shape after it
     * @param out shape of the neurons, {@code [channels][height][width]} or {@code [outputs]}
     * @param seed of drawn weights, 0 for weights to train
     */
    record Stage(String name, int pool, Conv conv, Cell cell, int[] in, int[] pooled, int[] out, int seed) {
        boolean isDrawn() {
            return seed != 0;
        }

        /** Weights of a neuron. */
        int depth() {
            return conv == null ? elements(pooled) : pooled[0] * conv.kernel() * conv.kernel();
        }

        /** {@code [outChannels][inChannels][kernel][kernel]} or {@code [outputs][inputs]}. */
        int[] weightShape() {
            return conv == null
                    ? new int[] {out[0], elements(pooled)}
                    : new int[] {conv.channels(), pooled[0], conv.kernel(), conv.kernel()};
        }

        /** How many synapses lead to the neurons. */
        long synapses() {
            long all = (long) pool * pool * out[0];
            if (conv == null) {
                return all * elements(pooled);
            }
            return all * pooled[0] * inside(pooled[1], out[1]) * inside(pooled[2], out[2]);
        }

        /** Places of the kernels along an axis that lie on the input, not on the padding. */
        private long inside(int size, int positions) {
            long inside = 0;
            for (int p = 0; p < positions; p++) {
                int first = p * conv.stride() - conv.pad();
                inside += Math.min(size, first + conv.kernel()) - Math.max(0, first);
            }
            return inside;
        }

        int neurons() {
            return elements(out);
        }
    }

    private final int[] input;
    private final List<Stage> stages = new ArrayList<>();

    /**
     * @param input {@code [channels][height][width]}
     * @throws InputException if a window does not fit its input, a layer before the last does not fire, or the last has not one output per class
     */
    SpikingTopology(int[] input, List<SpikingLayer> layers, int classes) {
        this.input = input.clone();
        int[] before = this.input;
        int pool = 1;
        for (SpikingLayer layer : layers) {
            if (layer instanceof SumPool sum) {
                require(
                        pool == 1 && before.length == 3,
                        "a pool must stand before a conv or dense, and behind the input or a conv",
                        "remove the pool, or one of two");
                pool = sum.kernel();
                require(
                        before[1] % pool == 0 && before[2] % pool == 0,
                        "the windows of a pool must cover their input: pool=" + pool + ", input=" + before[1] + "x"
                                + before[2],
                        "use a pool that divides both sizes");
                continue;
            }
            Stage stage = stage(layer, pool, before);
            stages.add(stage);
            before = stage.out();
            pool = 1;
        }
        check(pool, classes);
    }

    private Stage stage(SpikingLayer layer, int pool, int[] before) {
        int[] pooled = before.length == 3 ? new int[] {before[0], before[1] / pool, before[2] / pool} : before;
        long same = stages.stream()
                .filter(stage -> stage.conv() == null == layer instanceof Dense)
                .count();
        if (layer instanceof Dense dense) {
            return new Stage(
                    "dense" + (same + 1),
                    pool,
                    null,
                    dense.cell(),
                    before,
                    pooled,
                    new int[] {dense.outputs()},
                    dense.seed());
        }
        Conv conv = (Conv) layer;
        String name = "conv" + (same + 1);
        require(pooled.length == 3, "layer " + name + " must not stand behind a dense layer", "put it before");
        int[] out = {conv.channels(), positions(name, pooled[1], conv), positions(name, pooled[2], conv)};
        return new Stage(name, pool, conv, conv.cell(), before, pooled, out, 0);
    }

    private static int positions(String name, int size, Conv conv) {
        int room = size + 2 * conv.pad() - conv.kernel();
        require(
                room >= 0 && conv.pad() < conv.kernel(),
                "the kernel of layer " + name + " must lie on its input: kernel=" + conv.kernel() + ", pad="
                        + conv.pad() + ", input=" + size,
                "use a smaller kernel, stride or pad");
        return room / conv.stride() + 1;
    }

    private void check(int pool, int classes) {
        require(!stages.isEmpty() && pool == 1, "the last layer must be dense", "add - dense: " + classes);
        Stage last = stages.get(stages.size() - 1);
        require(
                last.conv() == null && last.out()[0] == classes,
                "the last layer must be dense with an output for each of the " + classes + " classes: " + last.name()
                        + " has " + last.out()[0],
                "use dense: " + classes + " as the last layer");
        for (Stage stage : stages.subList(0, stages.size() - 1)) {
            require(
                    stage.cell().kind().fires(),
                    "the neurons of layer " + stage.name() + " must fire: neuron="
                            + stage.cell().kind().nirName(),
                    "use LIF or IF; only the last layer may have LI or I");
        }
    }

    private static void require(boolean holds, String problem, String remedy) {
        if (!holds) {
            throw new InputException(problem, remedy);
        }
    }

    static int elements(int[] shape) {
        int elements = 1;
        for (int extent : shape) {
            elements *= extent;
        }
        return elements;
    }

    int[] input() {
        return input.clone();
    }

    List<Stage> stages() {
        return stages;
    }

    Stage last() {
        return stages.get(stages.size() - 1);
    }

    /** The seeds of drawn weights, by name of the stage. */
    Map<String, Integer> seeds() {
        Map<String, Integer> seeds = new LinkedHashMap<>();
        stages.stream().filter(Stage::isDrawn).forEach(stage -> seeds.put(stage.name(), stage.seed()));
        return seeds;
    }

    int neurons() {
        return stages.stream().mapToInt(Stage::neurons).sum();
    }
}
