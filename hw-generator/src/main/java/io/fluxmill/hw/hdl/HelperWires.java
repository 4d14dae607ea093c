// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The wires {@code tmp_…} that SpinalHDL puts between an operator and its operands. They are taken out of a module where what they are assigned can stand in their
 * place without a change of meaning:
 *
 * <ul>
 *   <li>a name, a constant selection of it, a sized constant or a concatenation of these: such a primary has its own width and no sign wherever it stands, so it
 *       may stand where the wire does, unless the wire is selected from;
 *   <li>any expression whose wire is the whole right side of an assignment to something of the same width: width and sign of an expression on the right side
 *       come from the width of the target and the operands alone.
 * </ul>
 *
 * <p>All signals are unsigned; modules with others are left as they are. A wire whose width is not surely that of its expression stays.
 */
final class HelperWires {
    /** As {@code anonymSignalPrefix} in {@link Rtl#settings}. */
    private static final Pattern HELPER = Pattern.compile("\\btmp_\\w+\\b");

    private static final Pattern DECLARATION = Pattern.compile(
            "\\s*(?:(?:input|output)\\s+)?(?:wire|reg)\\s+(?:\\[(\\d+):0\\]\\s+)?(\\w+)(?:\\s*=.*)?[,;]?(?:\\s*/\\*.*)?");
    private static final Pattern DEFINITION = Pattern.compile("\\s*assign (tmp_\\w+) = (.*);");
    private static final Pattern WHOLE = Pattern.compile("\\s*(?:assign )?(\\w+) <?= (tmp_\\w+);");
    private static final Pattern NAME = Pattern.compile("[A-Za-z]\\w*");
    private static final Pattern SELECTION = Pattern.compile("([A-Za-z]\\w*)\\[(\\d+)(?: : (\\d+))?\\]");
    private static final Pattern CONSTANT = Pattern.compile("(\\d+)'[bdh][0-9a-f]+");
    private static final Pattern REPLICATION = Pattern.compile("\\{(\\d+)(\\{.*\\})\\}");

    private final List<String> lines;
    private final Map<String, Integer> widths = new HashMap<>();
    private final Map<String, String> definitions = new HashMap<>();
    private final Map<String, Integer> uses = new HashMap<>();
    private final Set<String> selected = new HashSet<>();
    private final Set<String> replaced = new HashSet<>();

    private HelperWires(List<String> lines) {
        this.lines = lines;
    }

    /** The Verilog, one statement a line, without those helper wires that can be left out. */
    static List<String> inlined(List<String> verilog) {
        List<String> result = new ArrayList<>();
        List<String> module = new ArrayList<>();
        for (String line : verilog) {
            module.add(line);
            if (line.startsWith("endmodule")) {
                result.addAll(new HelperWires(module).module());
                module.clear();
            }
        }
        result.addAll(module);
        return result;
    }

    private List<String> module() {
        if (lines.stream().noneMatch(line -> line.contains("tmp_"))
                || lines.stream().anyMatch(line -> line.matches(".*\\b(wire|reg|integer) +signed\\b.*"))) {
            return List.copyOf(lines);
        }
        lines.forEach(this::read);
        definitions.keySet().stream().filter(this::isPrimary).forEach(replaced::add);
        for (String line : lines) {
            Matcher whole = WHOLE.matcher(line);
            if (whole.matches() && isWhole(whole.group(1), whole.group(2))) {
                replaced.add(whole.group(2));
            }
        }
        List<String> result = new ArrayList<>();
        for (String line : lines) {
            if (!isOf(DECLARATION, 2, line) && !isOf(DEFINITION, 1, line)) {
                result.add(expanded(line));
            }
        }
        return result;
    }

    /** Whether the line declares or defines a wire that is left out. */
    private boolean isOf(Pattern pattern, int group, String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.matches() && replaced.contains(matcher.group(group));
    }

    private void read(String line) {
        Matcher declaration = DECLARATION.matcher(line);
        if (declaration.matches()) {
            String top = declaration.group(1);
            widths.put(declaration.group(2), top == null ? 1 : Integer.parseInt(top) + 1);
        }
        Matcher definition = DEFINITION.matcher(line);
        boolean defines = definition.matches();
        if (defines) {
            definitions.put(definition.group(1), definition.group(2));
        }
        Matcher use = HELPER.matcher(line);
        int from = defines ? definition.end(1) : declaration.matches() ? declaration.end(2) : 0;
        while (from < line.length() && use.find(from)) {
            uses.merge(use.group(), 1, Integer::sum);
            boolean event = line.contains("@(");
            if (event || line.startsWith("[", use.end())) {
                selected.add(use.group());
            }
            from = use.end();
        }
    }

    private boolean isPrimary(String wire) {
        String value = definitions.get(wire);
        boolean joined = value.startsWith("{");
        return uses.getOrDefault(wire, 0) >= 1
                && (!joined || uses.get(wire) == 1)
                && !selected.contains(wire)
                && widths.containsKey(wire)
                && width(value) == widths.get(wire);
    }

    private boolean isWhole(String target, String wire) {
        return definitions.containsKey(wire)
                && uses.get(wire) == 1
                && widths.containsKey(wire)
                && widths.get(wire).equals(widths.get(target));
    }

    /** Bits of a primary, or −1 for what is none or not known. */
    private int width(String value) {
        Matcher constant = CONSTANT.matcher(value);
        if (constant.matches()) {
            return Integer.parseInt(constant.group(1));
        }
        if (NAME.matcher(value).matches()) {
            return widths.getOrDefault(value, -1);
        }
        Matcher selection = SELECTION.matcher(value);
        if (selection.matches()) {
            int high = Integer.parseInt(selection.group(2));
            int low = selection.group(3) == null ? high : Integer.parseInt(selection.group(3));
            return widths.getOrDefault(selection.group(1), -1) > high ? high - low + 1 : -1;
        }
        Matcher replication = REPLICATION.matcher(value);
        if (replication.matches()) {
            int one = width(replication.group(2));
            return one < 0 ? -1 : Integer.parseInt(replication.group(1)) * one;
        }
        return value.startsWith("{") && value.endsWith("}") ? joined(value.substring(1, value.length() - 1)) : -1;
    }

    /** Bits of the parts of a concatenation. */
    private int joined(String parts) {
        int sum = 0;
        int open = 0;
        int from = 0;
        for (int at = 0; at <= parts.length(); at++) {
            char c = at == parts.length() ? ',' : parts.charAt(at);
            open += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == ',' && open == 0) {
                int part = width(parts.substring(from, at).strip());
                if (part < 0) {
                    return -1;
                }
                sum += part;
                from = at + 1;
            }
        }
        return open == 0 ? sum : -1;
    }

    private String expanded(String text) {
        return HELPER.matcher(text)
                .replaceAll(use -> Matcher.quoteReplacement(
                        replaced.contains(use.group()) ? expanded(definitions.get(use.group())) : use.group()));
    }
}
