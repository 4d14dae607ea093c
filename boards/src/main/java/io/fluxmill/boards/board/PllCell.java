// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.board;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The cell of a phase-locked loop: its instance and its model for simulation, in Verilog. */
final class PllCell {
    private static final String LOOP = "pll_feedback";

    private final String primitive;
    private final String input;
    private final String output;
    private final String locked;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    /** Widths of the inputs that are constant. */
    private final Map<String, Integer> widths = new LinkedHashMap<>();

    private final Map<String, Integer> values = new LinkedHashMap<>();
    private String feedbackInput = "";
    private String feedbackOutput = "";

    /**
     * @param input port of the reference
     * @param output port of the clock that is made
     * @param locked port that is 1 while it is good
     */
    PllCell(String primitive, String input, String output, String locked) {
        this.primitive = primitive;
        this.input = input;
        this.output = output;
        this.locked = locked;
    }

    PllCell parameter(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    PllCell number(String name, int value) {
        return parameter(name, Integer.toString(value));
    }

    PllCell text(String name, String value) {
        return parameter(name, "\"" + value + "\"");
    }

    /** An input that is constant. */
    PllCell constant(String port, int bits, int value) {
        widths.put(port, bits);
        values.put(port, value);
        return this;
    }

    /** The ports that close the loop outside of the cell; the output may be the one of the clock. */
    PllCell feedback(String in, String out) {
        feedbackInput = in;
        feedbackOutput = out;
        return this;
    }

    /** The instance, with the loop's wire if it has one. */
    String instance(String reference, String clock, String good) {
        Map<String, String> ports = new LinkedHashMap<>();
        ports.put(input, reference);
        ports.put(output, clock);
        ports.put(locked, good);
        String wire = "";
        if (!feedbackInput.isEmpty()) {
            boolean own = !feedbackOutput.equals(output);
            wire = own ? "  wire " + LOOP + ";\n" : "";
            ports.put(feedbackInput, own ? LOOP : clock);
            ports.putIfAbsent(feedbackOutput, LOOP);
        }
        values.forEach((port, value) -> ports.put(port, widths.get(port) + "'d" + value));
        return wire + "  " + primitive + " #(\n" + connections(parameters) + "  ) pll (\n" + connections(ports)
                + "  );\n";
    }

    private static String connections(Map<String, String> connections) {
        List<String> lines = new ArrayList<>();
        connections.forEach((name, value) -> lines.add("    ." + name + "(" + value + ")"));
        return String.join(",\n", lines) + "\n";
    }

    /** The model: the reference passes, and after eight cycles of it the loop is locked. */
    String model() {
        List<String> ports = new ArrayList<>(List.of("  input " + input, "  output " + output, "  output " + locked));
        if (!feedbackInput.isEmpty()) {
            ports.add("  input " + feedbackInput);
            if (!feedbackOutput.equals(output)) {
                ports.add("  output " + feedbackOutput);
            }
        }
        widths.forEach((port, bits) -> ports.add("  input " + (bits > 1 ? "[" + (bits - 1) + ":0] " : "") + port));
        StringBuilder text = new StringBuilder("// SPDX-License-Identifier: Apache-2.0\n")
                .append("// For simulation only: the clock passes through.\n")
                .append("/* verilator lint_off UNUSED */\n/* verilator lint_off DECLFILENAME */\n")
                .append("module ")
                .append(primitive)
                .append(" (\n")
                .append(String.join(",\n", ports))
                .append("\n);\n");
        parameters.forEach((name, value) -> text.append("  parameter ")
                .append(name)
                .append(" = ")
                .append(value)
                .append(";\n"));
        if (!feedbackInput.isEmpty() && !feedbackOutput.equals(output)) {
            text.append("  assign ")
                    .append(feedbackOutput)
                    .append(" = ")
                    .append(input)
                    .append(";\n");
        }
        return text.append("  reg [3:0] cycles = 4'd0;\n")
                .append("  always @(posedge ")
                .append(input)
                .append(") if (!cycles[3]) cycles <= cycles + 4'd1;\n")
                .append("  assign ")
                .append(output)
                .append(" = ")
                .append(input)
                .append(";\n")
                .append("  assign ")
                .append(locked)
                .append(" = cycles[3];\n")
                .append("endmodule\n")
                .toString();
    }
}
