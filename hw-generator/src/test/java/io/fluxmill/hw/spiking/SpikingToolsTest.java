// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.manifest.Design;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verilator, Yosys and Icarus read random engines without a word. */
@Tag("tools")
class SpikingToolsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void theyAcceptRandomEngines(int number, @TempDir Path directory) throws Exception {
        accept(RandomSpiking.engine(new Random(100 + number), number).generate(), directory);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 16})
    void theyAcceptEnginesOfSeveralCores(int cores, @TempDir Path directory) throws Exception {
        SpikingConfig one = RandomSpiking.engine(new Random(200 + cores), cores);
        accept(
                new SpikingConfig(one.name(), one.shape().withCores(cores), one.ends(), one.queueWords()).generate(),
                directory);
    }

    private static void accept(Design design, Path directory) throws IOException, InterruptedException {
        String name = design.manifest().design();
        String file = Files.writeString(directory.resolve(name + ".v"), design.verilog())
                .toString();
        silent("verilator", "--lint-only", "-Wall", file);
        silent("iverilog", "-t", "null", "-Wall", "-g2005", file);
        silent(
                "yosys",
                "-q",
                "-p",
                "read_verilog " + file + "; hierarchy -check -top " + name + "; proc; check -assert");
    }

    private static void silent(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            Assumptions.abort(command[0] + " is not installed");
            return;
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), List.of(command) + "\n" + output);
        assertEquals("", output, List.of(command).toString());
    }
}
