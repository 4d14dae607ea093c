// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Netlist;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The open tools read the emulator and the circuit of a configuration together, and those of two configurations. */
@Tag("tools")
class SfqToolsTest {
    private static final List<String> ICARUS = List.of("iverilog", "-t", "null", "-Wall", "-g2005");

    /** The emulator and the circuit are two tops; delays need {@code --timing}. */
    private static final List<String> VERILATOR =
            List.of("verilator", "--lint-only", "--timing", "-Wall", "-Wno-MULTITOP");

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

    /** Every cell of the library, gates with edges of their settings, and odd cells. */
    @Test
    void circuitsOfEveryCellAreCleanAlone() throws Exception {
        Netlist all = CellSweep.netlist();
        Path file = Files.writeString(directory.resolve("all.cells.v"), StructuralVerilog.of(all));
        silent(ICARUS, List.of(file.toString()));
        silent(List.of("verilator", "--lint-only", "--timing", "-Wall"), List.of(file.toString()));
        assertEquals(instances(all), ofYosys(file, all));
    }

    @Test
    void yosysReadsEmulatorsAndCircuitsTogether() throws Exception {
        List<String> files = new ArrayList<>(files("sfq-counter"));
        files.addAll(files("sfq-adder"));
        String all = "read_verilog " + String.join(" ", files);
        silent(List.of("yosys", "-q", "-p"), List.of(all + "; hierarchy -check; proc; check -assert"));
    }

    /** Instances of a netlist, each with its kind of cell and the nets of its pins. */
    private static Map<String, String> instances(Netlist netlist) {
        Map<String, String> instances = new TreeMap<>();
        for (Instance instance : netlist.instances()) {
            Cell cell = instance.cell();
            Map<String, String> pins = new TreeMap<>();
            for (int i = 0; i < cell.inputs().size(); i++) {
                pins.put(
                        "p_" + cell.inputs().get(i),
                        "n_" + instance.inputs().get(i).replace('.', '$'));
            }
            for (int i = 0; i < cell.outputs().size(); i++) {
                pins.put(
                        "p_" + cell.outputs().get(i),
                        "n_" + instance.outputs().get(i).replace('.', '$'));
            }
            String kind = cell.name().toLowerCase(Locale.ROOT);
            instances.put("x_" + instance.name().replace('.', '$'), kind + " " + pins);
        }
        return instances;
    }

    /** The same as yosys has read it: what black boxes there are, and which nets are at their pins. */
    private Map<String, String> ofYosys(Path circuit, Netlist netlist) throws IOException, InterruptedException {
        Path json = directory.resolve("read.json");
        String top = netlist.name() + "_Cells";
        silent(
                List.of("yosys", "-q", "-p"),
                List.of("read_verilog " + circuit + "; hierarchy -check -top " + top + "; check -assert; write_json "
                        + json));
        JsonNode module =
                new ObjectMapper().readTree(json.toFile()).path("modules").path(top);
        Map<String, String> nets = new HashMap<>();
        module.path("netnames").fields().forEachRemaining(net -> {
            if (net.getValue().path("bits").size() == 1) {
                nets.put(net.getValue().path("bits").get(0).asText(), net.getKey());
            }
        });
        Map<String, String> instances = new TreeMap<>();
        module.path("cells").fields().forEachRemaining(cell -> {
            Map<String, String> pins = new TreeMap<>();
            cell.getValue().path("connections").fields().forEachRemaining(pin -> {
                if (!pin.getKey().equals("violated")) {
                    pins.put(pin.getKey(), nets.get(pin.getValue().get(0).asText()));
                }
            });
            String kind = cell.getValue().path("type").asText();
            instances.put(cell.getKey(), kind.replaceFirst(".*_Cell_", "").replaceFirst("_v[0-9]+$", "") + " " + pins);
        });
        return instances;
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
