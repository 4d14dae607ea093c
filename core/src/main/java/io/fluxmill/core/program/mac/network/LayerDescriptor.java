// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac.network;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the network processor does for a layer; docs/network-processor.md has the layout of its words.
 *
 * @param fields their values; those that are missing are 0
 * @param rows for each row of the array its first input position
 */
public record LayerDescriptor(Map<DescriptorField, Long> fields, List<Position> rows) {
    private static final int HALF = 16;
    private static final int HALF_MASK = 0xFFFF;

    /**
     * Where the window of a row begins; can be outside of the map.
     *
     * @param x column of the map
     * @param y row of the map
     * @param linear image pitch and row pitch counted in
     * @param limitX added to the layer's limit of x for this row, 0 to 255
     * @param limitY of y
     */
    public record Position(int x, int y, int linear, int limitX, int limitY) {
        /** With the layer's own limits. */
        public Position(int x, int y, int linear) {
            this(x, y, linear, 0, 0);
        }
    }

    public LayerDescriptor {
        fields.forEach(LayerDescriptor::check);
        fields = Map.copyOf(fields);
        rows = List.copyOf(rows);
    }

    private static void check(DescriptorField field, long value) {
        long low = field.signed() ? -1L << field.bits() - 1 : 0;
        long high = field.signed() ? -low : 1L << field.bits();
        if (value < low || value >= high) {
            throw new IllegalArgumentException(field + " must be from " + low + " to " + (high - 1) + ": " + value);
        }
    }

    /** A field's value. */
    public long get(DescriptorField field) {
        return fields.getOrDefault(field, 0L);
    }

    /** The words of the program memory. */
    public int[] words() {
        int[] words = new int[DescriptorField.words(rows.size())];
        fields.forEach(
                (field, value) -> words[field.word()] |= (int) ((value & (1L << field.bits()) - 1) << field.low()));
        for (int r = 0; r < rows.size(); r++) {
            int at = DescriptorField.FIXED_WORDS + DescriptorField.ROW_WORDS * r;
            Position row = rows.get(r);
            words[at] = row.y << HALF | row.x & HALF_MASK;
            words[at + 1] = row.limitY << HALF + Byte.SIZE | row.limitX << HALF | row.linear & HALF_MASK;
        }
        return words;
    }

    /** The words of a program, layer after layer. */
    public static int[] program(List<LayerDescriptor> layers) {
        return layers.stream()
                .flatMapToInt(layer -> Arrays.stream(layer.words()))
                .toArray();
    }

    /** Collects fields. */
    public static final class Builder {
        private final Map<DescriptorField, Long> fields = new EnumMap<>(DescriptorField.class);

        /** Sets a field. */
        public Builder set(DescriptorField field, long value) {
            fields.put(field, value);
            return this;
        }

        /** The descriptor, for as many rows as the array has. */
        public LayerDescriptor build(List<Position> rows) {
            return new LayerDescriptor(fields, rows);
        }
    }
}
