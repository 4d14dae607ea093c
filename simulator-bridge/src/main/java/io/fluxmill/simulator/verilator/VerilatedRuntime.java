// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import io.fluxmill.core.cache.ContentCache;
import io.fluxmill.core.cache.ContentKey;
import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Verilator's C++ runtime, compiled once for each version and set of flags: an archive of objects and a precompiled
 * header that every file of a model starts with.
 *
 * @param archive the objects
 * @param prefix the header; its precompiled form lies beside it
 * @param compilerCommand the compiler with the flags that a model must share with the runtime
 */
record VerilatedRuntime(Path archive, Path prefix, List<String> compilerCommand) {
    private static final String CONSOLE = "fluxmill_console.h";
    private static final String PREFIX = "fluxmill_prefix.h";
    private static final String ARCHIVE = "libverilated.a";

    /** A fresh list that starts a compilation. */
    List<String> compiler() {
        return new ArrayList<>(compilerCommand);
    }

    static String console() {
        return new String(resource(CONSOLE), StandardCharsets.UTF_8);
    }

    static byte[] resource(String name) {
        try (InputStream in = VerilatedRuntime.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Flags that a model and the runtime share. */
    static List<String> compilerFlags(Options options) {
        Waves waves = options.waves();
        return List.of(
                "-std=gnu++17",
                options.optimisation() == 0 ? "-O0" : "-O3",
                "-fPIC",
                "-fvisibility=hidden",
                "-fvisibility-inlines-hidden",
                "-fno-gnu-unique", // two models in one process share no variable
                "-fno-semantic-interposition",
                "-faligned-new",
                "-w",
                "-DVM_COVERAGE=0",
                "-DVM_SC=0",
                "-DVM_TRACE=" + (waves == Waves.NONE ? 0 : 1),
                "-DVM_TRACE_FST=" + (waves == Waves.FST ? 1 : 0),
                "-DVM_TRACE_VCD=" + (waves == Waves.VCD ? 1 : 0),
                "-DVL_USER_FINISH",
                "-DVL_USER_STOP",
                "-DVL_USER_FATAL");
    }

    static VerilatedRuntime get(ContentCache cache, Toolchain tools, Options options, List<String> files) {
        if (options.waves() == Waves.FST && !tools.hasHeader("zlib.h")) {
            throw new InputException(
                    "waves in FST format need the headers of zlib",
                    "install them with: apt-get install zlib1g-dev, or use VCD");
        }
        List<String> command = command(tools, options);
        String key = new ContentKey()
                .add("tools", tools.versions())
                .add("command", command.toString())
                .add("files", files.toString())
                .add("console", console())
                .hex();
        Path directory = cache.get("runtimes", key, building -> build(building, tools, command, files))
                .directory();
        return new VerilatedRuntime(directory.resolve(ARCHIVE), directory.resolve(PREFIX), command);
    }

    private static List<String> command(Toolchain tools, Options options) {
        List<String> command = new ArrayList<>();
        if (tools.ccache() != null) {
            command.add(tools.ccache().toString());
        }
        command.add(tools.compiler().toString());
        command.addAll(compilerFlags(options));
        command.add("-I" + tools.include());
        command.add("-I" + tools.include().resolve("vltstd"));
        return command;
    }

    private static void build(Path directory, Toolchain tools, List<String> command, List<String> files)
            throws IOException {
        Verilator.RUNTIMES.incrementAndGet();
        Files.write(directory.resolve(CONSOLE), resource(CONSOLE));
        Files.writeString(directory.resolve(PREFIX), "#include \"" + CONSOLE + "\"\n#include \"verilated.h\"\n");
        Jobs jobs = new Jobs(directory, UnaryOperator.identity());
        List<List<String>> commands = new ArrayList<>();
        commands.add(extended(command, "-x", "c++-header", PREFIX, "-o", PREFIX + ".gch"));
        List<String> archive = new ArrayList<>(List.of(tools.archiver().toString(), "rcs", ARCHIVE));
        for (String file : files) {
            String source = tools.include().resolve(file + ".cpp").toString();
            commands.add(extended(command, "-include", CONSOLE, "-c", source, "-o", file + ".o"));
            archive.add(file + ".o");
        }
        Verilator.COMPILATIONS.addAndGet(commands.size());
        jobs.runAll("g++ on Verilator's runtime", commands);
        jobs.run("archiving Verilator's runtime", archive);
    }

    private static List<String> extended(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        return all;
    }
}
