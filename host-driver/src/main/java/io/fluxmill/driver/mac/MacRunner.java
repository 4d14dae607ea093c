// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.mac;

import io.fluxmill.core.program.mac.HostExecutor;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.transport.TransportException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs batches of samples through a program: matrix steps on the co-processor, all others in the driver. Knows the
 * hardware only through its {@link Device}, which must not be used by others at the same time. Buffers live as long as the runner.
 */
public final class MacRunner {
    private final Device device;
    private final MacProgram program;
    private final MacEngine engine;
    private final int[] lastUse;
    private ByteBuffer activations = ByteBuffer.allocateDirect(0);
    private ByteBuffer results = ByteBuffer.allocateDirect(0);

    /**
     * Checks that the program was mapped for the hardware at hand.
     *
     * @throws io.fluxmill.driver.device.DeviceException if the hardware is not what the device's manifest says
     * @throws IllegalArgumentException if the program is for another design
     */
    public MacRunner(Device device, MacProgram program) {
        device.identify(program.network(), program.design(), program.configHash());
        this.device = device;
        this.program = program;
        engine = new MacEngine(device);
        lastUse = lastUses(program);
    }

    /** The last step that reads each value; the result and values that nobody reads live to the end. */
    private static int[] lastUses(MacProgram program) {
        int[] last = new int[program.values().size()];
        Arrays.fill(last, Integer.MAX_VALUE);
        for (int i = 0; i < program.steps().size(); i++) {
            for (int value : program.steps().get(i).inputs()) {
                last[value] = i;
            }
        }
        last[program.output()] = Integer.MAX_VALUE;
        return last;
    }

    /**
     * Runs a batch.
     *
     * @param input codes of value 0, {@code [samples][elements]} row-major
     */
    public RunResult run(short[] input, int samples, RunOptions options) {
        int elements = program.values().get(0).elements();
        if (input.length != samples * elements) {
            throw new IllegalArgumentException(
                    "input must be " + samples + " samples of " + elements + " codes: codes=" + input.length);
        }
        long startCycles = device.transport().cycles();
        short[][] kept = new short[program.values().size()][];
        List<LayerClock> clocks = new ArrayList<>();
        for (MacProgram.Step step : program.steps()) {
            clocks.add(new LayerClock(step, program));
        }
        int part = samplesInFlight(samples, options);
        for (int first = 0; first < samples; first += part) {
            int count = Math.min(part, samples - first);
            short[][] values = new short[program.values().size()][];
            values[0] = Arrays.copyOfRange(input, first * elements, (first + count) * elements);
            runSteps(values, count, options, clocks);
            keep(values, kept, first, samples);
        }
        List<LayerCounters> layers = clocks.stream()
                .map(clock -> clock.counters(engine.arrayRows(), engine.arrayColumns()))
                .toList();
        long cycles = startCycles < 0 ? -1 : device.transport().cycles() - startCycles;
        return new RunResult(program.outline(), samples, kept, layers, cycles);
    }

    private int samplesInFlight(int samples, RunOptions options) {
        long bytes = program.values().stream()
                .mapToLong(value -> (long) value.elements() * Short.BYTES)
                .sum();
        return (int) Math.max(1, Math.min(samples, options.valueBytes() / bytes));
    }

    private void keep(short[][] values, short[][] kept, int first, int samples) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                int elements = program.values().get(i).elements();
                if (kept[i] == null) {
                    kept[i] = new short[samples * elements];
                }
                System.arraycopy(values[i], 0, kept[i], first * elements, values[i].length);
            }
        }
    }

    private void runSteps(short[][] values, int samples, RunOptions options, List<LayerClock> clocks) {
        for (int i = 0; i < program.steps().size(); i++) {
            MacProgram.Step step = program.steps().get(i);
            if (values[step.output()] == null) {
                values[step.output()] =
                        new short[samples * program.values().get(step.output()).elements()];
            }
            try {
                runStep(step, values, samples, options, clocks.get(i));
            } catch (TransportException e) {
                throw new TransportException(step.name() + ": " + e.getMessage(), e);
            }
            for (int value : step.inputs()) {
                if (!options.keepValues() && lastUse[value] == i) {
                    values[value] = null;
                }
            }
        }
    }

    private void runStep(MacProgram.Step step, short[][] values, int samples, RunOptions options, LayerClock clock) {
        if (step instanceof MacProgram.MatrixStep matrix) {
            runMatrix(matrix, values, samples, options, clock);
            return;
        }
        clock.start();
        HostExecutor executor = HostExecutor.of((MacProgram.HostStep) step, program.values());
        for (int sample = 0; sample < samples; sample++) {
            executor.run(values, sample);
        }
        clock.unpacked();
    }

    private void runMatrix(
            MacProgram.MatrixStep step, short[][] values, int samples, RunOptions options, LayerClock clock) {
        clock.start();
        engine.clearCounters();
        MacProgram.Value input = program.values().get(step.input());
        MacProgram.Value output = program.values().get(step.output());
        Patches patches = new Patches(input, step.window(), step.padCode());
        ActivationPacker packer = new ActivationPacker(step, input.format(), engine.arrayRows());
        long rows = (long) samples * step.window().positions();
        for (MacProgram.ColumnGroup group : step.groups()) {
            ResultScatter scatter = new ResultScatter(step, group, output, engine.arrayRows(), engine.arrayColumns());
            engine.prepare(step, group);
            clock.device();
            int part = rowsOfAJob(rows, packer, scatter, options);
            for (long first = 0; first < rows; first += part) {
                int count = (int) Math.min(part, rows - first);
                packer.pack(patches, values[step.input()], first, count, activations);
                results.clear().limit((int) scatter.bytes(count));
                clock.packed();
                engine.run(step, count, activations, results);
                clock.job();
                scatter.scatter(results, first, count, values[step.output()]);
                clock.unpacked();
            }
        }
        clock.add(engine.counters());
    }

    /** As many rows as the buffers hold, in whole tiles; the buffers grow to the needed size. */
    private int rowsOfAJob(long rows, ActivationPacker packer, ResultScatter scatter, RunOptions options) {
        int arrayRows = engine.arrayRows();
        long tileResults = scatter.bytes(arrayRows);
        long tiles = options.streamBytes() / Math.max(packer.tileBytes(), tileResults);
        tiles = Math.min(tiles, engine.maxRows() / arrayRows);
        tiles = Math.max(1, Math.min(tiles, (rows + arrayRows - 1) / arrayRows));
        activations = atLeast(activations, tiles * packer.tileBytes());
        results = atLeast(results, tiles * tileResults);
        return (int) (tiles * arrayRows);
    }

    private static ByteBuffer atLeast(ByteBuffer buffer, long bytes) {
        return buffer.capacity() >= bytes ? buffer : ByteBuffer.allocateDirect((int) bytes);
    }
}
