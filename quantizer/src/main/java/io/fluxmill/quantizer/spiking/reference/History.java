// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.reference;

/** What a source sent in this tick and in as many before it as somebody needs. Before the first tick it sent nothing. */
final class History {
    private final int size;
    private double[][] ticks;
    private int now;

    History(int size) {
        this.size = size;
        ticks = new double[1][size];
    }

    /** Makes room for values that are so many ticks old; forgets all. */
    void keep(int delay) {
        if (delay >= ticks.length) {
            ticks = new double[delay + 1][size];
        }
    }

    void clear() {
        ticks = new double[ticks.length][size];
        now = 0;
    }

    /** Begins a tick with values. */
    void push(double[] values) {
        advance();
        System.arraycopy(values, 0, ticks[now], 0, size);
    }

    /** Begins a tick, whose values are 0 until they are written. */
    void advance() {
        now = (now + 1) % ticks.length;
        ticks[now] = new double[size];
    }

    /** The values of so many ticks ago. */
    double[] at(int delay) {
        return ticks[Math.floorMod(now - delay, ticks.length)];
    }

    /** The values of so many ticks ago, and further ticks for each of them. */
    double[] at(int delay, int[] further, int more) {
        if (further == null) {
            return at(delay + more);
        }
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = at(delay + further[i] + more)[i];
        }
        return values;
    }
}
