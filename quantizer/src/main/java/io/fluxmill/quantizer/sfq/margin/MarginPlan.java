// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.margin;

import io.fluxmill.core.config.ConfigNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * How margins are searched for; docs/sfq-margins.md has the keys.
 *
 * @param rangePercent searched to each side
 * @param resolutionPercent distance of the points
 * @param scanPoints to each side
 */
public record MarginPlan(
        List<Parameter> parameters,
        double rangePercent,
        double resolutionPercent,
        int scanPoints,
        TraceCheck.Rule rule) {
    /** The defaults of the documentation. */
    public static final MarginPlan DEFAULT =
            new MarginPlan(List.of(Parameter.values()), 50, 0.1, 10, TraceCheck.Rule.STRICT);

    private static final double MAX_RANGE = 90;
    private static final List<String> KEYS =
            Stream.of(Parameter.values()).map(Parameter::key).toList();

    /** Takes a copy. */
    public MarginPlan {
        parameters = List.copyOf(parameters);
    }

    /**
     * Reads the section {@code margins}.
     *
     * @throws io.fluxmill.core.config.InputException if a key or value breaks its rule
     */
    public static MarginPlan from(ConfigNode section) {
        MarginPlan plan = new MarginPlan(
                section.parsedList("parameters", MarginPlan::parameter, DEFAULT.parameters).stream()
                        .distinct()
                        .toList(),
                section.number("range-percent", 1, MAX_RANGE, DEFAULT.rangePercent),
                section.number("resolution-percent", 0.01, 10, DEFAULT.resolutionPercent),
                section.integer("scan-points", 1, 1000, DEFAULT.scanPoints),
                rule(section));
        section.rejectUnknown();
        if (plan.resolutionPercent > plan.rangePercent) {
            throw section.error("resolution-percent", "at most the range", "use 0.1");
        }
        return plan;
    }

    private static Parameter parameter(String key) {
        if (!KEYS.contains(key)) {
            throw new IllegalArgumentException(
                    "parameter must be one of " + String.join(", ", KEYS) + ": parameter=" + key);
        }
        return Parameter.values()[KEYS.indexOf(key)];
    }

    /** Keys {@code order} and {@code collisions}. */
    static TraceCheck.Rule rule(ConfigNode section) {
        return new TraceCheck.Rule(
                section.flag("order", true),
                section.choice("collisions", List.of("expected", "any"), "expected")
                        .equals("any"));
    }

    /** Points to each side. */
    int steps() {
        return (int) Math.round(rangePercent / resolutionPercent);
    }
}
