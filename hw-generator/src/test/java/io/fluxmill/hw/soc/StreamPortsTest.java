// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Direction;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.driver.transport.Transport.StreamTransfer;
import io.fluxmill.driver.transport.TransportException;
import io.fluxmill.hw.emit.Elaboration;
import io.fluxmill.hw.emit.Generator;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import io.fluxmill.simulator.verilator.Verilator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ports between registers and streams against queues in plain Java, for beats of a part of a word, one word, a word and a half, and four words. */
@Tag("verilator")
class StreamPortsTest {
    private static final int OVERRUN = 1 << 16;
    private static final int LAST = 1 << 17;
    private static final int COUNT = 0xFFFF;
    /** Cycles after which everything that can move has moved. */
    private static final int SETTLED = 40;

    @TempDir
    private static Path directory;

    private static Manifest manifest;
    private static VerilatedTransport transport;

    @BeforeAll
    static void build() {
        Design design =
                Elaboration.of("stream_ports", "ports", StreamPorts::new).design();
        manifest = design.manifest();
        Generator.write(design, directory);
        transport = VerilatedTransport.open(Verilator.build(manifest, directory, Options.FAST));
    }

    @AfterAll
    static void close() {
        transport.close();
    }

    @BeforeEach
    void reset() {
        transport.reset();
    }

    /** The two registers of a stream. */
    private record Port(int data, int status, int bits) {
        static Port of(String stream, int bits) {
            return new Port(
                    manifest.register(stream + bits + "_DATA").offset(),
                    manifest.register(stream + bits + "_STATUS").offset(),
                    bits);
        }

        int read() {
            return transport.read(data);
        }

        void write(int word) {
            transport.write(data, word);
        }

        int state() {
            return transport.read(status);
        }

        int count() {
            return state() & COUNT;
        }

        int words() {
            return (bits + 31) / 32;
        }

        /** What is left of a word of a beat. */
        int kept(int index, int word) {
            int used = index % words() == words() - 1 ? bits - 32 * (words() - 1) : 32;
            return used == 32 ? word : word & (1 << used) - 1;
        }

        /** Compares a beat on the pins with the words of the model, which are taken. */
        void check(ByteBuffer beat, Deque<Integer> model) {
            for (int w = 0; w < words(); w++) {
                int used = Math.min(4, bits / 8 - 4 * w);
                int found = 0;
                for (int b = 0; b < used; b++) {
                    found |= Byte.toUnsignedInt(beat.get()) << 8 * b;
                }
                assertEquals(kept(w, model.remove()), found, "word " + w + " of a beat of " + bits + " bits");
            }
        }
    }

