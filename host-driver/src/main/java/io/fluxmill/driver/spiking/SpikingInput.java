// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.spiking;

import io.fluxmill.core.program.spiking.EncoderRules.Kind;
import io.fluxmill.core.program.spiking.SpikingLayout;
import java.util.List;

/**
 * What an engine is given of a sample.
 *
 * @param values spikes, {@code [ticks][inputs]}; or codes for the engine's encoder, {@code [ticks][values]} of delta coding, else {@code [1][values]}
 * @param ticks of the sample
 * @param kind of the encoder; {@link Kind#NONE} for spikes
 * @param seed of the encoder's generator, 28 bits
 */
public record SpikingInput(int[][] values, int ticks, Kind kind, int seed) {
    /** Spikes, {@code [ticks][inputs]}. */
    public static SpikingInput spikes(int[][] spikes) {
        return new SpikingInput(spikes, spikes.length, Kind.NONE, 0);
    }

    /** What is sent before the first tick. */
    void begin(List<Integer> words) {
        if (kind == Kind.RATE) {
            words.add(SpikingLayout.word(SpikingLayout.SEED, 0, 0) | seed);
        }
        if (kind != Kind.NONE && kind != Kind.DELTA) {
            changed(words, new int[values[0].length], values[0]);
        }
    }

    /** What is sent before the end of a tick: spikes, or values that are no longer what they were. */
    void tick(List<Integer> words, int tick) {
        if (kind == Kind.NONE) {
            for (int i = 0; i < values[tick].length; i++) {
                if (values[tick][i] != 0) {
                    words.add(SpikingLayout.word(SpikingLayout.SPIKE, values[tick][i], i));
                }
            }
        } else if (kind == Kind.DELTA) {
            changed(words, tick == 0 ? new int[values[0].length] : values[tick - 1], values[tick]);
        }
    }

    private static void changed(List<Integer> words, int[] before, int[] now) {
        for (int i = 0; i < now.length; i++) {
            if (now[i] != before[i]) {
                words.add(SpikingLayout.word(SpikingLayout.VALUE, now[i], i));
            }
        }
    }
}
