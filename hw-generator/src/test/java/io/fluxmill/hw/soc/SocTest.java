// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.pulse.PulseProgram;
import io.fluxmill.driver.device.Device;
import io.fluxmill.driver.device.SocManifest;
import io.fluxmill.driver.transport.SerialLine;
import io.fluxmill.driver.transport.SocLink;
import io.fluxmill.driver.transport.Transport.StreamTransfer;
import io.fluxmill.driver.transport.TransportException;
import io.fluxmill.hw.emit.Generator;
import io.fluxmill.hw.parts.Assembler;
import io.fluxmill.hw.parts.Assembler.Immediate;
import io.fluxmill.hw.parts.Assembler.Load;
import io.fluxmill.hw.parts.Assembler.Op;
import io.fluxmill.hw.parts.Assembler.Store;
import io.fluxmill.hw.pulse.PulseConfig;
import io.fluxmill.hw.pulse.RandomNetworks;
import io.fluxmill.quantizer.pulse.map.PulseMapping;
import io.fluxmill.quantizer.pulse.read.PulseNetwork;
import io.fluxmill.quantizer.pulse.reference.PulseNetworkReference;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.SimulatedLine;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import io.fluxmill.simulator.verilator.Verilator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The system on chip boots its firmware and serves the loader's protocol over the pins of its serial line. */
@Tag("verilator")
class SocTest {
    /** A slow clock, so that the 20 ms of silence after a damaged frame are few cycles. */
    private static final int CLOCK_HZ = 1_000_000;

    private static final int BAUD = 62_500;
    private static final int SILENCE_CYCLES = 150_000;
    private static final int PROGRAM = 0x2000;
    private static final int PROGRAM_HANDLER = 0x1FFC;

    /** One channel, windows of 16 samples, 4 multipliers. */
    private static final PulseConfig ENGINE =
            new PulseConfig("engine", 1, 1, 12, 16, 2, true, false, 1, 2, 2, 16, 128, 256, 16, 16, 1);

    private static final int BASELINE = 200;
    private static final int THRESHOLD = 50;
    private static final int PRETRIGGER = 4;
    private static final int FRACTION = 16;

    @TempDir
    private static Path directory;

    private static Manifest manifest;
    private static VerilatedTransport transport;

    private final Tampered line = new Tampered();
    private final SocLink link = new SocLink(line);

    static PulseSocConfig config(PulseConfig pulse) {
        return new PulseSocConfig("soc_under_test", 16, CLOCK_HZ, BAUD, 256, pulse);
    }

    @BeforeAll
    static void build() {
        Design design = SocDesign.harness(config(ENGINE));
        manifest = design.manifest();
        Generator.write(design, directory);
        transport = VerilatedTransport.open(Verilator.build(manifest, directory, Options.FAST));
    }

    @AfterAll
    static void close() {
        transport.close();
    }

    @BeforeEach
    void boot() {
        transport.reset();
        transport.step(5000);
    }

    /** The line, which damages bytes of the next frame that is sent, or of the next answer, where it is told to. */
    private static final class Tampered implements SerialLine {
        private final SerialLine line = new SimulatedLine(transport, SILENCE_CYCLES);
        int damageSent = -1;
        int dropSent = -1;
        int damageReceived = -1;
        int frames;

        @Override
        public void send(byte[] bytes) {
            frames++;
            byte[] sent = bytes;
            if (dropSent >= 0) {
                sent = new byte[bytes.length - 1];
                System.arraycopy(bytes, 0, sent, 0, dropSent);
                System.arraycopy(bytes, dropSent + 1, sent, dropSent, sent.length - dropSent);
            } else if (damageSent >= 0) {
                sent = bytes.clone();
                sent[damageSent] ^= 0x10;
            }
            dropSent = -1;
            damageSent = -1;
            line.send(sent);
        }

        @Override
        public int receive(byte[] target) {
            int count = line.receive(target);
            if (damageReceived >= 0 && count > 0 && damageReceived-- == 0) {
                target[0] ^= 0x01;
            }
            return count;
        }

        @Override
        public long nanoTime() {
            return line.nanoTime();
        }

        @Override
        public void close() {
            line.close();
        }
    }

    @Test
    void bootsAndAnswersWhoItIs() {
        assertEquals(1, transport.peek("led"), "the firmware runs");
        SocLink.Status status = link.ping();
        assertEquals(Integer.parseUnsignedInt(manifest.hash(), 16), status.configHash());
        assertEquals(CLOCK_HZ, status.clockHz());
        assertEquals(16 * 1024, status.ramBytes());
        assertEquals(PROGRAM, status.programBase());
        assertEquals(0, status.badFrames() + status.lostBytes() + status.programsRun());
        new Device(manifest, link).identify();
    }

