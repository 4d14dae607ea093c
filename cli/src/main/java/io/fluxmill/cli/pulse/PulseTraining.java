// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.cli.console.Stage;
import io.fluxmill.cli.console.TextTable;
import io.fluxmill.cli.family.Training;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.quantizer.pulse.read.PulseNetworkFile;
import io.fluxmill.quantizer.pulse.train.PulseTrainConfig;
import io.fluxmill.quantizer.pulse.train.PulseTrainResult;
import io.fluxmill.quantizer.pulse.train.PulseTrainResult.Resolution;
import io.fluxmill.quantizer.pulse.train.PulseTrainer;
import io.fluxmill.quantizer.train.TrainingLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Networks for detector pulses in the engine's integers; writes JSON. */
public record PulseTraining(PulseTrainConfig train) implements Training {
    public static PulseTraining from(ConfigNode section) {
        return new PulseTraining(PulseTrainConfig.from(section));
    }

    @Override
    public List<Stage> phases() {
        return Stage.listOf("float", "activations", "integers");
    }

    @Override
    public Result run(TrainingLog progress) {
        PulseTrainResult result = PulseTrainer.train(train, progress);
        PulseNetworkFile.write(result.network(), train.model());
        TextTable table = new TextTable("arithmetic", "time", "of bound", "amplitude", "of bound", "all amplitudes");
        row(table, "float", result.before());
        row(table, "integers", result.after());
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("model: " + train.model());
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("model", train.model().toString())
                .put("macs", result.network().macs())
                .put("seconds", result.seconds());
        root.set("float", resolution(result.before()));
        root.set("integers", resolution(result.after()));
        return new Result(lines, root);
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
}
