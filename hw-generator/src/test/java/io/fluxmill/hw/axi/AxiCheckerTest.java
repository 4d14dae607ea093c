// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.axi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Direction;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.hw.emit.Elaboration;
import io.fluxmill.hw.hdl.Axi4;
import io.fluxmill.simulator.verilator.Simulation;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Traces of a port, a line a cycle, of which the last one breaks exactly one rule of AXI4 (ARM IHI 0022, A3), and traces that break none. The checker allows two
 * bursts in each direction; the bus has 32 bits and IDs.
 */
@Tag("verilator")
class AxiCheckerTest {
    private static final String AW = "awvalid=1 awaddr=0x1000 awlen=1 awsize=2 awburst=1 awid=1";
    private static final String AR = "arvalid=1 araddr=0x1000 arlen=1 arsize=2 arburst=1 arid=1";
    private static final String W = "wvalid=1 wdata=5 wstrb=15";
    private static final String AW1 = AW + " awlen=0 awready=1";
    private static final String AR1 = AR + " arlen=0 arready=1";
    private static final String W1 = W + " wlast=1 wready=1";
    private static final String B = "bvalid=1 bid=1";
    private static final String R = "rvalid=1 rid=1 rlast=1";

    private record Trace(AxiRule rule, String... lines) {}

    private final List<Trace> wrong = new ArrayList<>();

    private void breaks(AxiRule rule, String... lines) {
        wrong.add(new Trace(rule, lines));
    }

    private void traces() {
        breaks(AxiRule.AW_VALID, "", AW, "");
        breaks(AxiRule.AR_VALID, "", AR, "");
        breaks(AxiRule.W_VALID, "", W, "");
        for (String change : List.of("addr=0x1004", "len=0", "size=1", "burst=0", "id=2")) {
            breaks(AxiRule.AW_STABLE, "", AW, AW, AW + " aw" + change + " awready=1");
            breaks(AxiRule.AR_STABLE, "", AR, AR, AR + " ar" + change + " arready=1");
        }
        for (String change : List.of("data=4", "strb=14", "last=1")) {
            breaks(AxiRule.W_STABLE, "", W, W, W + " w" + change + " wready=1");
        }
        breaks(AxiRule.MASTER_RESET, AW);
        breaks(AxiRule.MASTER_RESET, AR);
        breaks(AxiRule.MASTER_RESET, W);
        breaks(AxiRule.SLAVE_RESET, B);
        breaks(AxiRule.SLAVE_RESET, R);
        String[] over = {"addr=0x1ffc", "addr=0x1c04 len=255", "addr=0x1fff size=0", "addr=0xfffffffc"};
        String[] form = {"size=3", "burst=3", "burst=0 len=16", "burst=2 len=2", "burst=2 addr=0x1002", "burst=2 len=31"
        };
        for (String name : List.of("aw", "ar")) {
            String channel = name.equals("aw") ? AW : AR;
            for (String fields : over) {
                breaks(name.equals("aw") ? AxiRule.AW_BOUNDARY : AxiRule.AR_BOUNDARY, "", with(channel, name, fields));
            }
            for (String fields : form) {
                breaks(name.equals("aw") ? AxiRule.AW_FORM : AxiRule.AR_FORM, "", with(channel, name, fields));
            }
        }
        breaks(AxiRule.W_LAST, "", AW + " awready=1", W + " wlast=1");
        breaks(AxiRule.W_LAST, "", AW1, W);
        breaks(AxiRule.W_LAST, "", AW, AW + " " + W + " wlast=1");
        breaks(AxiRule.W_LAST, "", W1, AW + " awready=1");
        breaks(AxiRule.W_LAST, "", W + " wready=1", W1, AW1);
        breaks(AxiRule.W_LAST, "", W + " wready=1", AW1, W1);
        String[] endless = new String[257];
        Arrays.fill(endless, W + " wready=1");
        endless[0] = "";
        breaks(AxiRule.W_LAST, endless);
        breaks(AxiRule.W_AHEAD, "", W1, W1, W1);
        breaks(AxiRule.AW_COUNT, "", AW1, AW1, AW1);
        breaks(AxiRule.AR_COUNT, "", AR1, AR1, AR1);
        breaks(AxiRule.AR_COUNT, "", AR1 + " arlen=1", AR1, AR1 + " " + R + " rready=1 rlast=0");
        breaks(AxiRule.B_VALID, "", AW1, W1, B, "");
        breaks(AxiRule.B_STABLE, "", AW1, W1, B, B + " bresp=2");
        breaks(AxiRule.R_VALID, "", AR1, R, "");
        breaks(AxiRule.R_STABLE, "", AR1, R, R + " rdata=1");
        breaks(AxiRule.R_STABLE, "", AR1, R, R + " rresp=3");
        breaks(AxiRule.B_UNASKED, "", B);
        breaks(AxiRule.B_UNASKED, "", AW1, B);
        breaks(AxiRule.B_UNASKED, "", W1, B);
        breaks(AxiRule.B_UNASKED, "", AW1, W1 + " " + B);
        breaks(AxiRule.B_UNASKED, "", AW + " awready=1", W + " wready=1", B);
        breaks(AxiRule.B_UNASKED, "", AW1, W1, B + " bready=1", B);
        breaks(AxiRule.R_UNASKED, "", R);
        breaks(AxiRule.R_UNASKED, "", AR1 + " " + R);
        breaks(AxiRule.R_UNASKED, "", AR1, R + " rready=1", R);
        breaks(AxiRule.R_LAST, "", AR1, R + " rlast=0");
        breaks(AxiRule.R_LAST, "", AR + " arready=1", R);
        breaks(AxiRule.R_LAST, "", AR + " arready=1", R + " rlast=0 rready=1", R + " rlast=0");
        breaks(AxiRule.B_ID, "", AW1, W1, B + " bid=2");
        breaks(AxiRule.B_ID, "", AW1, AW1 + " awid=2", W1, W1, B + " bid=2");
        breaks(AxiRule.R_ID, "", AR1, R + " rid=3");
        breaks(AxiRule.R_ID, "", AR1, AR1 + " arid=2", R + " rready=1", R);
    }

