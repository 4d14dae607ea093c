// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.axi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.manifest.Direction;
import io.fluxmill.core.manifest.Manifest.Port;
import io.fluxmill.hw.hdl.Rtl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Proofs for a reader or a writer: yosys makes a circuit of it and of an {@link AxiChecker} on its port, which assumes that the memory keeps its rules, and abc
 * looks for an inductive invariant (property directed reachability) under which a property holds in all cycles, or for a trace that breaks it. Registers
 * without reset start at 0, and reset is there in the first cycle only.
 */
final class AxiProof {
    private static final Pattern BROKEN = Pattern.compile("was asserted in frame (\\d+)");

    private final Rtl.Elaborated design;
    private final Rtl.Elaborated checker;
    private final Path folder;
    private final UnaryOperator<String> change;

    /** @param change what is done to the Verilog of the design before */
    AxiProof(boolean reads, AxiSettings settings, Path folder, UnaryOperator<String> change) {
        design = Rtl.elaborate("dut", () -> reads ? new AxiReader(settings) : new AxiWriter(settings));
        checker = Rtl.elaborate("watch", () -> new AxiChecker(settings.widths(), settings.outstanding()));
        this.folder = folder;
        this.change = change;
    }

    /** What is to hold: the master's rules on the channels that the design drives, and that it always takes answers. */
    static Map<String, String> properties(boolean reads) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (AxiRule rule : AxiRule.values()) {
            boolean ours = reads ? rule.name().startsWith("AR") : rule.name().matches("(AW|W)_.*");
            if (rule == AxiRule.MASTER_RESET || rule.ofMaster() && ours) {
                properties.put(rule.name(), "!broken[" + rule.ordinal() + "]");
            }
        }
        properties.put("READY", reads ? "m_axi_rready" : "m_axi_bready");
        properties.put("STREAM_VALID", "!waits || words_tvalid");
        if (!reads) {
            properties.remove("STREAM_VALID");
        }
        return properties;
    }

    /**
     * Proves a property.
     *
     * @return −1 if it always holds, −2 if neither was found in time, otherwise the cycle in which it can break
     */
    int prove(String property, int seconds) throws IOException, InterruptedException {
        Path verilog = folder.resolve("proof.v");
        Files.writeString(verilog, change.apply(design.verilog()) + checker.verilog() + top(property));
        String circuit =
                "read_verilog -formal proof.v; hierarchy -top top -check; proc; flatten; opt_clean; memory_map; opt; "
                        + "setundef -anyseq; async2sync; techmap; opt -fast; dfflegalize -cell $_DFF_P_ 01; opt_clean; setundef -anyseq; aigmap; "
                        + "opt_clean; write_aiger -zinit proof.aig";
        run(120, "yosys", "-q", "-p", circuit);
        String report =
                run(seconds + 60, "berkeley-abc", "-c", "read_aiger proof.aig; constr; fold; pdr -T " + seconds);
        assertEquals(true, report.contains("interpreted as a constraint"), report);
        Matcher broken = BROKEN.matcher(report);
        if (broken.find()) {
            return Integer.parseInt(broken.group(1));
        }
        return report.contains("Property proved") ? -1 : -2;
    }

    private String run(int seconds, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(true, process.waitFor(seconds, java.util.concurrent.TimeUnit.SECONDS), "time is out");
        assertEquals(0, process.exitValue(), output);
        assertEquals(false, output.contains("undriven"), output);
        return output;
    }

    private String top(String property) {
        StringBuilder text = new StringBuilder("module top(input clk");
        StringBuilder wires = new StringBuilder();
        StringBuilder pins = new StringBuilder();
        for (Port port : design.interfaces().ports()) {
            String range = " [" + (port.widthBits() - 1) + ":0] " + port.name();
            if (port.direction() == Direction.IN && !port.name().matches("clk|reset")) {
                text.append(", input").append(range);
            } else if (port.direction() == Direction.OUT) {
                wires.append("  wire").append(range).append(";\n");
            }
            pins.append(", .")
                    .append(port.name())
                    .append("(")
                    .append(port.name())
                    .append(")");
        }
        List<String> names =
                design.interfaces().ports().stream().map(Port::name).toList();
        StringBuilder watched = new StringBuilder();
        for (Port port : checker.interfaces().ports()) {
            String name = "m_" + port.name();
            if (port.name().startsWith("axi_")) {
                String value = names.contains(name) ? name : port.widthBits() + "'b0";
                watched.append(", .")
                        .append(port.name())
                        .append("(")
                        .append(value)
                        .append(")");
            }
        }
        String stream = names.contains("words_tvalid") && property.contains("waits")
                ? "  always @(posedge clk) waits <= started & words_tvalid & !words_tready;\n"
                : "";
        return text
                + ");\n  reg started = 0; always @(posedge clk) started <= 1;\n  wire reset = !started;\n  reg waits = 0;\n"
                + stream + wires + "  wire [" + (AxiRule.values().length - 1) + ":0] broken;\n"
                + "  dut dut(" + pins.substring(2) + ");\n"
                + "  watch watch(.clk(clk), .reset(reset), .broken(broken)" + watched + ");\n"
                + "  always @* if (started) begin assume(!(broken & " + AxiRule.values().length + "'d"
                + AxiRule.mask(false) + ")); assert(" + property + "); end\nendmodule\n";
    }
}
