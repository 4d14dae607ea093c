// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks.toggles;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Plays jobs on the netlist of an array, in the order and at the times of the engine's sequencer (docs/mac-engine.md), and compares every sum that leaves it. Rows
 * and columns beyond the job's are zero, as the driver sends them; a stream never waits.
 */
final class ArrayRun {
    private static final int WORD_BITS = 16;

    private final GateSimulation array;
    private final int rows;
    private final int columns;
    /** Cycles from the operands to their sum's capture. */
    private final int latency;

    private final int format;
    private final Deque<Capture> captures = new ArrayDeque<>();
    private LayerJob job;
    private Capture draining;
    private int drainRow;
    private long now;
    long compared;

    /** @param at the cycle in which the sums of a tile go to the drain registers */
    private record Capture(long at, int rowTile, int columnTile, int rows) {}

    /** @param stages of the unit; {@code format} index of the operands' number format */
    ArrayRun(GateSimulation array, int rows, int columns, int stages, int format) {
        this.array = array;
        this.rows = rows;
        this.columns = columns;
        this.format = format;
        latency = stages - 1;
    }

    /** Reset, and the first clear. */
    void reset() {
        array.set("format", format);
        array.set("reset", 1);
        for (int i = 0; i < 4; i++) {
            array.set("clear", 1);
            array.settle();
            array.clock();
        }
        array.set("reset", 0);
        array.set("clear", 0);
    }

    void play(LayerJob next) {
        job = next;
        int words = job.words();
        long free = 0; // the first cycle in which a tile may end
        for (int rowTile = 0; rowTile * rows < job.activations().length; rowTile++) {
            int tileRows = Math.min(rows, job.activations().length - rowTile * rows);
            for (int columnTile = 0; columnTile * columns < job.weights().length; columnTile++) {
                array.set("tile_rows", tileRows);
                array.set("tile_columns", Math.min(columns, job.weights().length - columnTile * columns));
                for (int k = 0; k < words; k++) {
                    boolean last = k == words - 1;
                    while (last && now < free) {
                        array.set("valid", 0);
                        step();
                    }
                    array.set("activations", words(job.activations(), rowTile * rows, rows, k));
                    array.set("weights", words(job.weights(), columnTile * columns, columns, k));
                    array.set("valid", 1);
                    array.set("ends", last ? 1 : 0);
                    if (last) {
                        captures.add(new Capture(now + latency, rowTile, columnTile, tileRows));
                        free = now + tileRows;
                    }
                    step();
                    array.set("ends", 0);
                }
            }
        }
        array.set("valid", 0);
        while (!captures.isEmpty() || draining != null) {
            step();
        }
    }

    private BigInteger words(short[][] side, int from, int count, int k) {
        BigInteger all = BigInteger.ZERO;
        for (int i = count - 1; i >= 0; i--) {
            all = all.shiftLeft(WORD_BITS).or(BigInteger.valueOf(job.word(side, from + i, k)));
        }
        return all;
    }

    private void step() {
        boolean capture = !captures.isEmpty() && captures.peek().at == now;
        array.set("last", capture ? 1 : 0);
        array.set("clear", capture ? 1 : 0);
        array.set("shift", draining != null ? 1 : 0);
        array.settle();
        if (draining != null) {
            compareRow();
        }
        if (capture) {
            draining = captures.remove();
            drainRow = 0;
        }
        array.clock();
        now++;
    }

    private void compareRow() {
        for (int c = 0; c < columns && draining.columnTile * columns + c < job.weights().length; c++) {
            int m = draining.rowTile * rows + drainRow;
            int n = draining.columnTile * columns + c;
            BigInteger sum = array.get("accumulators_" + c);
            if (!sum.equals(job.sums()[m][n])) {
                throw new IllegalStateException(
                        "layer " + job.name() + " in " + job.format().name() + ", row " + m + ", column " + n
                                + ": the netlist's sum is " + sum + ", not " + job.sums()[m][n]);
            }
            compared++;
        }
        drainRow++;
        if (drainRow == draining.rows) {
            draining = null;
        }
    }
}
