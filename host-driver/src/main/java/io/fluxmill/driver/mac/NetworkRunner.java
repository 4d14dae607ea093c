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
import java.util.List;
import java.util.Map;

/** Runs a program on a network processor: weights, parameters and program are loaded once, a run takes one start. */
public final class NetworkRunner {
    private static final long PATIENCE = 200;
    private static final long POLLS = 1_000_000;

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
     * @return codes {@code [images][channels][height][width]} of the output
     */
    public short[] run(short[] input) {
        ByteBuffer words = inputWords(input);
        Value output = program.output();
        int rows = program.images() * output.height() * output.width();
        int tiles = (output.channels() + arrayColumns - 1) / arrayColumns;
        ByteBuffer results = buffer(rows * tiles * arrayColumns);
        device.write("CONTROL", device.value("CONTROL", Map.of("start", 1)));
        device.transport()
                .exchange(
                        List.of(new StreamTransfer("s_axis_act", words), new StreamTransfer("m_axis_res", results)),
                        1_000_000_000L);
        await("busy", 0, "network");
        device.write("STATUS", device.value("STATUS", Map.of("done", 1)));
        short[] codes = new short[rows * output.channels()];
        int positions = output.height() * output.width();
        for (int n = 0; n < output.channels(); n++) {
            for (int row = 0; row < rows; row++) {
                int at = (n / arrayColumns * rows + row) * arrayColumns + n % arrayColumns;
                int image = row / positions;
                codes[(image * output.channels() + n) * positions + row % positions] =
                        results.getShort(at * Short.BYTES);
            }
        }
        return codes;
    }

    /** Words of positions, the channels in their lanes, in whole beats. */
    private ByteBuffer inputWords(short[] codes) {
        Value input = program.input();
        int lanes = input.format().lanes();
        int positions = input.height() * input.width();
        int words = (input.channels() + lanes - 1) / lanes;
        int all = program.images() * positions * words;
        ByteBuffer buffer = buffer((all + arrayRows - 1) / arrayRows * arrayRows);
        int mask = (1 << input.format().widthBits()) - 1;
        for (int i = 0; i < program.images() * positions; i++) {
            for (int c = 0; c < input.channels(); c++) {
                int from = (i / positions * input.channels() + c) * positions + i % positions;
                int at = (i * words + c / lanes) * Short.BYTES;
                int lane = (codes[from] & mask) << c % lanes * input.format().laneBits();
                buffer.putShort(at, (short) (buffer.getShort(at) | lane));
            }
        }
        return buffer;
    }
}
