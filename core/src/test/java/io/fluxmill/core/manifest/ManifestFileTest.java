// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.manifest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestFileTest {
    private static final Path FILE = Path.of("engine.manifest.json");
    private static final String REMEDY = "generate the design again with this version of fluxmill";

    private static final String JSON =
            """
            {
              "design": "engine",
              "family": "mac",
              "hash": "0123abcd",
              "verilog": [
                "engine.v"
              ],
              "clock": "clk",
              "reset": "reset",
              "interrupt": null,
              "busPrefix": "s_axi",
              "busAddressBits": 8,
              "ports": [
                {
                  "name": "clk",
                  "direction": "in",
                  "widthBits": 1
                }
              ],
              "registers": [
                {
                  "name": "ID",
                  "offset": 0,
                  "access": "ro",
                  "reset": 4294967295,
                  "description": "who",
                  "fields": [
                    {
                      "name": "id",
                      "lsb": 0,
                      "widthBits": 32,
                      "access": "ro",
                      "description": "all of it"
                    }
                  ]
                }
              ],
              "streams": [
                {
                  "name": "s_axis_act",
                  "direction": "in",
                  "dataBits": 128,
                  "last": false
                }
              ],
              "memories": [],
              "parameters": {
                "columns": 8,
                "rows": 4
              },
              "formats": [
                "INT8"
              ]
            }
            """;

    private static Manifest manifest(Map<String, Long> parameters) {
        Manifest.Field field = new Manifest.Field("id", 0, 32, Access.RO, "all of it");
        return Manifest.builder("engine", "mac")
                .hash("0123abcd")
                .bus("s_axi", 8)
                .ports(List.of(new Manifest.Port("clk", Direction.IN, 1)))
                .registers(List.of(new Manifest.Register("ID", 0, Access.RO, 0xFFFF_FFFFL, "who", List.of(field))))
                .streams(List.of(new Manifest.Stream("s_axis_act", Direction.IN, 128, false)))
                .parameters(parameters)
                .formats(List.of("INT8"))
                .build();
    }

    @Test
    void bytesArePinnedWhateverTheOrderOfParameters() {
        Map<String, Long> descending = new LinkedHashMap<>();
        descending.put("rows", 4L);
        descending.put("columns", 8L);
        assertEquals(JSON, ManifestFile.toJson(manifest(descending)));
        assertEquals(JSON, ManifestFile.toJson(manifest(new HashMap<>(descending))));
    }

    @Test
    void readsWhatItWrites(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("engine.manifest.json");
        Manifest written = manifest(Map.of("columns", 8L, "rows", 4L));
        ManifestFile.write(file, written);
        Manifest read = ManifestFile.read(file);
        assertEquals(written, read);
        Path again = folder.resolve("again.json");
        ManifestFile.write(again, read);
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));
        assertEquals(16, read.stream("s_axis_act").beatBytes());
        assertEquals(8, read.parameter("columns"));
        assertEquals(0xFFFF_FFFFL, read.register("ID").reset());
    }

    @Test
    void aDesignWithoutABusIsReadBack() {
        Manifest without = manifest(Map.of()).toBuilder().noBus().build();
        assertEquals(without, ManifestFile.parse(FILE, ManifestFile.toJson(without)));
    }

    private static void assertRefused(String fact, String remedy, String json) {
        InputException e = assertThrows(InputException.class, () -> ManifestFile.parse(FILE, json));
        assertEquals(fact, e.getMessage());
        assertEquals(remedy, e.remedy());
    }

    @Test
    void missingKeysAreNamed() {
        assertRefused(
                "engine.manifest.json: ports[0].widthBits must be given",
                REMEDY,
                JSON.replaceFirst(",\\n\\s+\"widthBits\": 1\\b", ""));
        assertRefused("engine.manifest.json: clock must be given", REMEDY, JSON.replace("\"clock\": \"clk\",", ""));
        assertRefused(
                "engine.manifest.json: clock must be given",
                REMEDY,
                JSON.replace("\"clock\": \"clk\"", "\"clock\": null"));
        assertRefused(
                "engine.manifest.json: interrupt must be given", REMEDY, JSON.replace("\"interrupt\": null,", ""));
    }

    @Test
    void unknownKeysAreNamed() {
        assertRefused(
                "engine.manifest.json: key of ports[0] must be one of name, direction, widthBits: key=width",
                "did you mean widthBits?",
                JSON.replace("\"widthBits\": 1\n", "\"width\": 1\n"));
        assertRefused(
                "engine.manifest.json: key of ports[0] must be one of name, direction, widthBits: key=range",
                REMEDY,
                JSON.replace("\"widthBits\": 1\n", "\"range\": 1\n"));
        assertRefused(
                "engine.manifest.json: key of streams[0] must be one of name, direction, dataBits, last: key=databit",
                "did you mean dataBits?",
                JSON.replace("\"dataBits\"", "\"databit\""));
    }

    @Test
    void wrongTypesAreNamed() {
        assertRefused(
                "engine.manifest.json: busAddressBits must be an integer",
                REMEDY,
                JSON.replace("Bits\": 8,", "Bits\": \"8\","));
        assertRefused(
                "engine.manifest.json: busAddressBits must be an integer",
                REMEDY,
                JSON.replace("Bits\": 8,", "Bits\": 8.5,"));
        assertRefused("engine.manifest.json: design must be a text", REMEDY, JSON.replace("\"engine\"", "3"));
        assertRefused(
                "engine.manifest.json: streams[0].last must be true or false", REMEDY, JSON.replace("false", "\"no\""));
        assertRefused(
                "engine.manifest.json: ports[0].direction must be one of in, out",
                REMEDY,
                JSON.replaceFirst("\"in\"", "\"IN\""));
        assertRefused(
                "engine.manifest.json: registers[0].access must be one of ro, rw, wo, w1c",
                REMEDY,
                JSON.replaceFirst("\"ro\"", "0"));
        assertRefused("engine.manifest.json: memories must be a list", REMEDY, JSON.replace("[],", "7,"));
        assertRefused(
                "engine.manifest.json: parameters.rows must be an integer", REMEDY, JSON.replace(": 4\n", ": \"x\"\n"));
        assertRefused(
                "engine.manifest.json: ports[0] must be an object",
                REMEDY,
                JSON.replaceFirst("(?s)\"ports\": \\[.*?\\]", "\"ports\": [1]"));
        assertRefused("engine.manifest.json: manifest must be an object", REMEDY, "[]");
    }

    @Test
    void malformedFilesAreNamed(@TempDir Path folder) {
        assertRefused(
                "engine.manifest.json:1: manifest must be valid JSON: Unexpected end-of-input: expected close marker for Object",
                REMEDY,
                "{");
        assertRefused(
                "engine.manifest.json:2: manifest must be valid JSON: Duplicate field 'a'",
                REMEDY,
                "{\"a\": 1,\n\"a\": 2}");
        assertRefused("engine.manifest.json: manifest must be an object", REMEDY, "");
        Path absent = folder.resolve("absent.json");
        InputException e = assertThrows(InputException.class, () -> ManifestFile.read(absent));
        assertEquals("manifest must be a readable file: file=" + absent, e.getMessage());
        assertEquals("check the path, or generate the design", e.remedy());
    }

    @Test
    void lookupsNameWhatIsMissing() {
        Manifest manifest = manifest(Map.of());
        assertEquals(
                "manifest of engine has no parameter rows",
                assertThrows(IllegalArgumentException.class, () -> manifest.parameter("rows"))
                        .getMessage());
        assertEquals(
                "manifest of engine has no register CONTROL",
                assertThrows(IllegalArgumentException.class, () -> manifest.register("CONTROL"))
                        .getMessage());
        assertEquals(
                "manifest of engine has no stream m_axis_res",
                assertThrows(IllegalArgumentException.class, () -> manifest.stream("m_axis_res"))
                        .getMessage());
    }
}
