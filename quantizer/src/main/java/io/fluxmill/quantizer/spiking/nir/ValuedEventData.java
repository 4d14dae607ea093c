// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.nir;

import java.util.Arrays;

/**
 * Events with a value, such as graded spikes.
 *
 * @param events where and when
 * @param value {@code [sample][event]}
 */
public record ValuedEventData(EventData events, double[][] value) implements Observable {
    /** @throws IllegalArgumentException unless there are as many values as events */
    public ValuedEventData {
        boolean same = value.length == events.samples();
        for (int sample = 0; same && sample < value.length; sample++) {
            same = value[sample].length == events.idx()[sample].length;
        }
        EventData.require(same, "idx and value must have the same events");
    }

    @Override
    public int samples() {
        return events.samples();
    }

    @Override
    public int neurons() {
        return events.neurons();
    }

    /**
     * Values by tick, floor(time / dt); of several of a neuron in a tick the last one of the list stays, as in NIR. There are floor(end / dt) ticks; where there
     * is no event, the value is 0.
     *
     * @throws IllegalArgumentException as {@link EventData#ticks}
     */
    public TimeGriddedData ticks(double dt) {
        return events.grid(dt, value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ValuedEventData valued
                && events.equals(valued.events)
                && Arrays.deepEquals(value, valued.value);
    }

    @Override
    public int hashCode() {
        return events.hashCode();
    }
}
