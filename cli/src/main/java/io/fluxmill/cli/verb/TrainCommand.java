// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.cli.family.Families;
import io.fluxmill.cli.family.Training;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.file.OutputFile;
import io.fluxmill.core.progress.Progress;
import io.fluxmill.quantizer.train.TrainingLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fluxmill train}: training of a small network for an engine; writes an ONNX file, or JSON for pulses. */
@Command(
        name = "train",
        description = "Train a small network with quantisation; write ONNX or JSON.",
        footer = "The first run downloads PyTorch's libraries (110 MB).")
public final class TrainCommand implements Callable<Integer> {
    private final Families families;
    private final Console console;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "CONFIG", description = "Configuration with a section train.")
    private Path config;

    TrainCommand(Families families, Console console) {
        this.families = families;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        json.check();
        ConfigNode node = ConfigNode.read(config);
        Training training = families.training(node.node("train"));
        node.rejectUnknown();
        OutputFile.of(node.node("train"), "model").check();
        Training.Result result =
                console.stages("train " + config.toAbsolutePath(), training.phases(), () -> training.run(log()));
        result.lines().forEach(console::result);
        json.write(result.json());
        return Exit.OK;
    }

    private TrainingLog log() {
        return new TrainingLog() {
            @Override
            public void report(String message) {
                console.message(message);
            }

            @Override
            public Progress phase(String name) {
                return console.stage(name);
            }
        };
    }
}
