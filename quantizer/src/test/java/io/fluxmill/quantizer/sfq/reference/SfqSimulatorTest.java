// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Lfsr;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.cell.Settings;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.netlist.trace.Violation;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Expected values are worked out by hand from docs/sfq.md and the figures of the library. */
class SfqSimulatorTest {
    private static final CellLibrary LIBRARY = CellLibrary.of("rsfqlib-v3");

    @Test
    void aDffHoldsUntilTheClock() {
        Netlist dff = one("DFF", "a", "clk", "q");
        SfqTrace trace = run(dff, Map.of("a", times(100, 900, 950), "clk", times(50, 500, 700, 1000)));
        assertArrayEquals(times(563, 1063), trace.of("q"));
        assertEquals(List.of(), trace.violations());
    }

    @Test
    void aHoldViolationIsFlaggedBelowTheCriticalTimeAndNotAtIt() {
        Netlist dff = one("DFF", "a", "clk", "q");
        assertEquals(
                List.of(new Violation("x", 0, "clk_a", 503)),
                run(dff, Map.of("clk", times(500), "a", times(503))).violations());
        assertEquals(
                List.of(), run(dff, Map.of("clk", times(500), "a", times(504))).violations());
        assertEquals(
                List.of(),
                run(dff, Map.of("a", times(400, 503), "clk", times(500))).violations(),
                "the critical time belongs to state 0");
    }

    @Test
    void simultaneousDataComeBeforeTheClock() {
        assertArrayEquals(
                times(563),
                run(one("DFF", "a", "clk", "q"), Map.of("a", times(500), "clk", times(500)))
                        .of("q"));
        SfqTrace xor = run(one("XOR", "a", "b", "clk", "q"), Map.of("a", times(10), "clk", times(10)));
        assertEquals(List.of(new Violation("x", 0, "a_clk", 10)), xor.violations());
        assertArrayEquals(times(60), xor.of("q"), "processed all the same");
    }

    @Test
    void pulsesThatCollideInAMergerAreOne() {
        Netlist merge = one("MERGE", "a", "b", "q");
        SfqTrace trace = run(merge, Map.of("a", times(1000, 2000, 3000), "b", times(1022, 2023, 2979)));
        assertArrayEquals(times(1090, 2090, 2113, 3069), trace.of("q"));
        assertEquals(
                List.of(new Violation("x", 0, "a_b", 1022), new Violation("x", 0, "b_a", 3000)), trace.violations());
    }

    @Test
    void anAbsorbedPulseStartsNoCriticalTime() {
        SfqTrace trace = run(one("MERGE", "a", "b", "q"), Map.of("a", times(1000, 1144), "b", times(1020, 1121)));
        assertArrayEquals(times(1090, 1211, 1234), trace.of("q"));
        assertEquals(List.of(new Violation("x", 0, "a_b", 1020)), trace.violations());
    }

    @Test
    void raceLogic() {
        Map<String, long[]> stimuli = Map.of("a", times(100, 1000), "b", times(300, 700));
        assertArrayEquals(
                times(190, 790), run(one("FIRST", "a", "b", "q"), stimuli).of("q"));
        assertArrayEquals(
                times(380, 1080), run(one("LAST", "a", "b", "q"), stimuli).of("q"));
        assertArrayEquals(
                times(755), run(one("INHIBIT", "a", "b", "q"), stimuli).of("q"));
        assertArrayEquals(
                times(363, 1063),
                run(one("TFF", "a", "q"), Map.of("a", times(100, 300, 500, 1000)))
                        .of("q"));
    }

    @Test
    void aSynapsePassesItsShareAndRepeats() {
        long[] pulses = LongStream.range(0, 20_000).map(i -> 100 * i).toArray();
        Netlist synapse = Netlist.builder("t", LIBRARY)
                .inputs("a")
                .outputs("q")
                .add(Settings.synapse(16384), "x", "SYNAPSE", "a", "q")
                .build();
        long[] passed =
                new SfqSimulator(synapse).run(Map.of("a", pulses), 3_000_000).of("q");
        assertEquals(5000, passed.length, 5 * Math.sqrt(20_000 * 0.25 * 0.75));
        assertArrayEquals(
                passed,
                new SfqSimulator(synapse).run(Map.of("a", pulses), 3_000_000).of("q"));
        assertTrue(Arrays.stream(passed).allMatch(t -> t % 100 == 35));
        long pairs = LongStream.range(1, passed.length)
                .filter(i -> passed[(int) i] - passed[(int) i - 1] == 100)
                .count();
        assertEquals(1250, pairs, 5 * Math.sqrt(1250), "draws in a row are independent");
    }

    @Test
    void aDrawPassesBelowTheThreshold() {
        int draw = Lfsr.draw(Lfsr.advance(5));
        for (int above = 0; above <= 1; above++) {
            Netlist synapse = Netlist.builder("t", LIBRARY)
                    .inputs("a")
                    .outputs("q")
                    .add(new Settings(draw + above, 5, 0, 0), "x", "SYNAPSE", "a", "q")
                    .build();
            assertEquals(above, run(synapse, Map.of("a", times(100))).of("q").length);
        }
    }

