// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildRecordTest {
    private static final byte[] BITS = {1, 2, 3};
    private static final BuildRecord RECORD = new BuildRecord(
            "icebreaker",
            "iCE40UP5K-SG48",
            "ice40",
            "adder_uart",
            "adder_uart_icebreaker",
            "0123abcd",
            "deadbeef",
            12_000_000,
            1_000_000,
            512,
            "adder.bin",
            3,
            Digest.sha256(BITS),
            18.25,
            12,
            Map.of("ICESTORM_LC", new BuildRecord.Use(100, 5280)),
            List.of("a", "b"),
            0,
            1000,
            List.of("adder_uart.v", "adder_uart_icebreaker.v"),
            Map.of("yosys", "0.23"));

    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        RECORD.write(folder);
        assertEquals(RECORD, BuildRecord.read(folder));
        assertEquals(RECORD, BuildRecord.read(folder.resolve(BuildRecord.FILE)));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void theKeysAreThoseOfTheContract() {
        JsonNode json = RECORD.toJson();
        List<String> keys = new ArrayList<>();
        json.fieldNames().forEachRemaining(keys::add);
        assertEquals(
                "board part family design top design-hash engine-hash clock-hz uart-baud buffer-bytes bitstream bytes"
                        + " sha256 fmax-mhz target-mhz utilisation critical-path netlist-mismatches netlist-cycles verilog"
                        + " tools",
                String.join(" ", keys));
        assertEquals(
                "{\"used\":100,\"available\":5280}",
                json.get("utilisation").get("ICESTORM_LC").toString());
    }

    @Test
    void damagedRecordsAreRefused() throws IOException {
        assertEquals("build must be a folder with a readable build.json: build=" + folder, refused());
        RECORD.write(folder);
        Path file = folder.resolve(BuildRecord.FILE);
        String good = Files.readString(file);
        Files.writeString(file, good.replace("\"bytes\" : 3,", ""));
        assertEquals(file + ": bytes must be given", refused());
        Files.writeString(file, good.replace("\"bytes\" : 3,", "\"bytes\" : \"x\","));
        assertTrue(refused().startsWith(file + ": must be the record of a build: "), refused());
        Files.writeString(file, good.replace("\"bytes\" : 3,", "\"bytes\" : 3, \"octets\" : 3,"));
        assertTrue(refused().startsWith(file + ": must be the record of a build: Unrecognized field"), refused());
        Files.writeString(file, good.substring(0, 100));
        assertFalse(refused().contains("\n"), refused());
    }

    private String refused() {
        return assertThrows(InputException.class, () -> BuildRecord.read(folder))
                .getMessage();
    }

    @Test
    void theBitstreamIsTheOneThatWasBuilt() throws IOException {
        Path file = folder.resolve("adder.bin");
        assertThrows(InputException.class, () -> RECORD.bitstream(folder));
        Files.write(file, BITS);
        assertArrayEquals(BITS, RECORD.bitstream(folder));
        Files.write(file, new byte[] {1, 2, 4});
        assertEquals(
                file + ": bitstream is not the one that build.json was written for",
                assertThrows(InputException.class, () -> RECORD.bitstream(folder))
                        .getMessage());
    }
}
