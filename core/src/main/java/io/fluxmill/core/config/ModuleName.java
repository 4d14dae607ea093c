// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The rule of a design's name, the key {@code name} of every family of engines. It becomes the name of the Verilog module, of files and of
 * macros, and of an entity if the design is part of a VHDL project.
 */
public final class ModuleName {
    private static final int MOST_CHARACTERS = 64;

    /** Ports of the engines, of what hosts them, and of the system on chip. */
    private static final String PORT = "clk|reset|irq|led|uart_[rt]x|jtag_(shift|tck|tdi|tdo)"
            + "|s_axi_((aw|ar)(addr|valid|ready)|w(data|strb|valid|ready)|b(resp|valid|ready)|r(data|resp|valid|ready))"
            + "|(s_axis_(act|wgt|adc|stim)|m_axis_(res|feat|puls))_t(data|valid|ready|last)";

    private record Rule(Predicate<String> holds, String text, UnaryOperator<String> remedy) {}

    private static final List<Rule> RULES = List.of(
            new Rule(
                    name -> name.matches("[a-z][a-z0-9_]*"),
                    "lower-case letters, digits and underscores, beginning with a letter",
                    name -> "it becomes the name of the Verilog module and of the files"),
            new Rule(
                    name -> name.length() <= MOST_CHARACTERS,
                    "of at most " + MOST_CHARACTERS + " characters",
                    name -> "shorten it, for example to " + name.substring(0, 16)),
            noWordOf("Verilog-2005"),
            noWordOf("SystemVerilog-2017"),
            noWordOf("VHDL-2008"),
            new Rule(name -> !name.matches(PORT), "another name than that of a port", ModuleName::longer),
            new Rule(
                    name -> !name.endsWith("_tb"),
                    "a name that does not end with _tb, as test benches do",
                    ModuleName::longer));

    private ModuleName() {}

    private static Rule noWordOf(String language) {
        return new Rule(
                name -> HdlWords.language(name).filter(language::equals).isEmpty(),
                "no reserved word of " + language,
                ModuleName::longer);
    }

    private static String longer(String name) {
        return "call it for example " + name + "_1";
    }

    /** @throws InputException if the key {@code name} breaks the rule */
    public static String from(ConfigNode node) {
        String name = node.string("name");
        broken(name).ifPresent(rule -> {
            throw node.error("name", rule.text, rule.remedy.apply(name));
        });
        return name;
    }

    /** @throws InputException if the key {@code name} breaks the rule, or its default without it */
    public static String from(ConfigNode node, String byDefault) {
        if (node.has("name")) {
            return from(node);
        }
        broken(byDefault).ifPresent(rule -> {
            String section = node.keyPath().isEmpty() ? "" : node.keyPath() + ".";
            throw new InputException(
                    node.file() + ":" + node.line() + ": " + section + "name must be " + rule.text + ": name="
                            + byDefault,
                    "give the key name");
        });
        return byDefault;
    }

    /** @throws IllegalArgumentException if the name breaks the rule */
    public static void check(String name) {
        broken(name).ifPresent(rule -> {
            throw new IllegalArgumentException("name must be " + rule.text + ": name=" + name);
        });
    }

    private static Optional<Rule> broken(String name) {
        return RULES.stream().filter(rule -> !rule.holds.test(name)).findFirst();
    }
}
