// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.nir;

import java.util.Arrays;

/**
 * A value of each neuron in each tick.
 *
 * @param dt length of a tick in seconds, more than 0
 * @param ticks number of ticks
 * @param neurons number of neurons
 * @param binary whether the values are events, 0 or 1
 * @param data {@code [sample][tick][neuron]}
 */
public record TimeGriddedData(double dt, int ticks, int neurons, boolean binary, double[][][] data)
        implements Observable {
    /** @throws IllegalArgumentException if dt is not more than 0, or the data have other sizes or values than they say */
    public TimeGriddedData {
        EventData.require(dt > 0 && Double.isFinite(dt), "dt must be more than 0: dt=" + dt);
        for (double[][] sample : data) {
            EventData.require(sample.length == ticks, "a sample must have " + ticks + " ticks: ticks=" + sample.length);
            for (double[] tick : sample) {
                EventData.require(tick.length == neurons, "a tick must have " + neurons + " neurons: " + tick.length);
                for (double value : tick) {
                    EventData.require(!binary || value == 0 || value == 1, "an event must be 0 or 1: value=" + value);
                }
            }
        }
    }

    @Override
    public int samples() {
        return data.length;
    }

    /**
     * The events, in the order of ticks and then of neurons, each at the beginning of its tick.
     *
     * @throws IllegalArgumentException unless the values are events
     */
    public EventData events() {
        EventData.require(binary, "only data of events can become events");
        int[][] idx = new int[data.length][];
        double[][] time = new double[data.length][];
        for (int sample = 0; sample < data.length; sample++) {
            double[][] of = data[sample];
            int count = (int) Arrays.stream(of)
                    .flatMapToDouble(Arrays::stream)
                    .filter(v -> v != 0)
                    .count();
            idx[sample] = new int[count];
            time[sample] = new double[count];
            int event = 0;
            for (int tick = 0; tick < ticks; tick++) {
                for (int neuron = 0; neuron < neurons; neuron++) {
                    if (of[tick][neuron] != 0) {
                        idx[sample][event] = neuron;
                        time[sample][event++] = begin(tick);
                    }
                }
            }
        }
        return new EventData(neurons, begin(ticks), idx, time);
    }

    /** tick · dt, or the next number if its quotient by dt is rounded to less than the tick. */
    private double begin(int tick) {
        double time = tick * dt;
        while (EventData.tick(time, dt) < tick) {
            time = Math.nextUp(time);
        }
        return time;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TimeGriddedData grid
                && dt == grid.dt
                && ticks == grid.ticks
                && neurons == grid.neurons
                && binary == grid.binary
                && Arrays.deepEquals(data, grid.data);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(data);
    }
}
