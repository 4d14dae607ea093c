// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import io.fluxmill.core.cache.ContentCache;
import io.fluxmill.core.cache.ContentKey;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.manifest.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One build of one design: Verilog to C++ (Verilator), C++ to objects (g++), objects and runtime to a shared library.
 * Everything happens under relative names inside one directory, so that the same Verilog gives the same C++.
 */
final class ModelBuild {
    /** Directory of the Verilog inside a build; messages of the simulation have it. */
    static final String RTL = "rtl";

    private static final String WAIVERS = ".vlt";
    private static final String REPEATED = "repeated.vlt";
    private static final String[] TRANSACTORS = {"fluxmill_transactors.h", "fluxmill_model.h"};
    private static final long GROUP_BYTES = 400_000;

    private final Manifest manifest;
    private final Path rtlDirectory;
    private final Options options;
    private final Toolchain tools;
    private final ContentCache cache;
    private final Map<String, byte[]> sources = new LinkedHashMap<>();

    ModelBuild(Manifest manifest, Path rtlDirectory, Options options, Toolchain tools, ContentCache cache) {
        this.manifest = manifest;
        this.rtlDirectory = rtlDirectory;
        this.options = options;
        this.tools = tools;
        this.cache = cache;
    }

    VerilatedModel model() {
        readVerilog();
        Map<String, byte[]> shim = shim();
        ContentKey key = new ContentKey().add("tools", tools.versions()).add("flags", flags().toString());
        sources.forEach(key::add);
        shim.forEach(key::add);
        key.add("console", VerilatedRuntime.console()).add("design", manifest.design());
        String digest = key.hex();
        String library = "lib" + manifest.design() + "-" + digest + ".so";
        ContentCache.Entry entry =
                cache.get("models", manifest.design() + "-" + digest, directory -> build(directory, shim, library));
        if (entry.found()) {
            Verilator.CACHE_HITS.incrementAndGet();
        }
        return new VerilatedModel(
                manifest, rtlDirectory, options, entry.directory().resolve(library), entry.found());
    }

    private void readVerilog() {
        for (String name : manifest.verilog()) {
            sources.put(RTL + "/" + name, read(rtlDirectory.resolve(name)));
        }
        Path waivers = rtlDirectory.resolve(manifest.design() + WAIVERS);
        if (Files.exists(waivers)) {
            sources.put(RTL + "/" + waivers.getFileName(), read(waivers));
        }
        List<String> texts = sources.entrySet().stream()
                .filter(source -> !source.getKey().endsWith(WAIVERS))
                .map(source -> new String(source.getValue(), StandardCharsets.UTF_8))
                .toList();
        sources.put(REPEATED, RepeatedModules.configuration(texts).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new InputException(
                    file + ": Verilog file of the manifest does not exist", "generate the design again");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, byte[]> shim() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String name : TRANSACTORS) {
            files.put(name, VerilatedRuntime.resource(name));
        }
        if (AxiShim.needed(manifest)) {
            files.put(AxiShim.HEADER, VerilatedRuntime.resource(AxiShim.HEADER));
        }
        files.put("shim.cpp", shim(UnaryOperator.identity()));
        files.put("exports.map", "{ global: fluxmill_*; local: *; };\n".getBytes(StandardCharsets.UTF_8));
        return files;
    }

    private byte[] shim(UnaryOperator<String> members) {
        return ShimWriter.write(manifest, options.waves(), members).getBytes(StandardCharsets.UTF_8);
    }

    /** Flags of Verilator and of the C++ compiler, which are part of the key. */
    private List<String> flags() {
        List<String> flags = new ArrayList<>(verilatorFlags());
        flags.addAll(VerilatedRuntime.compilerFlags(options));
        return flags;
    }

    private List<String> verilatorFlags() {
        List<String> flags = new ArrayList<>(List.of(
                "--cc",
                "--prefix",
                "Vdesign",
                "--Mdir",
                "obj",
                "-O" + options.optimisation(),
                "--x-assign",
                "fast",
                "--x-initial",
                "unique",
                "--assert",
                "--output-split-cfuncs",
                "500",
                "-Wno-fatal",
                "-Werror-UNOPTFLAT"));
        if (options.waves() != Waves.NONE) {
            flags.add(options.waves().flag());
        }
        return flags;
    }

