// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import io.fluxmill.hw.emit.Lint;
import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.Gate;
import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.cell.Settings;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.netlist.trace.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A netlist as structural Verilog-2005 for event-driven simulators: an edge on a net is a pulse. The text has, from the top, the
 * cells {@code <name>_Cell_<kind>}, the module of the netlist {@code <name>_Cells} and a test bench {@code <name>_tb}, which reads
 * {@code stimuli.txt} and prints lines {@code pulse <net> <time>} and {@code violation <instance path> <state> <pair> <time>}, times
 * in quanta.
 */
public final class StructuralVerilog {
    private final Netlist netlist;
    private final StringBuilder text = new StringBuilder();
    private final CellNames cells = new CellNames();

    private StructuralVerilog(Netlist netlist) {
        this.netlist = netlist;
    }

    /** The Verilog of a netlist with a test bench for a run of the quanta 0 … end − 1. */
    public static String of(Netlist netlist, long end) {
        StructuralVerilog verilog = new StructuralVerilog(netlist);
        verilog.modules();
        verilog.testBench(end);
        return verilog.text.toString();
    }

    /** The Verilog of a netlist alone: its cells and its module. */
    public static String of(Netlist netlist) {
        StructuralVerilog verilog = new StructuralVerilog(netlist);
        verilog.modules();
        return verilog.text.toString();
    }

    private void modules() {
        text.append(Lint.CIRCUIT).append("// Generated: SFQ circuit ").append(netlist.name());
        text.append(
                """
                , for event-driven simulation: modules of its cells, then the circuit.
                // An edge on a net, rising or falling, is a pulse. The time unit is 10 fs, a quantum has 10 units, and pulses
                // are at multiples of a quantum. violated: sticky flags, 1 after a violation of a critical time (state, pair
                // of pins, quanta); each violation is printed, too. There is no reset: all begins in state 0.
                // Synthesis tools, which define SYNTHESIS, see the cells as black boxes.
                `timescale 10fs/10fs

                """);
        cells();
        module();
    }

    /** The file that the test bench reads: a line {@code <time unit> <number of the input>} for each pulse, in order. */
    public static String stimuli(Netlist netlist, Map<String, long[]> stimuli, long end) {
        TreeMap<Long, List<Integer>> pulses = new TreeMap<>();
        stimuli.forEach((net, times) -> {
            for (long time : times) {
                if (time >= 0 && time < end) {
                    List<Integer> inputs = pulses.computeIfAbsent(time, t -> new ArrayList<>());
                    int input = netlist.inputs().indexOf(net);
                    if (!inputs.contains(input)) {
                        inputs.add(input);
                    }
                }
            }
        });
        StringBuilder lines = new StringBuilder();
        pulses.forEach((time, inputs) -> inputs.forEach(
                input -> lines.append(units(time)).append(' ').append(input).append('\n')));
        return lines.toString();
    }

