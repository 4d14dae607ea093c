// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.cli.report.Page;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The result of a verification. The common head of the machine-readable result is written here, once for all families.
 *
 * @param design name of the top module
 * @param model name of the network or netlist, or null
 * @param samples samples, events or runs
 * @param comparison hardware and reference; a verdict that compared nothing is a failure
 * @param holds whether everything else that the configuration asks for holds
 * @param seconds by stage
 * @param checks what it is made of, for CI servers; at least one
 * @param details the family's part of the machine-readable result
 * @param report the HTML page for the user
 * @param lines the result in short, for the terminal
 */
public record Verdict(
        String design,
        String model,
        long samples,
        Comparison comparison,
        boolean holds,
        Map<String, Double> seconds,
        List<Check> checks,
        ObjectNode details,
        String report,
        List<String> lines) {
    /** Takes copies. */
    public Verdict {
        checks = List.copyOf(checks);
        lines = List.copyOf(lines);
        if (checks.isEmpty()) {
            throw new IllegalArgumentException("checks must be at least one");
        }
    }

    /**
     * A verdict of one comparison, with a page that shows only this.
     *
     * @param config name of the configuration, for display
     */
    public static Verdict of(String config, String design, long samples, Comparison comparison, Rig rig)
            throws IOException {
        Check check = Check.of(design, "words", comparison, rig.simulateSeconds());
        String line = String.format(
                Locale.ROOT,
                "%s: %s",
                design,
                check.failure() != null
                        ? check.failure()
                        : String.format(Locale.ROOT, "all %,d words agree with the reference", comparison.words()));
        return new Verdict(
                design,
                null,
                samples,
                comparison,
                true,
                Map.of(
                        "generate", rig.generateSeconds(),
                        "verilate", rig.verilateSeconds(),
                        "simulate", rig.simulateSeconds()),
                List.of(check),
                JsonNodeFactory.instance.objectNode(),
                Page.render(design, config, comparison.agrees(), line, List.of(Page.environment(rig.facts(), config))),
                List.of(line));
    }

    /** Whether something was compared, all of it agrees, and everything else that was asked for holds. */
    public boolean passes() {
        return comparison.agrees() && holds;
    }

    /** The machine-readable result: the keys that every verification has, and the family's. */
    public ObjectNode json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("design", design).put("model", model).put("samples", samples);
        root.put("words", comparison.words()).put("mismatches", comparison.mismatches());
        if (comparison.first() != null) {
            root.put("first-mismatch", comparison.first());
        }
        root.setAll(details);
        ObjectNode times = root.putObject("seconds");
        seconds.forEach(times::put);
        return root.put("agrees", passes());
    }
}
