// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.ngspice;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Pulses of an analogue run: a pulse occurs when the phase of the junction that drives the net passes an odd multiple of π for the first time.
 *
 * @param pulses times in ps, ascending, by net; below 0 before quantum 0
 */
public record AnalogTrace(Map<String, double[]> pulses) {
    /** Sorts the nets. */
    public AnalogTrace {
        pulses = new TreeMap<>(pulses);
    }

    /** Times of the pulses of a net in ps; none for a net that is not known. */
    public double[] of(String net) {
        return pulses.getOrDefault(net, new double[0]);
    }

    /**
     * Times of the pulses of a net in quanta, rounded to nearest.
     *
     * @param quantumPs length of a quantum, ps
     */
    public long[] quanta(String net, double quantumPs) {
        return Arrays.stream(of(net)).mapToLong(t -> Math.round(t / quantumPs)).toArray();
    }

    /** Times of all pulses in quanta, rounded to nearest, by net. */
    public Map<String, long[]> quanta(double quantumPs) {
        Map<String, long[]> rounded = new TreeMap<>();
        pulses.keySet().forEach(net -> rounded.put(net, quanta(net, quantumPs)));
        return rounded;
    }
}
