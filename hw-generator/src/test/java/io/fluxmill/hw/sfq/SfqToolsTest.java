// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.manifest.Design;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The open tools read the emulator and the circuit of a configuration together, and those of two configurations. */
@Tag("tools")
class SfqToolsTest {
    private static final List<String> ICARUS = List.of("iverilog", "-t", "null", "-Wall", "-g2005");

    /** The emulator and the circuit are two tops; delays need {@code --timing}. */
    private static final List<String> VERILATOR = List.of("verilator", "--lint-only", "--timing", "-Wno-MULTITOP");

    @TempDir
    Path directory;

    @Test
    void icarusReadsEmulatorAndCircuitTogether() throws Exception {
        silent(ICARUS, files("sfq-counter"));
    }

    @Test
    void verilatorReadsEmulatorAndCircuitTogether() throws Exception {
        silent(VERILATOR, files("sfq-counter"));
    }

    /** Four files, two emulators and two circuits. */
    @Test
    void twoDesignsDoNotClash() throws Exception {
        List<String> files = new ArrayList<>(files("sfq-counter"));
        files.addAll(files("sfq-adder"));
        assertEquals(4, files.size());
        silent(ICARUS, files);
        silent(VERILATOR, files);
    }

    /**
     * Yosys reads the emulators of two designs together. It refuses the circuit, which is for simulation: it has no variables of type
     * {@code time}, and would ignore the delays that the cells consist of.
     */
    @Test
    void yosysReadsTheEmulatorsOnly() throws Exception {
        List<String> counter = files("sfq-counter");
        List<String> adder = files("sfq-adder");
        String both = "read_verilog " + counter.get(0) + " " + adder.get(0);
        silent(List.of("yosys", "-q", "-p"), List.of(both + "; hierarchy -check; proc; check -assert"));
        Output circuit = run(List.of("yosys", "-q", "-p"), List.of("read_verilog -icells " + counter.get(1)));
        int line = 1 + Files.readAllLines(Path.of(counter.get(1))).indexOf("  time now;");
        assertEquals(1, circuit.exit);
        assertTrue(circuit.text.contains(counter.get(1) + ":" + line + ": ERROR: syntax error"), circuit.text);
    }

    /** Emulator and circuit of an example. */
    private List<String> files(String example) throws IOException {
        Path file = Path.of("../examples/" + example + ".yaml");
        SfqConfig config =
                SfqConfig.from(ConfigNode.parse(file, Files.readString(file)).node("engine"));
        Design design = config.generate();
        String circuit = config.name() + ".cells.v";
        return List.of(
                Files.writeString(directory.resolve(config.name() + ".v"), design.verilog())
                        .toString(),
                Files.writeString(directory.resolve(circuit), design.views().get(circuit))
                        .toString());
    }

    private record Output(int exit, String text) {}

    private static void silent(List<String> tool, List<String> arguments) throws IOException, InterruptedException {
        Output output = run(tool, arguments);
        assertEquals("", output.text);
        assertEquals(0, output.exit);
    }

    private static Output run(List<String> tool, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(tool);
        command.addAll(arguments);
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            Assumptions.abort(command.get(0) + " is not installed");
            throw e;
        }
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Output(process.waitFor(), text);
    }
}
