// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Prevents Verilator from copying the code of modules with many instances. One copy for all instances stays in
 * the caches of the processor and compiles faster; copies avoid passing the ports. Modules that only connect others, such as the rows of an array, have no code
 * of their own and are always copied. Measured: docs/benchmarks.md.
 *
 * <p>The inputs of modules with one copy are public to readers, which keeps them as variables of the instance. Otherwise Verilator puts what drives a port in its
 * place, and the code of no two instances is the same.
 */
final class RepeatedModules {
    private static final Pattern MODULE = Pattern.compile("(?ms)^\\s*module\\s+(\\w+)(.*?)^\\s*endmodule");
    private static final Pattern INSTANCE = Pattern.compile("(?m)^\\s*(\\w+)\\s+(?:#\\s*\\(.*?\\)\\s*)?\\w+\\s*\\(");

    /** What computes in a module: a process, or an assignment of anything but a name, a selection or a constant. */
    private static final Pattern COMPUTES =
            Pattern.compile("\\balways|\\binitial\\b|\\bassign\\b[^=;]*=\\s*(?![\\w'\\[\\]:\\s]*;)");

    private static final Pattern INPUT =
            Pattern.compile("(?m)^\\s*input\\s+(?:wire|reg)?\\s*(?:\\[[^\\]]*\\]\\s*)?(\\w+)\\s*,?\\s*$");
    private static final Pattern CLOCK = Pattern.compile("\\b(?:pos|neg)edge\\s+(\\w+)");

    /** With 4 instances copies were 5 % faster; with 8 and more one copy was 40 % faster. */
    private static final int MANY = 8;

    private final Map<String, String> bodies = new TreeMap<>();
    /** By module, the modules that have instances of it, once for each instance. */
    private final Map<String, List<String>> parents = new TreeMap<>();

    private final Map<String, Long> counts = new HashMap<>();

    private RepeatedModules(List<String> texts) {
        for (String text : texts) {
            Matcher module = MODULE.matcher(text);
            while (module.find()) {
                bodies.put(module.group(1), module.group(2));
            }
        }
        bodies.forEach((parent, body) -> children(body)
                .forEach(child ->
                        parents.computeIfAbsent(child, key -> new ArrayList<>()).add(parent)));
    }

    /** Verilator's configuration for these Verilog texts. */
    static String configuration(List<String> texts) {
        RepeatedModules modules = new RepeatedModules(texts);
        StringBuilder lines = new StringBuilder("`verilator_config\n");
        for (String name : modules.bodies.keySet()) {
            if (modules.parents.containsKey(name) && modules.count(name) >= MANY) {
                lines.append(modules.rules(name));
            }
        }
        return lines.toString();
    }

    private String rules(String name) {
        String module = " -module \"" + name + "\"";
        if (onlyConnects(name)) {
            return "inline" + module + "\n";
        }
        StringBuilder rules = new StringBuilder("no_inline" + module + "\n");
        Set<String> clocks = found(CLOCK, bodies.get(name));
        for (String input : found(INPUT, bodies.get(name))) {
            if (!clocks.contains(input)) {
                rules.append("public_flat_rd" + module + " -var \"" + input + "\"\n");
            }
        }
        return rules.toString();
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Instances of a module in the whole design; 1 of one that no other has. */
    private long count(String module) {
        Long known = counts.get(module);
        if (known != null) {
            return known;
        }
        counts.put(module, 0L); // a module in itself is Verilator's to refuse
        List<String> all = parents.getOrDefault(module, List.of());
        long count = all.isEmpty() ? 1 : all.stream().mapToLong(this::count).sum();
        counts.put(module, count);
        return count;
    }

    private List<String> children(String body) {
        List<String> names = new ArrayList<>();
        Matcher instance = INSTANCE.matcher(body);
        while (instance.find()) {
            if (bodies.containsKey(instance.group(1))) {
                names.add(instance.group(1));
            }
        }
        return names;
    }

    private boolean onlyConnects(String module) {
        String body = bodies.get(module);
        return !children(body).isEmpty() && !COMPUTES.matcher(body).find();
    }
}
