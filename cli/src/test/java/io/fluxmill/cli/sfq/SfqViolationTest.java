// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.console.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Violations of critical times by name. Expected times are summed by hand from the delays of the library: JTL 3.5 ps, SPLIT 4.3 ps;
 * a DFF of the library below has critical times of 2.3 ps (a_clk), 1.0 ps (clk_a), 5.0 ps (clk_clk).
 */
@Tag("verilator")
class SfqViolationTest {
    /** The clock comes through two JTLs of the length {@code wire}, data through a splitter. */
    private static final String NETLIST =
            """
            engine:
              family: sfq
              name: late
              library-changes:
                P1DFF:
                  inputs: [a, clk]
                  outputs: [q]
                  transitions: ["0 a -> 1", "0 clk -> 0", "1 a -> 1", "1 clk -> 0, q 5.1"]
                  critical: ["0 a_clk 2.3", "1 a_clk 2.3", "0 clk_a 1", "1 clk_a 1", "0 clk_clk 5", "1 clk_clk 5"]
                  junctions: 6
                  bias-ua: 100
                  area-um2: 100
                P1DELAY:
                  inputs: [a]
                  outputs: [q]
                  transitions: ["0 a -> 0, q 4.3"]
                  critical: ["0 a_a 3"]
                  junctions: 2
                  bias-ua: 100
                  area-um2: 100
              netlist:
                name: late
                inputs: [a, clk]
                outputs: [q]
                cells:
                  d0: {cell: P1DELAY, a: a, q: a1, wire-ps: 0.2}
                  d1: {cell: P1DELAY, a: a1, q: a2}
                  c0: {cell: P1DELAY, a: clk, q: clk1}
                  store: {cell: P1DFF, a: a2, clk: clk1, q: q}
            """;

    @TempDir
    private Path folder;

    private CommandRun verify(String text) throws IOException {
        return verify(Files.writeString(folder.resolve("late.yaml"), text));
    }

    private CommandRun verify(Path config) {
        return CommandRun.of(
                "verify",
                config.toString(),
                "--out",
                folder.resolve("out").toString(),
                "--json",
                folder.resolve("result.json").toString());
    }

