// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.console.Exit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ring that never comes to rest: MERGE, NEURON and SPLIT, 9.0 + 3.5 + 6.3 = 18.8 ps and four pulses around. */
@Tag("tools")
class SfqFloodTest {
    private static final double ROUND_PS = 18.8;

    @TempDir
    private Path folder;

    private CommandRun verify(String endPs) throws Exception {
        Path config = Files.writeString(
                folder.resolve("ring.yaml"),
                """
                engine:
                  family: sfq
                  name: ring
                  netlist:
                    name: ring_net
                    inputs: [a]
                    outputs: [q]
                    cells:
                      m: {cell: MERGE, a: a, b: back, q: x}
                      n: {cell: NEURON, a: x, q: y, threshold: 1}
                      s: {cell: SPLIT, a: y, q0: q, q1: back}
                stimuli:
                  pulses: {a: [10]}
                  end-ps: %s
                verify:
                  back-ends: [icarus]
                """
                        .formatted(endPs));
        return CommandRun.of(
                "verify", config.toString(), "--out", folder.resolve("out").toString());
    }

    @Test
    void aCircuitThatOscillates() throws Exception {
        CommandRun run = verify("1e9");
        Matcher sentence = Pattern.compile("fluxmill: " + Pattern.quote(folder.toString())
                        + "/ring.yaml: a run of ring_net must have at most 20000000 pulses: it came to (\\d+) of"
                        + " 1000000000 ps, and most of its pulses are on (?:x|y|q|back)\n"
                        + "  break the loop if the circuit oscillates, or end the run at (\\d+) ps"
                        + " \\(stimuli.end-ps\\)\n")
                .matcher(run.err());
        assertTrue(sentence.matches(), run.err());
        assertEquals(Exit.USAGE, run.code());
        assertEquals(sentence.group(1), sentence.group(2));
        // four nets carry a pulse each round: x, y, q and back
        assertEquals(20_000_000 / 4 * ROUND_PS, Double.parseDouble(sentence.group(1)), 2 * ROUND_PS);
        assertEquals(Exit.OK, verify("9400").code(), "a shorter run");
    }
}
