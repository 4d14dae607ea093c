// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.mac;

import io.fluxmill.core.program.mac.MacProgram;

/** Adds up what one step takes, over all parts of a batch. */
final class LayerClock {
    private final MacProgram.Step step;
    private final MacProgram program;
    private Counters hardware = Counters.ZERO;
    private long jobs;
    private long packNanos;
    private long deviceNanos;
    private long unpackNanos;
    private long mark;

    LayerClock(MacProgram.Step step, MacProgram program) {
        this.step = step;
        this.program = program;
    }

    void start() {
        mark = System.nanoTime();
    }

    void packed() {
        packNanos += lap();
    }

    void device() {
        deviceNanos += lap();
    }

    void job() {
        device();
        jobs++;
    }

    void unpacked() {
        unpackNanos += lap();
    }

    private long lap() {
        long now = System.nanoTime();
        long lap = now - mark;
        mark = now;
        return lap;
    }

    void add(Counters counters) {
        device();
        hardware = hardware.plus(counters);
    }

    LayerCounters counters(int rows, int columns) {
        String result = program.values().get(step.output()).format().name();
        String operand = result;
        int lanes = 1;
        if (step instanceof MacProgram.MatrixStep matrix) {
            operand = matrix.rescale().operands().name();
            lanes = matrix.rescale().operands().lanes();
        }
        return new LayerCounters(
                step.name(),
                operand,
                result,
                jobs,
                hardware,
                hardware.utilisation(rows, columns, lanes),
                packNanos,
                deviceNanos,
                unpackNanos);
    }
}
