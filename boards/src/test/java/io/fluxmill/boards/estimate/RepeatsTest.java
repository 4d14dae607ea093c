// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which modules are sampled, and the sum of the samples. */
class RepeatsTest {
    @TempDir
    private Path folder;

    /** A module of one cell with so many bits, and instances of another. */
    private static String module(String name, int bits, String child, int instances) {
        StringBuilder cells = new StringBuilder(
                "\"own\": {\"type\": \"$add\", \"connections\": {\"A\": [" + "1,".repeat(bits - 1) + "1]}}");
        for (int i = 0; i < instances; i++) {
            cells.append(", \"u" + i + "\": {\"type\": \"" + child + "\", \"connections\": {}}");
        }
        return "\"" + name + "\": {\"cells\": {" + cells + "}}";
    }

    private Repeats read(String... modules) throws IOException {
        Path file =
                Files.writeString(folder.resolve("tree.json"), "{\"modules\": {" + String.join(", ", modules) + "}}");
        return Repeats.of(file, "top");
    }

    @Test
    void equalModulesThatMakeUpADesign() throws IOException {
        Repeats repeats =
                read(module("top", 100, "array", 1), module("array", 10, "unit", 16), module("unit", 50, "none", 0));
        assertEquals(List.of("unit"), List.copyOf(repeats.modules().keySet()));
        assertEquals(16, repeats.modules().get("unit").size());
        assertEquals(List.of(List.of("array/u5"), List.of("array/u5", "array/u11")), repeats.samples());
    }

    @Test
    void aDesignOfOtherThingsIsWhole() throws IOException {
        assertFalse(
                read(module("top", 1000, "unit", 16), module("unit", 50, "none", 0))
                        .any(),
                "44 % are equal");
        assertFalse(
                read(module("top", 10, "unit", 7), module("unit", 50, "none", 0))
                        .any(),
                "few instances");
        assertFalse(
                read(module("top", 10, "array", 2), module("array", 10, "unit", 8), module("unit", 50, "none", 0))
                        .any(),
                "in two places, whose surroundings may differ");
        assertEquals(List.of(List.of()), Repeats.NONE.samples());
    }

    @Test
    void theSumOfSamples() {
        Repeats repeats = new Repeats(Map.of("unit", List.of("a/u0", "a/u1", "a/u2", "a/u3")), Map.of());
        assertEquals(
                Map.of("LUT4", 100 + 3 * 20, "FF", 50, "MULT", 3 * 4),
                repeats.extrapolate(List.of(
                        Map.of("LUT4", 100, "FF", 50, "unit__box", 3),
                        Map.of("LUT4", 120, "FF", 50, "MULT", 4, "unit__box", 2))));
        assertEquals(Map.of("LUT4", 7), Repeats.NONE.extrapolate(List.of(Map.of("LUT4", 7))));
    }

    private static String connections(String name, String child, int instances) {
        return module(name, 1, child, instances).replaceFirst("\"own\": .*?\\}\\}, ", "");
    }

    /** An array of 4 rows of 8 units: a row with a unit, two rows, a row with two units. */
    @Test
    void unitsInRowsThatOnlyConnectThem() throws IOException {
        Repeats repeats = read(
                module("top", 100, "array", 1),
                module("array", 10, "row", 4),
                connections("row", "unit", 8),
                module("unit", 50, "none", 0));
        assertEquals(Map.of("row", 1, "unit", 4), repeats.copies());
        assertEquals(
                List.of(
                        List.of("array/u1", "row/u3"),
                        List.of("array/u1", "row/u3", "array/u2"),
                        List.of("array/u1", "row/u3", "row/u5")),
                repeats.samples());
        int row = 3;
        int unit = 20;
        Map<String, Integer> one = Map.of("LUT4", 100 + row + unit);
        Map<String, Integer> twoRows = Map.of("LUT4", 100 + 2 * (row + unit));
        Map<String, Integer> twoUnits = Map.of("LUT4", 100 + row + 2 * unit);
        assertEquals(Map.of("LUT4", 100 + 4 * row + 32 * unit), repeats.extrapolate(List.of(one, twoRows, twoUnits)));
        assertFalse(
                read(
                                module("top", 100, "array", 1),
                                module("array", 10, "row", 4),
                                module("row", 10, "unit", 8),
                                module("unit", 50, "none", 0))
                        .any(),
                "rows with something of their own");
    }
}