    private static String with(String channel, String name, String fields) {
        return channel + " " + name + fields.replace(" ", " " + name);
    }

    private static final String[][] RIGHT = {
        {"", AW + " " + W, AW + " " + W + " awready=1", W + " wready=1", W1, B, B + " bready=1", ""},
        {"", W + " wready=1", W1, W1, AW + " awready=1", AW1, B + " bready=1", B + " bready=1", ""},
        {"", AR, AR + " arready=1", R + " rlast=0", R + " rlast=0 rready=1", R + " rready=1", ""},
        {"", AW1, AW1, W1, W1, AW1 + " " + B + " bready=1", W1, B + " bready=1", B + " bready=1"},
        {"", AR1, AR1, AR1 + " " + R + " rready=1", R + " rready=1", R + " rready=1"},
        {"", AR + " arburst=2 araddr=0x1ffc arlen=3 arready=1", R + " rlast=0"},
        {"", AR + " arburst=0 araddr=0x1ffc arlen=15 arready=1", R + " rlast=0"},
        {"", AR + " araddr=0x1ffe arsize=2 arlen=0", AR + " araddr=0x1ffe arsize=2 arlen=0 arready=1", R},
        {"", AW + " awaddr=0x1fff awsize=0 awlen=0 awready=1", W1, B + " bready=1 bresp=2"},
    };

    @Test
    void everyRuleIsSeenAlone(@TempDir Path folder) {
        traces();
        Design design = Elaboration.of(
                        "axi_checker", "axi", "2", () -> new AxiChecker(new Axi4.Widths(32, 32, 2), 2), 0, Map.of())
                .design();
        Set<AxiRule> seen = EnumSet.noneOf(AxiRule.class);
        try (Simulation simulation = Simulation.open(design, folder)) {
            for (Trace trace : wrong) {
                run(simulation.transport(), design.manifest(), trace);
                seen.add(trace.rule);
            }
            for (String[] lines : RIGHT) {
                run(simulation.transport(), design.manifest(), new Trace(null, lines));
            }
        }
        assertEquals(EnumSet.allOf(AxiRule.class), seen);
    }

    private static void run(VerilatedTransport port, Manifest manifest, Trace trace) {
        port.reset();
        for (int i = 0; i < trace.lines.length; i++) {
            drive(port, manifest, trace.lines[i]);
            boolean breaks = trace.rule != null && i == trace.lines.length - 1;
            String what = trace.rule + " line " + i + " of " + Arrays.toString(trace.lines);
            assertEquals(breaks ? 1L << trace.rule.ordinal() : 0, port.peek("broken"), what);
            assertEquals(breaks ? trace.rule.number() : 0, port.peek("violation"), what);
            port.step(1);
        }
    }

    /** Sets what a line says, the last value of a signal, and everything else to 0. */
    private static void drive(VerilatedTransport port, Manifest manifest, String line) {
        Map<String, Long> values = new java.util.HashMap<>();
        for (String field : line.split(" ")) {
            if (!field.isEmpty()) {
                String[] parts = field.split("=");
                values.put("axi_" + parts[0], Long.decode(parts[1]));
            }
        }
        for (Manifest.Port signal : manifest.ports()) {
            if (signal.direction() == Direction.IN && signal.name().startsWith("axi_")) {
                Long value = values.remove(signal.name());
                port.poke(signal.name(), value == null ? 0 : value);
            }
        }
        assertEquals(Map.of(), values, line);
    }
}