    /** The first pulse leaves after 6.3 ps, the second, 4.3 ps later, after 2.0 ps: one pulse, which does not toggle twice. */
    @Test
    void pulsesThatMeetOnANetAreOne() {
        CellLibrary library = LIBRARY.with(ConfigNode.parse(
                Path.of("c.yaml"),
                "TWO: {inputs: [a], outputs: [q], transitions: ['0 a -> 1, q 6.3', '1 a -> 0, q 2.0'], junctions: 1,"
                        + " bias-ua: 1, area-um2: 1}\n"));
        Netlist netlist = Netlist.builder("t", library)
                .inputs("a")
                .outputs("q")
                .add("two", "TWO", "a", "m")
                .add("toggle", "TFF", "m", "q")
                .build();
        SfqTrace trace = run(netlist, Map.of("a", times(100, 143, 1000, 1100)));
        assertArrayEquals(times(163, 1063, 1120), trace.of("m"));
        assertArrayEquals(times(1063 + 63), trace.of("q"));
        assertArrayEquals(
                times(1163),
                run(one("TFF", "a", "q"), Map.of("a", times(7, 7, 1100))).of("q"));
    }

    @Test
    void aNeuronFiresFromItsThresholdOnAndLeaks() {
        assertArrayEquals(
                times(335, 435, 535),
                run(neuron(new Settings(3 * 1024, 0, 0, 0)), Map.of("a", times(100, 200, 300, 400, 500)))
                        .of("q"));
        // 1024 at 100; leaks at 250 and 500: 512, 256; 1280 at 600; leak at 750: 640; 1664 at 760; 2688 at 770.
        assertArrayEquals(
                times(805),
                run(neuron(new Settings(2688, 0, 250, 1)), Map.of("a", times(100, 600, 760, 770)))
                        .of("q"));
        assertArrayEquals(
                times(),
                run(neuron(new Settings(2689, 0, 250, 1)), Map.of("a", times(100, 600, 760, 770)))
                        .of("q"));
        // A leak at the time of a pulse comes before it: 1024 at 100, 512 + 1024 at 250.
        assertArrayEquals(
                times(285),
                run(neuron(new Settings(1536, 0, 250, 1)), Map.of("a", times(100, 250)))
                        .of("q"));
        assertArrayEquals(
                times(),
                run(neuron(new Settings(1537, 0, 250, 1)), Map.of("a", times(100, 250)))
                        .of("q"));
    }

    @Test
    void aRingOfCellsCirculatesUntilTheEnd() {
        Netlist ring = Netlist.builder("ring", LIBRARY)
                .inputs("a")
                .outputs("q")
                .add("m", "MERGE", "a", "back", "in")
                .add("s", "SPLIT", "in", "q", "back")
                .build();
        SfqTrace trace = new SfqSimulator(ring).run(Map.of("a", times(0)), 1000);
        assertArrayEquals(times(153, 306, 459, 612, 765, 918), trace.of("q"));
    }

    @Test
    void jitterMovesPulsesByItsSigma() {
        Netlist jtl = one("JTL", "a", "q");
        long[] pulses = LongStream.range(0, 4000).map(i -> 1000 * i).toArray();
        long[] moved =
                new SfqSimulator(jtl, 5, 7).run(Map.of("a", pulses), 5_000_000).of("q");
        double variance = LongStream.range(0, 4000)
                .mapToDouble(i -> moved[(int) i] - 1000.0 * i - 35)
                .map(d -> d * d)
                .average()
                .orElseThrow();
        assertEquals(5, Math.sqrt(variance), 0.3);
        assertNotEquals(
                0,
                new SfqTrace(Map.of("q", moved), List.of())
                        .pulseDifferences(new SfqSimulator(jtl).run(Map.of("a", pulses), 5_000_000))
                        .size());
    }

    @Test
    void refusesStimuliOfOtherNets() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> run(one("JTL", "a", "q"), Map.of("q", times(1))));
        assertEquals("stimulus must be for one of the inputs [a]: net=q", e.getMessage());
    }

    private static Netlist neuron(Settings settings) {
        return Netlist.builder("t", LIBRARY)
                .inputs("a")
                .outputs("q")
                .add(settings, "x", "NEURON", "a", "q")
                .build();
    }

    /** An instance x of a cell; the last net is the output. */
    private static Netlist one(String cell, String... nets) {
        return Netlist.builder("t", LIBRARY)
                .inputs(Arrays.copyOf(nets, nets.length - 1))
                .outputs(nets[nets.length - 1])
                .add("x", cell, nets)
                .build();
    }

    private static SfqTrace run(Netlist netlist, Map<String, long[]> stimuli) {
        return new SfqSimulator(netlist).run(stimuli, 5000);
    }

    private static long[] times(long... times) {
        return times;
    }
}
