// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.config.ConfigNode;
import io.fluxmill.read.OnnxWriter;
import io.fluxmill.train.TrainConfig;
import io.fluxmill.train.TrainResult;
import io.fluxmill.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fluxmill train}: quantisation-aware training of a small network; writes an ONNX file. */
@Command(
        name = "train",
        description = "Train a small network with quantisation and write it as ONNX.",
        footer = "The first run downloads PyTorch's libraries (110 MB).")
final class TrainCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "CONFIG", description = "Configuration with a section train.")
    private Path config;

    TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        json.check();
        ConfigNode node = ConfigNode.read(config);
        TrainConfig train = TrainConfig.from(node.node("train"));
        node.rejectUnknown();
        TrainResult result = Trainer.train(train, console::message);
        OnnxWriter.write(result.network(), train.model());
        TextTable table = new TextTable("format", "accuracy", "before fine-tuning");
        table.row(
                "float",
                percent(result.after().inFloat()),
                percent(result.before().inFloat()));
        ObjectNode accuracy = JsonNodeFactory.instance
                .objectNode()
                .put("float", result.after().inFloat());
        result.after().inFormats().forEach((format, share) -> {
            table.row(
                    format.name(),
                    percent(share),
                    percent(result.before().inFormats().get(format)));
            accuracy.put(format.name(), share);
        });
        table.lines().forEach(console::result);
        console.result("model: " + train.model());
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("model", train.model().toString()).put("macs", result.macs()).put("seconds", result.seconds());
        root.set("accuracy", accuracy);
        json.write(root);
        return Exit.OK;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }
}
