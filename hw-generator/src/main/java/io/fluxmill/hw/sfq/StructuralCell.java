// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import io.fluxmill.hw.sfq.CellArchitecture.CriticalTimer;
import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.Cell.Critical;
import io.fluxmill.netlist.cell.Cell.Emission;
import io.fluxmill.netlist.cell.Cell.Transition;
import io.fluxmill.netlist.cell.Lfsr;
import io.fluxmill.netlist.cell.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The behavioural Verilog of a cell: an edge on a pin is a pulse. Pins change at multiples of {@link #QUANTUM} time units; the cell looks
 * at all of them half a quantum later, so that the order of events within a simulator's time step does not matter.
 */
final class StructuralCell {
    /** Time units of a quantum. */
    static final int QUANTUM = 10;

    /** From the arrival of a pulse to its processing. */
    static final int HALF = QUANTUM / 2;

    private final String name;
    private final Cell cell;
    private final StringBuilder text = new StringBuilder();
    private String indent = "";

    private StructuralCell(String name, Cell cell) {
        this.name = name;
        this.cell = cell;
    }

    /** The module; cells with a gate have parameters THRESHOLD, SEED, PERIOD and SHIFT. */
    static String module(String name, Cell cell) {
        return new StructuralCell(name, cell).module();
    }

    private String module() {
        List<CriticalTimer> timers = new CellArchitecture(cell).timers();
        header();
        declare(timers);
        initial(timers);
        line("always @(" + pins(cell.inputs(), " or ") + ") begin");
        indent("  ");
        line("#" + HALF + ";");
        line("now = $time / " + QUANTUM + " - 1;");
        for (int output = 0; output < cell.outputs().size(); output++) {
            for (int delay : delays(output)) {
                line(fire(output, delay) + " = 1'b0;");
            }
        }
        for (int input = 0; input < cell.inputs().size(); input++) {
            input(input, timers);
        }
        for (int output = 0; output < cell.outputs().size(); output++) {
            emit(output);
        }
        indent("");
        line("end");
        for (int output = 0; output < cell.outputs().size(); output++) {
            merge(output);
        }
        text.append("`endif\nendmodule\n");
        return text.toString();
    }

    private void header() {
        remarks();
        text.append("(* blackbox *)\nmodule ").append(name);
        String parameters =
                switch (cell.gate()) {
                    case NONE -> "";
                    case DRAW -> " #(parameter THRESHOLD = 0, parameter [31:0] SEED = 1)";
                    case INTEGRATE -> " #(parameter THRESHOLD = 1024, parameter PERIOD = 0, parameter SHIFT = 0)";
                };
        text.append(parameters).append(" (\n");
        cell.inputs().forEach(pin -> text.append("  input ").append(pin(pin)).append(",\n"));
        cell.outputs()
                .forEach(pin -> text.append("  output reg ").append(pin(pin)).append(",\n"));
        int flags = Math.max(1, cell.criticals().size());
        text.append("  output reg [").append(flags - 1).append(":0] violated\n);\n");
        text.append("`ifndef SYNTHESIS // which knows no time: there a cell is a black box\n");
        indent("");
    }

    /** What a reader sees first: pins, and what each flag stands for. */
    private void remarks() {
        text.append("// Cell ").append(cell.name()).append(": pulses on ").append(pins(cell.inputs(), ", "));
        text.append(" lead to pulses on ").append(pins(cell.outputs(), ", ")).append("; simultaneous ones are taken");
        text.append(" in that order.\n");
        for (int i = 0; i < cell.criticals().size(); i++) {
            Critical critical = cell.criticals().get(i);
            text.append("// violated[").append(i).append("]: ");
            text.append(pin(cell.inputs().get(critical.second())))
                    .append(" less than ")
                    .append(critical.time());
            text.append(" quanta after ").append(pin(cell.inputs().get(critical.first())));
            text.append(" in state ").append(critical.state());
            text.append(critical.absorbs() ? "; the pulse is lost\n" : "\n");
        }
    }

    private void declare(List<CriticalTimer> timers) {
        for (String pin : cell.inputs()) {
            line("reg was_" + pin + ";");
        }
        line("integer present;");
        line("reg taken;");
        line("reg passes;");
        line("time now;");
        for (CriticalTimer timer : timers) {
            line("time " + since(timer) + ";");
            line("reg " + started(timer) + ";");
        }
        for (int output = 0; output < cell.outputs().size(); output++) {
            for (int delay : delays(output)) {
                line("reg " + fire(output, delay) + ";");
                line("reg " + level(output, delay) + ";");
                if (delays(output).size() > 1) {
                    line("reg " + delayed(output, delay) + ";");
                    line("reg was_" + delayed(output, delay) + ";");
                }
            }
        }
        switch (cell.gate()) {
            case NONE -> {}
            case DRAW -> {
                line("reg [31:0] lfsr;");
                line("integer step;");
                line("integer drawn;");
            }
            case INTEGRATE -> {
                line("integer current;");
                line("time leaked_until;");
                line("time leaks;");
            }
        }
    }

    private void initial(List<CriticalTimer> timers) {
        line("initial begin");
        indent("  ");
        cell.inputs().forEach(pin -> line("was_" + pin + " = 1'b0;"));
        line("present = 0;");
        line("violated = 0;");
        timers.forEach(timer -> line(started(timer) + " = 1'b0;"));
        for (int output = 0; output < cell.outputs().size(); output++) {
            line(pin(cell.outputs().get(output)) + " = 1'b0;");
            for (int delay : delays(output)) {
                line(level(output, delay) + " = 1'b0;");
                if (delays(output).size() > 1) {
                    line(delayed(output, delay) + " = 1'b0;");
                    line("was_" + delayed(output, delay) + " = 1'b0;");
                }
            }
        }
        switch (cell.gate()) {
            case NONE -> {}
            case DRAW -> line("lfsr = SEED;");
            case INTEGRATE -> {
                line("current = 0;");
                line("leaked_until = 0;");
            }
        }
        indent("");
        line("end");
    }

    private void input(int input, List<CriticalTimer> timers) {
        String pin = cell.inputs().get(input);
        line("if (" + pin(pin) + " != was_" + pin + ") begin");
        indent("    ");
        line("was_" + pin + " = " + pin(pin) + ";");
        line("taken = 1'b1;");
        line("passes = 1'b1;");
        for (int i = 0; i < cell.criticals().size(); i++) {
            Critical critical = cell.criticals().get(i);
            if (critical.second() == input) {
                critical(i, critical, timers);
            }
        }
        line("if (taken) begin");
        indent("      ");
        gate();
        line("case (present)");
        for (int state = 0; state < cell.states(); state++) {
            state(state, input, timers);
        }
        line("  default: ;");
        line("endcase");
        indent("    ");
        line("end");
        indent("  ");
        line("end");
    }

    private void critical(int flag, Critical critical, List<CriticalTimer> timers) {
        CriticalTimer timer =
                timers.stream().filter(t -> t.serves(critical)).findFirst().orElseThrow();
        line("if (" + started(timer) + " && now - " + since(timer) + " < " + critical.time() + ") begin");
        line("  violated[" + flag + "] = 1'b1;");
        line("  $display(\"violation %m " + critical.state() + " " + cell.pair(critical) + " %0d\", now);");
        if (critical.absorbs()) {
            line("  taken = 1'b0;");
        }
        line("end");
    }

    private void state(int state, int input, List<CriticalTimer> timers) {
        List<String> statements = new ArrayList<>();
        for (CriticalTimer timer : timers) {
            if (timer.state() == state && timer.input() == input) {
                statements.add(since(timer) + " = now;");
                statements.add(started(timer) + " = 1'b1;");
            }
        }
        Transition transition = cell.transition(state, input);
        if (transition != null) {
            if (transition.next() != state) {
                statements.add("present = " + transition.next() + ";");
            }
            for (Emission emission : transition.emissions()) {
                statements.add("if (passes) " + fire(emission.output(), emission.delay()) + " = 1'b1;");
            }
        }
        if (!statements.isEmpty()) {
            line("  " + state + ": begin");
            statements.forEach(statement -> line("    " + statement));
            line("  end");
        }
    }

    private void gate() {
        switch (cell.gate()) {
            case NONE -> {}
            case DRAW -> {
                line("for (step = 0; step < " + Lfsr.STEPS + "; step = step + 1) begin");
                line(String.format("  lfsr = {1'b0, lfsr[31:1]} ^ (lfsr[0] ? 32'h%08x : 32'h0);", Lfsr.TAPS));
                line("end");
                line("drawn = {16'h0, lfsr[" + (Lfsr.DRAW_BITS - 1) + ":0]};");
                line("passes = drawn < THRESHOLD;");
            }
            case INTEGRATE -> {
                line("if (PERIOD != 0) begin");
                line("  leaks = now / PERIOD - leaked_until / PERIOD;");
                line("  leaked_until = now;");
                line("  while (leaks > 0 && (current >> SHIFT) != 0) begin");
                line("    current = current - (current >> SHIFT);");
                line("    leaks = leaks - 1;");
                line("  end");
                line("end");
                line("current = current + " + Settings.FLUX_QUANTUM + ";");
                line("passes = current >= THRESHOLD;");
                line("if (passes) current = current - " + Settings.FLUX_QUANTUM + ";");
            }
        }
    }

    /** A toggle for each delay that fires: the pin itself if there is only one delay, else a signal for which {@link #merge} waits. */
    private void emit(int output) {
        for (int delay : delays(output)) {
            boolean single = delays(output).size() == 1;
            String target = single ? pin(cell.outputs().get(output)) : delayed(output, delay);
            int units = single ? QUANTUM * delay - HALF : QUANTUM * (delay - 1);
            line("if (" + fire(output, delay) + ") begin");
            line("  " + level(output, delay) + " = ~" + level(output, delay) + ";");
            line("  " + target + " <= " + (units == 0 ? "" : "#" + units + " ") + level(output, delay) + ";");
            line("end");
        }
    }

    /** Simultaneous toggles of several delays are one pulse. */
    private void merge(int output) {
        if (delays(output).size() < 2) {
            return;
        }
        List<String> lines =
                delays(output).stream().map(delay -> delayed(output, delay)).toList();
        line("always @(" + String.join(" or ", lines) + ") begin");
        indent("  ");
        line("#" + HALF + ";");
        line("if ("
                + lines.stream().map(l -> l + " != was_" + l).collect(Collectors.joining(" || "))
                + ") " + pin(cell.outputs().get(output)) + " = ~"
                + pin(cell.outputs().get(output)) + ";");
        lines.forEach(l -> line("was_" + l + " = " + l + ";"));
        indent("");
        line("end");
    }

    private List<Integer> delays(int output) {
        return List.copyOf(cell.transitions().stream()
                .flatMap(t -> t.emissions().stream())
                .filter(e -> e.output() == output)
                .map(Emission::delay)
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    private String fire(int output, int delay) {
        return "fire_" + cell.outputs().get(output) + "_" + delay;
    }

    private String level(int output, int delay) {
        return "level_" + cell.outputs().get(output) + "_" + delay;
    }

    private String delayed(int output, int delay) {
        return "delayed_" + cell.outputs().get(output) + "_" + delay;
    }

    private String since(CriticalTimer timer) {
        return "since_" + timer.state() + "_" + cell.inputs().get(timer.input());
    }

    private String started(CriticalTimer timer) {
        return "started_" + timer.state() + "_" + cell.inputs().get(timer.input());
    }

    static String pin(String pin) {
        return "p_" + pin;
    }

    private static String pins(List<String> pins, String separator) {
        return pins.stream().map(StructuralCell::pin).collect(Collectors.joining(separator));
    }

    private void indent(String deeper) {
        indent = "  " + deeper;
    }

    private void line(String line) {
        text.append(indent).append(line).append('\n');
    }
}
