// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordBytesTest {
    enum Colour {
        RED,
        BLUE
    }

    record Leaf(short[] codes, double[] scales, float[][] rows, int[] from) {}

    record Tree(
            String name,
            int count,
            long big,
            float ratio,
            double exact,
            boolean flag,
            BigInteger range,
            Colour colour,
            List<Object> leaves,
            Map<String, Long> parameters,
            Object none) {}

    private static Tree tree() {
        Map<String, Long> parameters = new LinkedHashMap<>();
        parameters.put("z", 1L);
        parameters.put("a", Long.MIN_VALUE);
        Leaf leaf = new Leaf(
                new short[] {-1, 0, 32767},
                new double[] {-0.0, Double.NaN, Double.MIN_VALUE},
                new float[][] {{1, 2}, {}, {Float.NEGATIVE_INFINITY}},
                new int[] {Integer.MIN_VALUE});
        return new Tree(
                "Größe",
                -7,
                1L << 40,
                0.1f,
                0.1,
                true,
                BigInteger.TWO.pow(90).negate(),
                Colour.BLUE,
                List.of(leaf, "x", List.of(), Colour.RED),
                Collections.unmodifiableMap(parameters),
                null);
    }

    @Test
    void everythingComesBack() {
        Tree tree = tree();
        Tree back = RecordBytes.read(RecordBytes.of(tree), Tree.class);
        assertEquals(tree.name, back.name);
        assertEquals(tree.count, back.count);
        assertEquals(tree.big, back.big);
        assertEquals(tree.ratio, back.ratio);
        assertEquals(tree.exact, back.exact);
        assertEquals(tree.flag, back.flag);
        assertEquals(tree.range, back.range);
        assertEquals(tree.colour, back.colour);
        assertEquals(List.copyOf(tree.parameters.keySet()), List.copyOf(back.parameters.keySet()), "the order");
        assertEquals(tree.parameters, back.parameters);
        assertEquals(tree.none, back.none);
        Leaf leaf = (Leaf) tree.leaves.get(0);
        Leaf leafBack = (Leaf) back.leaves.get(0);
        assertArrayEquals(leaf.codes, leafBack.codes);
        assertArrayEquals(leaf.scales, leafBack.scales);
        assertArrayEquals(leaf.rows, leafBack.rows);
        assertArrayEquals(leaf.from, leafBack.from);
        assertEquals(tree.leaves.subList(1, 4), back.leaves.subList(1, 4));
    }

    @Test
    void differentContentHasDifferentBytes() {
        List<Object> all = List.of(1, 1L, 1.0f, 1.0, -0.0, 0.0, "1", true, List.of(1), new int[] {1}, new short[] {1});
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertFalse(
                        Arrays.equals(RecordBytes.of(all.get(i)), RecordBytes.of(all.get(j))),
                        all.get(i) + " and " + all.get(j));
            }
        }
        assertFalse(
                Arrays.equals(RecordBytes.of(List.of("ab", "c")), RecordBytes.of(List.of("a", "bc"))),
                "where a text ends");
    }

    /** {@code Map.of} and {@code Set.of} have another order in each process; here, as they were filled. */
    @Test
    void collectionsWithoutOrderHaveTheSameBytes() {
        assertArrayEquals(
                RecordBytes.of(new java.util.HashMap<>(Map.of("a", 1, "b", 2, "c", 3))),
                RecordBytes.of(Map.of("c", 3, "b", 2, "a", 1)));
        assertArrayEquals(
                RecordBytes.of(new java.util.HashSet<>(Set.of("a", "b", "c"))), RecordBytes.of(Set.of("c", "a", "b")));
    }

    @Test
    void otherTypesAreRefused() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> RecordBytes.of(List.of(Path.of("x"))));
        assertEquals(
                "only records, enumerations, collections, strings and numbers can be written, not "
                        + Path.of("x").getClass().getName(),
                e.getMessage());
    }

    @Test
    void damagedBytesAreRefused() {
        byte[] bytes = RecordBytes.of(tree());
        assertThrows(IllegalArgumentException.class, () -> RecordBytes.read(Arrays.copyOf(bytes, 200), Tree.class));
        assertThrows(IllegalArgumentException.class, () -> RecordBytes.read(bytes, Leaf.class));
        assertThrows(IllegalArgumentException.class, () -> RecordBytes.read(new byte[] {'?'}, Tree.class));
    }
}
