// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.estimate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The equal modules that make up most of a large design, such as the MAC units of an array, and the samples from which its size is found: one with
 * one instance of each of these modules, and for each module one with a second instance. The other instances are black boxes. What a second instance
 * adds in its surroundings, with their constants and shared logic, is taken to be what each further one adds. Equal modules can be in equal modules that only
 * connect them: units in the rows of an array. Then a sample keeps a row with one unit, two such rows, or a row with two units.
 *
 * @param modules instances by module, each {@code <parent>/<name>}, in the order of the Verilog
 * @param copies by module, instances of its parent, if there are several
 */
record Repeats(Map<String, List<String>> modules, Map<String, Integer> copies) {
    /** A module with fewer instances is synthesised whole. */
    private static final int MIN_INSTANCES = 8;
    /** The same for a module that only connects others, and for those in it. */
    private static final int MIN_OF_ROW = 4;
    /** A module whose instances are a smaller share of the design is synthesised whole. */
    private static final double MIN_SHARE = 0.05;
    /** Less would save no time worth an approximation. */
    private static final double MIN_SAVED = 0.5;

    /** Design without such modules, or one that is to be synthesised whole. */
    static final Repeats NONE = new Repeats(Map.of(), Map.of());

    /** @param tree the modules before flattening, in yosys's JSON */
    static Repeats of(Path tree, String top) throws IOException {
        Tree read = new Tree(new ObjectMapper().readTree(tree.toFile()).path("modules"));
        Map<String, List<String>> repeats = read.repeats(top);
        return new Repeats(repeats, read.copies(top, repeats));
    }

    /** Whether there is something to sample. */
    boolean any() {
        return !modules.isEmpty();
    }

    /** Instances that each sample keeps. */
    List<List<String>> samples() {
        List<List<String>> samples = new ArrayList<>();
        List<String> one = modules.values().stream().map(Repeats::first).toList();
        samples.add(one);
        for (List<String> instances : modules.values()) {
            List<String> two = new ArrayList<>(one);
            two.add(second(instances));
            samples.add(two);
        }
        return samples;
    }

    /** Neither is the first or, of eight and more, the last. */
    private static String first(List<String> instances) {
        return instances.get(instances.size() < MIN_INSTANCES ? 1 : instances.size() / 4 + 1);
    }

    private static String second(List<String> instances) {
        return instances.get(instances.size() < MIN_INSTANCES ? 2 : 3 * instances.size() / 4 - 1);
    }

    /** The cells of the design from those of the {@link #samples}. */
    Map<String, Integer> extrapolate(List<Map<String, Integer>> counts) {
        Map<String, Integer> base = counts.get(0);
        Map<String, Integer> total = new TreeMap<>(base);
        int index = 1;
        for (Map.Entry<String, List<String>> module : modules.entrySet()) {
            Map<String, Integer> more = counts.get(index++);
            int others = (module.getValue().size() - 1) * copies.getOrDefault(module.getKey(), 1);
            Map<String, Integer> types = new HashMap<>(base);
            types.putAll(more);
            for (String type : types.keySet()) {
                int each = more.getOrDefault(type, 0) - base.getOrDefault(type, 0);
                total.merge(type, each * others, Integer::sum);
            }
        }
        modules.keySet().forEach(module -> total.remove(module + Estimate.BOX));
        total.replaceAll((type, number) -> Math.max(0, number));
        return total;
    }

    /** The modules with what they cost: connected bits of their cells, a measure of logic that needs no synthesis. */
    private record Tree(JsonNode modules) {
        Map<String, List<String>> repeats(String top) {
            Map<String, Integer> times = times(top);
            Map<String, List<String>> repeats = new LinkedHashMap<>();
            repeats(top, times, repeats);
            double all = cost(top);
            repeats.entrySet().removeIf(e -> cost(e.getKey()) * times.get(e.getKey()) < MIN_SHARE * all);
            double saved = repeats.entrySet().stream()
                    .mapToDouble(e -> cost(e.getKey()) * (e.getValue().size() - 1))
                    .sum();
            return saved < MIN_SAVED * all ? Map.of() : new TreeMap<>(repeats);
        }

        /** The repeated modules in a module that is there once, or only connects and is repeated itself. */
        private void repeats(String parent, Map<String, Integer> times, Map<String, List<String>> repeats) {
            instances(parent).forEach((module, names) -> {
                boolean rows = onlyConnects(module) || repeats.containsKey(parent);
                boolean all = times.get(module) == names.size() * times.get(parent);
                if (all && names.size() >= (rows ? MIN_OF_ROW : MIN_INSTANCES)) {
                    repeats.put(module, names);
                }
                if (times.get(module) == 1 || onlyConnects(module) && repeats.containsKey(module)) {
                    repeats(module, times, repeats);
                }
            });
        }

        /** Whether a module has others in it and nothing else. */
        private boolean onlyConnects(String module) {
            JsonNode cells = modules.path(module).path("cells");
            boolean own = false;
            for (JsonNode cell : cells) {
                own |= !modules.has(cell.path("type").asText());
            }
            return cells.size() > 0 && !own;
        }

        Map<String, Integer> copies(String top, Map<String, List<String>> repeats) {
            Map<String, Integer> times = times(top);
            Map<String, Integer> copies = new TreeMap<>();
            repeats.forEach((module, names) -> copies.put(module, times.get(module) / names.size()));
            return copies;
        }

        private Map<String, Integer> times(String top) {
            Map<String, Integer> times = new HashMap<>();
            visit(top, times);
            return times;
        }

        private void visit(String module, Map<String, Integer> times) {
            times.merge(module, 1, Integer::sum);
            instances(module).forEach((child, names) -> names.forEach(name -> visit(child, times)));
        }

        private Map<String, List<String>> instances(String module) {
            Map<String, List<String>> instances = new TreeMap<>();
            modules.path(module).path("cells").fields().forEachRemaining(cell -> {
                String type = cell.getValue().path("type").asText();
                if (modules.has(type)) {
                    instances.computeIfAbsent(type, key -> new ArrayList<>()).add(module + "/" + cell.getKey());
                }
            });
            return instances;
        }

        private double cost(String module) {
            double cost = 0;
            for (JsonNode cell : modules.path(module).path("cells")) {
                String type = cell.path("type").asText();
                if (modules.has(type)) {
                    cost += cost(type);
                } else {
                    for (JsonNode bits : cell.path("connections")) {
                        cost += bits.size();
                    }
                }
            }
            return cost;
        }
    }
}
