// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.config.ConfigNode;
import io.fluxmill.read.OnnxWriter;
import io.fluxmill.read.PulseNetworkFile;
import io.fluxmill.train.PulseTrainConfig;
import io.fluxmill.train.PulseTrainResult;
import io.fluxmill.train.PulseTrainResult.Resolution;
import io.fluxmill.train.PulseTrainer;
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

/** {@code fluxmill train}: quantisation-aware training of a small network; writes an ONNX file, or JSON for pulses. */
@Command(
        name = "train",
        description = "Train a small network with quantisation; write ONNX or JSON.",
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
        if (PulseTrainConfig.isFor(node.node("train"))) {
            PulseTrainConfig train = PulseTrainConfig.from(node.node("train"));
            node.rejectUnknown();
            trainOnPulses(train);
        } else {
            TrainConfig train = TrainConfig.from(node.node("train"));
            node.rejectUnknown();
            trainOnImages(train);
        }
        return Exit.OK;
    }

    private void trainOnImages(TrainConfig train) throws IOException {
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
    }

    private void trainOnPulses(PulseTrainConfig train) throws IOException {
        PulseTrainResult result = PulseTrainer.train(train, console::message);
        PulseNetworkFile.write(result.network(), train.model());
        TextTable table = new TextTable("arithmetic", "time", "of bound", "amplitude", "of bound", "all amplitudes");
        row(table, "float", result.before());
        row(table, "integers", result.after());
        table.lines().forEach(console::result);
        console.result("model: " + train.model());
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("model", train.model().toString())
                .put("macs", result.network().macs())
                .put("seconds", result.seconds());
        root.set("float", resolution(result.before()));
        root.set("integers", resolution(result.after()));
        json.write(root);
    }

    private static void row(TextTable table, String arithmetic, Resolution reached) {
        table.row(
                arithmetic,
                String.format(Locale.ROOT, "%.1f ps", reached.timePs()),
                String.format(Locale.ROOT, "%.3f", reached.timePs() / reached.boundTimePs()),
                String.format(Locale.ROOT, "%.4f %%", reached.amplitudePercent()),
                String.format(Locale.ROOT, "%.3f", reached.amplitudePercent() / reached.boundAmplitudePercent()),
                String.format(Locale.ROOT, "%.3f and %.3f", reached.rangeTime(), reached.rangeAmplitude()));
    }

    private static ObjectNode resolution(Resolution reached) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("sigma-t-ps", reached.timePs())
                .put("bound-t-ps", reached.boundTimePs())
                .put("sigma-a-percent", reached.amplitudePercent())
                .put("bound-a-percent", reached.boundAmplitudePercent())
                .put("range-t-of-bound", reached.rangeTime())
                .put("range-a-of-bound", reached.rangeAmplitude());
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }
}
