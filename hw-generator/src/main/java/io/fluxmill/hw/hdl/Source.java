// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import java.lang.StackWalker.StackFrame;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import spinal.core.ScalaLocated;
import spinal.idslplugin.Location;

/**
 * The line of the description that is being elaborated, so that errors cite it and never a line of this package. Of the callers between the
 * elaboration and this package it is the innermost one outside this project or, if there is none, the innermost of all.
 */
final class Source {
    private static final String PACKAGE = Source.class.getPackageName() + ".";
    private static final String PROJECT = "io.fluxmill.";
    /** Where elaboration begins; code outside it is not part of the description. */
    private static final String OUTERMOST = Rtl.class.getName() + ".top";

    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private Source() {}

    /** The line that is being elaborated, for SpinalHDL. */
    static Location here() {
        return stack().map(f -> new Location(f.getFileName(), f.getLineNumber(), 0))
                .orElseGet(() -> new Location("unknown", 0, 0));
    }

    /** The line that is being elaborated, as {@code <file>:<line>: }, or nothing where there is none. */
    static String prefix() {
        return stack().map(Source::prefix).orElse("");
    }

    private static Optional<StackTraceElement> stack() {
        return WALKER.walk(
                frames -> line(frames.map(StackFrame::toStackTraceElement).toList()));
    }

    /** The line of the description that failed, as {@code <file>:<line>: }, or nothing where there is none. */
    static String prefix(Throwable failure) {
        return line(Arrays.asList(failure.getStackTrace())).map(Source::prefix).orElse("");
    }

    private static String prefix(StackTraceElement line) {
        return line.getFileName() + ":" + line.getLineNumber() + ": ";
    }

    /** The line of the description in a stack. */
    static Optional<StackTraceElement> line(List<StackTraceElement> stack) {
        List<StackTraceElement> lines = stack.stream()
                .takeWhile(f -> !(f.getClassName() + "." + f.getMethodName()).equals(OUTERMOST))
                .filter(f -> f.getFileName() != null && isOfDescription(f.getClassName()))
                .toList();
        return lines.stream()
                .filter(f -> !f.getClassName().startsWith(PROJECT))
                .findFirst()
                .or(() -> lines.stream().findFirst());
    }

    private static boolean isOfDescription(String className) {
        return !className.startsWith(PACKAGE)
                && !className.startsWith("spinal.")
                && !className.startsWith("scala.")
                && !className.startsWith("java.");
    }

    /** The line that creates the object whose constructors are running now, and its class. */
    static String construction() {
        List<StackFrame> frames = WALKER.walk(all -> all.dropWhile(
                        f -> f.getDeclaringClass() == Source.class || f.getDeclaringClass() == Module.class)
                .toList());
        Class<?> built = Module.class;
        for (StackFrame frame : frames) {
            boolean constructor = frame.getMethodName().equals("<init>")
                    && frame.getDeclaringClass().getSuperclass() == built;
            if (!constructor) {
                return prefix(frame.toStackTraceElement()) + built.getSimpleName();
            }
            built = frame.getDeclaringClass();
        }
        return built.getSimpleName();
    }

    /** @throws HdlException if it cannot be a name in Verilog */
    static void checkName(String name) {
        if (name == null || !name.matches("[A-Za-z][A-Za-z0-9_]*")) {
            throw new HdlException(
                    "name must be letters, digits and underscores, beginning with a letter: name=" + name);
        }
    }

    /** @throws HdlException for null: a field before it has its value, or the last of a stream without packets */
    static void checkGiven(Object operand) {
        if (operand == null) {
            throw new HdlException(
                    "operand must not be null: its field has no value yet, or it is the last of a stream without packets");
        }
    }

    /** The place, as {@code <file>:<line>: }, of a static initializer that is running in this thread. */
    static Optional<String> initializer() {
        return WALKER.walk(frames -> frames.filter(f -> f.getMethodName().equals("<clinit>"))
                .filter(f -> isOfDescription(f.getClassName()))
                .findFirst()
                .map(f -> prefix(f.toStackTraceElement())));
    }

    /** Leaves only the line of the description in SpinalHDL's record of who made a signal. */
    static <T extends ScalaLocated> T located(T signal) {
        Throwable trace = signal.scalaTrace();
        if (trace != null) {
            trace.setStackTrace(
                    line(Arrays.asList(trace.getStackTrace())).stream().toArray(StackTraceElement[]::new));
        }
        return signal;
    }
}
