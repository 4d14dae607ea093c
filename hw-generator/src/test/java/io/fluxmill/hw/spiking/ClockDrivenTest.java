// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.program.spiking.SpikingFeatures;
import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.driver.spiking.SpikingRunner;
import io.fluxmill.quantizer.spiking.map.SpikingMapping;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a clock-driven connection keeps of an input that fires more than once in a tick: the sum, or the first if that is too large, which is counted. */
@Tag("verilator")
class ClockDrivenTest {
    private static final int MOST = 3;

    @TempDir
    Path folder;

    @Test
    void spikesOfOneInputInATickAreAddedOrCounted() throws IOException {
        SpikingShape shape = new SpikingShape(2, 16, 32, 32, 16, 4, 2, 4, 16, 0, 24, 8, 2, 2, 0, false, false)
                .with(SpikingFeatures.NONE.withClockDriven(2, 4));
        try (SpikingBench bench = new SpikingBench(new SpikingConfig("clock", shape, 64), folder)) {
            new SpikingRunner(bench.device, SpikingMapping.map(CountingNetwork.of(3, MOST), shape, Set.of(0))).load();
            List<Integer> words = new ArrayList<>(List.of(SpikingLayout.word(SpikingLayout.CLEAR, 0, 0)));
            SpikingWords.spike(words, 0, 1);
            SpikingWords.spike(words, 0, 1);
            SpikingWords.spike(words, 1, 3);
            SpikingWords.tick(words);
            // 3 and 1 are 4, more than two bits; the 2 after it finds 3, too.
            SpikingWords.spike(words, 2, 3);
            SpikingWords.spike(words, 2, 1);
            SpikingWords.spike(words, 2, 2);
            SpikingWords.spike(words, 0, 2);
            SpikingWords.tick(words);
            SpikingWords.tick(words);
            List<Integer> wanted = new ArrayList<>();
            SpikingWords.spike(wanted, 0, 2);
            SpikingWords.spike(wanted, 1, 3);
            wanted.add(SpikingLayout.word(SpikingLayout.TICK, 0, 0));
            SpikingWords.spike(wanted, 0, 2);
            SpikingWords.spike(wanted, 2, 3);
            wanted.add(SpikingLayout.word(SpikingLayout.TICK, 0, 1));
            wanted.add(SpikingLayout.word(SpikingLayout.TICK, 0, 2));
            assertEquals(wanted, SpikingWords.exchange(bench, words, wanted.size()));
            assertEquals(2, bench.device.counter("DROPPED"));
        }
    }
}
