// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

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
 * cells, the module of the netlist and a test bench {@code <name>_tb}, which reads {@code stimuli.txt} and prints lines
 * {@code pulse <net> <time>} and {@code violation <instance path> <state> <pair> <time>}, times in quanta.
 */
public final class StructuralVerilog {
    private final Netlist netlist;
    private final StringBuilder text = new StringBuilder();

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
        text.append("// Generated: ").append(netlist.name()).append(", an edge is a pulse.\n");
        text.append("`timescale 10fs/10fs\n\n");
        module(cells());
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

    private Map<Object, String> cells() {
        Map<Object, String> names = new LinkedHashMap<>();
        Map<String, Integer> kinds = new LinkedHashMap<>();
        for (Instance instance : netlist.instances()) {
            CellArchitecture architecture = new CellArchitecture(instance.cell());
            if (!names.containsKey(architecture.behaviour())) {
                String kind = "sfq_" + architecture.kind();
                int others = kinds.merge(kind, 1, Integer::sum) - 1;
                String name = others == 0 ? kind : kind + "_v" + others;
                names.put(architecture.behaviour(), name);
                text.append(StructuralCell.module(name, instance.cell())).append('\n');
            }
        }
        return names;
    }

    private void module(Map<Object, String> cells) {
        text.append("module ").append(netlist.name()).append(" (\n");
        netlist.inputs()
                .forEach(net -> text.append("  input ").append(wire(net)).append(",\n"));
        for (int i = 0; i < netlist.outputs().size(); i++) {
            text.append("  output o_").append(i).append(",\n");
        }
        int flags = Math.max(1, netlist.flags().size());
        text.append("  output [").append(flags - 1).append(":0] violated\n);\n");
        List<String> driven = new ArrayList<>(netlist.inputs());
        netlist.instances().forEach(instance -> driven.addAll(instance.outputs()));
        for (String net : netlist.nets()) {
            if (!netlist.inputs().contains(net)) {
                text.append("  wire ").append(wire(net)).append(";\n");
            }
            if (!driven.contains(net)) {
                text.append("  assign ").append(wire(net)).append(" = 1'b0;\n");
            }
        }
        int flag = 0;
        for (Instance instance : netlist.instances()) {
            flag = instance(instance, cells.get(new CellArchitecture(instance.cell()).behaviour()), flag);
        }
        if (flag == 0) {
            text.append("  assign violated = 1'b0;\n");
        }
        for (int i = 0; i < netlist.outputs().size(); i++) {
            text.append("  assign o_").append(i).append(" = ");
            text.append(wire(netlist.outputs().get(i))).append(";\n");
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

    private void testBench(long end) {
        int inputs = netlist.inputs().size();
        int outputs = netlist.outputs().size();
        text.append("module ").append(netlist.name()).append("_tb;\n");
        text.append("  reg [").append(inputs - 1).append(":0] stimuli;\n");
        for (int i = 0; i < outputs; i++) { // not a vector, of which each change would wake every observer
            text.append("  wire o_").append(i).append(";\n");
        }
        text.append("  wire [").append(Math.max(1, netlist.flags().size()) - 1).append(":0] violated;\n");
        text.append("  ").append(netlist.name()).append(" dut (");
        for (int i = 0; i < inputs; i++) {
            text.append('.').append(wire(netlist.inputs().get(i)));
            text.append("(stimuli[").append(i).append("]), ");
        }
        for (int i = 0; i < outputs; i++) {
            text.append(".o_").append(i).append("(o_").append(i).append("), ");
        }
        text.append(".violated(violated));\n");
        for (int i = 0; i < outputs; i++) {
            String name = netlist.outputs().get(i).replace('.', '$');
            text.append("  always @(o_").append(i).append(") if ($time >= ").append(units(0));
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
