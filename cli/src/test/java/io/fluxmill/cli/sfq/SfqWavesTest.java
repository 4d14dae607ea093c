// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.cli.report.VcdReader;
import io.fluxmill.cli.report.WaveWindow.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulse times in JSON and as a value change dump: the ring's are a formula, and neighbouring quanta stay apart. */
@Tag("tools")
class SfqWavesTest {
    /** Delays of MERGE, NEURON and SPLIT in units of 0.1 ps, from the table of RSFQlib v3. */
    private static final int MERGE = 90;

    private static final int NEURON = 35;
    private static final int SPLIT = 63;

    @TempDir
    private Path folder;

    private JsonNode verify(String quantumPs, String pulses, String more, int code) throws Exception {
        Path config = Files.writeString(
                folder.resolve("ring.yaml"),
                """
                engine:
                  family: sfq
                  name: ring
                  quantum-ps: %s
                  netlist:
                    name: ring_net
                    inputs: [a, b, c, d]
                    outputs: [q, b2, silent]
                    cells:
                      m: {cell: MERGE, a: a, b: back, q: x}
                      n: {cell: NEURON, a: x, q: y, threshold: 1}
                      s: {cell: SPLIT, a: y, q0: q, q1: back}
                      j: {cell: JTL, a: b, q: b2}
                      never: {cell: DFF, a: c, clk: d, q: silent}
                stimuli:
                  pulses: {%s}
                  end-ps: 200
                verify:
                  back-ends: [icarus]
                %s
                """
                        .formatted(quantumPs, pulses, more));
        Path json = folder.resolve("result.json");
        CommandRun run = CommandRun.of(
                "verify", config.toString(), "--out", folder.resolve("out").toString(), "--json", json.toString());
        assertEquals(code, run.code(), run.out() + run.err());
        return new ObjectMapper().readTree(json.toFile());
    }

    /** Times in 0.1 ps at which a net of the ring has pulses. */
    private static List<Long> expected(int first) {
        List<Long> times = new ArrayList<>();
        for (long time = first; time < 2000; time += MERGE + NEURON + SPLIT) {
            times.add(time);
        }
        return times;
    }

    @Test
    void theRing() throws Exception {
        JsonNode times = verify("0.1", "a: [10], b: [0, 0.1, 50]", "", Exit.FAILED)
                .get("sfq")
                .get("pulse-times");
        assertEquals("run", times.get("run").asText());
        assertTrue(times.get("complete").asBoolean());
        List<Signal> signals = VcdReader.read(
                folder.resolve("out/pulses.vcd"), List.of("a", "x", "y", "q", "back", "b", "silent", "c"));
        assertEquals(8, signals.size());
        Map<String, List<Long>> wanted = Map.of(
                "a", List.of(100L),
                "x", expected(100 + MERGE),
                "y", expected(100 + MERGE + NEURON),
                "q", expected(100 + MERGE + NEURON + SPLIT),
                "back", expected(100 + MERGE + NEURON + SPLIT),
                "b", List.of(0L, 1L, 500L),
                "silent", List.of(),
                "c", List.of());
        int compared = 0;
        for (Signal signal : signals) {
            List<Long> pulses = wanted.get(signal.name());
            List<Long> json = new ArrayList<>();
            times.get("nets").get(signal.name()).forEach(t -> json.add(Math.round(10 * t.asDouble())));
            assertEquals(pulses, json, signal.name());
            List<String> changes = new ArrayList<>(List.of("0 0"));
            pulses.forEach(t -> changes.addAll(List.of(10 * t + " 1", 10 * t + 1 + " 0")));
            assertEquals(
                    changes,
                    signal.changes().stream()
                            .map(c -> c.time() + " " + c.value())
                            .toList(),
                    signal.name());
            compared += pulses.size();
        }
        assertTrue(compared > 40, "pulses: " + compared);
    }

    /** A coarser quantum: times are multiples of it, in picoseconds and in the units of the dump. */
    @Test
    void aCoarserQuantum() throws Exception {
        JsonNode nets = verify("2", "b: [10, 50]", "", Exit.OK)
                .get("sfq")
                .get("pulse-times")
                .get("nets");
        assertEquals("[10.0,50.0]", nets.get("b").toString());
        assertEquals("[14.0,54.0]", nets.get("b2").toString(), "3.5 ps are two quanta of 2 ps");
        Signal signal =
                VcdReader.read(folder.resolve("out/pulses.vcd"), List.of("b2")).get(0);
        assertEquals(
                List.of(0L, 1400L, 1401L, 5400L, 5401L),
                signal.changes().stream().map(c -> c.time()).toList());
        assertTrue(Files.readString(folder.resolve("out/pulses.vcd")).contains("$timescale 10 fs $end\n"));
    }

    /** An output of which nothing is said is not judged; one with an empty list has to be silent. */
    @Test
    void noPulseIsExpected() throws Exception {
        assertTrue(verify("0.1", "b: [10]", "expect: {q: []}", Exit.OK)
                .get("agrees")
                .asBoolean());
        assertTrue(verify("0.1", "b: [10]", "expect: {silent: []}", Exit.OK)
                .get("agrees")
                .asBoolean());
        JsonNode wrong = verify("0.1", "b: [10]", "expect: {b2: []}", Exit.FAILED);
        assertEquals(1, wrong.get("sfq").get("error-rate").asDouble());
        assertTrue(verify("0.1", "b: [10]", "expect: {b2: [13.5], q: [], silent: []}", Exit.OK)
                .get("agrees")
                .asBoolean());
    }
}
