// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.report;

import java.util.List;

/**
 * What some signals did between two times of a simulation.
 *
 * @param start first time shown, in time steps of the recording
 * @param end time after the last shown
 * @param period time steps of a clock cycle
 */
public record WaveWindow(List<Signal> signals, long start, long end, long period) {
    /**
     * The whole of a recording, or null if its clock has no two rising edges.
     *
     * @param clock name of the signal that gives the period
     */
    public static WaveWindow of(List<Signal> signals, String clock) {
        long[] edges = signals.stream()
                .filter(signal -> signal.name().equals(clock))
                .flatMap(signal -> signal.changes().stream())
                .filter(change -> change.value().equals("1"))
                .mapToLong(Change::time)
                .toArray();
        if (edges.length < 2) {
            return null;
        }
        long period = edges[1] - edges[0];
        return new WaveWindow(signals, edges[0], edges[edges.length - 1] + period, period);
    }

    /**
     * A signal's changes in ascending time; the first is at or before the window's start.
     *
     * @param widthBits 1 for a line, more for a bus
     */
    public record Signal(String name, int widthBits, List<Change> changes) {
        /** The value at a time, or null before the first change. */
        public String at(long time) {
            String value = null;
            for (Change change : changes) {
                if (change.time() > time) {
                    break;
                }
                value = change.value();
            }
            return value;
        }
    }

    /** @param value binary digits without leading zeros, most significant first; may have {@code x} and {@code z} */
    public record Change(long time, String value) {}
}
