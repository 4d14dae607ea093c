// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.simulator.ngspice.AnalogSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fluxmill verify} and {@code generate} of SFQ netlists, and what is refused. */
@Tag("verilator")
class SfqVerifyTest {
    private static final Path EXAMPLES = Path.of("../examples");

    private static final String NETLIST =
            """
            engine:
              family: sfq
              name: tiny
              netlist:
                name: tiny
                inputs: [a, clk]
                outputs: [q]
                cells:
                  store: {cell: DFF, a: a, clk: clk, q: held}
                  gate: {cell: JTL, a: held, q: q}
            stimuli:
              sweep: {}
            """;

    @TempDir
    private Path folder;

    private CommandRun run(String verb, Path config) {
        List<String> arguments = new ArrayList<>(List.of(
                verb,
                config.toString(),
                "--out",
                folder.resolve("out").toString(),
                "--json",
                folder.resolve("result.json").toString()));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("sfq.yaml"), text);
    }

    private void refused(String verb, String text, String... words) throws IOException {
        CommandRun run = run(verb, write(text));
        assertEquals(Exit.USAGE, run.code(), run.out() + run.err());
        for (String word : words) {
            assertTrue(run.err().contains(word), run.err());
        }
        assertFalse(Files.exists(folder.resolve("out")), "nothing is written");
    }

    @Test
    void everyCell() throws IOException {
        Path config = write(Files.readString(EXAMPLES.resolve("sfq-cells.yaml"))
                + "verify:\n  back-ends: [tick-rtl, icarus]\n  icarus-runs: 20\n");
        CommandRun run = run("verify", config);
        assertEquals(Exit.OK, run.code(), run.out() + run.err());
        JsonNode result =
                new ObjectMapper().readTree(folder.resolve("result.json").toFile());
        JsonNode sfq = result.get("sfq");
        assertEquals(146, sfq.get("josephson-junctions").asInt());
        assertEquals(
                "[\"reference\",\"tick-rtl\",\"icarus\"]",
                sfq.get("outputs-compared").toString());
        assertEquals(0, sfq.get("pulse-mismatches").asLong());
        assertEquals(0, sfq.get("violation-mismatches").asLong());
        assertTrue(sfq.get("error-rate").isNull());
        assertEquals(107, result.get("samples").asInt());
        assertEquals(107, sfq.get("back-ends").get(0).get("runs").asInt());
        assertEquals(20, sfq.get("back-ends").get(1).get("runs").asInt());
        assertTrue(sfq.get("back-ends").get(0).get("violations").asLong() > 2000, sfq.toString());
        assertEquals(2982, sfq.get("violation-list").size());
        assertEquals(2982, sfq.get("violations").asInt());
        assertTrue(run.out().contains("\nand 2,972 more violations, in report.html and --json\n"), run.out());
        assertTrue(run.out().contains("output pulses and in all violations, 2,982 as expected\n"), run.out());
        String page = Files.readString(folder.resolve("out/report.html"));
        for (String part : new String[] {"schematic of cells", "pulses of the first run", "XNOR"}) {
            assertTrue(page.contains(part), part);
        }
    }

    private static final String PULSES =
            """
            stimuli:
              pulses: {a: [10, 110], clk: [60, 160, 210]}
              end-ps: 300
            expect:
              q: [69.8, 169.8]
            """;

    @Test
    void expectations() throws IOException {
        String text = NETLIST.replace("stimuli:\n  sweep: {}\n", PULSES);
        CommandRun run = run("verify", write(text));
        assertEquals(Exit.OK, run.code(), run.out() + run.err());
        JsonNode sfq = new ObjectMapper()
                .readTree(folder.resolve("result.json").toFile())
                .get("sfq");
        assertEquals(0, sfq.get("error-rate").asDouble());
        assertEquals(4, sfq.get("outputs-compared").size());

        CommandRun wrong = run("verify", write(text.replace("169.8", "169.7") + "verify:\n  back-ends: [tick-rtl]\n"));
        assertEquals(Exit.FAILED, wrong.code(), wrong.out() + wrong.err());
        assertTrue(wrong.out().contains("q must have pulses at [69.8, 169.7] ps: pulses=[69.8, 169.8]"), wrong.out());
    }

    @Test
    void marginsAndYield() throws IOException {
        String text = NETLIST.replace("stimuli:\n  sweep: {}\n", PULSES)
                .replace("store: {cell: DFF", "store: {cell: DFF, wire-ps: 30")
                .replace("q: [69.8, 169.8]", "q: 2");
        Path config = write(text + "verify:\n  back-ends: [tick-rtl]\nmargins: {parameters: [timing]}\n"
                + "yield: {samples: 50, timing-sigma-percent: 5, scales: [2]}\n");
        CommandRun run = run("verify", config);
        assertEquals(Exit.OK, run.code(), run.out() + run.err());
        JsonNode sfq = new ObjectMapper()
                .readTree(folder.resolve("result.json").toFile())
                .get("sfq");
        assertEquals(2, sfq.get("margins-percent").get("timing").size());
        assertEquals(2, sfq.get("yield").size());
        String page = Files.readString(folder.resolve("out/report.html"));
        assertTrue(page.contains("yield over the scale") && page.contains("margins"), "plots");
        assertFalse(page.contains("NaN"));
    }

    @Test
    void generateWritesTheCircuitBesideTheEmulator() throws IOException {
        CommandRun run = run("generate", write(NETLIST));
        assertEquals(Exit.OK, run.code(), run.err());
        assertTrue(Files.readString(folder.resolve("out/tiny.cells.v")).contains("module tiny_Cells ("));
        assertTrue(Files.exists(folder.resolve("out/tiny.v")));
        assertTrue(Files.readString(folder.resolve("out/tiny.cir")).contains("* n3 is q"));
    }

    @Test
    void fourDescriptionsOfACircuit() throws IOException {
        Assumptions.assumeTrue(AnalogSimulator.available(), "ngspice is not installed");
        Path config = write(Files.readString(EXAMPLES.resolve("sfq-circuits.yaml"))
                .replace("samples: 300", "samples: 20")
                .replace("icarus, verilator, ngspice", "icarus, ngspice"));
        CommandRun run = run("verify", config);
        assertEquals(Exit.OK, run.code(), run.out() + run.err());
        JsonNode sfq = new ObjectMapper()
                .readTree(folder.resolve("result.json").toFile())
                .get("sfq");
        assertEquals("ngspice", sfq.get("outputs-compared").get(3).asText());
        assertTrue(sfq.get("back-ends").get(2).get("pulses").asInt() > 40, sfq.toString());

        CommandRun strict = run(
                "verify",
                write(Files.readString(config)
                        .replace("tolerance-ps: 1.5", "tolerance-ps: 0")
                        .replace("tick-rtl, icarus, ngspice", "ngspice")));
        assertEquals(Exit.FAILED, strict.code(), strict.out() + strict.err());
        assertTrue(strict.out().contains("off the reference in ngspice"), strict.out());
    }

    @Test
    void badCircuitsAreRefusedByTheNameOfTheNet() throws IOException {
        refused(
                "generate",
                NETLIST.replace("outputs: [q]", "outputs: [q, r]")
                        .replace("q: q}", "q: q}\n      twin: {cell: JTL, a: a, q: r}"),
                "sfq.yaml:4:",
                "net=a, read by store.a, twin.a",
                "SPLIT");
        refused(
                "generate",
                NETLIST.replace("q: q}", "q: q}\n      twin: {cell: JTL, a: other, q: r}")
                        .replace("[q]", "[q, r]"),
                "net=other",
                "driver");
        refused(
                "generate",
                NETLIST.replace("q: q}", "q: q}\n      round: {cell: JTL, a: ring, q: ring}"),
                "loop must have a storage cell",
                "ring");
    }

    @Test
    void exclusiveOrWithItsStudy() throws IOException {
        Files.createDirectory(folder.resolve("sfq"));
        Files.copy(EXAMPLES.resolve("sfq/xor.json"), folder.resolve("sfq/xor.json"));
        String text = Files.readString(EXAMPLES.resolve("sfq-xor.yaml"))
                .replace("windows: 400", "windows: 80")
                .replace("windows: 1000", "windows: 100")
                .replace("[8, 16, 32, 64, 128, 256, 512]", "[16, 64]")
                .replace("[-15, -10, -7.5, -5, -2.5, 0, 2.5, 5, 7.5, 10, 15]", "[-15, 0]");
        CommandRun run = run("verify", write(text + "verify: {back-ends: [tick-rtl, icarus]}\n"));
        assertEquals(Exit.OK, run.code(), run.out() + run.err());
        JsonNode result =
                new ObjectMapper().readTree(folder.resolve("result.json").toFile());
        assertEquals(0, result.get("mismatches").asLong());
        assertEquals(1, result.get("accuracy").get("reference").asDouble());
        assertEquals(1, result.get("accuracy").get("rtl").asDouble());
        JsonNode sfq = result.get("sfq");
        assertEquals(67, sfq.get("josephson-junctions").asInt());
        assertEquals(80, sfq.get("answers").asInt());
        assertEquals(4, sfq.get("study").size());
        for (JsonNode point : sfq.get("study")) {
            boolean nominal = point.get("bias").asDouble() == 1;
            assertTrue(nominal == point.get("error-rate").asDouble() < 0.3, point.toString());
        }
        JsonNode margin = sfq.get("bias-margins").get(1);
        assertTrue(margin.get("works").asBoolean());
        assertTrue(margin.get("low-percent").asDouble() < -8, margin.toString());
        String page = Files.readString(folder.resolve("out/report.html"));
        assertTrue(page.contains("separation against window length") && page.contains("schematic of sfq_xor"), "plots");
    }

    @Test
    void badTasksAndBackEndsAreRefusedBeforeAnythingIsWritten() throws IOException {
        Files.createDirectory(folder.resolve("sfq"));
        Files.copy(EXAMPLES.resolve("sfq/xor.json"), folder.resolve("sfq/xor.json"));
        String xor = Files.readString(EXAMPLES.resolve("sfq-xor.yaml"));
        refused("verify", xor.replace("[0.1, 0.9]", "[0.1, 1.9]"), "values from 0 to 1: [0.1, 1.9]");
        refused("verify", xor.replace("[0.1, 0.9]", "[0.1]"), "must have 2 values: values=1");
        refused("verify", xor.replace("quantum-ps: 0.1", "quantum-ps: 0.3"), "sfq.yaml:8: slot-ps must be a multiple");
        refused("verify", xor + "verify: {back-ends: [spice]}\n", "back end must be one of tick-rtl", "back-end=spice");
        String race = Files.readString(EXAMPLES.resolve("sfq-race.yaml"));
        refused("verify", race + "verify: {back-ends: [ngspice]}\n", "cell=FIRST, instance=first", "leave ngspice out");
    }
}
