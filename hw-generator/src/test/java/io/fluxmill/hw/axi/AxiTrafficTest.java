// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.axi;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random reads and writes with random back-pressure, latency, wrong answers, aborts and resets in the middle; the checker watches every cycle. The whole
 * campaign: {@code -Daxi.bursts=1000000}.
 */
@Tag("verilator")
class AxiTrafficTest {
    private static final long BURSTS = Long.getLong("axi.bursts", 40_000);
    private static final long SEED = Long.getLong("axi.seed", 1);

    @ParameterizedTest
    @CsvSource({"32, 16, 4, 64", "64, 1, 3, 2", "64, 256, 2, 512", "128, 8, 16, 128"})
    void everyWordArrivesOnce(int dataBits, int beats, int outstanding, int queue, @TempDir Path folder) {
        try (AxiTraffic traffic = new AxiTraffic(new AxiSettings(dataBits, beats, outstanding, queue), folder)) {
            long seed = SEED * 1_000_000;
            while (traffic.bursts() < BURSTS / 4) {
                traffic.list(seed++);
            }
            for (String what : new String[] {"resets", "aborts", "errors", "words read", "words written"}) {
                assertTrue(traffic.counts.getOrDefault(what, 0L) > 0, what);
            }
            System.out.println(traffic.settings + ": bursts=" + traffic.bursts() + " " + traffic.counts);
        }
    }
}
