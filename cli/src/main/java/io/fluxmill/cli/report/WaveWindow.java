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