    private JsonNode result() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("result.json").toFile());
    }

    private static String stimuli(String a, String clk) {
        return "stimuli:\n  pulses: {a: [" + a + "], clk: [" + clk + "]}\n  end-ps: 200\n";
    }

    private static final String BACK_ENDS = "verify: {back-ends: [tick-rtl, icarus]}\n";

    /**
     * a at 10: d0 4.3 + 0.2, d1 4.3, so at store.a at 18.8. clk at 16: c0 4.3, so at store.clk at 20.3, 1.5 after a: 2.3 - 1.5 = 0.8 too
     * early, setup. clk at 54.4: at store.clk at 58.7; a at 50.5: at store.a at 59.3, 0.6 after clk: 0.4 too early, hold. clk at 100
     * and 104.5: at store.clk 4.5 apart, 0.5 too early. a at 150 and 152: at d0.a 2 apart, 1 too early; both go on, so at d1.a too,
     * 4.5 later. The DFF has no critical time between them.
     */
    @Test
    void everyKindByNameTimeAndSlack() throws IOException {
        String text = NETLIST + stimuli("10, 50.5, 150, 152", "16, 54.4, 100, 104.5") + BACK_ENDS;
        CommandRun run = verify(text);
        assertEquals(Exit.FAILED, run.code(), run.out() + run.err());
        String expected =
                """
                setup violation: store (P1DFF) a_clk at 20.3 ps: 1.5 ps apart, 2.3 ps needed, slack -0.8 ps
                hold violation: store (P1DFF) clk_a at 59.3 ps: 0.6 ps apart, 1.0 ps needed, slack -0.4 ps
                critical violation: store (P1DFF) clk_clk at 108.8 ps: 4.5 ps apart, 5.0 ps needed, slack -0.5 ps
                critical violation: d0 (P1DELAY) a_a at 152.0 ps: 2.0 ps apart, 3.0 ps needed, slack -1.0 ps
                critical violation: d1 (P1DELAY) a_a at 156.5 ps: 2.0 ps apart, 3.0 ps needed, slack -1.0 ps
                mend the timing, or say that this is meant: expect: {violations: 5}
                critical times must be violated 0 times: violations=5
                late: all back ends agree, but not with what is expected: critical times must be violated 0 times: violations=5
                """;
        assertTrue(run.out().contains("\n\n" + expected), run.out());
        JsonNode sfq = result().get("sfq");
        assertFalse(result().get("agrees").asBoolean());
        assertEquals(5, sfq.get("violations").asInt());
        assertEquals(0, sfq.get("violations-expected").asInt());
        assertEquals(
                "{\"run\":\"run\",\"instance\":\"store\",\"cell\":\"P1DFF\",\"kind\":\"hold\",\"pins\":\"clk_a\",\"state\":0,"
                        + "\"time-ps\":59.3,\"distance-ps\":0.6,\"critical-ps\":1.0,\"slack-ps\":-0.4}",
                sfq.get("violation-list").get(1).toString());
        String page = Files.readString(folder.resolve("out/report.html"));
        assertTrue(page.contains("Violations") && page.contains(">clk_clk<") && page.contains(">-0.4<"), "the table");

        CommandRun meant = verify(text + "expect: {violations: 5}\n");
        assertEquals(Exit.OK, meant.code(), meant.out() + meant.err());
        assertTrue(meant.out().contains(" and in all violations, 5 as expected\n"), meant.out());
        assertFalse(meant.out().contains("mend the timing"), meant.out());
        assertTrue(result().get("agrees").asBoolean());
        CommandRun another = verify(text + "expect: {violations: 4}\n");
        assertEquals(Exit.FAILED, another.code(), another.out());
        assertTrue(another.out().contains("\ncritical times must be violated 4 times: violations=5\n"), another.out());
    }

    /** At exactly the critical time there is none: clk at 16.8, so at store.clk at 21.1, 2.3 after a. */
    @Test
    void timingThatJustHolds() throws IOException {
        CommandRun run = verify(NETLIST + stimuli("10", "16.8") + BACK_ENDS);
        assertEquals(Exit.OK, run.code(), run.out() + run.err());
        assertTrue(run.out().contains("agree in all 2 output pulses and in all violations\n"), run.out());
        assertEquals("[]", result().get("sfq").get("violation-list").toString());
        CommandRun expected = verify(NETLIST + stimuli("10", "16.8") + BACK_ENDS + "expect: {violations: 1}\n");
        assertEquals(Exit.FAILED, expected.code());
        assertTrue(
                expected.out().contains("\ncritical times must be violated 1 times: violations=0\n"), expected.out());
    }

    /** A coarser quantum rounds every time; picoseconds are still whole tenths. */
    @Test
    void timesInACoarserQuantum() throws IOException {
        String text = NETLIST.replace("  name: late\n  library", "  name: late\n  quantum-ps: 0.3\n  library");
        CommandRun run = verify(text + stimuli("150, 151.8", "30") + BACK_ENDS);
        // 150 is 500 quanta, 151.8 is 506, a_a 3 ps is 10 quanta: 6 apart, 4 too early.
        assertTrue(
                run.out()
                        .contains(
                                "critical violation: d0 (P1DELAY) a_a at 151.8 ps: 1.8 ps apart, 3.0 ps needed, slack -1.2 ps\n"),
                run.out());
    }

    @Test
    void manyViolationsAreCutOnTheTerminalOnly() throws IOException {
        StringBuilder times = new StringBuilder("10");
        for (int i = 1; i <= 6; i++) {
            times.append(", ").append(10 + 2 * i); // each 2 after the one before: a violation at d0 and one at d1
        }
        CommandRun run = verify(NETLIST + stimuli(times.toString(), "60") + BACK_ENDS);
        assertTrue(run.out().contains("\nand 2 more violations, in report.html and --json\n"), run.out());
        assertEquals(12, result().get("sfq").get("violation-list").size());
        assertEquals(
                10,
                run.out()
                        .lines()
                        .filter(line -> line.startsWith("critical violation: "))
                        .count());
    }

    @Test
    void whatIsExpectedIsRead() throws IOException {
        String text = NETLIST + stimuli("10", "30") + BACK_ENDS;
        assertRefused(
                text + "expect: {violations: -1}\n",
                ": expect.violations must be an integer from 0 to 2147483647: violations=-1",
                "use an integer from 0 to 2147483647");
        assertRefused(
                text.replace("    outputs: [q]\n    cells", "    outputs: [violations]\n    cells")
                                .replace("clk1, q: q}", "clk1, q: violations}")
                        + "expect: {violations: 0}\n",
                ": expect.violations must be unambiguous, and an output has this name: violations=0",
                "rename the output");
        String sweep = NETLIST.replace("q: a1, wire-ps: 0.2", "q: q") // one cell, on inputs of its own
                .replaceAll("      (d1|c0|store): .*\n", "")
                .replace("inputs: [a, clk]\n    outputs", "inputs: [a]\n    outputs");
        assertRefused(
                sweep + "stimuli: {sweep: {}}\nexpect: {q: 3}\n",
                ": expect must have no key but violations with a sweep or a network: net=q",
                "leave the outputs out");
        // Spacings 0.0 to 3.1 ps; two pulses in one quantum are one, and 0.1 to 2.9 are too short.
        CommandRun run = verify(sweep + "stimuli: {sweep: {}}\nexpect: {violations: 29}\n" + BACK_ENDS);
        assertEquals(Exit.OK, run.code(), run.out() + run.err());
        assertEquals(
                "spacing 0.1 ps",
                result().get("sfq").get("violation-list").get(0).get("run").asText());
        assertTrue(run.out().contains("\ncritical violation: spacing 0.1 ps: d0 (P1DELAY) a_a at "), run.out());
    }

    private void assertRefused(String text, String message, String remedy) throws IOException {
        CommandRun run = verify(text);
        assertEquals(Exit.USAGE, run.code(), run.out() + run.err());
        String error = run.err().replaceFirst("late.yaml:\\d+", "late.yaml");
        assertEquals("fluxmill: " + folder.resolve("late.yaml") + message + "\n  " + remedy + "\n", error);
        assertFalse(Files.exists(folder.resolve("out")), "nothing is written");
    }

    @Test
    void noPulseIsNoAgreement() throws IOException {
        String silent = NETLIST + "stimuli: {end-ps: 200}\n" + BACK_ENDS;
        CommandRun run = verify(silent);
        assertEquals(Exit.FAILED, run.code(), run.out() + run.err());
        assertTrue(
                run.out()
                        .contains("\nlate: nothing was compared, for no pulse of an output and no violation came:"
                                + " tick-rtl, icarus\n"),
                run.out());
        assertFalse(result().get("agrees").asBoolean(true));
        assertTrue(Files.readString(folder.resolve("out/report.html")).contains("nothing was compared, for no pulse"));
        CommandRun meant = verify(silent + "expect: {q: 0}\n");
        assertEquals(Exit.OK, meant.code(), "that no pulse comes may be what is expected: " + meant.out());
    }

    /**
     * A full adder of third-party data. a at 69: c0 4.3, at c4.a and c5.a at 73.3. clk at 62.1: c3, c7, c13 of 4.3 each, at c4.clk at
     * 75.0; c3, c8, c15 of 4.3 each, at c5.clk at 75.0. So 1.7 before the clock, where an XOR needs 3.7 and an AND 2.8.
     */
    @Test
    void thirdPartyAdder() throws IOException {
        Path original = Path.of("../../shared/cases/sfq_violation/fasync-viol.yaml");
        assumeTrue(Files.exists(original), original + " is not there");
        CommandRun run = verify(Files.copy(original, folder.resolve("fasync.yaml")));
        assertEquals(Exit.FAILED, run.code(), run.out() + run.err());
        assertTrue(
                run.out()
                        .contains(
                                """
                                setup violation: c4 (P2XOR) a_clk at 75.0 ps: 1.7 ps apart, 3.7 ps needed, slack -2.0 ps
                                setup violation: c5 (P3AND) a_clk at 75.0 ps: 1.7 ps apart, 2.8 ps needed, slack -1.1 ps
                                mend the timing, or say that this is meant: expect: {violations: 2}
                                """),
                run.out());
        String meant = Files.readString(original).replace("expect:\n", "expect:\n  violations: 2\n");
        assertEquals(Exit.OK, verify(meant).code());
    }
}
