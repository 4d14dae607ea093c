// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import scala.jdk.javaapi.CollectionConverters;
import spinal.core.Component;

/** What SpinalHDL writes, made ready for readers. */
final class VerilogText {
    private static final Pattern MODULE = Pattern.compile("module (\\w+) \\(");

    /** {@code {3{a}}}. */
    private static final Pattern REPLICATION = Pattern.compile("\\{\\d+\\{");

    private VerilogText() {}

    /**
     * The Verilog of a module with the {@link Contract} of each module in front of it, without remarks on modules that SpinalHDL has merged, and with few {@link
     * HelperWires}.
     */
    static String of(String spinal, Component top) {
        Map<String, String> contracts = new HashMap<>();
        collect(top, contracts);
        List<String> lines = spinal.lines()
                .filter(line -> !line.matches("//\\w+ replaced by \\w+"))
                .toList();
        return HelperWires.inlined(lines).stream()
                .map(VerilogText::flat)
                .map(line -> {
                    Matcher module = MODULE.matcher(line);
                    return module.matches() ? contracts.getOrDefault(module.group(1), "") + line : line;
                })
                .collect(Collectors.joining("\n", "", "\n"))
                .replaceAll("\n{3,}", "\n\n");
    }

    private static void collect(Component component, Map<String, String> contracts) {
        Contract contract = component.getClass().getAnnotation(Contract.class);
        if (contract != null) {
            contracts.putIfAbsent(
                    component.definitionName(),
                    contract.value()
                            .strip()
                            .lines()
                            .map(line -> ("// " + line).stripTrailing() + "\n")
                            .collect(Collectors.joining()));
        }
        CollectionConverters.asJava(component.children()).forEach(child -> collect(child, contracts));
    }

    /** Concatenations in concatenations are written as one: {@code {a,{b,c}}} as {@code {a,b,c}}. */
    private static String flat(String line) {
        if (!line.contains("{")) {
            return line;
        }
        StringBuilder text = new StringBuilder();
        Deque<Boolean> dropped = new ArrayDeque<>();
        for (int at = 0; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == '{') {
                String before = line.substring(0, at).stripTrailing();
                boolean inside = !dropped.isEmpty() && (before.endsWith("{") || before.endsWith(","));
                boolean drops = inside
                        && !REPLICATION.matcher(line).region(at, line.length()).lookingAt();
                dropped.push(drops);
                text.append(drops ? "" : "{");
            } else if (c == '}' && !dropped.isEmpty()) {
                text.append(dropped.pop() ? "" : "}");
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
