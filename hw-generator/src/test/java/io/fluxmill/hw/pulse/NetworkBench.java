// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.program.pulse.PulseProgram;
import io.fluxmill.driver.transport.Transport.StreamTransfer;
import io.fluxmill.quantizer.pulse.map.PulseMapping;
import io.fluxmill.quantizer.pulse.read.PulseNetwork;
import io.fluxmill.quantizer.pulse.reference.PulseNetworkReference;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import io.fluxmill.simulator.verilator.Verilator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A network engine in Verilator; every result is compared with the reference. */
final class NetworkBench implements AutoCloseable {
    private static final long TIMEOUT = 20_000_000;

    final VerilatedTransport transport;
    private final NetworkEngines engine;
    private PulseNetwork network;
    private PulseProgram program;
    /** Results compared so far. */
    long compared;

    NetworkBench(NetworkEngines engine, Path directory) throws IOException {
        this.engine = engine;
        String name = engine.design().manifest().design();
        Files.writeString(directory.resolve(name + ".v"), engine.design().verilog());
        // Random initial memories: nothing may depend on what was never written.
        transport =
                VerilatedTransport.open(Verilator.build(engine.design().manifest(), directory, Options.FAST), 20261121);
    }

    /** Stops the engine, loads a network and starts it. */
    void load(PulseNetwork network) {
        this.network = network;
        program = PulseMapping.map(network, engine.design().manifest());
        transport.write(NetworkEngineTop.CONTROL, 1 << 2);
        int words = program.images().stream().mapToInt(i -> i.words().length).sum();
        ByteBuffer load = ByteBuffer.allocateDirect(words * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (PulseProgram.Image image : program.images()) {
            for (int i = 0; i < image.words().length; i++) {
                load.putInt(image.address() + i).putInt(image.words()[i]);
            }
        }
        transport.exchange(List.of(new StreamTransfer("s_axis_load", load.flip())), TIMEOUT);
        int even = setting("LAYERS", "round_even");
        transport.write(NetworkEngineTop.LAYERS, setting("LAYERS", "layers"));
        transport.write(NetworkEngineTop.INPUT_ELEMENTS, setting("NETWORK_SAMPLES", "value"));
        transport.write(NetworkEngineTop.CONTROL, 1 | even << 1);
    }

    private int setting(String register, String field) {
        return program.settings().get(register).get(field);
    }

    PulseNetwork network() {
        return network;
    }

    PulseProgram program() {
        return program;
    }

    /** Runs events through the loaded network and compares every result and the end of every event. */
    void check(int[] elements, String what) {
        check(elements, 0, what);
    }

    /** The same with elements at the end of each event that do not belong to it. */
    void check(int[] elements, int surplus, String what) {
        int[] expected = new PulseNetworkReference(network).run(elements);
        int inputs = program.inputElements();
        int outputs = program.outputs().size();
        ByteBuffer in = events(elements, surplus);
        ByteBuffer out =
                ByteBuffer.allocateDirect(expected.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        transport.exchange(
                List.of(new StreamTransfer("s_axis_event", in), new StreamTransfer("m_axis_result", out)), TIMEOUT);
        out.rewind();
        for (int i = 0; i < expected.length; i++) {
            int actual = out.getInt();
            if (actual != expected[i]) {
                throw new AssertionError(String.format(
                        "%s, %s: event %d of %d, output %d: observed %d, expected %d; layers %s",
                        what,
                        engine,
                        i / outputs,
                        expected.length / outputs,
                        i % outputs,
                        actual,
                        expected[i],
                        RandomNetworks.describe(network)));
            }
        }
        long[] lasts = new long[expected.length / outputs];
        for (int i = 0; i < lasts.length; i++) {
            lasts[i] = (long) (i + 1) * outputs - 1;
        }
        assertArrayEquals(lasts, transport.lasts("m_axis_result"), what);
        compared += expected.length;
        assertEquals(elements.length / inputs, lasts.length);
    }

    /** Sends events and discards their results as they come. */
    void abandon(int[] elements) {
        transport.write(NetworkEngineTop.CONTROL, 1 | 1 << 2);
        transport.exchange(List.of(new StreamTransfer("s_axis_event", events(elements, 0))), TIMEOUT);
    }

    private ByteBuffer events(int[] elements, int surplus) {
        int inputs = program.inputElements();
        int events = elements.length / inputs;
        int bytes = (elements.length + events * surplus) * Integer.BYTES;
        ByteBuffer in = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < events * (inputs + surplus); i++) {
            int place = i % (inputs + surplus);
            int element = elements[i / (inputs + surplus) * inputs + Math.min(place, inputs - 1)];
            int last = place == inputs + surplus - 1 ? 1 << 31 : 0;
            in.putInt(element & 0x3FFFF | last);
        }
        return in.flip();
    }

    @Override
    public void close() {
        transport.close();
    }
}
