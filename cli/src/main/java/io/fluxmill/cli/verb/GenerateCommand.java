// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.cli.family.DesignConfig;
import io.fluxmill.cli.family.Families;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.file.OutputFolder;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.hw.emit.EngineConfig;
import io.fluxmill.hw.emit.Generator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fluxmill generate}: an engine's Verilog, manifest and register documents. */
@Command(name = "generate", description = "Write an engine's Verilog, manifest and register map.")
public final class GenerateCommand implements Callable<Integer> {
    private final Families families;
    private final Console console;

    @Mixin
    private JsonOption json;

    @Parameters(
            paramLabel = "CONFIG",
            description = "Configuration with a section engine; other sections are not looked at.")
    private Path config;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder to write, made if need be. Default: rtl-out/<name of the engine>.")
    private Path out;

    GenerateCommand(Families families, Console console) {
        this.families = families;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        json.check();
        DesignConfig chosen = families.design(ConfigNode.read(config));
        EngineConfig engine = chosen.design();
        Path folder = out != null ? out : Path.of("rtl-out", engine.name());
        new OutputFolder("--out", folder).check();
        console.progress("generating " + engine.name());
        Design design = chosen.generate();
        Generator.write(design, folder);
        Manifest manifest = design.manifest();
        console.clearProgress();
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("design", manifest.design()).put("hash", manifest.hash());
        for (Path file : files(folder)) {
            console.result(file.toString());
            result.withArray("files").add(file.toString());
        }
        json.write(result);
        return Exit.OK;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
