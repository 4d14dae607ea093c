// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.cell;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A cell as a finite-state machine with times in quanta; docs/sfq.md says how pulses are processed. Inputs and outputs are given by their index.
 *
 * @param inputs names, in the order in which simultaneous pulses are processed
 * @param outputs names
 * @param gate what decides on emissions besides the state; a cell with a gate has one input
 * @param transitions at most one for each (state, input)
 * @param criticals at most one for each (state, first, second)
 * @param sources where {@code function}, {@code delay}, {@code critical}, {@code junctions}, {@code bias}, {@code area} and
 *     {@code operation} come from, in words
 */
public record Cell(
        String name,
        List<String> inputs,
        List<String> outputs,
        Gate gate,
        List<Transition> transitions,
        List<Critical> criticals,
        Costs costs,
        Operation operation,
        Map<String, String> sources) {
    /** What an output does: a pulse after the delay, at least 1. */
    public record Emission(int output, int delay) {}

    /** What a pulse on the input does in the state. */
    public record Transition(int state, int input, int next, List<Emission> emissions) {
        /** Takes a copy. */
        public Transition {
            emissions = List.copyOf(emissions);
        }
    }

    /**
     * After a pulse on {@code first} that arrives in the state, none may arrive on {@code second} for the time, at least 1.
     *
     * @param absorbs whether a pulse that does is lost
     */
    public record Critical(int state, int first, int second, int time, boolean absorbs) {}

    /** Josephson junctions, bias current in µA, area in µm². */
    public record Costs(int junctions, double biasMicroamperes, double areaSquareMicrons) {}

    /** @throws IllegalArgumentException if a rule above is broken */
    public Cell {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        transitions = List.copyOf(transitions);
        criticals = List.copyOf(criticals);
        sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
        require(!inputs.isEmpty() && !outputs.isEmpty(), name, "have inputs and outputs");
        Set<String> pins = new HashSet<>(inputs);
        pins.addAll(outputs);
        require(pins.size() == inputs.size() + outputs.size(), name, "have pins of different names");
        require(gate == Gate.NONE || inputs.size() == 1, name, "have one input, for it has a gate");
        Set<List<Integer>> seen = new HashSet<>();
        for (Transition t : transitions) {
            require(seen.add(List.of(t.state, t.input)), name, "have one transition for a state and input");
            require(t.emissions.stream().allMatch(e -> e.delay >= 1), name, "have delays of at least one quantum");
        }
        for (Critical c : criticals) {
            require(seen.add(List.of(c.state, c.first, c.second)), name, "have one critical time for a state and pair");
            require(c.time >= 1, name, "have critical times of at least one quantum");
        }
    }

    private static void require(boolean holds, String name, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("cell " + name + " must " + rule);
        }
    }

    /** Number of states. */
    public int states() {
        int highest = 0;
        for (Transition t : transitions) {
            highest = Math.max(highest, Math.max(t.state, t.next));
        }
        return highest + 1;
    }

    /** The transition of a state and an input, or null. */
    public Transition transition(int state, int input) {
        for (Transition t : transitions) {
            if (t.state == state && t.input == input) {
                return t;
            }
        }
        return null;
    }

    /** The two inputs of a critical time, for example {@code a_clk}. */
    public String pair(Critical critical) {
        return inputs.get(critical.first) + "_" + inputs.get(critical.second);
    }

    /** Whether the cell can keep a pulse for later: several states, or a loop that integrates. */
    public boolean stores() {
        return states() > 1 || gate == Gate.INTEGRATE;
    }

    /** The input {@code clk}, or -1. */
    public int clock() {
        return inputs.indexOf("clk");
    }

    /** Whether the cell is a stage of a pipeline: a clock pulse brings every state back to 0. */
    public boolean pipelined() {
        int clock = clock();
        return clock >= 0 && transitions.stream().filter(t -> t.input == clock).allMatch(t -> t.next == 0);
    }

    /** Delays of the emissions that a pulse on an input can cause on an output, in any state; none if it only changes the state. */
    public IntStream delays(int input, int output) {
        return transitions.stream()
                .filter(t -> t.input == input)
                .flatMap(t -> t.emissions.stream())
                .filter(e -> e.output == output)
                .mapToInt(Emission::delay)
                .distinct();
    }

    /** The same cell with other times; results below 1 count as 1. */
    public Cell withTimes(IntUnaryOperator delay, IntUnaryOperator critical) {
        return with(
                e -> new Emission(e.output, Math.max(1, delay.applyAsInt(e.delay))),
                c -> new Critical(c.state, c.first, c.second, Math.max(1, critical.applyAsInt(c.time)), c.absorbs));
    }

    /** The same cell with a longer wire at an output: every pulse leaves it later by this many quanta, at least 0. */
    public Cell withWire(int output, int quanta) {
        return with(e -> e.output == output ? new Emission(output, e.delay + quanta) : e, c -> c);
    }

    private Cell with(UnaryOperator<Emission> emission, UnaryOperator<Critical> critical) {
        return new Cell(
                name,
                inputs,
                outputs,
                gate,
                transitions.stream()
                        .map(t -> new Transition(
                                t.state,
                                t.input,
                                t.next,
                                t.emissions.stream().map(emission).toList()))
                        .toList(),
                criticals.stream().map(critical).toList(),
                costs,
                operation,
                sources);
    }

    /** The same cell in quanta that are {@code factor} times as long; times are rounded to nearest, halves up. */
    public Cell quantized(int factor) {
        IntUnaryOperator rounded = time -> Math.floorDiv(2 * time + factor, 2 * factor);
        return withTimes(rounded, rounded);
    }
}
