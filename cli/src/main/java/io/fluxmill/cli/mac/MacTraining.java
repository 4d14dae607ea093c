// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import static io.fluxmill.cli.family.Training.percent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.cli.console.Stage;
import io.fluxmill.cli.console.TextTable;
import io.fluxmill.cli.family.Training;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.quantizer.mac.read.OnnxWriter;
import io.fluxmill.quantizer.mac.train.TrainConfig;
import io.fluxmill.quantizer.mac.train.TrainResult;
import io.fluxmill.quantizer.mac.train.Trainer;
import io.fluxmill.quantizer.train.TrainingLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Networks on images in number formats; writes ONNX. */
public record MacTraining(TrainConfig train) implements Training {
    public static MacTraining from(ConfigNode section) {
        return new MacTraining(TrainConfig.from(section));
    }

    @Override
    public List<Stage> phases() {
        return Stage.listOf("float", "fine-tuning");
    }

    @Override
    public Result run(TrainingLog progress) throws IOException {
        TrainResult result = Trainer.train(train, progress);
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
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("model: " + train.model());
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("model", train.model().toString()).put("macs", result.macs()).put("seconds", result.seconds());
        root.set("accuracy", accuracy);
        return new Result(lines, root);
    }
}
