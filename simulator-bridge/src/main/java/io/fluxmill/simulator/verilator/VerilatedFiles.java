// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The C++ files of a verilated design, from the {@code _classes.mk} that Verilator writes; names without {@code .cpp}.
 *
 * @param fast generated files that run every cycle
 * @param slow generated files that run once
 * @param global files of Verilator's runtime that the design needs
 */
record VerilatedFiles(List<String> fast, List<String> slow, List<String> global) {
    private static final Pattern LIST =
            Pattern.compile("(VM_(?:CLASSES|SUPPORT|GLOBAL)_(?:FAST|SLOW)) \\+=((?:[^\\n]*\\\\\\n)*)");

    static VerilatedFiles read(Path makefile) throws IOException {
        List<String> fast = new ArrayList<>();
        List<String> slow = new ArrayList<>();
        List<String> global = new ArrayList<>();
        Matcher lists = LIST.matcher(Files.readString(makefile));
        while (lists.find()) {
            String name = lists.group(1);
            List<String> target = name.startsWith("VM_GLOBAL") ? global : name.endsWith("SLOW") ? slow : fast;
            for (String file : lists.group(2).split("[\\s\\\\]+", -1)) {
                if (!file.isEmpty()) {
                    target.add(file);
                }
            }
        }
        return new VerilatedFiles(List.copyOf(fast), List.copyOf(slow), List.copyOf(global));
    }
}
