// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.program.spiking.EncoderRules;
import io.fluxmill.core.program.spiking.EncoderRules.Kind;
import io.fluxmill.core.program.spiking.SpikingEnds;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.driver.device.DeviceException;
import io.fluxmill.driver.spiking.SpikingInput;
import io.fluxmill.driver.spiking.SpikingRunner;
import io.fluxmill.driver.spiking.SpikingRunner.States;
import io.fluxmill.quantizer.spiking.map.SpikingMapping;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Corners of encoder and read-outs on three neurons, each of which fires as often in a tick as its input says. */
@Tag("verilator")
class SpikingEndsTest {
    private static final int OUTPUTS = 3;
    private static final int NEVER = 65535;

    @TempDir
    Path folder;

    private SpikingBench bench(SpikingEnds ends) throws IOException {
        SpikingShape shape = new SpikingShape(2, 16, 32, 16, 16, 4, 2, 4, 16, 0, 24, 8, 2, 8, 0, false, false);
        return new SpikingBench(new SpikingConfig("ends", shape, ends, 512), folder);
    }

    private static SpikingRunner runner(SpikingBench bench) {
        SpikingRunner runner = new SpikingRunner(
                bench.device, SpikingMapping.map(CountingNetwork.of(OUTPUTS, 255), bench.config.shape()));
        runner.load();
        return runner;
    }

    private static EncoderRules direct() {
        return new EncoderRules(Kind.DIRECT, 8, 0, false, false, OUTPUTS, new int[0]);
    }

    private static SpikingInput values(int ticks, int... values) {
        return new SpikingInput(new int[][] {values}, ticks, Kind.DIRECT, 0);
    }

    @Test
    void countsSaturateAndTheFirstOfEqualOnesIsTheClass() throws IOException {
        try (SpikingBench bench = bench(new SpikingEnds(8, true))) {
            SpikingRunner runner = runner(bench);
            runner.encoder(direct());
            runner.readOut(0, 0);
            SpikingRunner.Run run = runner.run(values(258, 254, 255, 255), States.NONE);
            assertArrayEquals(new int[] {258 * 254, NEVER, NEVER}, run.read().words(), "258 x 255 is 65,790");
            assertEquals(1, run.read().best());
            // The next sample begins with counts and values of 0.
            SpikingRunner.Run next = runner.run(values(2, 0, 0, 7), States.NONE);
            assertArrayEquals(new int[] {0, 0, 14}, next.read().words());
            assertEquals(2, next.read().best());
            assertEquals(0, runner.run(values(1, 0, 0, 0), States.NONE).read().best());
        }
    }

    @Test
    void firstTicks() throws IOException {
        try (SpikingBench bench = bench(new SpikingEnds(3, true))) {
            SpikingRunner runner = runner(bench);
            runner.encoder(new EncoderRules(Kind.DELTA, 3, 2, false, false, OUTPUTS, new int[0]));
            runner.readOut(1, 0);
            int[][] codes = {{0, 0, 1}, {0, 2, 1}, {0, 2, 3}, {0, 7, 3}};
            SpikingRunner.Run run = runner.run(new SpikingInput(codes, 4, Kind.DELTA, 0), States.NONE);
            assertArrayEquals(new int[] {NEVER, 1, 2}, run.read().words());
            assertEquals(1, run.read().best());
            assertArrayEquals(new int[][] {{0, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0, 1, 0}}, run.spikes()[0]);
        }
    }

    @Test
    void aValueForNoInputIsCounted() throws IOException {
        try (SpikingBench bench = bench(new SpikingEnds(8, true))) {
            SpikingRunner runner = runner(bench);
            runner.encoder(direct());
            SpikingRunner.Run run = runner.run(values(2, 1, 2, 3, 4), States.NONE);
            assertEquals(1, run.counters().get("DROPPED"));
            assertArrayEquals(new int[][] {{1, 2, 3}, {1, 2, 3}}, run.spikes()[0]);
            assertTrue(run.read() == null, "nothing was asked for");
        }
    }

    @Test
    void anEngineWithoutEncoderRefusesValues() throws IOException {
        try (SpikingBench bench = bench(SpikingEnds.NONE)) {
            SpikingRunner runner = runner(bench);
            assertThrows(DeviceException.class, () -> runner.run(values(1, 1, 1, 1), States.NONE));
        }
    }
}
