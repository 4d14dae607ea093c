// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.nir;

import java.util.Arrays;

/**
 * Events without a value, such as spikes.
 *
 * @param neurons number of neurons
 * @param end end of the recording in seconds, at least 0
 * @param idx {@code [sample][event]}: neuron, 0 to neurons − 1; samples have as many events as they have
 * @param time {@code [sample][event]}: seconds, 0 to end
 */
public record EventData(int neurons, double end, int[][] idx, double[][] time) implements Observable {
    /** @throws IllegalArgumentException if a neuron or a time is out of range, or there are not as many of both */
    public EventData {
        requireEvents(neurons, end, idx, time);
    }

    static void requireEvents(int neurons, double end, int[][] idx, double[][] time) {
        require(neurons >= 1, "there must be at least one neuron: n_neurons=" + neurons);
        require(end >= 0 && Double.isFinite(end), "t_max must be at least 0: t_max=" + end);
        require(idx.length == time.length, "idx and time must have the same samples");
        for (int sample = 0; sample < idx.length; sample++) {
            require(idx[sample].length == time[sample].length, "idx and time must have the same events");
            for (int event = 0; event < idx[sample].length; event++) {
                int neuron = idx[sample][event];
                double at = time[sample][event];
                require(neuron >= 0 && neuron < neurons, "idx must be 0 to " + (neurons - 1) + ": idx=" + neuron);
                require(at >= 0 && at <= end, "time must be 0 to t_max=" + end + ": time=" + at);
            }
        }
    }

    static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    @Override
    public int samples() {
        return idx.length;
    }

    /** The tick that a time is in: floor(time / dt), both in double precision. */
    static long tick(double time, double dt) {
        return (long) Math.floor(time / dt);
    }

    /**
     * Events by tick, floor(time / dt); several of a neuron in a tick become one. There are floor(end / dt) ticks.
     *
     * @throws IllegalArgumentException if dt is not more than 0, there are too many ticks, or an event is after the last tick
     */
    public TimeGriddedData ticks(double dt) {
        return grid(dt, null);
    }

    /** @param value {@code [sample][event]}, the last one of a tick stays; null for events */
    TimeGriddedData grid(double dt, double[][] value) {
        require(dt > 0 && Double.isFinite(dt), "dt must be more than 0: dt=" + dt);
        long ticks = tick(end, dt);
        require(
                ticks <= Integer.MAX_VALUE / neurons / Math.max(1, idx.length),
                "there must be at most 2^31 - 1 values: ticks=" + ticks);
        double[][][] data = new double[idx.length][(int) ticks][neurons];
        for (int sample = 0; sample < idx.length; sample++) {
            for (int event = 0; event < idx[sample].length; event++) {
                double at = time[sample][event];
                long tick = tick(at, dt);
                require(tick < ticks, "time must be before the end of the last of " + ticks + " ticks: time=" + at);
                data[sample][(int) tick][idx[sample][event]] = value == null ? 1 : value[sample][event];
            }
        }
        return new TimeGriddedData(dt, (int) ticks, neurons, value == null, data);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EventData events
                && neurons == events.neurons
                && end == events.end
                && Arrays.deepEquals(idx, events.idx)
                && Arrays.deepEquals(time, events.time);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(idx);
    }
}
