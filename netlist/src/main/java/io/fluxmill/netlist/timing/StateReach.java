// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.timing;

import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.timing.Waves.Wave;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The states in which each wave may find a cell: the cell runs from state 0 through everything that may happen, period after period, until no
 * new state appears. Pulses whose order is not certain come in every order, and any pulse may be missing unless its wave always comes. Where the
 * windows leave no gap in a period, or too many of them meet, every state that the inputs can bring about counts.
 */
final class StateReach {
    private static final int MAX_MEETING = 10;

    private final Cell cell;
    private final List<Arrival> waves = new ArrayList<>();
    private final long period;

    /** By input and wave: the states, a bit each. */
    private final int[][] found;

    private record Arrival(int input, int number, Wave wave) {}

    /** The pulse of a wave in a period. */
    private record Event(Arrival arrival, long n, long earliest, long latest) {}

    /** @param arriving waves by input */
    StateReach(Cell cell, List<List<Wave>> arriving, long period) {
        this.cell = cell;
        this.period = period;
        found = new int[arriving.size()][];
        for (int input = 0; input < found.length; input++) {
            found[input] = new int[arriving.get(input).size()];
            for (int w = 0; w < found[input].length; w++) {
                waves.add(new Arrival(input, w, arriving.get(input).get(w)));
            }
        }
        if (cell.states() == 1) {
            fill(1);
        } else if (!waves.isEmpty() && !run()) {
            fill(closure());
        }
    }

    /** States in which a wave of an input may arrive, a bit each. */
    int states(int input, int wave) {
        return found[input][wave];
    }

    private void fill(int states) {
        for (int[] ofInput : found) {
            Arrays.fill(ofInput, states);
        }
    }

    private int closure() {
        int states = 1;
        for (int before = 0; before != states; ) {
            before = states;
            for (Arrival arrival : waves) {
                for (int state = 0; state < cell.states(); state++) {
                    states |= (states >> state & 1) == 0 ? 0 : 1 << next(state, arrival.input);
                }
            }
        }
        return states;
    }

    private int next(int state, int input) {
        Cell.Transition transition = cell.transition(state, input);
        return transition == null ? state : transition.next();
    }

    /** From the first pulse to the period in which all waves have begun, then that period repeatedly; false if the states cannot be found. */
    private boolean run() {
        long gap = gap();
        if (gap < 0) {
            return false;
        }
        long last = waves.stream().mapToLong(a -> a.wave.earliest()).max().orElseThrow();
        long start = gap + period * (Math.floorDiv(last - gap, period) + 1);
        int states = through(1, events(Long.MIN_VALUE, start));
        List<Event> cycle = events(start, start + period);
        for (int before = 0; states >= 0 && before != states; ) {
            before = states;
            int after = through(states, cycle);
            states = after < 0 ? -1 : states | after;
        }
        return states >= 0;
    }

    /** A time in a period before which no window is open and at which one may open; -1 if there is none. */
    private long gap() {
        for (Arrival candidate : waves) {
            long time = Math.floorMod(candidate.wave.earliest(), period);
            boolean free = waves.stream().allMatch(a -> {
                long width = a.wave.latest() - a.wave.earliest();
                long since = Math.floorMod(time - a.wave.earliest(), period);
                return width < period && (since == 0 || since > width);
            });
            if (free) {
                return time;
            }
        }
        return -1;
    }

    private List<Event> events(long from, long before) {
        List<Event> events = new ArrayList<>();
        for (Arrival arrival : waves) {
            Wave wave = arrival.wave;
            long first = from == Long.MIN_VALUE ? 0 : Math.max(0, -Math.floorDiv(wave.earliest() - from, period));
            for (long n = first; wave.earliest() + n * period < before; n++) {
                events.add(new Event(arrival, n, wave.earliest() + n * period, wave.latest() + n * period));
            }
        }
        events.sort(Comparator.comparingLong(Event::earliest));
        return events;
    }

    /** States after all events; -1 if too many of them meet. */
    private int through(int before, List<Event> events) {
        int states = before;
        for (int i = 0; i < events.size() && states >= 0; ) {
            int end = i + 1;
            long latest = events.get(i).latest;
            while (end < events.size() && events.get(end).earliest <= latest) {
                latest = Math.max(latest, events.get(end++).latest);
            }
            states = end - i > MAX_MEETING ? -1 : meeting(states, events.subList(i, end));
            i = end;
        }
        return states;
    }

    /** All orders of events that meet: states by the set of those that are over. */
    private int meeting(int before, List<Event> events) {
        int[] states = new int[1 << events.size()];
        states[0] = before;
        for (int over = 0; over < states.length; over++) {
            for (int e = 0; e < events.size(); e++) {
                if ((over >> e & 1) != 0 || states[over] == 0 || !mayBeNext(e, over, events)) {
                    continue;
                }
                Arrival arrival = events.get(e).arrival;
                found[arrival.input][arrival.number] |= states[over];
                int after = mayMiss(e, events) ? states[over] : 0;
                for (int state = 0; state < cell.states(); state++) {
                    after |= (states[over] >> state & 1) == 0 ? 0 : 1 << next(state, arrival.input);
                }
                states[over | 1 << e] |= after;
            }
        }
        return states[states.length - 1];
    }

    private boolean mayBeNext(int e, int over, List<Event> events) {
        for (int other = 0; other < events.size(); other++) {
            if (other != e && (over >> other & 1) == 0 && precedes(events.get(other), events.get(e))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a pulse may be missing, or coincide with another one of this input. */
    private boolean mayMiss(int e, List<Event> events) {
        Event event = events.get(e);
        return !event.arrival.wave.always()
                || events.stream().anyMatch(o -> o != event && o.arrival.input == event.arrival.input);
    }

    /** Whether the first is certainly processed before the second. */
    private static boolean precedes(Event first, Event second) {
        boolean tied = first.n == second.n && first.arrival.wave.tied(second.arrival.wave);
        long least = tied ? second.arrival.wave.early() - first.arrival.wave.late() : second.earliest - first.latest;
        return least > 0 || least == 0 && first.arrival.input < second.arrival.input;
    }
}
