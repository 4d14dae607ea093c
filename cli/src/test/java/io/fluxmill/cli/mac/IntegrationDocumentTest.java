// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.ManifestFile;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.Verilator;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jobs of docs/integration.md do what it says, as they stand there. */
@Tag("verilator")
class IntegrationDocumentTest {
    private static final Path RTL = Path.of("../rtl-out/int8x8").toAbsolutePath();
    private static final Path DRIVER = Path.of("../core/src/main/resources/io/fluxmill/core/program/mac/export")
            .toAbsolutePath();

    @TempDir
    private Path folder;

    /** The block of code of a language that begins with these words. */
    private static String block(String language, String start) throws Exception {
        String text = Files.readString(Path.of("../docs/integration.md"));
        int at = text.indexOf("```" + language + "\n" + start) + language.length() + 4;
        return text.substring(at, text.indexOf("```", at));
    }

    private String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    @Test
    void theJobInVerilog() throws Exception {
        Files.writeString(folder.resolve("job.v"), block("verilog", "`timescale"));
        assertEquals(
                "",
                run("iverilog", "-g2005", "-o", "job", RTL.resolve("int8x8.v").toString(), "job.v"));
        assertEquals("PASS", run("vvp", "job").lines().findFirst().orElseThrow());
    }

    @Test
    void theJobInC() throws Exception {
        Files.writeString(folder.resolve("job.c"), block("c", "#include \"fmac.h\""));
        Files.writeString(
                folder.resolve("main.c"),
                """
                #include <stdio.h>
                #include "port.h"
                void identity(const struct fmac_port *port, const int8_t rows[8][8], int8_t results[8][8]);
                int main(void)
                {
                    static int8_t rows[8][8], results[8][8];
                    for (int i = 0; i < 64; i++) rows[i / 8][i % 8] = (int8_t)(37 * i + 5);
                    identity(&port, (const int8_t (*)[8])rows, results);
                    for (int i = 0; i < 64; i++) if (rows[i / 8][i % 8] != results[i / 8][i % 8]) return 1;
                    puts("same");
                    return 0;
                }
                """);
        try (InputStream port = getClass().getResourceAsStream("port_verilator.c")) {
            Files.write(folder.resolve("port_verilator.c"), port.readAllBytes());
        }
        Manifest manifest = ManifestFile.read(RTL.resolve("int8x8.manifest.json"));
        Path library = Verilator.build(manifest, RTL, Options.FAST).library();
        String warnings = run(List.of(
                        "gcc",
                        "-std=c99",
                        "-Wall",
                        "-Wextra",
                        "-pedantic",
                        "-Werror",
                        "-DPAUSES=20",
                        "-I" + DRIVER,
                        "-I" + RTL,
                        "-o",
                        "job",
                        "job.c",
                        "main.c",
                        "port_verilator.c",
                        library.toString(),
                        "-Wl,-rpath," + library.getParent())
                .toArray(String[]::new));
        assertEquals("", warnings);
        assertEquals("same\n", run("./job"));
    }
}
