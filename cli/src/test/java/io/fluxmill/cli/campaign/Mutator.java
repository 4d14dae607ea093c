// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.campaign;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes a file a little: its bytes, its lines, the values and keys of a configuration, or the fields of a protobuf message. */
final class Mutator {
    private static final List<String> EXTREMES = List.of(
            "0",
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
    private static final long[] VARINTS = {
        0,
        1,
        2,
        3,
        7,
        10,
        127,
        128,
        255,
        65536,
        Integer.MAX_VALUE,
        1L << 31,
        0xFFFFFFFFL,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -2
    };

    private final Random random;

    Mutator(Random random) {
        this.random = random;
    }

    private int below(int bound) {
        return bound <= 0 ? 0 : random.nextInt(bound);
    }

    private <T> T any(List<T> list) {
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

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] middle) {
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
        for (int i = 0; i < 1 + below(2); i++) {
            int at = below(lines.size());
            String line = lines.get(at);
            switch (below(8)) {
                case 0 -> lines.remove(at);
                case 1 -> lines.add(at, line);
                case 2 -> lines.add(below(lines.size()), line);
                case 3 -> lines.set(at, character(line));
                case 4 -> lines.set(at, "  ".repeat(below(3)) + line.strip());
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
        return line.substring(0, colon + 1) + " " + any(EXTREMES) + rest;
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

    // -----------------------------------------------------------------------------------------------------------
    // protobuf

    /** A message of which one field, at any depth, is left out, repeated, given another number, type or value. */
    byte[] protobuf(byte[] message) {
        if (below(4) == 0) {
            return bytes(message);
        }
        return edited(message, 0);
    }

    /** A field: where it begins, where its value begins and ends. */
    private record Field(int start, int tag, int value, int end) {}

    private byte[] edited(byte[] message, int depth) {
        List<Field> fields = fields(message);
        if (fields == null || fields.isEmpty()) {
            return bytes(message);
        }
        Field field = any(fields);
        int wire = field.tag() & 7;
        if (wire == 2 && field.end() > field.value() && depth < 8 && below(5) > 0) {
            byte[] inner = Arrays.copyOfRange(message, field.value(), field.end());
            List<Field> nested = fields(inner);
            byte[] changed =
                    nested != null && !nested.isEmpty() && inner.length > 1 ? edited(inner, depth + 1) : payload(inner);
            return spliced(message, field.start(), field.end(), lengthDelimited(field.tag(), changed));
        }
        byte[] whole = Arrays.copyOfRange(message, field.start(), field.end());
        return switch (below(5)) {
            case 0 -> spliced(message, field.start(), field.end(), new byte[0]);
            case 1 -> spliced(message, field.start(), field.start(), whole);
            case 2 -> {
                Field other = any(fields);
                yield spliced(
                        message, field.start(), field.end(), Arrays.copyOfRange(message, other.start(), other.end()));
            }
            case 3 -> {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                varint(out, (long) (1 + below(20)) << 3 | wire);
                out.write(
                        message,
                        field.value() - (wire == 2 ? lengthBytes(field) : 0),
                        field.end() - field.value() + (wire == 2 ? lengthBytes(field) : 0));
                yield spliced(message, field.start(), field.end(), out.toByteArray());
            }
            default -> spliced(message, field.start(), field.end(), otherValue(field, wire, whole));
        };
    }

    private static int lengthBytes(Field field) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        varint(out, field.end() - field.value());
        return out.size();
    }

    private byte[] otherValue(Field field, int wire, byte[] whole) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        varint(out, field.tag());
        switch (wire) {
            case 0 -> varint(out, VARINTS[below(VARINTS.length)]);
            case 5 -> {
                int bits = any(
                        List.of(0, 0x7FC00000, 0x7F800000, 0xFF800000, 0x7F7FFFFF, 1, 0x80000000, random.nextInt()));
                for (int i = 0; i < 4; i++) {
                    out.write(bits >> 8 * i);
                }
            }
            case 2 -> {
                return lengthDelimited(
                        field.tag(),
                        payload(Arrays.copyOfRange(whole, whole.length - (field.end() - field.value()), whole.length)));
            }
            default -> {
                return whole;
            }
        }
        return out.toByteArray();
    }

    /** Text or packed numbers. */
    private byte[] payload(byte[] inner) {
        return switch (below(5)) {
            case 0 -> new byte[0];
            case 1 -> any(List.of(
                            "Conv",
                            "Gemm",
                            "Relu",
                            "x",
                            "\n\033[2J",
                            "input",
                            "alpha",
                            "axis",
                            "pads",
                            "Quant",
                            "größe"))
                    .getBytes(StandardCharsets.UTF_8);
            case 2 -> Arrays.copyOf(inner, below(inner.length + 1));
            case 3 -> Arrays.copyOf(inner, inner.length + 1 + below(9));
            default -> bytes(inner);
        };
    }

    private static byte[] lengthDelimited(int tag, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        varint(out, tag);
        varint(out, payload.length);
        out.writeBytes(payload);
        return out.toByteArray();
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /** The fields of bytes that can be read as a message, or null. */
    private static List<Field> fields(byte[] bytes) {
        List<Field> fields = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int start = at;
            long[] tag = read(bytes, at);
            if (tag == null || tag[0] >> 3 < 1 || tag[0] >> 3 > 1000) {
                return null;
            }
            at = (int) tag[1];
            int value = at;
            long size;
            switch ((int) tag[0] & 7) {
                case 0 -> {
                    long[] read = read(bytes, at);
                    size = read == null ? -1 : read[1] - at;
                }
                case 1 -> size = 8;
                case 5 -> size = 4;
                case 2 -> {
                    long[] read = read(bytes, at);
                    value = read == null ? at : (int) read[1];
                    size = read == null ? -1 : read[0];
                }
                default -> size = -1;
            }
            if (size < 0 || size > bytes.length - value) {
                return null;
            }
            at = value + (int) size;
            fields.add(new Field(start, (int) tag[0], value, at));
        }
        return fields;
    }

    /** A value and where it ends, or null. */
    private static long[] read(byte[] bytes, int from) {
        long value = 0;
        for (int at = from; at < bytes.length && at < from + 10; at++) {
            value |= (long) (bytes[at] & 0x7F) << 7 * (at - from);
            if (bytes[at] >= 0) {
                return new long[] {value, at + 1};
            }
        }
        return null;
    }
}
