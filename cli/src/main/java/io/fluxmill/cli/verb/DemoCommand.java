// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.family.Families;
import io.fluxmill.cli.family.SimulatorBench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fluxmill demo}: verifies the example that comes with the project on real data. */
@Command(
        name = "demo",
        description = "Install what is missing, build, and verify a trained network on Fashion-MNIST in four formats.")
public final class DemoCommand implements Callable<Integer> {
    private final Families families;
    private final Console console;

    @Mixin
    private JsonOption json;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for Verilog, waves and report.html. Default: fluxmill-out/fashion.")
    private Path out;

    DemoCommand(Families families, Console console) {
        this.families = families;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        json.check();
        Path config = Path.of(System.getProperty("fluxmill.home", "."), "examples", "fashion.yaml");
        return VerifyCommand.run(
                families, relative(config), out, new SimulatorBench(), json, new JunitOption(), console);
    }

    /** The shorter name, if the command runs in the project's folder. */
    private static Path relative(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path) : path;
    }
}
