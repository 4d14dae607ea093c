// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed image of the firmware is what its sources give, and its header is what the registers are. */
class FirmwareTest {
    private static final Path SOURCES = Path.of("src/main/firmware");

    @Test
    void theHeaderIsGeneratedFromTheRegisters() throws IOException {
        Path header = SOURCES.resolve("soc.h");
        String expected = SocDesign.firmwareHeader();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(header, expected);
        }
        assertEquals(expected, Files.readString(header), "-Dgolden.update=true writes " + header);
    }

    @Test
    void theImageIsWhatDebiansCompilerMakesOfTheSources(@TempDir Path directory) throws Exception {
        Path image = directory.resolve("firmware.hex");
        Process process;
        try {
            Process version = new ProcessBuilder("riscv64-unknown-elf-gcc", "-dumpversion").start();
            String found = new String(version.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            Assumptions.assumeTrue(
                    found.startsWith("12."),
                    "the image is compared with GCC 12 of Debian 12 (gcc-riscv64-unknown-elf); this one is " + found);
            for (String file : new String[] {"start.S", "firmware.c", "firmware.ld", "soc.h", "Makefile"}) {
                Files.copy(SOURCES.resolve(file), directory.resolve(file));
            }
            process = new ProcessBuilder("make", "-C", directory.toString(), "OUT=" + image)
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            Assumptions.abort("gcc-riscv64-unknown-elf or make is not installed");
            return;
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        String committed = Files.readString(Path.of("src/main/resources/io/fluxmill/hw/soc/firmware.hex"));
        assertEquals(committed, Files.readString(image), "make -C hw-generator/" + SOURCES + " writes the image anew");
    }

    @Test
    void theImageLeavesRoomForItsData() {
        int bytes = 4 * Firmware.words().length;
        assertTrue(bytes > 1000 && bytes < SocArchitecture.FIRMWARE_BYTES - 4096, "bytes: " + bytes);
    }
}
