// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import static io.fluxmill.cli.family.Training.percent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.cli.console.Stage;
import io.fluxmill.cli.console.TextTable;
import io.fluxmill.cli.family.Training;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.quantizer.data.Dataset;
import io.fluxmill.quantizer.sfq.map.SfqCircuit;
import io.fluxmill.quantizer.sfq.map.SfqEvaluation;
import io.fluxmill.quantizer.sfq.map.SfqEvaluation.Accuracy;
import io.fluxmill.quantizer.sfq.map.SfqMapping;
import io.fluxmill.quantizer.sfq.read.SfqNetworkFile;
import io.fluxmill.quantizer.sfq.train.SfqTrainConfig;
import io.fluxmill.quantizer.sfq.train.SfqTrainResult;
import io.fluxmill.quantizer.sfq.train.SfqTrainer;
import io.fluxmill.quantizer.train.TrainingLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rate-coded SFQ networks; writes JSON. */
public record SfqTraining(SfqTrainConfig train) implements Training {
    private static final int SEED = 1;
    private static final String TESTING = "running the test samples pulse by pulse";

    public static SfqTraining from(ConfigNode section) {
        return new SfqTraining(SfqTrainConfig.from(section));
    }

    @Override
    public List<Stage> phases() {
        return Stage.listOf("training", TESTING);
    }

    @Override
    public Result run(TrainingLog progress) {
        SfqTrainResult result = SfqTrainer.train(train, progress);
        SfqNetworkFile.write(result.network(), train.model());
        SfqCircuit circuit = SfqMapping.map(result.network(), train.library(), SEED);
        progress.report(TESTING);
        progress.phase(TESTING);
        Dataset test = Dataset.read(train.test());
        SfqEvaluation mapped = SfqEvaluation.of(circuit, test, test.count(), windows(), 1, SEED);
        TextTable table = new TextTable("network", "slots", "time", "accuracy");
        table.row("float, ReLU", "", "", percent(result.floating()));
        table.row("mean field", "", "", percent(result.meanField()));
        ObjectNode accuracy = JsonNodeFactory.instance
                .objectNode()
                .put("float", result.floating())
                .put("mean-field", result.meanField());
        ObjectNode bySlots = accuracy.putObject("mapped");
        for (Accuracy a : mapped.accuracies()) {
            table.row(
                    "pulses",
                    a.slots(),
                    String.format(Locale.ROOT, "%.2f ns", a.slots() * train.slotPs() / 1000),
                    percent(a.share()));
            bySlots.put(Integer.toString(a.slots()), a.share());
        }
        List<String> lines = new ArrayList<>(table.lines());
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("model", train.model().toString())
                .put("paths", result.paths())
                .put("josephson-junctions", result.junctions())
                .put("seconds", result.seconds());
        root.set("accuracy", accuracy);
        ObjectNode parts = root.putObject("junctions");
        List<String> counts = new ArrayList<>();
        circuit.junctions().forEach((part, count) -> {
            String name = part.name().toLowerCase(Locale.ROOT);
            parts.put(name, count);
            counts.add(name + " " + count);
        });
        lines.add(String.format(
                Locale.ROOT,
                "%,d paths, %,d Josephson junctions: %s",
                result.paths(),
                result.junctions(),
                String.join(", ", counts)));
        lines.add("model: " + train.model());
        return new Result(lines, root);
    }

    /** Powers of two from 16 to the window, and the window. */
    private List<Integer> windows() {
        List<Integer> windows = new ArrayList<>();
        for (int slots = 16; slots < train.window(); slots *= 2) {
            windows.add(slots);
        }
        windows.add(train.window());
        return windows;
    }
}
