// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.console;

/**
 * Text that comes from files, made safe for terminals and documents: a name with a line break or an escape sequence would forge
 * messages or move the cursor. Control characters, characters that change the direction of text, line separators, halves of surrogate
 * pairs and what Unicode calls no character are written as {@code \n}, {@code \t}, {@code \r} or {@code \}{@code u001B}.
 */
public final class Printable {
    private Printable() {}

    /** One line of text. */
    public static String of(String line) {
        return escaped(line, "");
    }

    /** Text of several lines, whose line breaks and tabulators stay. */
    public static String lines(String text) {
        return escaped(text, "\n\t");
    }

    private static String escaped(String text, String kept) {
        if (text.codePoints().allMatch(c -> plain(c, kept))) {
            return text;
        }
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (plain(c, kept)) {
                safe.appendCodePoint(c);
            } else {
                safe.append(escape(c));
            }
        });
        return safe.toString();
    }

    private static boolean plain(int c, String kept) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> kept.indexOf(c) >= 0;
            case Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> (c & 0xFFFE) != 0xFFFE;
        };
    }

    private static String escape(int c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\r' -> "\\r";
            default -> new String(Character.toChars(c))
                    .chars()
                    .collect(
                            StringBuilder::new,
                            (s, unit) -> s.append(String.format("\\u%04X", unit)),
                            StringBuilder::append)
                    .toString();
        };
    }
}
