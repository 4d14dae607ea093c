// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.board;

import io.fluxmill.core.config.ConfigNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A configuration with a smaller matrix engine: values of keys that are powers of two and may be halved.
 *
 * @param values by key, in the section of the engine
 */
record SmallerEngine(Map<String, Integer> values) {
    private static final List<String> SIDES = List.of("rows", "columns");
    private static final String MEMORY = "weight-words";
    private static final int MIN_WORDS = 16;
    private static final int MAX_VALUE = 1 << 20;

    /** The engine of a configuration as it is; empty if it is no matrix engine with its size in the file. */
    static Optional<SmallerEngine> of(ConfigNode root) {
        ConfigNode engine = engine(root);
        if (!engine.string("family").equals("mac") || !SIDES.stream().allMatch(engine::has)) {
            return Optional.empty();
        }
        Map<String, Integer> values = new LinkedHashMap<>();
        SIDES.forEach(key -> values.put(key, engine.integer(key, 1, MAX_VALUE)));
        if (engine.has(MEMORY)) {
            values.put(MEMORY, engine.integer(MEMORY, 1, MAX_VALUE));
        }
        return Optional.of(new SmallerEngine(values));
    }

    /** The section of the engine, inside of that of a host if there is one. */
    private static ConfigNode engine(ConfigNode root) {
        ConfigNode engine = root.node("engine");
        return engine.isSection("engine") ? engine.node("engine") : engine;
    }

    /** The longer side halved, or the rows of a square; empty for one unit. */
    Optional<SmallerEngine> smallerArray() {
        String side = values.get("rows") >= values.get("columns") ? "rows" : "columns";
        return values.get(side) > 1 ? Optional.of(halved(side)) : Optional.empty();
    }

    /** Half the weight memory; empty if the configuration does not say how large it is. */
    Optional<SmallerEngine> smallerMemory() {
        return values.getOrDefault(MEMORY, 0) > MIN_WORDS ? Optional.of(halved(MEMORY)) : Optional.empty();
    }

    private SmallerEngine halved(String key) {
        Map<String, Integer> next = new LinkedHashMap<>(values);
        next.put(key, next.get(key) / 2);
        return new SmallerEngine(next);
    }

    /** What to write, as {@code engine.rows: 4 and engine.columns: 4}; only what differs from a configuration. */
    String changes(ConfigNode root) {
        List<String> changes = new ArrayList<>();
        SmallerEngine before = of(root).orElseThrow();
        values.forEach((key, value) -> {
            if (!value.equals(before.values.get(key))) {
                changes.add(engine(root).keyPath() + "." + key + ": " + value);
            }
        });
        return String.join(" and ", changes);
    }

    /** The text of a configuration with these values. */
    String apply(ConfigNode root, String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        values.forEach((key, value) -> {
            int line = engine(root).line(key) - 1;
            Matcher matcher = Pattern.compile("\\b" + key + ": *\\d+").matcher(lines.get(line));
            lines.set(line, matcher.replaceFirst(key + ": " + value));
        });
        return String.join("\n", lines) + "\n";
    }
}
