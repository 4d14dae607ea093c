// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.tflite;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table of a FlatBuffers file (https://flatbuffers.dev/internals): fields by their number in the schema, with the schema's
 * default where a field is absent. Everything is checked against the file's length: a damaged file gives {@link
 * IndexOutOfBoundsException} or {@link IllegalArgumentException}, never a wrong read or a huge allocation.
 */
public final class FlatTable {
    private final ByteBuffer file;
    private final int at;

    private FlatTable(ByteBuffer file, int at) {
        this.file = file;
        this.at = at;
        file.getInt(at);
    }

    /** The root table. */
    static FlatTable root(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return new FlatTable(file, file.getInt(0));
    }

    /** Position of a field; 0 if it is absent. */
    private int field(int number) {
        int vtable = at - file.getInt(at);
        int entry = 4 + 2 * number;
        if (entry + 2 > Short.toUnsignedInt(file.getShort(vtable))) {
            return 0;
        }
        int offset = Short.toUnsignedInt(file.getShort(vtable + entry));
        return offset == 0 ? 0 : at + offset;
    }

    boolean has(int number) {
        return field(number) != 0;
    }

    public int int8(int number, int fallback) {
        int position = field(number);
        return position == 0 ? fallback : file.get(position);
    }

    public int int32(int number, int fallback) {
        int position = field(number);
        return position == 0 ? fallback : file.getInt(position);
    }

    public float float32(int number, float fallback) {
        int position = field(number);
        return position == 0 ? fallback : file.getFloat(position);
    }

    /** A table; an absent one has none of its fields. */
    FlatTable table(int number) {
        int position = field(number);
        return position == 0 ? EMPTY : new FlatTable(file, position + file.getInt(position));
    }

    private static final FlatTable EMPTY = empty();

    private static FlatTable empty() {
        // A table at 4 whose vtable at 0 has no entries.
        ByteBuffer file = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        file.putShort(0, (short) 4).putShort(2, (short) 4).putInt(4, 4);
        return new FlatTable(file, 4);
    }

    List<FlatTable> tables(int number) {
        int start = vector(number, 4);
        List<FlatTable> tables = new ArrayList<>();
        for (int i = 0; i < length(number); i++) {
            int position = start + 4 * i;
            tables.add(new FlatTable(file, position + file.getInt(position)));
        }
        return tables;
    }

    String text(int number, String fallback) {
        return has(number) ? new String(bytes(number), StandardCharsets.UTF_8) : fallback;
    }

    byte[] bytes(int number) {
        int start = vector(number, 1);
        return Arrays.copyOfRange(file.array(), start, start + length(number));
    }

    int[] int32s(int number) {
        int start = vector(number, 4);
        int[] values = new int[length(number)];
        for (int i = 0; i < values.length; i++) {
            values[i] = file.getInt(start + 4 * i);
        }
        return values;
    }

    long[] int64s(int number) {
        int start = vector(number, 8);
        long[] values = new long[length(number)];
        for (int i = 0; i < values.length; i++) {
            values[i] = file.getLong(start + 8 * i);
        }
        return values;
    }

    float[] floats(int number) {
        int start = vector(number, 4);
        float[] values = new float[length(number)];
        for (int i = 0; i < values.length; i++) {
            values[i] = file.getFloat(start + 4 * i);
        }
        return values;
    }

    /** Elements of a vector; 0 if it is absent. */
    private int length(int number) {
        int position = field(number);
        return position == 0 ? 0 : file.getInt(position + file.getInt(position));
    }

    /** Position of a vector's first element, checked to be in the file to its end. */
    private int vector(int number, int elementBytes) {
        int position = field(number);
        if (position == 0) {
            return 0;
        }
        int start = position + file.getInt(position) + 4;
        long end = start + (long) length(number) * elementBytes;
        if (start < 0 || length(number) < 0 || end > file.capacity()) {
            throw new IndexOutOfBoundsException("vector from " + start + " to " + end);
        }
        return start;
    }
}
