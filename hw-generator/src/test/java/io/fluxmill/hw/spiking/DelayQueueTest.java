// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.spiking.SpikingFeatures;
import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.driver.spiking.SpikingRunner;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.map.LongDelays;
import io.fluxmill.quantizer.spiking.map.SpikingMapping;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits for longer than there are sums: it comes in its tick, what finds no place is counted, and nothing is left after a clear. */
@Tag("verilator")
class DelayQueueTest {
    private static final int PLACES = 16;
    private static final int MOST = 255;
    private static final int DELAY = 5;
    private static final SpikingShape SHAPE =
            new SpikingShape(2, 16, 32, 32, 16, 4, 2, 4, 16, 0, 24, 8, 2, 8, 0, false, false);
    private static final SpikingShape QUEUE = SHAPE.with(SpikingFeatures.NONE.withDelayQueue(PLACES));

    @TempDir
    Path folder;

    @Test
    void inItsTickOrCounted() throws IOException {
        IntegerNetwork network = CountingNetwork.of(2, MOST, DELAY);
        try (SpikingBench bench = new SpikingBench(new SpikingConfig("late", QUEUE, 64), folder)) {
            new SpikingRunner(bench.device, SpikingMapping.map(network, QUEUE)).load();
            List<Integer> words = new ArrayList<>(List.of(SpikingLayout.word(SpikingLayout.CLEAR, 0, 0)));
            // 10 in tick 0 and 6 in tick 2 fill all places; 3 more are lost.
            for (int i = 0; i < 10; i++) {
                SpikingWords.spike(words, i % 2, 1);
            }
            SpikingWords.tick(words);
            SpikingWords.tick(words);
            for (int i = 0; i < 9; i++) {
                SpikingWords.spike(words, 0, 2);
            }
            for (int t = 2; t < 9; t++) {
                SpikingWords.tick(words);
            }
            List<Integer> wanted = new ArrayList<>();
            for (int t = 0; t < 9; t++) {
                if (t == DELAY) {
                    SpikingWords.spike(wanted, 0, 5);
                    SpikingWords.spike(wanted, 1, 5);
                }
                if (t == 2 + DELAY) {
                    SpikingWords.spike(wanted, 0, 12);
                }
                wanted.add(SpikingLayout.word(SpikingLayout.TICK, 0, t));
            }
            assertEquals(wanted, SpikingWords.exchange(bench, words, wanted.size()));
            assertEquals(3, bench.device.counter("DROPPED"));
            // Cleared while something waits: nothing comes.
            words = new ArrayList<>();
            SpikingWords.spike(words, 1, 1);
            words.add(SpikingLayout.word(SpikingLayout.CLEAR, 0, 0));
            wanted = new ArrayList<>();
            for (int t = 0; t < 9; t++) {
                SpikingWords.tick(words);
                wanted.add(SpikingLayout.word(SpikingLayout.TICK, 0, t));
            }
            assertEquals(wanted, SpikingWords.exchange(bench, words, wanted.size()));
        }
    }

    /** The mapper counts what waits as the engine does: one source of a delay, fired in ticks 0, 1 and 7. */
    @Test
    void placesThatSamplesNeed() {
        IntegerNetwork network = CountingNetwork.of(1, MOST, DELAY);
        int[][][] sample = {new int[12][1]};
        for (int tick : new int[] {0, 1, 7}) {
            sample[0][tick][0] = 1;
        }
        assertEquals(new LongDelays(2, DELAY), LongDelays.of(network, QUEUE, Collections.singletonList(sample)));
    }

    /** Without a queue the message names the cheaper of both ways first, and both help. */
    @Test
    void bothRemediesHelp() {
        IntegerNetwork network = CountingNetwork.of(2, MOST, 100);
        InputException refused =
                Assertions.assertThrows(InputException.class, () -> SpikingMapping.map(network, SHAPE));
        assertEquals(
                "set engine.delay-queue: 32 (1024 bits, enough if one in 10 sources fires), or engine.delay-slots: 128 (32256 bits of memory)",
                refused.remedy());
        SpikingShape slots = new SpikingShape(2, 16, 32, 32, 16, 4, 2, 4, 16, 0, 24, 8, 128, 8, 0, false, false);
        assertTrue(SpikingMapping.map(network, slots).inputs() == 2);
        assertTrue(SpikingMapping.map(network, SHAPE.with(SpikingFeatures.NONE.withDelayQueue(32)))
                        .inputs()
                == 2);
        // A tick more than two slots have: two more slots are cheaper.
        IntegerNetwork close = CountingNetwork.of(2, MOST, 2);
        InputException again = Assertions.assertThrows(InputException.class, () -> SpikingMapping.map(close, SHAPE));
        assertTrue(again.remedy().startsWith("set engine.delay-slots: 4 ("), again.remedy());
    }
}
