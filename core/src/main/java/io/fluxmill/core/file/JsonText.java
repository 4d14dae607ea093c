// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Results as JSON text. JSON has no NaN and no infinity: such a number is null. */
public final class JsonText {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private JsonText() {}

    /**
     * The text, with a newline at the end.
     *
     * @param result a tree, which is not changed, or a value of records, lists and maps
     */
    public static String of(Object result) {
        JsonNode tree = result instanceof JsonNode given ? given.deepCopy() : MAPPER.valueToTree(result);
        try {
            return MAPPER.writeValueAsString(finite(tree)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }

    /** The same with null in the place of numbers that are not finite. */
    private static JsonNode finite(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.fields().forEachRemaining(field -> field.setValue(finite(field.getValue())));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, finite(array.get(i)));
            }
        } else if ((node.isDouble() || node.isFloat()) && !Double.isFinite(node.doubleValue())) {
            return MAPPER.nullNode();
        }
        return node;
    }
}
