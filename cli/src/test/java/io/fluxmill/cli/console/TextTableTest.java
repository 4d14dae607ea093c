// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void numbersToTheRight() {
        TextTable table = new TextTable("name", "count", "share");
        table.row("a", 5, "7.25 %");
        table.row("long name", 1000, "-");
        assertEquals(
                List.of("name       count   share", "a              5  7.25 %", "long name   1000       -"),
                table.lines());
    }

    @Test
    void everyRowIsWhole() {
        TextTable table = new TextTable("name", "count");
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> table.row("a"));
        assertEquals("a row must have 2 cells, not 1", e.getMessage());
    }
}
