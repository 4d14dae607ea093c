// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.campaign;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes a file a little: its bytes, its lines, the values and keys of a configuration. */
final class Mutator {
    private static final List<String> EXTREMES = List.of(
            "0",
            "2",
            "3",
            "5",
            "8",
            "16",
            "33",
            "64",
            "100",
            "0.001",
            "0.5",
            "INT4",
            "INT16",
            "-1",
            "1",
            "2147483647",
            "-2147483648",
            "2147483648",
            "9223372036854775807",
            "99999999999999999999",
            "1e308",
            "-1e308",
            "1e-320",
            ".nan",
            ".inf",
            "-.inf",
            "0x10",
            "010",
            "1.5",
            "true",
            "null",
            "~",
            "\"\"",
            "text",
            "[]",
            "[1]",
            "[[1], [2]]",
            "{}",
            "{a: 1}",
            "2021-01-01",
            "größe",
            "\"a\\nb\\e[2J\"",
            "\"a\\0b\"",
            "../..",
            "/",
            "INT8",
            "[INT8, INT8]",
            "&a b",
            "*a",
            "!!str 1",
            "1:30",
            "'",
            "|",
            "1/0",
            "1/255",
            "file.npz#x",
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");

    private final Random random;

    Mutator(Random random) {
        this.random = random;
    }

    int below(int bound) {
        return bound <= 0 ? 0 : random.nextInt(bound);
    }

    <T> T any(List<T> list) {
        return list.get(below(list.size()));
    }

    /** Bit flips, cuts, splices, repeats and runs of one byte. */
    byte[] bytes(byte[] file) {
        byte[] bytes = file.clone();
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        // Headers are at the beginning: half of the places are there.
        int at = random.nextBoolean() ? below(bytes.length) : below(Math.min(bytes.length, 200));
        int length = 1 + below(Math.min(bytes.length - at, 1 << below(12)));
        switch (below(7)) {
            case 0 -> bytes[at] ^= (byte) (1 << below(8));
            case 1 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 2 -> {
                return spliced(bytes, at, at + length, new byte[0]);
            }
            case 3 -> {
                int from = below(bytes.length);
                return spliced(bytes, at, at, Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + length)));
            }
            case 4 -> Arrays.fill(bytes, at, at + length, (byte)
                    any(List.of(0, 0xFF, 0x7F, 0x80, 1)).intValue());
            case 5 -> {
                for (int i = 0; i < 1 + below(8); i++) {
                    bytes[below(bytes.length)] = (byte) random.nextInt();
                }
            }
            default -> {
                byte[] few = new byte[Math.min(length, 8)];
                random.nextBytes(few);
                System.arraycopy(few, 0, bytes, at, few.length);
            }
        }
        return bytes;
    }

    static byte[] spliced(byte[] bytes, int from, int to, byte[] middle) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        out.writeBytes(middle);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }

    // -------------------------------------------------------------------------------------------------------------
    // lines

    /** A configuration: keys deleted, repeated, renamed or given other values, lines moved, characters changed. */
    byte[] yaml(byte[] file) {
        List<String> lines =
                new ArrayList<>(new String(file, StandardCharsets.UTF_8).lines().toList());
        for (int i = 0; i < (below(4) == 0 ? 2 : 1); i++) {
            int at = below(lines.size());
            String line = lines.get(at);
            switch (below(20)) {
                case 0, 1 -> lines.remove(at);
                case 2 -> lines.add(at, line);
                case 3 -> lines.add(below(lines.size()), line);
                case 4, 5 -> lines.set(at, character(line));
                case 6 -> lines.set(at, "  ".repeat(below(3)) + line.strip());
                default -> lines.set(at, value(line));
            }
            if (lines.isEmpty()) {
                break;
            }
        }
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private String value(String line) {
        int colon = line.indexOf(':', below(line.length()));
        colon = colon < 0 ? line.indexOf(':') : colon;
        if (colon < 0) {
            return character(line);
        }
        int end = colon + 1;
        while (end < line.length() && "[{".indexOf(line.charAt(end)) < 0 && ",}".indexOf(line.charAt(end)) < 0) {
            end++;
        }
        String rest = end < line.length() && ",}".indexOf(line.charAt(end)) >= 0 ? line.substring(end) : "";
        String before = line.substring(colon + 1, line.length() - rest.length()).strip();
        return line.substring(0, colon + 1) + " " + (random.nextBoolean() ? near(before) : any(EXTREMES)) + rest;
    }

    /** A number next to a number, so that what is computed with it is reached. */
    private String near(String value) {
        if (!value.matches("-?\\d{1,9}")) {
            return any(EXTREMES);
        }
        long number = Long.parseLong(value);
        return Long.toString(
                any(List.of(number - 1, number + 1, 2 * number, number / 2, 3 * number, 16 * number, 1L, 4L)));
    }

    private String character(String line) {
        if (line.isEmpty()) {
            return String.valueOf((char) (' ' + below(95)));
        }
        int at = below(line.length());
        String other = any(List.of(
                "",
                ":",
                "\"",
                "[",
                "]",
                "{",
                "}",
                "#",
                "-",
                "\t",
                "\u0000",
                "\u2028",
                "ü",
                "9",
                " ",
                line.substring(at)));
        return line.substring(0, at) + other + line.substring(at + 1);
    }

    /** A table of numbers: values replaced, lines and commas lost or repeated, else bytes changed. */
    byte[] csv(byte[] file) {
        if (below(3) == 0) {
            return bytes(file);
        }
        List<String> lines = new ArrayList<>(
                new String(file, StandardCharsets.ISO_8859_1).lines().toList());
        int at = lines.isEmpty() ? 0 : below(lines.size());
        String line = lines.isEmpty() ? "" : lines.get(at);
        List<String> cells = new ArrayList<>(Arrays.asList(line.split(",", -1)));
        switch (below(4)) {
            case 0 -> cells.remove(below(cells.size()));
            case 1 -> cells.add(any(cells));
            default -> cells.set(
                    below(cells.size()),
                    any(List.of(
                            "",
                            "nan",
                            "inf",
                            "-inf",
                            "1e400",
                            "1e38",
                            "x",
                            "\"1\"",
                            "1;2",
                            "0x1p3",
                            "-0",
                            "1d",
                            "9".repeat(400),
                            " ")));
        }
        if (lines.isEmpty()) {
            lines.add("");
        }
        lines.set(at, String.join(",", cells));
        if (below(5) == 0) {
            lines.add(at, any(List.of("", "a,b,c", "#", ",,,")));
        }
        return String.join(below(6) == 0 ? "\r" : "\n", lines).getBytes(StandardCharsets.ISO_8859_1);
    }
}
