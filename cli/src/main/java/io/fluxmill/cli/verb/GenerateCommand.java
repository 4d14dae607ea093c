// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.cli.family.DesignConfig;
import io.fluxmill.cli.family.Families;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.file.OutputFile;
import io.fluxmill.core.file.OutputFolder;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.hw.emit.EngineConfig;
import io.fluxmill.hw.emit.Generator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fluxmill generate}: an engine's Verilog, manifest and register documents. */
@Command(name = "generate", description = "Write an engine's Verilog, manifest and register map.")
public final class GenerateCommand implements Callable<Integer> {
    /** Folder of the program in the folder of the design. */
    private static final String PROGRAM = "program";

    private final Families families;
    private final Console console;

    @Mixin
    private JsonOption json;

    @Parameters(
            paramLabel = "CONFIG",
            description = "Configuration with a section engine; with a model, its program is written, too.")
    private Path config;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder to write, made if need be. Default: rtl-out/<name of the engine>.")
    private Path out;

    @Option(
            names = "--no-program",
            description = "Write the hardware only; sections other than engine are not looked at.")
    private boolean hardwareOnly;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Samples of the data, with expected results, that come with the program. Default: 1.")
    private Integer samples;

    GenerateCommand(Families families, Console console) {
        this.families = families;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        json.check();
        if (samples != null && samples < 1) {
            throw new InputException("--samples must be at least 1: --samples " + samples, "use --no-program for none");
        }
        DesignConfig chosen = families.design(ConfigNode.read(config));
        EngineConfig engine = chosen.design();
        Path folder = out != null ? out : Path.of("rtl-out", engine.name());
        new OutputFolder("--out", folder).check();
        console.progress("generating " + engine.name());
        Design design = chosen.generate();
        Manifest manifest = design.manifest();
        Map<String, byte[]> program = program(chosen, manifest);
        Generator.write(design, folder);
        console.clearProgress();
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("design", manifest.design()).put("hash", manifest.hash());
        for (Path file : files(folder)) {
            console.result(file.toString());
            result.withArray("files").add(file.toString());
        }
        write(program, folder.resolve(PROGRAM), result);
        if (program.isEmpty()) {
            explainMissing(folder.resolve(PROGRAM));
        }
        json.write(result);
        return Exit.OK;
    }

    /** The program of the configuration's model, if it has one. */
    private Map<String, byte[]> program(DesignConfig chosen, Manifest manifest) throws IOException {
        ConfigNode root = ConfigNode.read(config);
        if (hardwareOnly || chosen.host() != null || !root.has("model")) {
            return Map.of();
        }
        try {
            return families.job(root).program(manifest, samples == null ? 1 : samples, console);
        } catch (InputException e) {
            throw new InputException(e.getMessage(), e.remedy() + "; --no-program writes the hardware alone");
        }
    }

    private void explainMissing(Path folder) {
        if (samples != null) {
            console.message("--samples has no effect: no program is written");
        }
        if (Files.isDirectory(folder)) {
            console.message(folder + " is of an earlier run and was left as it is; it may be for another design");
        }
    }

    private void write(Map<String, byte[]> program, Path folder, ObjectNode result) {
        Set<Path> folders = new TreeSet<>();
        program.forEach((name, content) -> {
            Path file = folder.resolve(name);
            if (folders.add(file.getParent())) {
                new OutputFolder("--out", file.getParent()).make();
            }
            OutputFile.of("--out", file).write(content);
            result.withArray("files").add(file.toString());
        });
        folders.forEach(each -> console.result(each + "/"));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
