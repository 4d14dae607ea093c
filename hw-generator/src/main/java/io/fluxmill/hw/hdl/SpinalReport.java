// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SpinalHDL's message about a description that it refuses, with the lines of the description in the place of stack traces. */
final class SpinalReport {
    /** An element of a stack trace: class, method, file, line. */
    private static final Pattern FRAME = Pattern.compile("at (\\S+)\\.([^.\\s]+)\\((\\S+):(\\d+)\\)");

    private static final Pattern RULE = Pattern.compile("\\*+");
    private static final int MOST_ERRORS = 10;

    private final String top;
    private final List<String> errors = new ArrayList<>();
    private final StringBuilder error = new StringBuilder();
    private final List<StackTraceElement> stack = new ArrayList<>();

    private SpinalReport(String top) {
        this.top = top;
    }

    /**
     * The errors of a report, the first {@value #MOST_ERRORS} of them.
     *
     * @param top name of the module that SpinalHDL calls toplevel
     */
    static String errors(String top, String report) {
        SpinalReport read = new SpinalReport(top);
        report.lines().map(String::strip).forEach(read::line);
        read.end();
        List<String> errors = read.errors;
        return errors.size() <= MOST_ERRORS
                ? String.join("\n", errors)
                : String.join("\n", errors.subList(0, MOST_ERRORS)) + "\nand " + (errors.size() - MOST_ERRORS)
                        + " more errors";
    }

    private void line(String line) {
        Matcher frame = FRAME.matcher(line);
        if (frame.matches()) {
            stack.add(new StackTraceElement(
                    frame.group(1), frame.group(2), frame.group(3), Integer.parseInt(frame.group(4))));
            return;
        }
        place();
        if (RULE.matcher(line).matches()) {
            end();
        } else if (!line.isEmpty() && !isAround(line)) {
            error.append(error.isEmpty() ? "" : "\n  ").append(frame.replaceAll("at $3:$4"));
        }
    }

    private void place() {
        Source.line(stack)
                .ifPresent(line ->
                        error.append(' ').append(line.getFileName()).append(':').append(line.getLineNumber()));
        stack.clear();
    }

    /** What SpinalHDL prints around its errors. */
    private static boolean isAround(String line) {
        return line.startsWith("Error detected in phase")
                || line.startsWith("Design's errors are listed")
                || line.startsWith("SpinalHDL compiler exit stack");
    }

    private void end() {
        place();
        if (!error.isEmpty()) {
            String reserved = error.indexOf("Reserved name") == 0
                    ? ": it is a word of Verilog or the name of another signal; rename the field or use named"
                    : "";
            errors.add(error.append(reserved)
                    .toString()
                    .replaceAll("\\btoplevel\\b", top)
                    .replaceAll(" : +", ": "));
        }
        error.setLength(0);
    }
}
