// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.map;

import io.fluxmill.config.ConfigNode;
import io.fluxmill.graph.SfqNetwork;
import io.fluxmill.map.SfqStudy.Case;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link SfqStudy} looks at: the section {@code study} of a configuration, docs/sfq-networks.md.
 *
 * @param seed of the encoder
 * @param windows measured at each point
 * @param slots window lengths
 * @param biases factors on bias currents
 */
public record SfqStudyConfig(
        List<Case> cases, int seed, int windows, List<Integer> slots, List<Double> biases, MarginSearch margin) {
    private static final int MAX_SLOTS = 1 << 20;

    /** How bias margins are searched; see {@link SfqStudy#margin}. */
    public record MarginSearch(double limit, int windows, double rangePercent, double resolutionPercent) {}

    /** Takes copies. */
    public SfqStudyConfig {
        cases = List.copyOf(cases);
        slots = List.copyOf(slots);
        biases = List.copyOf(biases);
    }

    /**
     * Reads the section.
     *
     * @throws io.fluxmill.config.InputException if a key is unknown or a value breaks its rule
     */
    public static SfqStudyConfig from(ConfigNode study, SfqNetwork network) {
        List<Case> cases = new ArrayList<>();
        for (ConfigNode node : study.nodes("cases")) {
            List<Double> values = node.parsedList("values", text -> number(text, 0, 1));
            if (values.size() != network.inputs()) {
                throw node.error("values", "a list of " + network.inputs() + " numbers", "give a value for each input");
            }
            cases.add(new Case(values, node.integer("class", 0, network.classes() - 1)));
            node.rejectUnknown();
        }
        if (cases.stream().mapToInt(Case::label).distinct().count() < 2) {
            throw study.error("cases", "of at least two classes", "add a case of the other class");
        }
        ConfigNode margin = study.node("margin");
        SfqStudyConfig config = new SfqStudyConfig(
                cases,
                study.integer("seed", 0, Integer.MAX_VALUE, 1),
                study.integer("windows", 1, 1_000_000, 1000),
                study.parsedList("slots", SfqStudyConfig::slots),
                study.parsedList("bias", text -> number(text, 0.01, 10)),
                new MarginSearch(
                        margin.number("limit", 0, 0.5),
                        margin.integer("windows", 1, 1_000_000, 200),
                        margin.number("range-percent", 0.1, 90, 20),
                        margin.number("resolution-percent", 0.01, 90, 0.5)));
        margin.rejectUnknown();
        study.rejectUnknown();
        return config;
    }

    private static int slots(String text) {
        double value = number(text, 1, MAX_SLOTS);
        if (value != Math.rint(value)) {
            throw new IllegalArgumentException("must be a whole number: " + text);
        }
        return (int) value;
    }

    private static double number(String text, double low, double high) {
        double value;
        try {
            value = Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a number: " + text, e);
        }
        if (!(value >= low && value <= high)) {
            throw new IllegalArgumentException("must be " + low + " to " + high + ": " + text);
        }
        return value;
    }
}
