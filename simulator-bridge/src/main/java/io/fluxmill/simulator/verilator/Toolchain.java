// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import io.fluxmill.core.config.InputException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The programs that build a model.
 *
 * @param ccache compiler cache, or null
 * @param versions what the programs say about themselves; part of the cache key
 */
record Toolchain(Path verilator, Path compiler, Path archiver, Path ccache, Path include, String versions) {
    private static final Map<String, Toolchain> FOUND = new ConcurrentHashMap<>();
    private static final String REMEDY = "install it with: apt-get install verilator g++";

    /**
     * The programs on a search path, as in the environment variable PATH.
     *
     * @throws InputException if Verilator or the C++ compiler is not there
     */
    static Toolchain find(String searchPath) {
        return FOUND.computeIfAbsent(searchPath, Toolchain::locate);
    }

    private static Toolchain locate(String searchPath) {
        Path verilator = require(searchPath, "verilator");
        Path compiler = require(searchPath, "g++");
        Path archiver = require(searchPath, "ar");
        String versions = answer(verilator, "--version") + "\n" + answer(compiler, "-dumpfullversion") + " "
                + answer(compiler, "-dumpmachine");
        Path root = Path.of(answer(verilator, "--getenv", "VERILATOR_ROOT"));
        return new Toolchain(
                verilator,
                compiler,
                archiver,
                program(searchPath, "ccache").orElse(null),
                root.resolve("include"),
                versions);
    }

    private static Path require(String searchPath, String name) {
        return program(searchPath, name)
                .orElseThrow(() -> new InputException(name + " is needed to simulate and is not on the PATH", REMEDY));
    }

    static Optional<Path> program(String searchPath, String name) {
        for (String directory : searchPath.split(File.pathSeparator, -1)) {
            Path candidate = Path.of(directory.isEmpty() ? "." : directory, name);
            if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** Whether the C++ compiler finds a system header. */
    boolean hasHeader(String header) {
        return run(compiler.toString(), "-x", "c++", "-fsyntax-only", "-include", header, "/dev/null")
                .success();
    }

    private static String answer(Path program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Output output = run(command.toArray(String[]::new));
        if (!output.success()) {
            throw new InputException(String.join(" ", command) + " failed: " + output.text(), REMEDY);
        }
        return output.text();
    }

    private record Output(boolean success, String text) {}

    private static Output run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return new Output(process.waitFor() == 0, text);
        } catch (IOException e) {
            return new Output(false, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + command[0], e);
        }
    }
}
