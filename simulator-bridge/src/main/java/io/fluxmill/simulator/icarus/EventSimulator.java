// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.icarus;

import io.fluxmill.core.cache.ContentCache;
import io.fluxmill.core.config.EnvironmentException;
import io.fluxmill.core.config.InputException;
import io.fluxmill.simulator.process.Programs;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Simulators that run a Verilog test bench with delays as a separate program and print what it displays. */
public enum EventSimulator {
    /** Icarus Verilog: compiles very fast. */
    ICARUS("iverilog", "install it with: apt-get install iverilog"),
    /** Verilator with {@code --timing}, version 5 or later: a C++ compilation for each test bench. */
    VERILATOR("verilator", "install it with: apt-get install verilator g++");

    private final String program;
    private final String remedy;

    EventSimulator(String program, String remedy) {
        this.program = program;
        this.remedy = remedy;
    }

    /** Whether the simulator can be run here. */
    public boolean available() {
        return Programs.answer(program, this == ICARUS ? "-V" : "--version");
    }

    /**
     * Compiles and runs a test bench; the program runs in the folder of the file.
     *
     * @return what it printed, line by line
     * @throws InputException if the simulator is not there
     * @throws EnvironmentException if the simulator refuses the file or the run fails, with what it said
     */
    public List<String> run(Path verilog, String top) {
        compile(verilog, top);
        return execute(verilog.toAbsolutePath().getParent(), top);
    }

    /** Only compiles; {@link #execute} then runs as often as wanted. */
    public void compile(Path verilog, String top) {
        if (this == ICARUS) {
            Path folder = verilog.toAbsolutePath().getParent();
            String file = verilog.getFileName().toString();
            call(folder, List.of(program, "-g2005", "-s", top, "-o", top + ".vvp", file));
            return;
        }
        try {
            compileElsewhere(verilog, top);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Verilator's make cannot build in a folder whose path has spaces, so it works in the system's folder for temporary files. */
    private void compileElsewhere(Path verilog, String top) throws IOException {
        Path building = Files.createTempDirectory("fluxmill-");
        try {
            String file = verilog.getFileName().toString();
            Files.copy(verilog, building.resolve(file));
            List<String> command = new ArrayList<>(List.of(program, "--binary", "--timing", "-Wno-fatal", "-Wno-lint"));
            command.addAll(List.of("-O3", "--top-module", top, "--Mdir", "obj", "-o", top, file));
            if (Programs.answer("ccache", "--version")) {
                command.addAll(List.of("-MAKEFLAGS", "OBJCACHE=ccache"));
            }
            call(building, command);
            Path binary = verilog.resolveSibling(top + ".obj").resolve(top);
            Files.createDirectories(binary.getParent());
            Files.move(building.resolve("obj").resolve(top), binary, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            ContentCache.delete(building);
        }
    }

    /** Runs what {@link #compile} has made in the folder. */
    public List<String> execute(Path folder, String top) {
        return this == ICARUS
                ? call(folder, List.of("vvp", "-n", top + ".vvp"))
                : call(
                        folder,
                        List.of(folder.toAbsolutePath()
                                .resolve(top + ".obj")
                                .resolve(top)
                                .toString()));
    }

    private List<String> call(Path folder, List<String> command) {
        try {
            Path output = Files.createTempFile(folder, "output", ".txt");
            Process process = new ProcessBuilder(new ArrayList<>(command))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(output.toFile())
                    .start();
            int status = process.waitFor();
            List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
            if (status != 0) {
                throw new EnvironmentException(
                        command.get(0) + " failed with exit code " + status + ": "
                                + (lines.isEmpty() ? "it said nothing" : lines.get(0)),
                        "the whole output is in " + output + "; make room and memory, and run the command again");
            }
            Files.delete(output);
            return lines;
        } catch (IOException e) {
            if (e.getMessage().contains("Cannot run program")) {
                throw new InputException(command.get(0) + " is needed and is not on the PATH", remedy);
            }
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        }
    }
}
