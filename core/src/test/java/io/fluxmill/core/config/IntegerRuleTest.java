// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** One rule says the same of a value, whether a record is constructed with it or it is read from YAML. */
class IntegerRuleTest {
    private static ConfigNode node(String text) {
        return ConfigNode.parse(Path.of("c.yaml"), text);
    }

    private static void refused(IntegerRule rule, String key, int value, String sentence, String remedy) {
        String fact = key + " must be " + sentence + ": " + key + "=" + value;
        assertEquals(
                fact,
                assertThrows(IllegalArgumentException.class, () -> rule.check(value))
                        .getMessage());
        InputException e = assertThrows(InputException.class, () -> rule.read(node(key + ": " + value + "\n"), 1));
        assertEquals("c.yaml:1: " + fact, e.getMessage());
        assertEquals(remedy, e.remedy());
    }

    @Test
    void constructorAndYamlSayTheSame() {
        refused(IntegerRule.range("stages", 1, 4), "stages", 5, "an integer from 1 to 4", "use an integer from 1 to 4");
        refused(IntegerRule.powerOfTwo("rows", 1, 32), "rows", 6, "a power of two from 1 to 32", "use 4 or 8");
        refused(IntegerRule.oneOf("bits", "use 16", 8, 16), "bits", 9, "8 or 16", "use 16");
    }

    @Test
    void whatFitsIsRead() {
        IntegerRule rule = IntegerRule.powerOfTwo("rows", 1, 32);
        assertDoesNotThrow(() -> rule.check(32));
        assertEquals(16, rule.read(node("rows: 16\n"), 8));
        assertEquals(8, rule.read(node("other: 16\n"), 8));
    }
}
