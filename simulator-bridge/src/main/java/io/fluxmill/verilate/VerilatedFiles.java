// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.verilate;

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
 * @param model generated files
 * @param global files of Verilator's runtime that the design needs
 */
record VerilatedFiles(List<String> model, List<String> global) {
    private static final Pattern LIST =
            Pattern.compile("(VM_(?:CLASSES|SUPPORT|GLOBAL)_(?:FAST|SLOW)) \\+=((?:[^\\n]*\\\\\\n)*)");

    static VerilatedFiles read(Path makefile) throws IOException {
        List<String> model = new ArrayList<>();
        List<String> global = new ArrayList<>();
        Matcher lists = LIST.matcher(Files.readString(makefile));
        while (lists.find()) {
            List<String> target = lists.group(1).startsWith("VM_GLOBAL") ? global : model;
            for (String name : lists.group(2).split("[\\s\\\\]+", -1)) {
                if (!name.isEmpty()) {
                    target.add(name);
                }
            }
        }
        return new VerilatedFiles(List.copyOf(model), List.copyOf(global));
    }
}