    private static ByteBuffer beats(int bits, int count) {
        return ByteBuffer.allocateDirect(bits / 8 * count).order(ByteOrder.LITTLE_ENDIAN);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 48, 128})
    void writtenWordsAreBeatsAndWhatHasNoRoomIsLost(int bits) {
        Random random = new Random(bits);
        Port port = Port.of("S_AXIS_A", bits);
        Deque<Integer> model = new ArrayDeque<>();
        boolean overrun = false;
        int lost = 0;
        int beats = 0;
        assertEquals(StreamPorts.DEPTH, port.state(), "room after reset");
        for (int step = 0; step < 400; step++) {
            int burst = random.nextInt(random.nextInt(8) == 0 ? 100 : 12);
            for (int i = 0; i < burst; i++) {
                int word = random.nextInt();
                transport.step(4);
                boolean fits = port.count() > 0;
                port.write(word);
                if (fits) {
                    model.add(word);
                } else {
                    overrun = true;
                    lost++;
                }
            }
            transport.step(SETTLED);
            int status = port.state();
            assertEquals(overrun, (status & OVERRUN) != 0, "seed " + bits + ", step " + step);
            int queued = StreamPorts.DEPTH - (status & COUNT);
            assertTrue(
                    model.size() >= queued && model.size() <= queued + port.words(),
                    model.size() + " words held, " + queued + " of them in the queue");
            if (random.nextInt(3) == 0) {
                transport.write(port.status, OVERRUN);
                overrun = false;
            }
            int take = random.nextInt(model.size() / port.words() + 1);
            transport.pauses("m_axis_a" + bits, random.nextInt(90), step);
            ByteBuffer found = beats(bits, take);
            transport.exchange(List.of(new StreamTransfer("m_axis_a" + bits, found)), 100_000);
            for (int i = 0; i < take; i++) {
                port.check(found, model);
            }
            beats += take;
        }
        assertTrue(lost > 50 && beats > 300, lost + " words lost, " + beats + " beats");
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 48, 128})
    void beatsAreWordsWithTheEndOfTheirPacket(int bits) {
        Random random = new Random(100 + bits);
        Port port = Port.of("M_AXIS_R", bits);
        boolean packets = StreamPorts.packets(bits);
        Deque<Integer> words = new ArrayDeque<>();
        Deque<Boolean> ends = new ArrayDeque<>();
        int taken = 0;
        for (int step = 0; step < 400; step++) {
            int length = random.nextInt((StreamPorts.DEPTH - words.size()) / port.words() + 1);
            ByteBuffer packet = beats(bits, length);
            byte[] bytes = new byte[packet.capacity()];
            random.nextBytes(bytes);
            packet.put(bytes).flip();
            for (int beat = 0; beat < length; beat++) {
                for (int w = 0; w < port.words(); w++) {
                    words.add(word(bytes, beat * bits / 8 + 4 * w, Math.min(4, bits / 8 - 4 * w)));
                    ends.add(packets && beat == length - 1);
                }
            }
            transport.pauses("s_axis_r" + bits, random.nextInt(90), step);
            transport.exchange(List.of(new StreamTransfer("s_axis_r" + bits, packet)), 100_000);
            transport.step(SETTLED);
            int take = random.nextInt(words.size() + 3);
            for (int i = 0; i < take; i++) {
                int status = words.isEmpty() ? 0 : words.size() | (ends.remove() ? LAST : 0);
                assertEquals(status, port.state(), "seed " + (100 + bits) + ", step " + step);
                assertEquals(words.isEmpty() ? 0 : words.remove(), port.read());
                taken++;
            }
        }
        assertTrue(taken > 2000, taken + " words");
    }

    private static int word(byte[] bytes, int at, int count) {
        int word = 0;
        for (int b = 0; b < count; b++) {
            word |= Byte.toUnsignedInt(bytes[at + b]) << 8 * b;
        }
        return word;
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 48, 128})
    void aFullQueueMakesTheEngineWait(int bits) {
        Port port = Port.of("M_AXIS_R", bits);
        byte[] bytes = new byte[bits / 8 * 200];
        new Random(200 + bits).nextBytes(bytes);
        ByteBuffer sent = beats(bits, 200).put(bytes).flip();
        TransportException e = assertThrows(
                TransportException.class,
                () -> transport.exchange(List.of(new StreamTransfer("s_axis_r" + bits, sent)), 3000));
        int moved = Integer.parseInt(e.getMessage().replaceAll(".* moved (\\d+) of .*", "$1"));
        int held = moved * port.words();
        assertTrue(held >= StreamPorts.DEPTH && held <= StreamPorts.DEPTH + 1 + port.words(), held + " words held");
        for (int beat = 0; beat < moved; beat++) {
            for (int w = 0; w < port.words(); w++) {
                transport.step(4);
                assertTrue(port.count() > 0, "beat " + beat);
                int expected = word(bytes, beat * bits / 8 + 4 * w, Math.min(4, bits / 8 - 4 * w));
                assertEquals(expected, port.read(), "beat " + beat + ", word " + w);
            }
        }
        assertEquals(0, port.state());
    }

    /** Both kinds of port at work at once, the queue between them full and empty in turn; nothing waits between accesses. */
    @ParameterizedTest
    @ValueSource(ints = {16, 32, 48, 128})
    void wordsComeBackInTheirOrder(int bits) {
        Random random = new Random(300 + bits);
        Port in = Port.of("S_AXIS_L", bits);
        Port out = Port.of("M_AXIS_L", bits);
        Deque<Integer> model = new ArrayDeque<>();
        int written = 0;
        int full = 0;
        int empty = 0;
        for (int step = 0; step < 600; step++) {
            boolean filling = step / 40 % 2 == 0;
            int room = in.count();
            full += room == 0 ? 1 : 0;
            for (int i = Math.min(room, random.nextInt(filling ? 40 : 5)); i > 0; i--) {
                int word = random.nextInt();
                in.write(word);
                model.add(in.kept(written++, word));
            }
            int words = out.count();
            empty += words == 0 ? 1 : 0;
            for (int i = Math.min(words, random.nextInt(filling ? 5 : 40)); i > 0; i--) {
                assertEquals(model.remove(), out.read(), "seed " + (300 + bits) + ", step " + step);
            }
        }
        assertEquals(0, in.state() & OVERRUN);
        transport.step(SETTLED);
        for (int words = out.count(); words > 0; words = out.count()) {
            assertEquals(model.remove(), out.read());
            transport.step(SETTLED);
        }
        assertTrue(model.size() < in.words(), model.size() + " words of a beat that is not whole");
        assertTrue(full > 5 && empty > 5 && written > 1500, full + " full, " + empty + " empty, " + written + " words");
    }

    @Test
    void aStreamIntoTheEngineHasNoPackets() {
        Stream packets = new Stream("s_axis_p", Direction.IN, 32, true);
        RegisterMap.Builder map = RegisterMap.of("PORT", 1);
        assertEquals(
                "stream into the engine of a soc must have no tlast: stream=s_axis_p",
                assertThrows(IllegalArgumentException.class, () -> StreamRegisters.add(map, List.of(packets), 64))
                        .getMessage());
    }
}
