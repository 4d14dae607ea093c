// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.read;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Spikes that need no file: the section {@code data.synthetic}.
 *
 * @param pattern what fires
 * @param activity share of inputs that fire in a tick by chance
 */
public record SyntheticSpikes(Pattern pattern, int samples, int ticks, double activity, int seed) {
    private static final int BAR_WIDTH = 3;

    /** What fires. */
    public enum Pattern {
        /** Inputs by chance. */
        NOISE,
        /** A bar of three columns that moves a column a tick, in every other channel, over the noise; each sample begins a column further. */
        BAR
    }

    /** Reads the section. */
    public static SyntheticSpikes from(ConfigNode node) {
        SyntheticSpikes spikes = new SyntheticSpikes(
                node.choice("pattern", Pattern.class, Pattern.NOISE),
                node.integer("samples", 1, 100_000, 1),
                node.integer("ticks", 1, 1_000_000, 100),
                node.number("activity", 0, 1, 0.05),
                node.integer("seed", 0, Integer.MAX_VALUE, 1));
        node.rejectUnknown();
        return spikes;
    }

    /** The spikes of all inputs of a network, one after the other: {@code [samples][ticks][values]}. */
    public int[][][] draw(List<Input> inputs) {
        int[][][] values = new int[samples][ticks][];
        Random random = new Random(seed);
        for (int s = 0; s < samples; s++) {
            for (int t = 0; t < ticks; t++) {
                List<Integer> tick = new ArrayList<>();
                for (Input input : inputs) {
                    for (int i = 0; i < input.size(); i++) {
                        boolean noise = random.nextDouble() < activity;
                        tick.add(noise || pattern == Pattern.BAR && bar(input.shape(), i, s + t) ? 1 : 0);
                    }
                }
                values[s][t] = tick.stream().mapToInt(i -> i).toArray();
            }
        }
        return values;
    }

    private static boolean bar(int[] shape, int index, int position) {
        int width = shape[shape.length - 1];
        int rows = index / width;
        int height = shape.length > 1 ? shape[shape.length - 2] : 1;
        return rows / height % 2 == position % 2 && Math.floorMod(index % width - position, width) < BAR_WIDTH;
    }
}
