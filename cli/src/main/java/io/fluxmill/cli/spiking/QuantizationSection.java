// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.RandomWeights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The section {@code quantization}.
 *
 * @param fractionBits places behind the point of the membranes; null to use all weight bits
 * @param randomWeights seeds by the name of the connection
 * @param agreement share of equal spike counts for which {@code quantize} looks for the shortest words; null not to look
 */
record QuantizationSection(
        Integer fractionBits, StateRounding rounding, Double agreement, Map<String, Integer> randomWeights) {
    /** @param usual rounding without the key */
    static QuantizationSection from(Optional<ConfigNode> section, StateRounding usual) {
        if (section.isEmpty()) {
            return new QuantizationSection(null, usual, null, Map.of());
        }
        ConfigNode node = section.get();
        QuantizationSection read = new QuantizationSection(
                node.has("fraction-bits") ? node.integer("fraction-bits", 0, 30) : null,
                node.choice("rounding", StateRounding.class, usual),
                node.has("agreement") ? node.number("agreement", 0, 1) : null,
                node.optionalNode("random-weights")
                        .map(QuantizationSection::seeds)
                        .orElse(Map.of()));
        node.rejectUnknown();
        return read;
    }

    private static Map<String, Integer> seeds(ConfigNode section) {
        Map<String, Integer> seeds = new LinkedHashMap<>();
        section.keys().forEach(name -> seeds.put(name, section.integer(name, 1, RandomWeights.MOST_SEED)));
        return seeds;
    }
}
