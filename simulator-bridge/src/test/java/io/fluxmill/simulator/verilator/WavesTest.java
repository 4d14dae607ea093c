// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("verilator")
class WavesTest {
    private static final int RESET_CYCLES = 8;

    @TempDir
    static Path directory;

    @BeforeAll
    static void write() {
        VerilatorPresent.assume();
        LaneAdder.write(directory, 16, true);
    }

    private static VerilatedTransport open(Waves waves) {
        return VerilatedTransport.open(
                Verilator.build(LaneAdder.manifest(16), directory, Options.FAST.withWaves(waves)));
    }

    /** What a VCD file has: variables and times, and the changes of one variable. */
    private record Vcd(List<String> variables, List<Long> times, int changes) {
        static Vcd parse(Path file, String variable) throws IOException {
            List<String> lines = Files.readAllLines(file);
            List<String> variables = lines.stream()
                    .filter(l -> l.strip().startsWith("$var "))
                    .map(l -> l.strip().split("\\s+")[4])
                    .toList();
            String code = lines.stream()
                    .filter(l -> l.strip().startsWith("$var ")
                            && l.strip().split("\\s+")[4].equals(variable))
                    .findFirst()
                    .orElseThrow()
                    .strip()
                    .split("\\s+")[3];
            int body = lines.stream().map(String::strip).toList().indexOf("$enddefinitions $end");
            assertTrue(body > 0, "a VCD file has a header");
            List<String> rest = lines.subList(body + 1, lines.size());
            List<Long> times = rest.stream()
                    .filter(l -> l.startsWith("#"))
                    .map(l -> Long.valueOf(l.substring(1)))
                    .toList();
            int changes = (int) rest.stream()
                    .filter(l -> l.equals("0" + code) || l.equals("1" + code))
                    .count();
            return new Vcd(variables, times, changes);
        }
    }

    @Test
    void windowHasItsCyclesAndNoOthers() throws IOException {
        Path file = directory.resolve("window.vcd");
        try (VerilatedTransport transport = open(Waves.VCD)) {
            transport.recordWaves(file, 50, 70);
            transport.step(100);
            Vcd vcd = Vcd.parse(file, "clk");
            assertTrue(vcd.variables().containsAll(List.of("clk", "reset", "s_axis_in_tdata", "addend")));
            assertEquals(40, vcd.times().size(), "two times a cycle");
            assertEquals((RESET_CYCLES + 50) * 10L, vcd.times().get(0));
            assertEquals((RESET_CYCLES + 69) * 10L + 5, vcd.times().get(39));
            assertEquals(40, vcd.changes(), "the clock changes twice a cycle");
        }
    }

    @Test
    void secondWindowGoesToItsOwnFile() throws IOException {
        Path first = directory.resolve("first.vcd");
        Path second = directory.resolve("second.vcd");
        try (VerilatedTransport transport = open(Waves.VCD)) {
            transport.recordWaves(first, 0, 10);
            transport.step(20);
            transport.recordWaves(second, 20, Long.MAX_VALUE);
            transport.step(5);
            transport.closeWaves();
            transport.step(5);
        }
        assertEquals(20, Vcd.parse(first, "clk").changes());
        assertEquals(10, Vcd.parse(second, "clk").changes());
    }

    @Test
    void wavesOfAFailureAreWhole() throws IOException {
        Path file = directory.resolve("failure.vcd");
        try (VerilatedTransport transport = open(Waves.VCD)) {
            transport.recordWaves(file, 0, Long.MAX_VALUE);
            assertThrows(SimulationException.class, () -> {
                transport.write(LaneAdder.FAULT, 1);
                transport.step(10);
            });
        }
        assertTrue(Vcd.parse(file, "clk").changes() > 4);
    }

    @Test
    void fstIsWritten() throws IOException {
        assumeTrue(Files.exists(Path.of("/usr/include/zlib.h")), "the headers of zlib are not installed");
        Path file = directory.resolve("window.fst");
        try (VerilatedTransport transport = open(Waves.FST)) {
            transport.recordWaves(file, 0, 100);
            transport.step(200);
        }
        byte[] bytes = Files.readAllBytes(file);
        assertEquals(0, bytes[0], "an FST file starts with a header block");
        assertEquals(329, bytes[8] + 256 * bytes[7], "whose length is 329 bytes");
    }

    @Test
    void modelWithoutWavesSaysSo() {
        try (VerilatedTransport transport = open(Waves.NONE)) {
            assertEquals(
                    "the model of lane_adder was built without waves",
                    assertThrows(IllegalStateException.class, () -> transport.recordWaves(Path.of("x.vcd"), 0, 1))
                            .getMessage());
        }
    }

    @Test
    void fileThatCannotBeWrittenIsNamed() {
        Path file = directory.resolve("absent/x.vcd");
        try (VerilatedTransport transport = open(Waves.VCD)) {
            transport.recordWaves(file, 0, 10);
            SimulationException e = assertThrows(SimulationException.class, () -> transport.step(1));
            assertTrue(e.getMessage().startsWith(file + ":0: cannot be written"), e.getMessage());
        }
    }
}
