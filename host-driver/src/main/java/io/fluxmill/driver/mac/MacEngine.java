// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.mac;

import io.fluxmill.core.program.mac.LayerWords;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.device.DeviceException;
import io.fluxmill.driver.transport.Transport.StreamTransfer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The matrix co-processor's register protocol: load weights and parameters, describe a job, start it, stream, wait. Column
 * groups stay in the weight and parameter buffers until there is no room; nobody else may load at the same time.
 */
final class MacEngine {
    /** Sources and sinks that pause most of the time still finish. */
    private static final long PATIENCE = 200;

    private static final long LOAD_POLLS = 10_000;

    private final Device device;
    private final int arrayRows;
    private final int arrayColumns;
    private final int weightWords;
    private final int parameterTiles;
    private final Map<MacProgram.ColumnGroup, Place> resident = new IdentityHashMap<>();
    private ByteBuffer image = ByteBuffer.allocateDirect(0);
    private int nextWord;
    private int nextTile;
    /** Columns of the jobs that are prepared, and the useful multiply-accumulates of all jobs since the counters were cleared. */
    private int columns;

    private long macs;

    /** Where a column group lies in the buffers. */
    private record Place(int weightBase, int parameterBase) {}

    MacEngine(Device device) {
        this.device = device;
        arrayRows = (int) device.manifest().parameter("rows");
        arrayColumns = (int) device.manifest().parameter("columns");
        weightWords = (int) device.manifest().parameter("weightWords");
        parameterTiles = (int) device.manifest().parameter("parameterTiles");
    }

    int arrayRows() {
        return arrayRows;
    }

    int arrayColumns() {
        return arrayColumns;
    }

    /** The most rows of one job. */
    long maxRows() {
        return Math.min(Integer.MAX_VALUE, device.maxValue("ROWS"));
    }

    /** Describes the layer in the registers and brings the group's weights into the buffers, if they are not there. */
    void prepare(MacProgram.MatrixStep step, MacProgram.ColumnGroup group) {
        Place place = resident.get(group);
        if (place == null) {
            place = load(step, group);
        }
        columns = group.count();
        LayerWords words = LayerWords.of(step.rescale(), device.manifest());
        device.write("FORMAT", words.format());
        device.write("COLUMNS", group.count());
        device.write("DEPTH", step.depth());
        device.write("DEPTH_WORDS", step.depthWords());
        device.write("WEIGHT_BASE", place.weightBase());
        device.write("PARAMETER_BASE", place.parameterBase());
        device.write("BIAS_SHIFT", step.rescale().biasShift());
        device.write("CLIP", words.clip());
        words.outputZero().ifPresent(zero -> device.write("OUTPUT_ZERO", zero));
    }

    private Place load(MacProgram.MatrixStep step, MacProgram.ColumnGroup group) {
        int tiles = (group.count() + arrayColumns - 1) / arrayColumns;
        int words = tiles * step.depthWords();
        if (words > weightWords || tiles > parameterTiles) {
            throw new IllegalArgumentException(String.format(
                    "%s: a column group must fit the buffers of %s: words=%d of %d, tiles=%d of %d",
                    step.name(), device.manifest().design(), words, weightWords, tiles, parameterTiles));
        }
        if (nextWord + words > weightWords || nextTile + tiles > parameterTiles) {
            resident.clear();
            nextWord = 0;
            nextTile = 0;
        }
        Place place = new Place(nextWord, nextTile);
        load(step, "weights", place.weightBase(), group.weights());
        load(step, "parameters", place.parameterBase(), group.parameters());
        nextWord += words;
        nextTile += tiles;
        resident.put(group, place);
        return place;
    }

    private void load(MacProgram.MatrixStep step, String target, int address, short[] words) {
        int beats = words.length / arrayColumns;
        int bytes = words.length * Short.BYTES;
        if (image.capacity() < bytes) {
            image = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
        image.clear().limit(bytes);
        image.asShortBuffer().put(words);
        device.write("LOAD_ADDRESS", address);
        device.write("LOAD_BEATS", beats);
        device.write("LOAD_CONTROL", device.value("LOAD_CONTROL", Map.of(target, 1)));
        checkAccepted(step, "load of " + target);
        device.transport().exchange(List.of(new StreamTransfer("s_axis_wgt", image)), (beats + 100L) * PATIENCE);
        long polls = 0;
        while (device.readField("STATUS", "loading") != 0) {
            if (++polls > LOAD_POLLS) {
                throw new DeviceException(step.name() + ": the load of " + target + " does not end: beats=" + beats);
            }
        }
    }

    /** A job that somebody else has started, or that was given up: the host can do something about these causes. */
    private void checkAccepted(MacProgram.MatrixStep step, String what) {
        if (device.readField("STATUS", "error") != 0) {
            clear("error");
            boolean busy = device.readField("STATUS", "busy") != 0;
            throw new DeviceException(step.name() + ": " + device.manifest().design() + " refused the " + what
                    + (busy ? ": it is busy with a job that was not started here; reset it" : ""));
        }
    }

    private void clear(String statusBit) {
        device.write("STATUS", device.value("STATUS", Map.of(statusBit, 1)));
    }

    /** Runs a job of some rows on the layer that was prepared. */
    void run(MacProgram.MatrixStep step, int rows, ByteBuffer activations, ByteBuffer results) {
        boolean interrupt = device.manifest().interrupt() != null;
        macs += (long) rows * columns * step.depth();
        device.write("ROWS", rows);
        device.write("CONTROL", device.value("CONTROL", Map.of("start", 1, "interrupt_enable", interrupt ? 1 : 0)));
        long beats = (activations.remaining() / arrayRows + results.remaining() / arrayColumns) / Short.BYTES;
        long work = beats + (long) results.remaining() / arrayColumns / arrayRows * (step.depthWords() + arrayRows);
        long timeout = (work + 1000) * PATIENCE;
        checkAccepted(step, "job of " + rows + " rows");
        device.transport()
                .exchange(
                        List.of(
                                new StreamTransfer("s_axis_act", activations),
                                new StreamTransfer("m_axis_res", results)),
                        timeout);
        await(step, interrupt, timeout);
        clear("done");
    }

    private void await(MacProgram.MatrixStep step, boolean interrupt, long timeout) {
        if (interrupt) {
            device.transport().awaitInterrupt(timeout);
        }
        long polls = 0;
        int status = device.read("STATUS");
        while ((status & device.value("STATUS", Map.of("done", 1))) == 0) {
            if (interrupt || ++polls > LOAD_POLLS) {
                throw new DeviceException(step.name() + ": the job does not end although all results have come");
            }
            status = device.read("STATUS");
        }
        if ((status & device.value("STATUS", Map.of("error", 1))) != 0) {
            clear("error");
            throw new DeviceException(step.name() + ": " + device.manifest().design()
                    + " reports an error in the job: a load or a start by somebody else, or weights beyond the buffer");
        }
    }

    /** Sets the counters to zero. */
    void clearCounters() {
        device.write("CONTROL", device.value("CONTROL", Map.of("clear_counters", 1)));
        macs = 0;
    }

    /** The counters since they were cleared. An engine that does not count multiply-accumulates has no counters of waiting cycles either: they are 0. */
    Counters counters() {
        long cycles = device.counter("CYCLES");
        return device.has("MACS_LOW")
                ? new Counters(cycles, device.counter("MACS"), device.counter("STALL_IN"), device.counter("STALL_OUT"))
                : new Counters(cycles, macs, 0, 0);
    }
}
