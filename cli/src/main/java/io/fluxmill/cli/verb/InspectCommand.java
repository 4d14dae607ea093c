// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.cli.family.Families;
import io.fluxmill.cli.family.Inspection;
import io.fluxmill.cli.inspect.InspectionJson;
import io.fluxmill.cli.inspect.InspectionPage;
import io.fluxmill.cli.inspect.InspectionText;
import io.fluxmill.core.file.OutputFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fluxmill inspect}: what a model file is made of, where each part is computed, and whether it can run. */
@Command(
        name = "inspect",
        description = "Say what a model file is made of, where each part is computed, and whether it can run.",
        footer = "Exits with 2 if the model is refused, and says where it can end instead.")
public final class InspectCommand implements Callable<Integer> {
    private final Families families;
    private final Console console;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "MODEL", description = "Model file, see docs/operators.md.")
    private Path model;

    @Option(
            names = "--until",
            paramLabel = "NODE",
            description = "Node or tensor at which the network ends: model-output in a configuration.")
    private String until;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with the graph to this file.")
    private Path html;

    InspectCommand(Families families, Console console) {
        this.families = families;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        json.check();
        if (html != null) {
            OutputFile.of("--html", html).check();
        }
        console.progress("reading " + model);
        Inspection inspection = families.inspect(model, until);
        console.clearProgress();
        new InspectionText(inspection).lines().forEach(console::result);
        json.write(InspectionJson.of(inspection));
        if (html != null) {
            OutputFile.of("--html", html).write(new InspectionPage(inspection, until).render());
        }
        if (inspection.refusal() != null) {
            throw inspection.refusal();
        }
        return Exit.OK;
    }
}
