// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.mac;

import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.program.mac.MacProgram.Value;
import io.fluxmill.core.program.mac.network.DescriptorField;
import io.fluxmill.core.program.mac.network.LayerCycles;
import io.fluxmill.core.program.mac.network.LayerKind;
import io.fluxmill.core.program.mac.network.NetworkLayer;
import io.fluxmill.core.program.mac.network.NetworkProgram;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.device.DeviceException;
import io.fluxmill.driver.transport.Transport.StreamTransfer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a program on a network processor: weights, parameters and program are loaded once, a run takes one start. Nobody else may use the device meanwhile. */
public final class NetworkRunner {
    /** Sources and sinks that pause most of the time still finish. */
    private static final long PATIENCE = 200;

    private static final long POLLS = 10_000;

    private final Device device;
    private final NetworkProgram program;
    private final LayerCycles cycles;
    private final int arrayRows;
    private final int arrayColumns;
    /** Of the run before; null at first. */
    private List<LayerCounters> last;

    private long lastCycles;

    /**
     * Loads the program, unless the processor has it from a run before.
     *
     * @throws DeviceException if the hardware is not what the device's manifest says, or refuses a load
     * @throws IllegalArgumentException if the program is for another design
     */
    public NetworkRunner(Device device, NetworkProgram program) {
        device.identify(program.network(), program.design(), program.configHash());
        this.device = device;
        this.program = program;
        cycles = LayerCycles.of(device.manifest());
        arrayRows = (int) device.manifest().parameter("rows");
        arrayColumns = (int) device.manifest().parameter("columns");
        device.write("PROGRAM", 0);
        if (signature() != program.signature()) {
            sign(0);
            load();
            sign(program.signature());
        }
    }

    private void load() {
        load("weights", program.weights());
        load("parameters", program.parameters());
        device.write("PROGRAM_ADDRESS", 0);
        for (int word : program.words()) {
            device.write("PROGRAM_DATA", word);
        }
        if (program.terms().length > 0) {
            device.write("TERM_ADDRESS", 0);
        }
        for (int word : program.terms()) {
            device.write("TERM_DATA", word);
        }
    }

    /** Of what is loaded. */
    private long signature() {
        long signature = 0;
        for (int i = 0; i < NetworkProgram.SIGNATURE_WORDS; i++) {
            device.write("PROGRAM_ADDRESS", signatureAddress() + i);
            signature = signature << Integer.SIZE | Integer.toUnsignedLong(device.read("PROGRAM_WORD"));
        }
        return signature;
    }

    private void sign(long signature) {
        device.write("PROGRAM_ADDRESS", signatureAddress());
        device.write("PROGRAM_DATA", (int) (signature >>> Integer.SIZE));
        device.write("PROGRAM_DATA", (int) signature);
    }

    private int signatureAddress() {
        return (int) device.manifest().parameter("programWords") - NetworkProgram.SIGNATURE_WORDS;
    }

    private void load(String target, short[] words) {
        int beats = words.length / arrayColumns;
        ByteBuffer image = buffer(words.length);
        image.asShortBuffer().put(words);
        device.write("LOAD_ADDRESS", 0);
        device.write("LOAD_BEATS", beats);
        device.write("LOAD_CONTROL", device.value("LOAD_CONTROL", Map.of(target, 1)));
        checkAccepted("load of " + target);
        device.transport().exchange(List.of(new StreamTransfer("s_axis_wgt", image)), (beats + 100L) * PATIENCE);
        await("loading", "load of " + target);
    }

    /** A network that somebody else has started, or that was given up: the host can do something about these causes. */
    private void checkAccepted(String what) {
        if (device.readField("STATUS", "error") != 0) {
            device.write("STATUS", device.value("STATUS", Map.of("error", 1)));
            boolean busy = device.readField("STATUS", "busy") != 0;
            throw new DeviceException(
                    program.network() + ": " + device.manifest().design() + " refused the " + what
                            + (busy ? ": it is busy with a network that was not started here; reset it" : ""));
        }
    }

    private void await(String field, String what) {
        for (long polls = 0; device.readField("STATUS", field) != 0; polls++) {
            if (polls > POLLS) {
                throw new DeviceException(program.network() + ": the " + what + " does not end");
            }
        }
    }

