// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.campaign;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Changes one field of a protobuf message, at any depth; which of the bytes are messages is guessed. */
final class ProtobufMutator {
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

    private final Mutator mutator;

    ProtobufMutator(Mutator mutator) {
        this.mutator = mutator;
    }

    /** A message of which one field, at any depth, is left out, repeated, given another number, type or value. */
    byte[] changed(byte[] message) {
        if (mutator.below(4) == 0) {
            return mutator.bytes(message);
        }
        return edited(message, 0);
    }

    /** A field: where it begins, where its value begins and ends. */
    private record Field(int start, int tag, int value, int end) {}

    private byte[] edited(byte[] message, int depth) {
        List<Field> fields = fields(message);
        if (fields == null || fields.isEmpty()) {
            return mutator.bytes(message);
        }
        Field field = mutator.any(fields);
        int wire = field.tag() & 7;
        if (wire == 2 && field.end() > field.value() && depth < 8 && mutator.below(5) > 0) {
            byte[] inner = Arrays.copyOfRange(message, field.value(), field.end());
            List<Field> nested = fields(inner);
            byte[] changed =
                    nested != null && !nested.isEmpty() && inner.length > 1 ? edited(inner, depth + 1) : payload(inner);
            return Mutator.spliced(message, field.start(), field.end(), lengthDelimited(field.tag(), changed));
        }
        byte[] whole = Arrays.copyOfRange(message, field.start(), field.end());
        return switch (mutator.below(5)) {
            case 0 -> Mutator.spliced(message, field.start(), field.end(), new byte[0]);
            case 1 -> Mutator.spliced(message, field.start(), field.start(), whole);
            case 2 -> {
                Field other = mutator.any(fields);
                yield Mutator.spliced(
                        message, field.start(), field.end(), Arrays.copyOfRange(message, other.start(), other.end()));
            }
            case 3 -> {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                varint(out, (long) (1 + mutator.below(20)) << 3 | wire);
                out.write(
                        message,
                        field.value() - (wire == 2 ? lengthBytes(field) : 0),
                        field.end() - field.value() + (wire == 2 ? lengthBytes(field) : 0));
                yield Mutator.spliced(message, field.start(), field.end(), out.toByteArray());
            }
            default -> Mutator.spliced(message, field.start(), field.end(), otherValue(field, wire, whole));
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
            case 0 -> varint(out, VARINTS[mutator.below(VARINTS.length)]);
            case 5 -> {
                int bits = mutator.any(List.of(
                        0,
                        0x7FC00000,
                        0x7F800000,
                        0xFF800000,
                        0x7F7FFFFF,
                        1,
                        0x80000000,
                        mutator.below(Integer.MAX_VALUE)));
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
        return switch (mutator.below(5)) {
            case 0 -> new byte[0];
            case 1 -> mutator.any(List.of(
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
            case 2 -> Arrays.copyOf(inner, mutator.below(inner.length + 1));
            case 3 -> Arrays.copyOf(inner, inner.length + 1 + mutator.below(9));
            default -> mutator.bytes(inner);
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
