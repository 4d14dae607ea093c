// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.axi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fluxmill.simulator.process.Programs;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of AXI4 that a master keeps, proved for all cycles of a small reader and a small writer, and broken in changed ones. */
@Tag("tools")
class AxiProofTest {
    private static final AxiSettings SMALL = new AxiSettings(32, 4, 2, 8);
    private static final int SECONDS = 300;

    /** Rules of the writer whose proofs take half a minute and more: with {@code -Daxi.proofs=all} only. */
    private static final Set<String> LONG = Set.of("W_AHEAD", "W_VALID", "W_STABLE", "W_LAST");

    /** Found for smaller settings only; see docs/axi.md. */
    private static final String COUNT_OF_READS = AxiRule.AR_COUNT.name();

    @TempDir
    Path folder;

    @BeforeAll
    static void programs() {
        assumeTrue(Programs.answer("yosys", "-V"), "yosys is not installed");
        assumeTrue(Programs.answer("berkeley-abc", "-c", "quit"), "berkeley-abc is not installed");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rulesHoldInAllCycles(boolean reads) throws Exception {
        Map<String, String> properties = AxiProof.properties(reads);
        properties.remove(COUNT_OF_READS);
        assertEquals(
                reads ? 7 : 11, properties.size(), () -> properties.keySet().toString());
        if (!"all".equals(System.getProperty("axi.proofs"))) {
            assertTrue(properties.keySet().removeAll(LONG) != reads);
        }
        AxiProof proof = new AxiProof(reads, SMALL, folder, UnaryOperator.identity());
        for (Map.Entry<String, String> property : properties.entrySet()) {
            long start = System.nanoTime();
            assertEquals(-1, proof.prove(property.getValue(), SECONDS), property.getKey());
            System.out.printf("%s proved in %.1f s%n", property.getKey(), (System.nanoTime() - start) / 1e9);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "true # AR_VALID # if(m_axi_arready) begin # if(1'b1) begin",
                "true # AR_STABLE # ((! offered) || m_axi_arready) # 1'b1",
                "true # MASTER_RESET # offered <= 1'b0; # offered <= 1'b1;",
                "true # AR_BOUNDARY # (~ at[1 : 0]) # 2'b11",
                "true # AR_COUNT # assign room = (! (count == 2'b10)); # assign room = (! (count == 2'b11));",
                "true # READY # assign m_axi_rready = 1'b1; # assign m_axi_rready = (! beat);",
                "true # STREAM_VALID # assign words_tvalid = queue_valid; # assign words_tvalid = (queue_valid && m_axi_arready);",
                "false # AW_VALID # if(m_axi_awready) begin # if(1'b1) begin",
                "false # W_VALID # assign m_axi_wvalid = beat_valid; # assign m_axi_wvalid = (beat_valid && m_axi_awready);",
                "false # W_STABLE # assign queue_pop = (beat || drops); # assign queue_pop = (beat_valid || drops);",
                "false # W_LAST # (beat_index == sent_burst[7 : 0]) # (beat_index == planner_burst_length)",
                "false # AW_BOUNDARY # (~ at[1 : 0]) # 2'b11",
                "false # AW_COUNT # assign room = (! (count == 2'b10)); # assign room = (! (count == 2'b11));",
            })
    void aChangedDesignBreaksTheRule(boolean reads, String property, String from, String to) throws Exception {
        AxiProof proof = new AxiProof(reads, SMALL, folder, verilog -> {
            assertTrue(verilog.contains(from), from);
            return verilog.replace(from, to);
        });
        int cycle = proof.prove(AxiProof.properties(reads).get(property), SECONDS);
        assertTrue(cycle >= 0, property + " " + cycle);
    }

    @Test
    void theCheckerDoesNotAssumeTooMuch() throws Exception {
        AxiProof proof = new AxiProof(true, SMALL, folder, UnaryOperator.identity());
        for (String reached : new String[] {"!done", "!(done && error == 3'd2)", "!(m_axi_rvalid && m_axi_rlast)"}) {
            assertTrue(proof.prove(reached, SECONDS) >= 0, reached);
        }
    }
}
