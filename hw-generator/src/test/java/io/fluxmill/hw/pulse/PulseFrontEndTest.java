// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.program.pulse.ClassicalSettings;
import io.fluxmill.core.program.pulse.FrontEndSettings;
import io.fluxmill.core.program.pulse.FrontEndSettings.BaselineMode;
import io.fluxmill.driver.device.DeviceException;
import io.fluxmill.driver.pulse.FeaturePacket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user must be able to rely on when a detector misbehaves: every case is stated, counted, and equal to the reference. */
@Tag("verilator")
class PulseFrontEndTest {
    private static final int PEDESTAL = 400;
    private static final int WINDOW = 16;
    private static final int CHANNELS = 4;

    @TempDir
    static Path directory;

    private static PulseBench bench;

    @BeforeAll
    static void open() throws Exception {
        bench = new PulseBench(PulseProcessors.ARRAY, directory, 5);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    private static FrontEndSettings settings(int window, boolean hold, int stuckLimit) {
        return new FrontEndSettings(
                window,
                4,
                16 * 100,
                16 * 20,
                false,
                hold,
                stuckLimit,
                BaselineMode.RUNNING,
                0,
                4,
                0,
                false,
                1 << 15,
                15,
                Collections.nCopies(FrontEndSettings.GAINS, 0));
    }

    private static ClassicalSettings classical() {
        List<List<Integer>> coefficients = List.of(Collections.nCopies(12, 1000));
        return new ClassicalSettings(1 << 16, 3, 1, 4, 128, 2, 1600, 0, 6, 2, 4, 4, coefficients, coefficients);
    }

    /** A pedestal on all channels, with pulses of height 1000 that decay within 6 samples on channel 0. */
    private static int[][] pulses(int count, int... starts) {
        int[][] samples = new int[CHANNELS][count];
        Arrays.stream(samples).forEach(channel -> Arrays.fill(channel, PEDESTAL));
        for (int start : starts) {
            for (int i = 0; i < 6; i++) {
                samples[0][start + i] += 1000 >> i;
            }
        }
        return samples;
    }

    private static List<FeaturePacket> check(FrontEndSettings settings, int mask, int[][] samples, String what) {
        bench.load(settings, null, classical(), mask);
        return bench.check(samples, what);
    }

    private static Map<String, Long> counters() {
        return bench.runner.counters(0);
    }

    @Test
    void aStuckTriggerIsReportedAndRearmsByItself() {
        int[][] samples = pulses(600);
        Arrays.fill(samples[0], 50, 600, PEDESTAL + 2000);
        samples[0][400] += 1500;
        List<FeaturePacket> packets = check(settings(WINDOW, true, 64), 1, samples, "stuck");
        assertEquals(1, counters().get("STUCK"));
        assertEquals(
                List.of(50L, 400L), packets.stream().map(FeaturePacket::stamp).toList());
        assertEquals(0, bench.device.readField("STATUS", "stuck"));

        check(
                settings(WINDOW, true, 64),
                1,
                Arrays.stream(samples).map(c -> Arrays.copyOf(c, 116)).toArray(int[][]::new),
                "stuck");
        assertEquals(1, counters().get("STUCK"));

        check(settings(WINDOW, true, 0), 1, samples, "never stuck");
        assertEquals(0, counters().get("STUCK"));
        assertEquals(1, counters().get("EVENTS"));
    }

    @Test
    void overRangeIsFlaggedInTheWindowOnly() {
        int[][] samples = pulses(400, 40, 120, 200);
        samples[0][122] = (1 << 14) - 1;
        samples[0][118] = 0;
        samples[0][260] = 0;
        List<FeaturePacket> packets = check(settings(WINDOW, true, 0), 1, samples, "over-range");
        assertEquals(
                List.of(false, true, false),
                packets.stream().map(FeaturePacket::overRange).toList());
        assertEquals(1, counters().get("OVER_RANGE"));
    }

    @Test
    void overlappingPulsesAreFlaggedInTheWindowAndCountedBehindIt() {
        // The window of a trigger at 40 ends at 51, its recording at 55.
        List<FeaturePacket> packets =
                check(settings(WINDOW, true, 0), 1, pulses(300, 40, 51, 100, 113, 200), "overlap");
        assertEquals(
                List.of(40L, 100L, 200L),
                packets.stream().map(FeaturePacket::stamp).toList());
        assertEquals(
                List.of(true, false, false),
                packets.stream().map(FeaturePacket::pileUp).toList());
        assertEquals(1, counters().get("PILE_UP"));
        assertEquals(1, counters().get("LOST_DEAD"));
    }

    @Test
    void fullBuffersLoseAndCountOrHold() {
        int[] starts = new int[40];
        Arrays.setAll(starts, i -> 20 + 17 * i);
        int[][] samples = pulses(20 + 17 * 41, starts);
        List<FeaturePacket> held = check(settings(WINDOW, true, 0), 1, samples, "hold");
        assertEquals(40, held.size());
        assertEquals(0, counters().get("LOST_FULL"));

        List<FeaturePacket> packets = check(settings(WINDOW, false, 0), 1, samples, "no hold");
        long lost = counters().get("LOST_FULL");
        assertTrue(lost > 0, "nothing was lost");
        assertEquals(40, packets.size() + lost);
    }

    @Test
    void aWindowAsLongAsItsBufferIsWhole() {
        int[][] samples = pulses(640, 40, 105, 300);
        List<FeaturePacket> packets = check(settings(64, true, 0), 1, samples, "longest window");
        assertEquals(
                List.of(40L, 105L, 300L),
                packets.stream().map(FeaturePacket::stamp).toList());
    }

    @Test
    void aDisabledChannelIsSilentAndTheOthersAreNot() {
        int[][] samples = pulses(300, 40, 140);
        for (int c = 1; c < CHANNELS; c++) {
            samples[c] = samples[0].clone();
        }
        List<FeaturePacket> packets = check(settings(WINDOW, true, 0), 0b1011, samples, "disabled channel");
        assertEquals(6, packets.size());
        assertFalse(packets.stream().anyMatch(p -> p.channel() == 2));
    }

    @Test
    void anEventThatDisablingEndsIsCounted() {
        List<FeaturePacket> packets =
                check(settings(WINDOW, true, 0), 1, pulses(110, 40, 100), "disabled while recording");
        assertEquals(1, packets.size());
        assertEquals(1, counters().get("LOST_DEAD"));
        assertEquals(
                1,
                check(settings(WINDOW, true, 0), 1, pulses(110, 40), "afterwards")
                        .size());
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        Object[][] cases = {
            {"FEATURES", 0, 1}, {"FEATURES", 1, 1}, {"CHANNELS", 0, 2}, {"CHANNELS", 16, 2}, {"WINDOW", 3, 3},
            {"WINDOW", 65, 3}, {"PRETRIGGER", 16, 4}, {"MODE", 0x30, 5}, {"BASELINE", 1 << 18, 5}, {"RISE", 0, 7},
            {"FLAT", 61, 7}, {"PICK", 12, 7}, {"DELAY", 0, 8}, {"DELAY", 64, 8}, {"FILTER_LENGTH", 0, 8},
            {"FILTER_LENGTH", 17, 8}, {"FILTER_START", 5, 8}
        };
        for (Object[] one : cases) {
            bench.load(settings(WINDOW, true, 0), null, classical(), 1);
            bench.device.write((String) one[0], (Integer) one[1]);
            DeviceException refused = assertThrows(DeviceException.class, bench.runner::enable, Arrays.toString(one));
            assertTrue(
                    refused.getMessage().startsWith("pulse_array: enabling was refused with reason " + one[2] + ": "),
                    refused.getMessage());
            assertEquals(0, bench.device.readField("STATUS", "enabled"), Arrays.toString(one));
        }
        bench.load(settings(WINDOW, true, 0), null, classical(), 1);
        bench.runner.enable();
        assertThrows(DeviceException.class, bench.runner::enable);
        bench.device.write("LOAD_DATA", 1);
        assertEquals(1, bench.device.readField("STATUS", "error"));
        assertEquals(9, bench.device.readField("STATUS", "reason"));
        bench.device.write("STATUS", bench.device.value("STATUS", Map.of("error", 1)));
        bench.runner.disable();
    }

    @Test
    void theInterruptIsAPacketOrAnError() {
        bench.device.write("STATUS", bench.device.value("STATUS", Map.of("packet", 1)));
        bench.device.writeField("CONTROL", "interrupt_enable", 1);
        assertEquals(0, bench.transport.peek("irq"));
        check(settings(WINDOW, true, 0), 1, pulses(110, 40), "interrupt");
        assertEquals(1, bench.transport.peek("irq"));
        bench.device.write("STATUS", bench.device.value("STATUS", Map.of("packet", 1)));
        assertEquals(0, bench.transport.peek("irq"));
        bench.device.write("CONTROL", 0);
    }
}