    private void build(Path directory, Map<String, byte[]> shim, String library) throws IOException {
        Jobs jobs = new Jobs(directory, this::userNames);
        for (Map.Entry<String, byte[]> source : sources.entrySet()) {
            write(directory.resolve(source.getKey()), source.getValue());
        }
        List<String> command = new ArrayList<>(List.of(tools.verilator().toString()));
        command.addAll(verilatorFlags());
        command.addAll(List.of("--top-module", manifest.design()));
        sources.keySet().stream().filter(name -> name.endsWith(WAIVERS)).forEach(command::add);
        sources.keySet().stream().filter(name -> !name.endsWith(WAIVERS)).forEach(command::add);
        Verilator.VERILATIONS.incrementAndGet();
        jobs.run("verilator on " + manifest.design(), command);
        VerilatedFiles files = VerilatedFiles.read(directory.resolve("obj/Vdesign_classes.mk"));
        VerilatedRuntime runtime = VerilatedRuntime.get(cache, tools, options, files.global());
        for (Map.Entry<String, byte[]> source : shim.entrySet()) {
            write(directory.resolve("obj").resolve(source.getKey()), source.getValue());
        }
        VerilatedPorts ports = VerilatedPorts.read(directory.resolve("obj/Vdesign.h"));
        ports.check(manifest);
        write(directory.resolve("obj/shim.cpp"), shim(ports::member));
        compile(directory, jobs, files, runtime, library);
        ContentCache.delete(directory.resolve("obj"));
    }

    private String userNames(String line) {
        return line.replace(RTL + "/", rtlDirectory + "/");
    }

    private static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private void compile(Path directory, Jobs jobs, VerilatedFiles files, VerilatedRuntime runtime, String library)
            throws IOException {
        List<String> units = units(directory.resolve("obj"), files);
        List<List<String>> commands = new ArrayList<>();
        for (String unit : units) {
            List<String> command = runtime.compiler();
            command.addAll(List.of("-Iobj", "-include", runtime.prefix().toString()));
            command.addAll(List.of("-c", "obj/" + unit + ".cpp", "-o", "obj/" + unit + ".o"));
            commands.add(command);
        }
        Verilator.COMPILATIONS.addAndGet(commands.size());
        jobs.runAll("g++ on " + manifest.design(), commands);
        List<String> link = new ArrayList<>(List.of(tools.compiler().toString(), "-shared", "-o", library));
        units.forEach(unit -> link.add("obj/" + unit + ".o"));
        link.addAll(List.of(runtime.archive().toString(), "-Wl,--version-script=obj/exports.map", "-Wl,-Bsymbolic"));
        link.addAll(List.of("-Wl,-z,nodelete", "-Wl,--no-undefined", "-pthread", "-latomic"));
        if (options.waves() == Waves.FST) {
            link.add("-lz");
        }
        jobs.run("linking " + manifest.design(), link);
    }

    /**
     * Groups the generated files into compilation units: as many as are worth the cost of a unit. Code that runs once is not optimised; it comes
     * last, so the linker takes shared inline functions from the optimised units.
     */
    private static List<String> units(Path directory, VerilatedFiles files) throws IOException {
        List<String> units = new ArrayList<>();
        group(directory, files.fast(), "#include \"shim.cpp\"\n", "", units);
        group(directory, files.slow(), "", "#pragma GCC optimize(\"O0\")\n", units);
        return units;
    }

    private static void group(Path directory, List<String> files, String first, String each, List<String> units)
            throws IOException {
        StringBuilder unit = new StringBuilder(each + first);
        long bytes = 0;
        for (String file : files) {
            long size = Files.size(directory.resolve(file + ".cpp"));
            if (bytes > 0 && bytes + size > GROUP_BYTES) {
                units.add(write(directory, "unit" + units.size(), unit));
                unit = new StringBuilder(each);
                bytes = 0;
            }
            bytes += size;
            unit.append("#include \"").append(file).append(".cpp\"\n");
        }
        units.add(write(directory, "unit" + units.size(), unit));
    }

    private static String write(Path directory, String unit, CharSequence text) throws IOException {
        Files.writeString(directory.resolve(unit + ".cpp"), text);
        return unit;
    }
}
