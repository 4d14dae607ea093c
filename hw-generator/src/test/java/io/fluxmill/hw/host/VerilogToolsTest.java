// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.hw.host.bus.BusConfig;
import io.fluxmill.hw.host.jtag.JtagConfig;
import io.fluxmill.hw.host.uart.UartConfig;
import io.fluxmill.hw.mac.Configurations;
import io.fluxmill.hw.mac.network.NetworkProcessors;
import io.fluxmill.hw.parts.HostedEngine;
import io.fluxmill.hw.pulse.NetworkEngines;
import io.fluxmill.hw.pulse.PulseProcessors;
import io.fluxmill.hw.sfq.CellSweep;
import io.fluxmill.hw.sfq.SfqConfig;
import io.fluxmill.hw.soc.PulseSocConfig;
import io.fluxmill.hw.soc.SocDesign;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every configuration's Verilog passes the open tools without a word. */
@Tag("tools")
class VerilogToolsTest {
    @ParameterizedTest
    @EnumSource(Configurations.class)
    void verilatorYosysAndIcarusAccept(Configurations configuration, @TempDir Path directory) throws Exception {
        accept(configuration.design(), directory);
    }

    @ParameterizedTest
    @EnumSource(NetworkEngines.class)
    void theyAcceptTheNetworkEngine(NetworkEngines engine, @TempDir Path directory) throws Exception {
        accept(engine.design(), directory);
    }

    @ParameterizedTest
    @EnumSource(PulseProcessors.class)
    void theyAcceptThePulseFeatureAccelerator(PulseProcessors processor, @TempDir Path directory) throws Exception {
        accept(processor.design(), directory);
    }

    @ParameterizedTest
    @EnumSource(NetworkProcessors.class)
    void theyAcceptTheNetworkProcessor(NetworkProcessors processor, @TempDir Path directory) throws Exception {
        accept(processor.design(), directory);
    }

    @Test
    void theyAcceptTheSystemOnChip(@TempDir Path directory) throws Exception {
        accept(SocDesign.generate(PulseSocConfig.defaults("pulse_soc")), directory);
    }

    @Test
    void theyAcceptEverySfqCell(@TempDir Path directory) throws Exception {
        accept(new SfqConfig("cells", CellSweep.netlist(), 1, 1024).generate(), directory);
    }

    @Test
    void theyAcceptWhatHostsAnEngine(@TempDir Path directory) throws Exception {
        HostedEngine engine = new EchoEngine("echo");
        accept(new UartConfig("echo_uart", 25_000_000, 1_000_000, 512, engine).generate(), directory);
        Design jtag = new JtagConfig("echo_jtag", 25_000_000, 512, engine).generate();
        accept(jtag, directory);
        hierarchy(jtag, "_Ecp5", "+/ecp5/cells_bb.v", directory);
        hierarchy(jtag, "_Xc7", "+/xilinx/cells_xtra.v", directory);
        accept(new BusConfig("echo_axi", 100_000_000, 1024, engine).generate(), directory);
    }

    /** The top with a part's primitive fits the design and the primitive. */
    private static void hierarchy(Design design, String suffix, String cells, Path directory)
            throws IOException, InterruptedException {
        String top = design.manifest().design() + suffix;
        Path file =
                Files.writeString(directory.resolve(top + ".v"), design.views().get(top + ".v"));
        Path below = directory.resolve(design.manifest().design() + ".v");
        silent(
                "yosys",
                "-q",
                "-p",
                "read_verilog -lib " + cells + "; read_verilog " + below + " " + file + "; hierarchy -check -top "
                        + top);
    }

    private static void accept(Design design, Path directory) throws IOException, InterruptedException {
        String name = design.manifest().design();
        Path file = Files.writeString(directory.resolve(name + ".v"), design.verilog());
        silent("verilator", "--lint-only", "-Wall", file.toString());
        silent("iverilog", "-t", "null", "-g2005", file.toString());
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
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), List.of(command) + "\n" + output);
        assertFalse(output.contains("%Warning"), output);
    }
}
