// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import static io.fluxmill.cli.family.Training.percent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.cli.console.Stage;
import io.fluxmill.cli.console.TextTable;
import io.fluxmill.cli.family.NamedFiles;
import io.fluxmill.cli.family.Training;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.quantizer.spiking.nir.NirWriter;
import io.fluxmill.quantizer.spiking.train.SpikingTrainConfig;
import io.fluxmill.quantizer.spiking.train.SpikingTrainResult;
import io.fluxmill.quantizer.spiking.train.SpikingTrainResult.Measured;
import io.fluxmill.quantizer.spiking.train.SpikingTrainer;
import io.fluxmill.quantizer.train.TrainingLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Spiking networks on images; writes NIR. */
public record SpikingTraining(SpikingTrainConfig train) implements Training {
    public static SpikingTraining from(ConfigNode section) {
        NamedFiles files = new NamedFiles(section.string("origin", null));
        for (String key : List.of("digits", "images", "labels", "test-images", "test-labels")) {
            files.checkData(section, key);
        }
        return new SpikingTraining(SpikingTrainConfig.from(section));
    }

    @Override
    public List<Stage> phases() {
        return Stage.listOf(SpikingTrainer.PHASES.toArray(String[]::new));
    }

    @Override
    public Result run(TrainingLog progress) {
        SpikingTrainResult result = SpikingTrainer.train(train, progress);
        NirWriter.write(result.network(), train.model());
        TextTable table = new TextTable("weights", "accuracy", "spikes of an image", "operations between neurons");
        row(table, "float", result.floating());
        row(table, train.weightBits() + " bits", result.quantized());
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("model: " + train.model());
        if (!result.seeds().isEmpty()) {
            lines.add("for quantize and verify: quantization.random-weights: {"
                    + result.seeds().entrySet().stream()
                            .map(seed -> seed.getKey() + ": " + seed.getValue())
                            .collect(Collectors.joining(", "))
                    + "}");
        }
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("model", train.model().toString()).put("seconds", result.seconds());
        root.set("float", json(result.floating()));
        root.set("quantized", json(result.quantized()));
        return new Result(lines, root);
    }

    private static void row(TextTable table, String weights, Measured measured) {
        String spikes = measured.spikes().stream()
                .map(n -> String.format(Locale.ROOT, "%.0f", n))
                .collect(Collectors.joining(" + "));
        table.row(
                weights,
                percent(measured.accuracy()),
                spikes,
                String.format(Locale.ROOT, "%,.0f", measured.operations()));
    }

    private static ObjectNode json(Measured measured) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("accuracy", measured.accuracy()).put("synaptic-operations", measured.operations());
        measured.spikes().forEach(json.putArray("spikes")::add);
        return json;
    }
}
