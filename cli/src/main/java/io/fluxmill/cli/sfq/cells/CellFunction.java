// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq.cells;

import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.Cell.Emission;
import io.fluxmill.netlist.cell.Cell.Transition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Sequences of inputs that show what the finite-state machine of a cell does; inputs are given by their index. */
final class CellFunction {
    private final Cell cell;

    CellFunction(Cell cell) {
        this.cell = cell;
    }

    /** An output pulse: the output and the number of the input pulse, in the sequence, that causes it. */
    record Effect(int output, int cause, int state) {}

    int next(int state, int input) {
        Transition transition = cell.transition(state, input);
        return transition == null ? state : transition.next();
    }

    int after(int state, List<Integer> inputs) {
        int reached = state;
        for (int input : inputs) {
            reached = next(reached, input);
        }
        return reached;
    }

    /** The output pulses of a sequence from state 0. */
    List<Effect> effects(List<Integer> inputs) {
        List<Effect> effects = new ArrayList<>();
        int state = 0;
        for (int i = 0; i < inputs.size(); i++) {
            Transition transition = cell.transition(state, inputs.get(i));
            if (transition != null) {
                for (Emission emission : transition.emissions()) {
                    effects.add(new Effect(emission.output(), i, state));
                }
                state = transition.next();
            }
        }
        return effects;
    }

    /** A shortest sequence from state 0 into a state. */
    List<Integer> path(int state) {
        return shortest(0, reached -> reached == state);
    }

    /** A sequence from state 0 through every state and input. */
    List<Integer> tour() {
        Set<List<Integer>> missing = new HashSet<>();
        for (int state = 0; state < cell.states(); state++) {
            for (int input = 0; input < cell.inputs().size(); input++) {
                missing.add(List.of(state, input));
            }
        }
        List<Integer> tour = new ArrayList<>();
        int state = 0;
        while (!missing.isEmpty()) {
            tour.addAll(
                    shortest(state, s -> missing.stream().anyMatch(m -> m.get(0).equals(s))));
            state = after(0, tour);
            for (int input = 0; input < cell.inputs().size(); input++) {
                if (missing.remove(List.of(state, input))) {
                    tour.add(input);
                    break;
                }
            }
            state = after(0, tour);
        }
        return tour;
    }

    /** Sequences that, together, tell a state from every other one; an empty one if there is no other. */
    Set<List<Integer>> tests(int state) {
        Set<List<Integer>> tests = new LinkedHashSet<>();
        for (int other = 0; other < cell.states(); other++) {
            int twin = other;
            if (twin != state && tests.stream().noneMatch(test -> differ(state, twin, test))) {
                tests.add(distinguishing(state, twin));
            }
        }
        if (tests.isEmpty()) {
            tests.add(List.of());
        }
        return tests;
    }

    private List<Integer> shortest(int from, Predicate<Integer> wanted) {
        return search(path -> wanted.test(after(from, path)));
    }

    private List<Integer> distinguishing(int one, int other) {
        return search(path -> differ(one, other, path));
    }

    private List<Integer> search(Predicate<List<Integer>> wanted) {
        Deque<List<Integer>> queue = new ArrayDeque<>();
        queue.add(List.of());
        while (!queue.isEmpty() && queue.peek().size() <= cell.states()) {
            List<Integer> path = queue.poll();
            if (wanted.test(path)) {
                return path;
            }
            for (int input = 0; input < cell.inputs().size(); input++) {
                List<Integer> longer = new ArrayList<>(path);
                longer.add(input);
                queue.add(longer);
            }
        }
        throw new IllegalArgumentException("states of " + cell.name() + " must be reachable and different");
    }

    private boolean differ(int one, int other, List<Integer> inputs) {
        int a = one;
        int b = other;
        for (int input : inputs) {
            if (!outputs(a, input).equals(outputs(b, input))) {
                return true;
            }
            a = next(a, input);
            b = next(b, input);
        }
        return false;
    }

    private List<Integer> outputs(int state, int input) {
        Transition transition = cell.transition(state, input);
        return transition == null
                ? List.of()
                : transition.emissions().stream().map(Emission::output).toList();
    }
}