    @Test
    void registersAndRamAreReadAndWritten() {
        Device device = new Device(manifest, link);
        device.write("LED", 0xA7);
        link.flush();
        assertEquals(0xA7, transport.peek("led"));
        int[] words = new int[700];
        Arrays.setAll(words, i -> 0x9E3779B9 * i);
        link.write(PROGRAM, words);
        assertArrayEquals(words, link.read(PROGRAM, words.length));
        assertEquals(0, device.readField("FAULT", "bus"));
        assertTrue(Math.abs(link.cycles() - transport.cycles()) < 100_000, "the timer counts cycles");
    }

    @Test
    void whatMayNotBeAccessedIsRefused() {
        for (int address : new int[] {0x1FFC, 0x4000, 0x2001, 0x3000_0000, 0x0FFF_FFFC}) {
            TransportException e = assertThrows(TransportException.class, () -> link.write(address, new int[] {1}));
            assertEquals(
                    String.format(
                            "the system has nothing there, or nothing that may be changed: command 3, address 0x%08X",
                            address),
                    e.getMessage());
        }
        assertThrows(TransportException.class, () -> link.read(0x3FFC, 2));
        assertEquals(0x46534F43, link.read(0x1000_0000));
    }

    @Test
    void damagedFramesAreRefusedAndSentAgain() {
        int bad = 0;
        for (int at = 0; at < 14; at++) {
            line.damageSent = at;
            link.write(PROGRAM, 0x1000 + at, at);
            assertArrayEquals(new int[] {0x1000 + at, at}, link.read(PROGRAM, 2), "byte " + at + " damaged");
            bad++;
        }
        line.dropSent = 3;
        link.write(PROGRAM, 77);
        assertEquals(77, link.read(PROGRAM));
        assertEquals(bad + 1, link.ping().badFrames());
    }

    @Test
    void aRequestWhoseAnswerIsLostIsCarriedOutOnce() {
        link.write(PROGRAM, increment());
        link.run(PROGRAM);
        assertEquals(1, link.ping().programsRun());
        int frames = line.frames;
        line.damageReceived = 2;
        link.run(PROGRAM);
        assertEquals(2, line.frames - frames, "it was sent twice");
        assertEquals(2, link.ping().programsRun(), "and carried out once");
        assertEquals(2, link.read(PROGRAM + 0x1000));
    }

    private static int[] increment() {
        Assembler program = new Assembler();
        program.constant(5, PROGRAM + 0x1000).load(Load.LW, 10, 5, 0);
        program.immediate(Immediate.ADDI, 10, 10, 1).store(Store.SW, 10, 5, 0).jalr(0, 1, 0);
        return program.words();
    }

    @Test
    void aLoadedProgramRunsAndReturns() {
        Assembler program = new Assembler();
        program.constant(5, 1234)
                .constant(6, 5678)
                .op(Op.MUL, 10, 5, 6)
                .constant(6, 100)
                .op(Op.DIV, 10, 10, 6);
        link.write(PROGRAM, program.jalr(0, 1, 0).words());
        link.run(PROGRAM);
        assertEquals(1234 * 5678 / 100, link.ping().programResult());
    }

    @Test
    void aLoadedProgramGetsTheTimersInterrupts() {
        int handler = PROGRAM + 0x100;
        int compareLow = manifest.register("TIMER_COMPARE_LOW").offset();
        int timer = compareLow - 8;
        assertEquals(timer, manifest.register("TIMER_LOW").offset());
        Assembler program = new Assembler();
        program.constant(5, timer)
                .constant(6, handler)
                .constant(7, PROGRAM_HANDLER)
                .store(Store.SW, 6, 7, 0);
        program.load(Load.LW, 6, 5, 0).immediate(Immediate.ADDI, 6, 6, 500).store(Store.SW, 6, 5, 8);
        program.store(Store.SW, 0, 5, 12).immediate(Immediate.ADDI, 6, 0, 1).store(Store.SW, 6, 5, 16);
        program.immediate(Immediate.ADDI, 12, 0, 0)
                .immediate(Immediate.ADDI, 6, 0, 0xE)
                .nop()
                .nop()
                .nop();
        program.constant(7, PROGRAM + 0x1000).interruptMask(6);
        program.load(Load.LW, 10, 7, 0).immediate(Immediate.ADDI, 6, 0, 5);
        program.branch(Assembler.Branch.BLT, 10, 6, -8); // until the handler has counted to 5
        program.store(Store.SW, 0, 5, 16).jalr(0, 1, 0).to(0x100);
        program.constant(5, timer).load(Load.LW, 6, 5, 8).immediate(Immediate.ADDI, 6, 6, 500);
        program.store(Store.SW, 6, 5, 8).constant(7, PROGRAM + 0x1000).load(Load.LW, 6, 7, 0);
        program.immediate(Immediate.ADDI, 6, 6, 1).store(Store.SW, 6, 7, 0).store(Store.SW, 10, 7, 4);
        program.jalr(0, 1, 0);
        link.write(PROGRAM, program.words());
        link.write(PROGRAM + 0x1000, 0, 0);
        long before = transport.cycles();
        link.run(PROGRAM);
        assertEquals(5, link.ping().programResult());
        assertTrue(transport.cycles() - before > 2500, "five periods of 500 cycles");
        assertEquals(1 << 2, link.read(PROGRAM + 0x1004), "the handler is told which interrupt");
    }