    private static ByteBuffer buffer(int words) {
        return ByteBuffer.allocateDirect(words * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Runs the network over as many images as the program is for.
     *
     * @param input codes {@code [images][channels][height][width]}
     * @return with the values that the program sends
     * @throws DeviceException if the processor refuses or does not end
     * @throws io.fluxmill.driver.transport.TransportException on a time-out or a broken link
     */
    public RunResult run(short[] input) {
        ByteBuffer words = inputWords(input);
        List<Integer> sent = program.sent();
        int beats = sent.stream().mapToInt(value -> map(value).beats()).sum();
        ByteBuffer results = buffer(beats * arrayColumns);
        long expected = cycles.of(program.descriptors()).stream()
                .mapToLong(Long::longValue)
                .sum();
        long before = device.transport().cycles();
        device.write("CONTROL", device.value("CONTROL", Map.of("clear_counters", 1)));
        device.write("CONTROL", device.value("CONTROL", Map.of("start", 1)));
        checkAccepted("network");
        device.transport()
                .exchange(
                        List.of(new StreamTransfer("s_axis_act", words), new StreamTransfer("m_axis_res", results)),
                        (expected + beats + 1000) * PATIENCE);
        await("busy", "network");
        checkAccepted("network");
        device.write("STATUS", device.value("STATUS", Map.of("done", 1)));
        long after = device.transport().cycles();
        short[][] values = new short[program.values().size()][];
        int beat = 0;
        for (int number : sent) {
            values[number] = map(number).codes(results, beat);
            beat += map(number).beats();
        }
        return new RunResult(program.outline(), program.images(), values, counters(), before < 0 ? -1 : after - before);
    }

    /** What the processor has written into the descriptors: the cycle of the run in which each layer ended; the run ends with the last beat. */
    private List<LayerCounters> counters() {
        long whole = device.counter("CYCLES");
        // Layers of a program that took as long as before took as long each: over a slow line their counters are worth
        // as much as some samples.
        if (last == null || whole != lastCycles) {
            last = counters(whole);
            lastCycles = whole;
        }
        return last;
    }

    private List<LayerCounters> counters(long whole) {
        List<LayerCounters> counters = new ArrayList<>();
        int words = DescriptorField.words(arrayRows);
        long begin = 0;
        for (int i = 0; i < program.layers().size(); i++) {
            boolean isLast = i == program.layers().size() - 1;
            device.write("PROGRAM_ADDRESS", (i + 1) * words - 1);
            long end = isLast ? whole : Integer.toUnsignedLong(device.read("PROGRAM_WORD"));
            counters.add(counters(program.layers().get(i), end - begin));
            begin = end;
        }
        return counters;
    }

    private LayerCounters counters(NetworkLayer layer, long spent) {
        // What is left of an input that the next layer has begun to read is not waited for.
        long waits = Math.max(0, spent - cycles.issued(layer.descriptor()));
        boolean takes = layer.kind() == LayerKind.INPUT || layer.kind() == LayerKind.PACKED_INPUT;
        Counters hardware = new Counters(spent, layer.macs(), takes ? waits : 0, takes ? 0 : waits);
        NumberFormat result = program.values().get(layer.value()).format();
        String operands = layer.operands() == null ? result.name() : layer.operands();
        int lanes = FormatPair.of(operands).lanes();
        double used = hardware.utilisation(arrayRows, arrayColumns, lanes);
        return new LayerCounters(layer.name(), operands, result.name(), 0, hardware, used, 0, 0, 0);
    }

    private SentMap map(int value) {
        return SentMap.of(program, value, arrayRows, arrayColumns);
    }

    /** Words of positions, the channels in their lanes, or codes of pixels without gaps, in whole beats. */
    private ByteBuffer inputWords(short[] codes) {
        Value input = program.input();
        int lanes = input.format().lanes();
        int size = input.height() * input.width();
        int channels = input.channels();
        int slots = program.packed() ? channels : (channels + lanes - 1) / lanes * lanes;
        int positions = program.images() * size;
        int all = (positions * slots + lanes - 1) / lanes;
        ByteBuffer buffer = buffer((all + arrayRows - 1) / arrayRows * arrayRows);
        int mask = (1 << input.format().widthBits()) - 1;
        int[] order = program.inputOrder();
        for (int i = 0; i < positions; i++) {
            for (int c = 0; c < channels; c++) {
                int from = i / size * order.length + order[c * size + i % size];
                int slot = i * slots + c;
                int at = slot / lanes * Short.BYTES;
                int lane = (codes[from] & mask) << slot % lanes * input.format().laneBits();
                buffer.putShort(at, (short) (buffer.getShort(at) | lane));
            }
        }
        return buffer;
    }
}
