// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.core.program.spiking.TickPreset;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.precision.SpikingQuantizer;
import io.fluxmill.quantizer.spiking.precision.SpikingWidths;
import io.fluxmill.quantizer.spiking.read.NirReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("verilator")
class SpikingSmokeTest {
    @TempDir
    Path folder;

    @Test
    void braille() throws IOException {
        SpikingShape shape = new SpikingShape(4, 64, 128, 1024, 256, 8, 4, 12, 20, 6, 24, 12, 2, 1, 0, true, false);
        SpikingNetwork network = NirReader.read(Path.of("../../shared/data/nir/braille_noDelay_bias_zero.nir"));
        Random random = new Random(1);
        try (SpikingBench bench = new SpikingBench(new SpikingConfig("smoke", shape, 64), folder)) {
            int[][][] input = new int[1][100][12];
            for (int[] tick : input[0]) {
                for (int i = 0; i < 12; i++) {
                    tick[i] = random.nextInt(10) == 0 ? 1 : 0;
                }
            }
            bench.check(
                    SpikingQuantizer.quantize(
                            network,
                            TickPreset.SNNTORCH.rules(1e-4),
                            SpikingWidths.of(shape, null, StateRounding.NEAREST_EVEN)),
                    input,
                    "braille");
            assertTrue(bench.spikes > 0);
            System.out.println(bench.compared + " " + bench.spikes);
        }
    }
}