    /** Weights go over the serial line into the engine, pulses come from the ADC, features go back over the serial line. */
    @Test
    void featuresOfPulsesAreThoseOfTheReference() {
        Random random = new Random(20261121);
        PulseNetwork network = new RandomNetworks(random, 16, ENGINE.windowSamples(), 1)
                .same(4, 4, 2)
                .dense(3)
                .dense(2)
                .build("small");
        Manifest engineManifest = SocManifest.engine(manifest);
        Device engine = new Device(engineManifest, link.engine());
        engine.identify();
        load(engine, PulseMapping.map(network, engineManifest));
        int events = 40;
        int period = 48;
        short[] samples = new short[events * period];
        int[] peaks = new int[events];
        for (int i = 0; i < samples.length; i++) {
            double time = (i % period - 10.3) / 3;
            peaks[i / period] = i % period == 0 ? 200 + random.nextInt(3000) : peaks[i / period];
            double pulse = time > 0 ? peaks[i / period] * time * Math.exp(1 - time) : 0;
            samples[i] = (short) (BASELINE + random.nextInt(7) - 3 + pulse);
        }
        ByteBuffer adc = ByteBuffer.allocateDirect(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        adc.asShortBuffer().put(samples);
        transport.exchange(List.of(new StreamTransfer("s_axis_adc", adc)), 1_000_000);
        int[] expected = packets(samples, new PulseNetworkReference(network));
        assertEquals(events * 7, expected.length, "each pulse makes one packet of seven words");
        ByteBuffer features = ByteBuffer.allocate(4 * expected.length).order(ByteOrder.LITTLE_ENDIAN);
        link.engine().exchange(List.of(new StreamTransfer("m_axis_feat", features)), 1_000_000);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], features.getInt(4 * i), "packet " + i / 7 + ", word " + i % 7);
        }
        assertEquals(0, link.fetch().length, "no packet more");
        assertEquals(events, engine.counter("PACKETS"));
        assertEquals(0, link.ping().lostBytes());
    }

    private static void load(Device engine, PulseProgram program) {
        for (PulseProgram.Image image : program.images()) {
            engine.write("LOAD_ADDRESS", image.address());
            for (int word : image.words()) {
                engine.write("LOAD_DATA", word);
            }
        }
        program.settings().forEach(engine::write);
        engine.write("FEATURES", 1);
        engine.write("MODE", engine.value("MODE", Map.of("hold", 1)));
        engine.write("WINDOW", ENGINE.windowSamples());
        engine.write("PRETRIGGER", PRETRIGGER);
        engine.write("THRESHOLD", FRACTION * THRESHOLD);
        engine.write("HYSTERESIS", FRACTION);
        engine.write("BASELINE", FRACTION * BASELINE);
        engine.write("GAIN", 1);
        engine.writeField("CONTROL", "enable", 1);
        assertEquals(1, engine.readField("STATUS", "enabled"), "reason " + engine.readField("STATUS", "reason"));
    }

    /** The packets of pulses that do not overlap, with a fixed baseline and no normalisation. */
    private static int[] packets(short[] samples, PulseNetworkReference network) {
        List<Integer> words = new ArrayList<>();
        boolean armed = true;
        for (int i = 0; i < samples.length; i++) {
            int above = FRACTION * (samples[i] - BASELINE);
            if (armed && above >= FRACTION * THRESHOLD) {
                int[] y = new int[ENGINE.windowSamples()];
                for (int k = 0; k < y.length; k++) {
                    y[k] = FRACTION * (samples[i - PRETRIGGER + k] - BASELINE);
                }
                words.addAll(List.of(1 << 8 | 6, i, 0, FRACTION * BASELINE));
                words.add(Arrays.stream(y).max().orElseThrow());
                Arrays.stream(network.run(y)).forEach(words::add);
                armed = false;
            }
            armed |= above < FRACTION * (THRESHOLD - 1);
        }
        return words.stream().mapToInt(Integer::intValue).toArray();
    }
}
