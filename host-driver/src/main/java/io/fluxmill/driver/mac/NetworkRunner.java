// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.mac;

import io.fluxmill.core.program.mac.MacProgram.Value;
import io.fluxmill.core.program.mac.network.LayerDescriptor;
import io.fluxmill.core.program.mac.network.NetworkProgram;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.device.DeviceException;
import io.fluxmill.driver.transport.Transport.StreamTransfer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a program on a network processor: weights, parameters and program are loaded once, a run takes one start. */
public final class NetworkRunner {
    private static final long PATIENCE = 200;
    private static final long POLLS = 1_000_000;
    private static final long TIMEOUT_CYCLES = 1_000_000_000;

    private final Device device;
    private final NetworkProgram program;
    private final int arrayRows;
    private final int arrayColumns;

    /** Loads the program. */
    public NetworkRunner(Device device, NetworkProgram program) {
        this.device = device;
        this.program = program;
        arrayRows = (int) device.manifest().parameter("rows");
        arrayColumns = (int) device.manifest().parameter("columns");
        load("weights", program.weights(), program.weights().length / arrayColumns);
        load("parameters", program.parameters(), program.parameters().length / arrayColumns);
        device.write("PROGRAM_ADDRESS", 0);
        for (int word : LayerDescriptor.program(program.layers())) {
            device.write("PROGRAM_DATA", word);
        }
        device.write("PROGRAM", 0);
    }

    private void load(String target, short[] words, int beats) {
        ByteBuffer image = buffer(words.length);
        image.asShortBuffer().put(words);
        device.write("LOAD_ADDRESS", 0);
        device.write("LOAD_BEATS", beats);
        device.write("LOAD_CONTROL", device.value("LOAD_CONTROL", Map.of(target, 1)));
        device.transport().exchange(List.of(new StreamTransfer("s_axis_wgt", image)), (beats + 100L) * PATIENCE);
        await("loading", 0, "load of " + target);
    }

    private void await(String field, int value, String what) {
        for (long polls = 0; device.readField("STATUS", field) != value; polls++) {
            if (polls > POLLS) {
                throw new DeviceException(program.network() + ": " + what + " does not end");
            }
        }
        if (device.readField("STATUS", "error") != 0) {
            throw new DeviceException(
                    program.network() + ": " + device.manifest().design() + " reports an error in the " + what);
        }
    }

    private static ByteBuffer buffer(int words) {
        return ByteBuffer.allocateDirect(words * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Runs the network over as many images as the program is for.
     *
     * @param input codes {@code [images][channels][height][width]}
     * @return codes {@code [images][channels][height][width]} of each value that the program sends
     */
    public Map<Integer, short[]> run(short[] input) {
        ByteBuffer words = inputWords(input);
        int beats = program.sent().stream()
                .mapToInt(value -> beats(program.values().get(value)))
                .sum();
        ByteBuffer results = buffer(beats * arrayColumns);
        device.write("CONTROL", device.value("CONTROL", Map.of("start", 1)));
        device.transport()
                .exchange(
                        List.of(new StreamTransfer("s_axis_act", words), new StreamTransfer("m_axis_res", results)),
                        TIMEOUT_CYCLES);
        await("busy", 0, "network");
        device.write("STATUS", device.value("STATUS", Map.of("done", 1)));
        Map<Integer, short[]> codes = new LinkedHashMap<>();
        int beat = 0;
        for (int number : program.sent()) {
            Value value = program.values().get(number);
            codes.put(number, codes(value, results, beat));
            beat += beats(value);
        }
        return codes;
    }

    private static int words(Value value) {
        int lanes = value.format().lanes();
        return (value.channels() + lanes - 1) / lanes;
    }

    private int positions(Value value) {
        return program.images() * value.height() * value.width();
    }

    private int beats(Value value) {
        return (positions(value) + arrayRows - 1) / arrayRows * words(value);
    }

    /** Codes of a value whose words begin at a beat. */
    private short[] codes(Value value, ByteBuffer results, int first) {
        int lanes = value.format().lanes();
        int words = words(value);
        int size = value.height() * value.width();
        int mask = (1 << value.format().widthBits()) - 1;
        short[] codes = new short[program.images() * value.elements()];
        for (int i = 0; i < positions(value); i++) {
            for (int c = 0; c < value.channels(); c++) {
                int beat = first + i / arrayRows * words + c / lanes;
                int word = results.getShort((beat * arrayColumns + i % arrayRows) * Short.BYTES) & 0xFFFF;
                int code = word >> c % lanes * value.format().laneBits() & mask;
                codes[(i / size * value.channels() + c) * size + i % size] = (short) code;
            }
        }
        return codes;
    }

    /** Words of positions, the channels in their lanes, or codes of pixels without gaps, in whole beats. */
    private ByteBuffer inputWords(short[] codes) {
        Value input = program.values().get(0);
        int lanes = input.format().lanes();
        int size = input.height() * input.width();
        int channels = input.channels();
        int slots = program.packed() ? channels : words(input) * lanes;
        int all = (positions(input) * slots + lanes - 1) / lanes;
        ByteBuffer buffer = buffer((all + arrayRows - 1) / arrayRows * arrayRows);
        int mask = (1 << input.format().widthBits()) - 1;
        for (int i = 0; i < positions(input); i++) {
            for (int c = 0; c < channels; c++) {
                int from = (i / size * channels + c) * size + i % size;
                int slot = i * slots + c;
                int at = slot / lanes * Short.BYTES;
                int lane = (codes[from] & mask) << slot % lanes * input.format().laneBits();
                buffer.putShort(at, (short) (buffer.getShort(at) | lane));
            }
        }
        return buffer;
    }
}