    /** What a test bench has printed: pulses of the netlist's outputs and all violations. */
    public static SfqTrace trace(List<String> lines) {
        Map<String, List<Long>> times = new LinkedHashMap<>();
        List<Violation> violations = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            if (words[0].equals("pulse")) {
                times.computeIfAbsent(name(words[1]), net -> new ArrayList<>()).add(Long.parseLong(words[2]));
            } else if (words[0].equals("violation")) {
                String instance = name(words[1].substring(words[1].lastIndexOf(".x_") + 3));
                violations.add(new Violation(instance, Integer.parseInt(words[2]), words[3], Long.parseLong(words[4])));
            }
        }
        Map<String, long[]> pulses = new LinkedHashMap<>();
        times.forEach(
                (net, list) -> pulses.put(net, list.stream().mapToLong(t -> t).toArray()));
        return new SfqTrace(pulses, violations);
    }

    private static String name(String printed) {
        return printed.replace('$', '.');
    }

    /** Quantum 0 is one quantum after the start of the simulation, where nets take their first levels. */
    private static long units(long time) {
        return (time + 1) * StructuralCell.QUANTUM;
    }

    private void cells() {
        for (Instance instance : netlist.instances()) {
            if (cells.isNew(new CellArchitecture(instance.cell()).behaviour())) {
                text.append(StructuralCell.module(module(instance), instance.cell()))
                        .append('\n');
            }
        }
    }

    private String module(Instance instance) {
        CellArchitecture architecture = new CellArchitecture(instance.cell());
        return cells.of(CellNames.cell(netlist, architecture.kind()), architecture.behaviour());
    }

    private void module() {
        text.append("// Circuit ").append(netlist.name()).append(": n_<net> is a net, $ in it is a dot of the name;");
        text.append(" x_<instance> is an instance.\n");
        text.append("module ").append(top()).append(" (\n");
        for (String net : netlist.inputs()) {
            text.append("  input ").append(wire(net)).append(", // net ").append(net);
            text.append(": each edge is a pulse into the circuit\n");
        }
        for (String net : netlist.outputs()) {
            text.append("  output ").append(output(net)).append(", // net ").append(net);
            text.append(": each edge is a pulse out of the circuit\n");
        }
        int flags = Math.max(1, netlist.flags().size());
        text.append("  output [").append(flags - 1).append(":0] violated // sticky, a bit for each critical time");
        text.append(" of each instance, in their order\n);\n");
        List<String> driven = new ArrayList<>(netlist.inputs());
        netlist.instances().forEach(instance -> driven.addAll(instance.outputs()));
        for (String net : netlist.nets()) {
            if (!netlist.inputs().contains(net) && !netlist.outputs().contains(net)) {
                text.append("  wire ").append(wire(net)).append(";\n");
            }
            if (!driven.contains(net)) {
                text.append("  assign ").append(wire(net)).append(" = 1'b0;\n");
            }
        }
        int flag = 0;
        for (Instance instance : netlist.instances()) {
            flag = instance(instance, module(instance), flag);
        }
        if (flag == 0) {
            text.append("  assign violated = 1'b0;\n");
        }
        for (String net : netlist.outputs()) {
            if (netlist.inputs().contains(net)) {
                text.append("  assign ").append(output(net)).append(" = ");
                text.append(wire(net)).append(";\n");
            }
        }
        text.append("endmodule\n\n");
    }

    private int instance(Instance instance, String module, int firstFlag) {
        Cell cell = instance.cell();
        text.append("  ").append(module).append(parameters(cell.gate(), instance.settings()));
        text.append(" x_").append(instance.name().replace('.', '$')).append(" (");
        for (int i = 0; i < cell.inputs().size(); i++) {
            connect(cell.inputs().get(i), instance.inputs().get(i));
        }
        for (int i = 0; i < cell.outputs().size(); i++) {
            connect(cell.outputs().get(i), instance.outputs().get(i));
        }
        int next = firstFlag + cell.criticals().size();
        text.append(".violated(");
        if (next > firstFlag) {
            text.append("violated[")
                    .append(next - 1)
                    .append(':')
                    .append(firstFlag)
                    .append(']');
        }
        text.append("));\n");
        return next;
    }

    private void connect(String pin, String net) {
        text.append('.')
                .append(StructuralCell.pin(pin))
                .append('(')
                .append(wire(net))
                .append("), ");
    }

    private static String parameters(Gate gate, Settings s) {
        return switch (gate) {
            case NONE -> "";
            case DRAW -> String.format(" #(.THRESHOLD(%d), .SEED(32'h%08x))", s.threshold(), s.seed());
            case INTEGRATE -> String.format(
                    " #(.THRESHOLD(%d), .PERIOD(%d), .SHIFT(%d))", s.threshold(), s.leakPeriod(), s.leakShift());
        };
    }

    private static String wire(String net) {
        return "n_" + net.replace('.', '$');
    }

    /** The port of an output: its net, or, if that is an input already, one of its own. */
    private String output(String net) {
        return netlist.inputs().contains(net) ? "o_" + net.replace('.', '$') : wire(net);
    }

    /** The module of the netlist; not its own name, which the emulator may have. */
    private String top() {
        return CellNames.circuit(netlist);
    }

    private void testBench(long end) {
        int inputs = netlist.inputs().size();
        text.append("module ").append(netlist.name()).append("_tb;\n");
        text.append("  reg [").append(inputs - 1).append(":0] stimuli;\n");
        for (String net : netlist.outputs()) { // not a vector, of which each change would wake every observer
            text.append("  wire ").append(output(net)).append(";\n");
        }
        text.append("  wire [").append(Math.max(1, netlist.flags().size()) - 1).append(":0] violated;\n");
        text.append("  ").append(top()).append(" dut (");
        for (int i = 0; i < inputs; i++) {
            text.append('.').append(wire(netlist.inputs().get(i)));
            text.append("(stimuli[").append(i).append("]), ");
        }
        for (String net : netlist.outputs()) {
            text.append('.').append(output(net)).append('(').append(output(net)).append("), ");
        }
        text.append(".violated(violated));\n");
        for (String net : netlist.outputs()) {
            String name = net.replace('.', '$');
            text.append("  always @(")
                    .append(output(net))
                    .append(") if ($time >= ")
                    .append(units(0));
            text.append(") $display(\"pulse ").append(name).append(" %0d\", $time / ");
            text.append(StructuralCell.QUANTUM).append(" - 1);\n");
        }
        text.append(String.format(
                """
                  integer file;
                  integer fields;
                  integer index;
                  time at;
                  initial begin
                    stimuli = 0;
                    file = $fopen("stimuli.txt", "r");
                    fields = $fscanf(file, "%%d %%d", at, index);
                    while (fields == 2) begin
                      if (at > $time) #(at - $time);
                      stimuli[index] = ~stimuli[index];
                      fields = $fscanf(file, "%%d %%d", at, index);
                    end
                    #(%d - $time) $finish(0);
                  end
                endmodule
                """,
                units(end) - 2)); // after the processing of quantum end - 1, before quantum end
    }
}
