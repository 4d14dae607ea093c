// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.simulator.ngspice.AnalogSimulator;
import io.fluxmill.simulator.ngspice.AnalogTrace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Circuits in ngspice against the reference with the library that was extracted from them. */
@Tag("tools")
class SfqCircuitsTest {
    private static final CellLibrary LIBRARY = CellLibrary.of("fluxmill-rcsj");

    @TempDir
    private Path directory;

    @BeforeEach
    void needsNgspice() {
        Assumptions.assumeTrue(AnalogSimulator.available(), "ngspice is not installed");
    }

    /** Three cells of a kind, JTLs between them; every other input gets a JTL and pulses of its own. */
    @ParameterizedTest
    @CsvSource({"JTL", "SPLIT", "MERGE", "DFF", "NDRO", "TFF", "LAST"})
    void chains(String cell) throws IOException {
        Netlist.Builder builder = Netlist.builder("chain_" + cell.toLowerCase(Locale.ROOT), LIBRARY);
        List<String> inputs = new ArrayList<>(List.of("n0"));
        String net = "n0";
        List<String> pins = LIBRARY.cell(cell).inputs();
        for (int i = 1; i <= 3; i++) {
            builder.add("jtl" + i, "JTL", net, "m" + i);
            List<String> nets = new ArrayList<>(List.of("m" + i));
            for (String pin : pins.subList(1, pins.size())) {
                inputs.add(pin + i);
                builder.add("jtl_" + pin + i, "JTL", pin + i, pin + "m" + i);
                nets.add(pin + "m" + i);
            }
            for (String pin : LIBRARY.cell(cell).outputs()) {
                nets.add(pin.matches("q0?") ? "n" + i : "side" + i);
            }
            builder.add("cell" + i, cell, nets.toArray(String[]::new));
            net = "n" + i;
        }
        Netlist netlist =
                builder.inputs(inputs.toArray(String[]::new)).outputs(net).build();
        AnalogBench bench = new AnalogBench(netlist, directory);
        bench.check(stimuli(netlist, new Random(cell.hashCode()), 16, 400), 16 * 400 + 600);
        assertTrue(bench.pulses > 20, "pulses " + bench.pulses);
    }

    /** Twenty cells of seven kinds: a toggle divides, a register shifts, a switch is set, reset and read. */
    @Test
    void mixedNetlist() throws IOException {
        Netlist netlist = Netlist.builder("mixed", LIBRARY)
                .inputs("a", "b", "clk", "off")
                .add("split_a", "SPLIT", "a", "a1", "a2")
                .add("split_b", "SPLIT", "b", "b1", "b2")
                .add("toggle", "TFF", "a1", "half")
                .add("wait_b", "JTL", "b1", "b3")
                .add("wait_b2", "JTL", "b3", "b4")
                .add("both", "LAST", "a2", "b4", "joined")
                .add("split_clk", "SPLIT", "clk", "c1", "c2")
                .add("split_clk2", "SPLIT", "c2", "c3", "c4")
                .add("stage1", "DFF", "joined", "c3", "s1")
                .add("stage2", "DFF", "s1", "c1", "s2")
                .add("wait_c", "JTL", "c4", "c5")
                .add("gate", "NDRO", "half", "off", "c5", "read")
                .add("wait_s", "JTL", "s2", "s3")
                .add("wait_s2", "JTL", "s3", "s4")
                .add("wait_s3", "JTL", "s4", "s5")
                .add("wait_s4", "JTL", "s5", "s6")
                .add("wait_s5", "JTL", "s6", "s7")
                .add("wait_s6", "JTL", "s7", "s8")
                .add("merge", "MERGE", "s8", "read", "merged")
                .add("last", "JTL", "merged", "q")
                .outputs("q", "b2")
                .build();
        AnalogBench bench = new AnalogBench(netlist, directory);
        Random random = new Random(4);
        long[][] times = new long[4][];
        for (int input = 0; input < 4; input++) {
            List<Long> list = new ArrayList<>();
            for (int slot = 0; slot < 16; slot++) {
                if (input == 2 || random.nextInt(4) < (input == 3 ? 1 : 3)) {
                    list.add(slot * 500L + new int[] {0, 30, 350, 200}[input] + random.nextInt(20));
                }
            }
            times[input] = list.stream().mapToLong(t -> t).toArray();
        }
        bench.check(Map.of("a", times[0], "b", times[1], "clk", times[2], "off", times[3]), 16 * 500 + 600);
        assertTrue(bench.pulses > 200, "pulses " + bench.pulses);
    }

    /** Nearer than the critical time two pulses leave a merger as one, farther apart as two: in both. */
    @ParameterizedTest
    @CsvSource({"0, 1", "20, 1", "-20, 1", "40, 1", "70, 2", "-70, 2", "150, 2"})
    void mergeCollision(int distance, int leave) throws IOException {
        Netlist netlist = Netlist.builder("collision", LIBRARY)
                .inputs("a", "b")
                .add("merge", "MERGE", "a", "b", "m")
                .add("jtl", "JTL", "m", "q")
                .outputs("q")
                .build();
        AnalogBench bench = new AnalogBench(netlist, directory);
        AnalogTrace analog = bench.run(Map.of("a", new long[] {500}, "b", new long[] {500 + distance}), 1200);
        SfqTrace expected = bench.reference(analog, 1200);
        assertEquals(leave, expected.of("q").length);
        assertEquals(leave, analog.of("q").length);
        assertEquals(
                leave == 1,
                expected.flags().stream().anyMatch(flag -> flag.startsWith("merge ")),
                () -> expected.violations().toString());
    }

    @Test
    void inputPulsesComeWhenTheyShould() throws IOException {
        Netlist netlist = Netlist.builder("inputs", LIBRARY)
                .inputs("a")
                .add("jtl", "JTL", "a", "q")
                .outputs("q")
                .build();
        long[] times = {0, 300, 777, 1500};
        AnalogTrace trace = new AnalogBench(netlist, directory).run(Map.of("a", times), 2000);
        assertArrayEquals(times, trace.quanta("a", 0.1));
        assertArrayEquals(times, trace.quanta(0.1).get("a"));
    }

    /** Slots of a quarter of them empty; the inputs take turns, so that none comes into another's critical time. */
    private static Map<String, long[]> stimuli(Netlist netlist, Random random, int slots, int slot) {
        Map<String, List<Long>> times = new TreeMap<>();
        netlist.inputs().forEach(net -> times.put(net, new ArrayList<>()));
        for (int i = 0; i < slots; i++) {
            if (random.nextInt(4) > 0) {
                String net = i % 3 == 0
                        ? "n0"
                        : netlist.inputs().get(random.nextInt(netlist.inputs().size()));
                times.get(net).add((long) i * slot + random.nextInt(slot / 5));
            }
        }
        Map<String, long[]> stimuli = new HashMap<>();
        times.forEach(
                (net, list) -> stimuli.put(net, list.stream().mapToLong(t -> t).toArray()));
        return stimuli;
    }
}
