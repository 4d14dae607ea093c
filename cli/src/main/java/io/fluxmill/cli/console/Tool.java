// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something outside the project that a verb uses.
 *
 * @param name what it is called
 * @param debianPackage what to install
 * @param needed false if everything works without it
 * @param purpose what it is for
 * @param probe how its presence and version are found
 */
public record Tool(String name, String debianPackage, boolean needed, String purpose, Probe probe) {
    /** Every tool, in the order in which a run needs them. */
    public static final List<Tool> ALL = List.of(
            new Tool("javac", "openjdk-17-jdk-headless", true, "build (17 or newer)", command("javac", "-version")),
            new Tool("mvn", "maven", true, "build", command("mvn", "-version")),
            new Tool("verilator", "verilator", true, "verify: simulation", command("verilator", "--version")),
            new Tool("g++", "g++", true, "verify: compiles the simulation", command("g++", "-dumpfullversion")),
            new Tool(
                    "make",
                    "make",
                    false,
                    "verify: cell netlists of SFQ in Verilator; test: generated benches",
                    command("make", "--version")),
            new Tool("ccache", "ccache", false, "faster compilation of simulations", command("ccache", "--version")),
            new Tool("zlib.h", "zlib1g-dev", false, "FST waves", file("/usr/include/zlib.h")),
            new Tool("yosys", "yosys", false, "build: synthesis; test: checks the Verilog", command("yosys", "-V")),
            new Tool("iverilog", "iverilog", false, "test: second simulator", command("iverilog", "-V")),
            new Tool(
                    "ngspice", "ngspice", false, "cells, test: circuits of SFQ cells", command("ngspice", "--version")),
            new Tool(
                    "RISC-V gcc",
                    "gcc-riscv64-unknown-elf",
                    false,
                    "test: rebuilds the firmware",
                    command("riscv64-unknown-elf-gcc", "-dumpversion")),
            new Tool(
                    "nextpnr-ice40",
                    "nextpnr-ice40",
                    false,
                    "build: place and route for iCE40",
                    command("nextpnr-ice40", "--version")),
            new Tool(
                    "icepack",
                    "fpga-icestorm",
                    false,
                    "build, flash: iCE40 bitstreams, iceprog",
                    command("icepack", "-h")),
            new Tool(
                    "openFPGALoader",
                    "openfpgaloader",
                    false,
                    "flash: boards with JTAG",
                    command("openFPGALoader", "--Version")),
            new Tool("dfu-util", "dfu-util", false, "flash: OrangeCrab", command("dfu-util", "--version")),
            new Tool(
                    "mmdebstrap",
                    "mmdebstrap",
                    false,
                    "tools install: roots for ECP5, Gowin and 7-series",
                    command("mmdebstrap", "--version")),
            new Tool("bwrap", "bubblewrap", false, "tools install: runs them", command("bwrap", "--version")),
            new Tool(
                    "Fashion-MNIST",
                    "dataset-fashion-mnist",
                    false,
                    "demo: images and labels",
                    file("/usr/share/datasets/fashion-mnist")));

    /** Looks for a tool: its version ("present" where it has none), or empty. */
    public interface Probe {
        Optional<String> version();
    }

    private static final Pattern VERSION = Pattern.compile("[0-9]+(\\.[0-9]+)+");

    static Probe file(String path) {
        return () -> Files.exists(Path.of(path)) ? Optional.of("present") : Optional.empty();
    }

    static Probe command(String... command) {
        return () -> run(command).map(Tool::firstVersion);
    }

    private static String firstVersion(String text) {
        Matcher matcher = VERSION.matcher(text);
        return matcher.find() ? matcher.group() : "present";
    }

    private static Optional<String> run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor(10, TimeUnit.SECONDS) ? Optional.of(text) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
