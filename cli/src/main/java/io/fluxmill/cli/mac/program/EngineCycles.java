// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac.program;

import io.fluxmill.cli.mac.program.MappedNetwork.Estimate;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.core.program.mac.MacProgram.ColumnGroup;
import io.fluxmill.core.program.mac.MacProgram.MatrixStep;
import io.fluxmill.hw.mac.MacArchitecture;
import io.fluxmill.hw.mac.MacConfig;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * Cycles in which a matrix co-processor is busy, without simulating it: the formula of docs/mac-engine.md. Activations come as soon as they are
 * wanted, results are taken at once, and the host's register accesses take no time.
 *
 * @param arrayRows R
 * @param arrayColumns C
 * @param outputCycles that an output stage takes for a result
 * @param latency cycles from the start of a job to its end without any activation to load, word to multiply or row to drain
 */
record EngineCycles(int arrayRows, int arrayColumns, int outputCycles, int latency) {
    /** Start, the buffer of the first tile, the drain registers and the queue of results. */
    private static final int QUEUES = 4;

    static EngineCycles of(MacConfig config) {
        MacArchitecture architecture = new MacArchitecture(config);
        return new EngineCycles(
                config.rows(),
                config.columns(),
                config.outputCycles(),
                architecture.macLatency() + architecture.outputLatency() + QUEUES);
    }

    /** The matrix layers of a program; a grouped convolution is one layer of several jobs. */
    List<Estimate> layers(QuantizedNetwork network, MacProgram program, int samples) {
        List<Estimate> layers = new ArrayList<>();
        for (Matrix matrix : network.matrices()) {
            List<MatrixStep> steps = program.steps().stream()
                    .filter(step -> step instanceof MatrixStep && step.output() == matrix.output())
                    .map(MatrixStep.class::cast)
                    .toList();
            long cycles =
                    steps.stream().mapToLong(step -> cycles(step, samples)).sum();
            layers.add(new Estimate(
                    matrix.name(),
                    matrix.rescale().operands().name(),
                    steps.stream().mapToInt(step -> step.groups().size()).sum(),
                    samples * steps.stream().mapToLong(MatrixStep::macs).sum(),
                    cycles,
                    cycles
                            * arrayRows
                            * arrayColumns
                            * matrix.rescale().operands().lanes()));
        }
        return layers;
    }

    private long cycles(MatrixStep step, int samples) {
        long rows = (long) samples * step.window().positions();
        return step.groups().stream()
                .mapToLong((ColumnGroup group) -> ofJob(rows, group.count(), step.depthWords()))
                .sum();
    }

    /**
     * Cycles of one job.
     *
     * @param rows M
     * @param columns N
     * @param words K in operand words
     */
    long ofJob(long rows, long columns, long words) {
        long rowTiles = (rows + arrayRows - 1) / arrayRows;
        long columnTiles = (columns + arrayColumns - 1) / arrayColumns;
        long lastRows = rows - (rowTiles - 1) * arrayRows;
        long full = Math.max(words, (long) arrayRows * outputCycles);
        long last = Math.max(words, lastRows * outputCycles);
        long compute;
        if (rowTiles == 1) {
            compute = words + (columnTiles - 1) * last;
        } else {
            compute = words + (columnTiles - 1) * full;
            compute += (rowTiles - 2) * columnTiles * full + full + (columnTiles - 1) * last;
        }
        return words + compute + (lastRows - 1) * outputCycles + 1 + latency;
    }
}
