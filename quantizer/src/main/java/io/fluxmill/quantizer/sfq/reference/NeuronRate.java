// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.reference;

import io.fluxmill.netlist.cell.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The stationary rate of a unit with a leaky neuron, one leak in each slot and then a pulse with a probability: a Markov chain over
 * the currents that can be reached from 0, in the integers of the cell, and the state of the INHIBIT before it.
 */
public final class NeuronRate {
    private static final int MAX_STEPS = 100_000;
    private static final double CONVERGED = 1e-9;

    private final int threshold;
    /** Current after the leak and no pulse, by state. */
    private final int[] silent;
    /** State after the leak and a pulse. */
    private final int[] pulsed;

    private final boolean[] fires;

    /** @param threshold 1024 to 65536, in 1/1024 flux quantum */
    public NeuronRate(int threshold, int leakShift) {
        this.threshold = threshold;
        Map<Integer, Integer> states = new HashMap<>(Map.of(0, 0));
        List<Integer> currents = new ArrayList<>(List.of(0));
        List<int[]> next = new ArrayList<>();
        List<Boolean> firing = new ArrayList<>();
        for (int i = 0; i < currents.size(); i++) {
            int leaked = currents.get(i) - (currents.get(i) >> leakShift);
            int charged = leaked + Settings.FLUX_QUANTUM;
            boolean fire = charged >= threshold;
            int after = fire ? charged - Settings.FLUX_QUANTUM : charged;
            next.add(new int[] {state(states, currents, leaked), state(states, currents, after)});
            firing.add(fire);
        }
        silent = next.stream().mapToInt(n -> n[0]).toArray();
        pulsed = next.stream().mapToInt(n -> n[1]).toArray();
        fires = new boolean[silent.length];
        for (int i = 0; i < fires.length; i++) {
            fires[i] = firing.get(i);
        }
    }

    private static int state(Map<Integer, Integer> states, List<Integer> currents, int current) {
        return states.computeIfAbsent(current, c -> {
            currents.add(c);
            return currents.size() - 1;
        });
    }

    /**
     * Output pulses per slot.
     *
     * @param plus pulses per slot at the unit's plus rail
     * @param minus pulses per slot at its minus rail, which an INHIBIT before the neuron remembers
     */
    public double of(double plus, double minus) {
        if (threshold == Settings.FLUX_QUANTUM) {
            return SfqRateModel.inhibited(plus, minus);
        }
        int states = silent.length;
        double[] free = new double[states];
        double[] blocked = new double[states];
        free[0] = 1;
        double passed = (1 - minus) * plus;
        double asked = minus * (1 - plus);
        double change = 1;
        for (int step = 0; step < MAX_STEPS && change > CONVERGED; step++) {
            double[] nextFree = new double[states];
            double[] nextBlocked = new double[states];
            for (int s = 0; s < states; s++) {
                nextFree[pulsed[s]] += free[s] * passed;
                nextFree[silent[s]] += free[s] * (1 - passed - asked) + blocked[s] * plus;
                nextBlocked[silent[s]] += free[s] * asked + blocked[s] * (1 - plus);
            }
            change = moveHalfway(free, nextFree) + moveHalfway(blocked, nextBlocked);
        }
        double firing = 0;
        for (int s = 0; s < states; s++) {
            firing += fires[s] ? free[s] * passed : 0;
        }
        return firing;
    }

    /** Goes only halfway, so that a chain that runs in a cycle also converges. */
    private static double moveHalfway(double[] shares, double[] next) {
        double change = 0;
        for (int s = 0; s < shares.length; s++) {
            double moved = (next[s] - shares[s]) / 2;
            shares[s] += moved;
            change += Math.abs(moved);
        }
        return change;
    }
}
