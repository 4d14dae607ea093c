// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prevents Verilator from copying the code of modules with many instances. One copy for all instances stays in
 * the caches of the processor and compiles faster; copies avoid passing the ports. Measured: docs/benchmarks.md.
 */
final class RepeatedModules {
    private static final Pattern DECLARATION = Pattern.compile("(?m)^\\s*module\\s+(\\w+)");
    private static final Pattern INSTANCE = Pattern.compile("(?m)^\\s*(\\w+)\\s+(?:#\\s*\\(.*?\\)\\s*)?\\w+\\s*\\(");

    /** With 4 instances copies were 5 % faster; with 8 and more one copy was 40 % faster. */
    private static final int MANY = 8;

    private RepeatedModules() {}

    /** Verilator's configuration for these Verilog texts. */
    static String configuration(List<String> texts) {
        Map<String, Integer> instances = new TreeMap<>();
        for (String text : texts) {
            names(DECLARATION, text).forEach(name -> instances.put(name, 0));
        }
        for (String text : texts) {
            names(INSTANCE, text).forEach(name -> instances.computeIfPresent(name, (n, count) -> count + 1));
        }
        StringBuilder lines = new StringBuilder("`verilator_config\n");
        instances.forEach((name, count) -> {
            if (count >= MANY) {
                lines.append("no_inline -module \"").append(name).append("\"\n");
            }
        });
        return lines.toString();
    }

    private static List<String> names(Pattern pattern, String text) {
        List<String> names = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}
