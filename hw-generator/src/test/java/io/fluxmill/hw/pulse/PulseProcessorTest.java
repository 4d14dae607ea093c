// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.program.pulse.ClassicalSettings;
import io.fluxmill.core.program.pulse.FrontEndSettings;
import io.fluxmill.quantizer.pulse.read.PulseNetwork;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random signals through the whole accelerator, with random settings and pauses: every packet word and every counter. */
@Tag("verilator")
class PulseProcessorTest {
    private static final int RUNS = 12;

    @ParameterizedTest
    @EnumSource(PulseProcessors.class)
    void everyPacketAndCounterEqualsTheReference(PulseProcessors processor, @TempDir Path directory) throws Exception {
        PulseConfig config = processor.config();
        long seed = 31;
        try (PulseBench bench = new PulseBench(processor, directory, seed)) {
            for (int run = 0; run < RUNS; run++) {
                Random random = new Random(seed + run);
                bench.transport.pauses("s_axis_adc", random.nextInt(3) * 20, run);
                bench.transport.pauses("m_axis_feat", random.nextInt(3) * 30, run);
                FrontEndSettings frontEnd = PulseSignals.frontEnd(random, config, run % 4 != 3);
                PulseNetwork network = config.network() ? network(random, config, frontEnd) : null;
                ClassicalSettings classical =
                        config.classical() ? PulseSignals.classical(random, config, frontEnd) : null;
                int mask =
                        run % 3 == 0 ? (1 << config.channels()) - 1 : 1 + random.nextInt((1 << config.channels()) - 1);
                bench.load(frontEnd, network, classical, mask);
                int[][] samples = new int[config.channels()][];
                for (int c = 0; c < samples.length; c++) {
                    samples[c] = PulseSignals.samples(random, config, frontEnd, 40 * frontEnd.window());
                }
                bench.check(samples, processor + ", seed " + (seed + run));
            }
            assertTrue(bench.compared > 3 * RUNS, "packets compared: " + bench.compared);
        }
    }

    /** A random network whose input is the window's first samples. */
    private static PulseNetwork network(Random random, PulseConfig config, FrontEndSettings frontEnd) {
        int inputs = frontEnd.window() - random.nextInt(2) * random.nextInt(frontEnd.window() / 2);
        return new RandomNetworks(random, config.activationBits(), inputs, 1)
                .same(3, 4, 2)
                .dense(5)
                .dense(1 + random.nextInt(3))
                .build("random");
    }
}
