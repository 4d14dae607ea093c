// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.format.BlockFormat;
import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.format.ScaleRule;
import io.fluxmill.quantizer.mac.precision.QuantizationPlan;
import io.fluxmill.quantizer.mac.precision.QuantizationPlan.Trained;
import io.fluxmill.quantizer.mac.scale.ScaleMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The section {@code quantization} of a configuration.
 *
 * @param formats one run for each: names of formats, {@code trained} for the quantisation the network was trained with,
 *     {@code trained-nearest} for the nearest that the hardware supports, or {@code mixed}
 * @param mixed what {@code mixed} means, or null
 * @param layers formats of single layers by name, for every run
 * @param resultFormat format of the network's result, or null for the default of {@link QuantizationPlan}
 * @param fit whether weights and biases are fitted to the calibration samples
 * @param calibrationSamples samples of the data from which scales are found
 * @param blocks how block formats are made, and of what
 * @param round the arithmetic that {@code trained} reproduces of a TensorFlow Lite model
 */
public record QuantizationSection(
        List<String> formats,
        Mixed mixed,
        Map<String, FormatPair> layers,
        NumberFormat resultFormat,
        ScaleMethod method,
        boolean perChannel,
        boolean fit,
        int calibrationSamples,
        Blocks blocks,
        Rounding round) {
    static final String TRAINED = "trained";
    static final String MIXED = "mixed";
    static final String TRAINED_NEAREST = "trained-nearest";
    private static final List<String> SPECIAL = List.of(TRAINED, TRAINED_NEAREST, MIXED);

    /** Layer-adaptive precision: the given share of the layers, the most sensitive ones, in the wide format. */
    record Mixed(FormatPair narrow, FormatPair wide, double share) {
        static Mixed from(ConfigNode node, List<FormatPair> operands) {
            Mixed mixed = new Mixed(
                    node.parsed("narrow", name -> operand(name, operands)),
                    node.parsed("wide", name -> operand(name, operands)),
                    node.number("share", 0, 1));
            node.rejectUnknown();
            return mixed;
        }
    }

    /**
     * How blocks are made.
     *
     * @param results format of the tensors that become blocks
     */
    record Blocks(NumberFormat results, ScaleRule scale, boolean fourOverSix) {
        private static final List<NumberFormat> RESULTS = List.of(
                NumberFormats.BF16,
                NumberFormats.FP16,
                NumberFormats.of("POSIT16_0"),
                NumberFormats.POSIT16_1,
                NumberFormats.of("POSIT16_2"));

        static Blocks from(ConfigNode node) {
            return new Blocks(
                    node.parsed("block-results", Blocks::results, NumberFormats.BF16),
                    node.choice("block-scale", ScaleRule.class, ScaleRule.FLOOR),
                    node.flag("four-over-six", false));
        }

        private static NumberFormat results(String name) {
            return RESULTS.stream()
                    .filter(format -> format.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "block-results must be BF16, FP16, POSIT16_0, POSIT16_1 or POSIT16_2, not " + name));
        }

        /** The format with these rules if it is one of blocks. */
        FormatPair of(FormatPair formats) {
            return formats.weights() instanceof BlockFormat block
                    ? FormatPair.of(block.with(scale, fourOverSix))
                    : formats;
        }
    }

    /** @param operands pairs of formats that the engine multiplies */
    static QuantizationSection from(ConfigNode node, List<FormatPair> operands) {
        Map<String, FormatPair> layers = new LinkedHashMap<>();
        node.optionalNode("layers").ifPresent(section -> {
            for (String layer : section.keys()) {
                layers.put(layer, section.parsed(layer, name -> operand(name, operands)));
            }
        });
        List<String> formats = node.parsedList(
                "formats",
                name -> SPECIAL.contains(name) ? name : operand(name, operands).name());
        Mixed mixed = formats.contains(MIXED) || node.has("mixed") ? Mixed.from(node.node("mixed"), operands) : null;
        QuantizationSection section = new QuantizationSection(
                formats,
                mixed,
                layers,
                node.parsed("result-format", NumberFormats::of, null),
                node.choice("method", ScaleMethod.class, ScaleMethod.MSE),
                node.flag("per-channel", true),
                node.flag("fit", true),
                node.integer("calibration-samples", 1, 1_000_000, 256),
                Blocks.from(node),
                node.parsed("round", QuantizationSection::rounding, Rounding.NEAREST_TWICE));
        node.rejectUnknown();
        return section;
    }

    private static Rounding rounding(String key) {
        Rounding rounding = Rounding.of(key);
        if (rounding.isCommon()) {
            throw new IllegalArgumentException("round must be double, single or fp32, not " + key);
        }
        return rounding;
    }

    private static FormatPair operand(String name, List<FormatPair> operands) {
        FormatPair format = FormatPair.of(name);
        if (!operands.contains(format)) {
            List<String> names = operands.stream().map(FormatPair::name).toList();
            throw new IllegalArgumentException(
                    "format must be one of engine.formats (" + String.join(", ", names) + "), not " + name);
        }
        NumberFormat weights = format.weights();
        if (weights.toDouble(weights.minBits()) >= 0) {
            throw new IllegalArgumentException("format must have negative values for weights: " + name + "; "
                    + weights.name() + " can be the result-format, or the activations', as in INT8 x "
                    + weights.name());
        }
        return format;
    }

    /** The plan of one run on an engine with these formats; of {@code mixed}, with every layer narrow. */
    QuantizationPlan plan(String format, List<FormatPair> operands, List<NumberFormat> results, int rescaleBits) {
        Trained trained =
                switch (format) {
                    case TRAINED -> Trained.EXACT;
                    case TRAINED_NEAREST -> Trained.NEAREST;
                    default -> Trained.AS_BOUNDS;
                };
        FormatPair uniform =
                switch (format) {
                    case TRAINED, TRAINED_NEAREST -> null;
                    case MIXED -> blocks.of(mixed.narrow());
                    default -> blocks.of(FormatPair.of(format));
                };
        Map<String, FormatPair> ofLayers = new LinkedHashMap<>();
        layers.forEach((layer, named) -> ofLayers.put(layer, blocks.of(named)));
        return new QuantizationPlan(
                operands,
                results,
                uniform,
                ofLayers,
                resultFormat,
                method,
                perChannel,
                trained,
                fit,
                rescaleBits,
                blocks.results());
    }
}
