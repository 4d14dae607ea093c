// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.cli.console.Stopwatch;
import io.fluxmill.cli.family.Bench;
import io.fluxmill.cli.family.Families;
import io.fluxmill.cli.family.Project;
import io.fluxmill.cli.family.SimulatorBench;
import io.fluxmill.cli.family.Verdict;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.file.OutputFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
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
public final class VerifyCommand implements Callable<Integer> {
    private final Families families;
    private final Console console;

    @Mixin
    private JsonOption json;

    @Mixin
    private JunitOption junit;

    @Parameters(paramLabel = "CONFIG", description = "Configuration file, see docs/cli.md.")
    private Path config;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for Verilog, waves and report.html. Default: fluxmill-out/<name of CONFIG>.")
    private Path out;

    VerifyCommand(Families families, Console console) {
        this.families = families;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        json.check();
        junit.check();
        return run(families, config, out, new SimulatorBench(), json, junit, console);
    }

    /**
     * Verifies, prints the outcome, writes report and JSON; the result is the exit code.
     *
     * @param out folder to write, or null for the default
     * @param bench what the design runs on
     */
    static int run(
            Families families, Path config, Path out, Bench bench, JsonOption json, JunitOption junit, Console console)
            throws IOException {
        Stopwatch time = new Stopwatch();
        Path folder = out != null ? out : defaultFolder(config);
        new OutputFolder("--out", folder).check();
        Verdict verdict = new Project(families, config, console).verify(folder, bench);
        ObjectNode result = verdict.json();
        bench.describe(result);
        json.write(result);
        junit.write("verify " + verdict.design(), verdict.checks());
        verdict.lines().forEach(console::result);
        bench.summary().forEach(console::result);
        console.result("report: " + folder.resolve(Project.REPORT));
        console.message(String.format(Locale.ROOT, "%.1f s", time.seconds()));
        return verdict.passes() ? Exit.OK : Exit.FAILED;
    }

    private static Path defaultFolder(Path config) {
        if (config.getFileName() == null) {
            throw new InputException("configuration must be a readable file: file=" + config, "check the path");
        }
        String name = config.getFileName().toString().replaceFirst("\\.ya?ml$", "");
        return Path.of("fluxmill-out", name);
    }
}
