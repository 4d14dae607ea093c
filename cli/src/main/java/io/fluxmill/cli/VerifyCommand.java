// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fluxmill verify}: a network on the simulated RTL, every word compared with the bit-exact reference. */
@Command(
        name = "verify",
        description = "Run a network on the simulated RTL and compare every word with the reference.",
        footer = "Exits with 1 if a word differs.")
final class VerifyCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "CONFIG", description = "Configuration file, see docs/cli.md.")
    private Path config;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for Verilog, waves and report.html. Default: fluxmill-out/<name of CONFIG>.")
    private Path out;

    VerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        json.check();
        DesignConfig design = DesignConfig.read(config);
        return VerifySummary.runAndWrite(design, out != null ? out : defaultFolder(config), json, console);
    }

    static Path defaultFolder(Path config) {
        String name = config.getFileName().toString().replaceFirst("\\.ya?ml$", "");
        return Path.of("fluxmill-out", name);
    }
}
