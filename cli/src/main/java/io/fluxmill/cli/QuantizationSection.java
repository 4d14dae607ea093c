// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import io.fluxmill.config.ConfigNode;
import io.fluxmill.format.NumberFormat;
import io.fluxmill.format.NumberFormats;
import io.fluxmill.precision.QuantizationPlan;
import io.fluxmill.precision.ScaleMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The section {@code quantization} of a configuration.
 *
 * @param formats one run for each: names of formats, or {@code trained} for the quantisation the network was trained with
 * @param layers formats of single layers by name, for every run
 * @param resultFormat format of the network's result, or null for the default of {@link QuantizationPlan}
 * @param fit whether weights and biases are fitted to the calibration samples
 * @param calibrationSamples samples of the data from which scales are found
 */
record QuantizationSection(
        List<String> formats,
        Map<String, NumberFormat> layers,
        NumberFormat resultFormat,
        ScaleMethod method,
        boolean perChannel,
        boolean fit,
        int calibrationSamples) {
    static final String TRAINED = "trained";

    /** @param operands formats that the engine multiplies in */
    static QuantizationSection from(ConfigNode node, List<NumberFormat> operands) {
        Map<String, NumberFormat> layers = new LinkedHashMap<>();
        node.optionalNode("layers").ifPresent(section -> {
            for (String layer : section.keys()) {
                layers.put(layer, section.parsed(layer, name -> operand(name, operands)));
            }
        });
        QuantizationSection section = new QuantizationSection(
                node.parsedList(
                        "formats",
                        name -> name.equals(TRAINED)
                                ? name
                                : operand(name, operands).name()),
                layers,
                node.parsed("result-format", NumberFormats::of, null),
                node.choice("method", ScaleMethod.class, ScaleMethod.MSE),
                node.flag("per-channel", true),
                node.flag("fit", true),
                node.integer("calibration-samples", 1, 1_000_000, 256));
        node.rejectUnknown();
        return section;
    }

    private static NumberFormat operand(String name, List<NumberFormat> operands) {
        NumberFormat format = NumberFormats.of(name);
        if (!operands.contains(format)) {
            List<String> names = operands.stream().map(NumberFormat::name).toList();
            throw new IllegalArgumentException(
                    "format must be one of engine.formats (" + String.join(", ", names) + "), not " + name);
        }
        return format;
    }

    /** The plan of one run on an engine with these formats. */
    QuantizationPlan plan(String format, List<NumberFormat> operands, List<NumberFormat> results) {
        boolean trained = format.equals(TRAINED);
        return new QuantizationPlan(
                operands,
                results,
                trained ? null : NumberFormats.of(format),
                layers,
                resultFormat,
                method,
                perChannel,
                trained,
                fit);
    }
}
