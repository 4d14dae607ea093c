// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    /** A result as benchmarks have it. */
    record Row(String name, double ratio, float seconds, Double missing) {}

    @Test
    void numbersThatAreNotFiniteAreNull() throws IOException {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("nan", Double.NaN).put("more", Double.POSITIVE_INFINITY).put("less", Float.NEGATIVE_INFINITY);
        root.put("half", 0.5).put("text", "NaN").put("large", Long.MAX_VALUE);
        root.putObject("deep")
                .putArray("list")
                .add(1.5)
                .add(Double.NaN)
                .addArray()
                .add(Float.NaN);
        String text = JsonText.of(root);
        JsonNode read = new ObjectMapper().readTree(text);
        assertEquals(
                "{\"nan\":null,\"more\":null,\"less\":null,\"half\":0.5,\"text\":\"NaN\",\"large\":9223372036854775807,"
                        + "\"deep\":{\"list\":[1.5,null,[null]]}}",
                read.toString());
        assertTrue(text.endsWith("}\n"));
        assertTrue(root.get("nan").isDouble(), "the tree that was given is left alone");
    }

    @Test
    void recordsToo() throws IOException {
        String text = JsonText.of(Map.of("rows", List.of(new Row("a", Double.NaN, Float.POSITIVE_INFINITY, null))));
        assertEquals(
                "{\"rows\":[{\"name\":\"a\",\"ratio\":null,\"seconds\":null,\"missing\":null}]}",
                new ObjectMapper().readTree(text).toString());
    }
}
