// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import io.fluxmill.cli.family.NamedFiles;
import io.fluxmill.cli.mac.program.MacExecution;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.hw.mac.MacConfig;
import io.fluxmill.quantizer.mac.precision.QuantizationPlan;
import java.nio.file.Path;

/**
 * A configuration file: an engine, and a network with data that runs on it; docs/cli.md has the table of keys.
 *
 * @param file as the user named it
 * @param execution how the engine runs networks
 * @param model ONNX, QONNX or TensorFlow Lite file
 * @param modelOutput the tensor or node at which the network ends, or null for the model's output
 */
public record MacJobConfig(
        Path file,
        MacExecution execution,
        Path model,
        String modelOutput,
        DataSection data,
        QuantizationSection quantization,
        VerifySection verify) {

    /**
     * Reads a whole configuration; the files that it names must be there.
     *
     * @throws io.fluxmill.core.config.InputException for anything that breaks a rule, with file and line
     */
    static MacJobConfig from(ConfigNode node) {
        NamedFiles files = new NamedFiles(node.string("origin", null));
        MacExecution execution = MacExecution.of(MacFamily.config(node.node("engine")));
        MacJobConfig config = new MacJobConfig(
                node.file(),
                execution,
                files.required(node, "model"),
                node.string("model-output", null),
                DataSection.from(node.node("data"), files),
                QuantizationSection.from(
                        node.node("quantization"), execution.array().operands()),
                node.optionalNode("verify").map(VerifySection::from).orElse(VerifySection.DEFAULT));
        node.rejectUnknown();
        config.quantization.formats().forEach(config::plan);
        return config;
    }

    /** The plan of a run in one of the configured formats. */
    QuantizationPlan plan(String format) {
        MacConfig array = execution.array();
        return quantization.plan(format, array.operands(), array.results(), array.rescaleBits());
    }
}
