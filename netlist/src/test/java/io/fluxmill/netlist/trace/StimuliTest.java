// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.trace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Netlist;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StimuliTest {
    private static final Netlist NETLIST = Netlist.builder("t", CellLibrary.of("rsfqlib-v3"))
            .inputs("a", "b", "clk")
            .outputs("q", "r")
            .add("x", "AND2", "a", "b", "clk", "q")
            .build();

    @Test
    void readsPulsesClocksAndRandomPulses() {
        Stimuli stimuli = stimuli("pulses: {a: [50.0, 10.1], clk: [7]}\n"
                + "clock: [{nets: [clk], period-ps: 50, offset-ps: 40.5, count: 3}, {nets: [a, b], period-ps: 1, count: 1}]\n"
                + "end-ps: 150\n");
        assertArrayEquals(new long[] {0, 101, 500}, stimuli.pulses().get("a"));
        assertArrayEquals(new long[] {0}, stimuli.pulses().get("b"));
        assertArrayEquals(new long[] {70, 405, 905, 1405}, stimuli.pulses().get("clk"));
        assertEquals(1500, stimuli.end());
        assertEquals(8, stimuli.count());
    }

    @Test
    void randomPulsesStayInTheirSlotsAndRepeat() {
        String text =
                "random: {nets: [a, b], slots: 2000, slot-ps: 50, probability: 0.25, jitter-ps: 5, offset-ps: 3, seed: 9}\n"
                        + "end-ps: 100100\n";
        Stimuli stimuli = stimuli(text);
        for (String net : List.of("a", "b")) {
            long[] times = stimuli.pulses().get(net);
            assertEquals(500, times.length, 5 * Math.sqrt(2000 * 0.25 * 0.75), net);
            long[] jitter = Arrays.stream(times).map(t -> (t - 30) % 500).toArray();
            assertEquals(0, Arrays.stream(jitter).min().orElseThrow());
            assertEquals(50, Arrays.stream(jitter).max().orElseThrow());
        }
        assertArrayEquals(stimuli.pulses().get("a"), stimuli(text).pulses().get("a"));
        assertTrue(!Arrays.equals(
                stimuli.pulses().get("a"),
                stimuli(text.replace("9}", "8}")).pulses().get("a")));
    }

    @Test
    void changesItsQuanta() {
        Stimuli stimuli = new Stimuli(Map.of("a", new long[] {0, 4, 5, 14, 99}), 100);
        assertArrayEquals(new long[] {0, 1, 10}, stimuli.quantized(10).pulses().get("a"));
        assertEquals(11, stimuli.quantized(10).end(), "no pulse is rounded out of the run");
        assertArrayEquals(
                new long[] {0, 400, 500, 1400, 9900},
                stimuli.refined(100).pulses().get("a"));
        assertEquals(10_000, stimuli.refined(100).end());
        assertEquals(
                "pulses on a must be at times from 0 and before the end of the run, 99: time=99",
                assertThrows(IllegalArgumentException.class, () -> new Stimuli(stimuli.pulses(), 99))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pulses: {q: [1]} | s.yaml:1: stimuli must be for the netlist's inputs a, b, clk: net=q",
                "pulses: {a: [1.05]} | s.yaml:1: pulses.a: time must be a multiple of 0.1 ps from 0 to 1e9: time=1.05",
                "pulses: {a: [soon]} | s.yaml:1: pulses.a: time must be a multiple of 0.1 ps from 0 to 1e9: time=soon",
                "pulses: {a: [100]} | s.yaml:2: end-ps must be after the last pulse, which is on a at 100.0: end-ps=100",
                "clock: {nets: [a], period-ps: 0, count: 1} | s.yaml:1: clock[0].period-ps must be more than 0: period-ps=0",
                "clock: {nets: [a], period-ps: 1.23, count: 1} | s.yaml:1: clock[0].period-ps must be a multiple of 0.1: period-ps=1.23",
                "clocks: {nets: [a]} | s.yaml:1: key of the configuration must be one of clock, end-ps, pulses, random: key=clocks"
            })
    void refuses(String line, String message) {
        InputException e = assertThrows(InputException.class, () -> stimuli(line + "\nend-ps: 100\n"));
        assertEquals(message, e.getMessage());
    }

    @Test
    void anExpectationComparesTimesAndCounts() {
        Expectation expected = Expectation.from(section("q: [33.5, 10]\nr: 2\ntolerance-ps: 0.2\n"), NETLIST);
        assertEquals(2, expected.outputs());
        assertEquals(List.of(), expected.differences(trace(new long[] {98, 337}, new long[] {1, 2}), 1));
        assertEquals(List.of(), expected.differences(trace(new long[] {20, 67}, new long[] {1, 2}), 5));
        assertEquals(
                List.of("r must have 2 pulses: pulses=1", "q must have pulses at [10.0, 33.5] ps: pulses=[9.7, 33.5]"),
                expected.differences(trace(new long[] {97, 335}, new long[] {1}), 1));
        assertEquals(
                1,
                expected.differences(trace(new long[] {100}, new long[] {1, 2}), 1)
                        .size());
        InputException e = assertThrows(InputException.class, () -> Expectation.from(section("a: 1\n"), NETLIST));
        assertEquals("s.yaml:1: expectations must be of the netlist's outputs q, r: net=a", e.getMessage());
    }

    private static SfqTrace trace(long[] q, long[] r) {
        return new SfqTrace(Map.of("q", q, "r", r), List.of());
    }

    private static Stimuli stimuli(String text) {
        return Stimuli.from(section(text), NETLIST);
    }

    private static ConfigNode section(String text) {
        return ConfigNode.parse(Path.of("s.yaml"), text);
    }
}
