// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.driver.device.Device;
import io.fluxmill.hw.emit.Generator;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import io.fluxmill.simulator.verilator.Verilator;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A master and a slave of every kind of width copy bursts of every kind of length, against an array of bytes. */
@Tag("verilator")
class Axi4Test {
    private static final int JOBS = 60;

    @ParameterizedTest
    @CsvSource({"32, 32, 0", "40, 64, 4", "64, 128, 1"})
    void burstsAreCopied(int addressBits, int dataBits, int idBits, @TempDir Path folder) {
        Axi4.Widths widths = new Axi4.Widths(addressBits, dataBits, idBits);
        Random random = new Random(dataBits);
        byte[] bytes = new byte[Axi4Memory.BYTES];
        random.nextBytes(bytes);
        Design design = Axi4CopyTop.design(widths, bytes);
        Generator.write(design, folder);
        try (VerilatedTransport simulation =
                VerilatedTransport.open(Verilator.build(design.manifest(), folder, Options.FAST))) {
            Device device = new Device(design.manifest(), simulation);
            device.identify();
            int beat = dataBits / Byte.SIZE;
            int beats = bytes.length / beat;
            for (int job = 0; job < JOBS; job++) {
                int count = job == 0 ? 1 : job == 1 ? 256 : 1 + random.nextInt(Math.min(64, beats));
                int from = random.nextInt(beats - count + 1);
                int to = random.nextInt(beats - count + 1);
                int strobe = job < 2 ? (1 << beat) - 1 : random.nextInt(1 << beat);
                assertEquals(
                        0, copy(device, from * beat, to * beat, count, strobe, 1), "seed " + dataBits + " job " + job);
                copy(bytes, from * beat, to * beat, count * beat, beat, strobe);
            }
            assertEquals(1, copy(device, 0, 0, 1, 0, 0), "nothing is at an address without its top bit");
            for (int word = 0; word < bytes.length / 4; word++) {
                device.write("LOOK", word);
                int expected = 0;
                for (int b = 3; b >= 0; b--) {
                    expected = expected << 8 | bytes[4 * word + b] & 0xFF;
                }
                assertEquals(expected, device.read("SEEN"), "word " + word);
            }
        }
    }

    /** Whether the hardware saw an error. */
    private static int copy(Device device, int from, int to, int beats, int strobe, int known) {
        device.write("SOURCE", from);
        device.write("DESTINATION", to);
        device.write("BURST", Map.of("length", beats - 1, "strobe", strobe, "known", known));
        device.write("CONTROL", Map.of("start", 1));
        for (int polls = 0; device.readField("STATUS", "busy") != 0; polls++) {
            assertEquals(true, polls < 10_000, "the copy does not end");
        }
        return device.readField("STATUS", "error");
    }

    private static void copy(byte[] bytes, int from, int to, int count, int beat, int strobe) {
        byte[] read = java.util.Arrays.copyOfRange(bytes, from, from + count);
        for (int i = 0; i < count; i++) {
            if ((strobe >> i % beat & 1) != 0) {
                bytes[to + i] = read[i];
            }
        }
    }

    @Test
    void widthsHaveRules() {
        assertEquals(
                "dataBits must be a power of two from 32 to 1024: dataBits=48",
                assertThrows(IllegalArgumentException.class, () -> new Axi4.Widths(32, 48, 0))
                        .getMessage());
    }
}
