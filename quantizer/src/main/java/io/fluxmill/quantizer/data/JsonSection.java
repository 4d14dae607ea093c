// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.config.NearestName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An object of a JSON file: typed values by key. Every error names the file, the key's path and the rule. */
public final class JsonSection {
    private final Path file;
    private final String path;
    private final JsonNode node;
    private final String remedy;

    /** @param path of the object, empty at the top */
    JsonSection(Path file, String path, JsonNode node, String remedy) {
        this.file = file;
        this.path = path;
        this.node = node;
        this.remedy = remedy;
        if (!node.isObject()) {
            throw new InputException(file + ": " + (path.isEmpty() ? "the file" : path) + " must be an object", remedy);
        }
    }

    public Path file() {
        return file;
    }

    /** Exactly these keys must be there. */
    public void requireKeys(String... keys) {
        List<String> wanted = List.of(keys);
        for (String key : keys) {
            if (!node.has(key)) {
                throw new InputException(file + ": " + fullPath(key) + " must be given", remedy);
            }
        }
        node.fieldNames().forEachRemaining(key -> {
            if (!wanted.contains(key)) {
                throw new InputException(
                        file + ": key of " + (path.isEmpty() ? "the file" : path) + " must be one of "
                                + String.join(", ", wanted) + ": key=" + key,
                        NearestName.of(key, wanted)
                                .map(nearest -> "did you mean " + nearest + "?")
                                .orElse("remove it"));
            }
        });
    }

    public String text(String key) {
        if (!node.path(key).isTextual()) {
            throw error(key, "a text");
        }
        return node.get(key).textValue();
    }

    public boolean flag(String key) {
        if (!node.path(key).isBoolean()) {
            throw error(key, "true or false");
        }
        return node.get(key).booleanValue();
    }

    /** A finite number. */
    public double number(String key) {
        if (!node.path(key).isNumber() || !Double.isFinite(node.get(key).doubleValue())) {
            throw error(key, "a number");
        }
        return node.get(key).doubleValue();
    }

    public int integer(String key, int min, int max) {
        return integer(key, node.path(key), min, max);
    }

    /** A list of this many integers. */
    public int[] integers(String key, int count, int min, int max) {
        return integers(key, node.path(key), count, min, max);
    }

    /** A list of lists of int8, {@code [rows][columns]} row-major. */
    public byte[] rows(String key, int rows, int columns) {
        JsonNode list = node.path(key);
        if (!list.isArray() || list.size() != rows) {
            throw error(key, "a list of " + rows + " lists");
        }
        byte[] values = new byte[Math.multiplyExact(rows, columns)];
        for (int row = 0; row < rows; row++) {
            int[] line = integers(key + "[" + row + "]", list.get(row), columns, Byte.MIN_VALUE, Byte.MAX_VALUE);
            for (int column = 0; column < columns; column++) {
                values[row * columns + column] = (byte) line[column];
            }
        }
        return values;
    }

    private int[] integers(String key, JsonNode list, int count, int min, int max) {
        if (!list.isArray() || list.size() != count) {
            throw error(key, "a list of " + count + " integers");
        }
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = integer(key + "[" + i + "]", list.get(i), min, max);
        }
        return values;
    }

    private int integer(String key, JsonNode value, int min, int max) {
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < min || value.intValue() > max) {
            throw error(key, "an integer from " + min + " to " + max);
        }
        return value.intValue();
    }

    public JsonSection section(String key) {
        return new JsonSection(file, fullPath(key), node.path(key), remedy);
    }

    /** A list of objects, not empty. */
    public List<JsonSection> sections(String key) {
        JsonNode list = node.path(key);
        if (!list.isArray() || list.isEmpty()) {
            throw error(key, "a list of objects, not empty");
        }
        List<JsonSection> sections = new ArrayList<>();
        for (JsonNode item : list) {
            sections.add(new JsonSection(file, fullPath(key) + "[" + sections.size() + "]", item, remedy));
        }
        return sections;
    }

    /** In the order of the file. */
    public List<String> keys() {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    public boolean has(String key) {
        return node.has(key);
    }

    public boolean isText(String key) {
        return node.path(key).isTextual();
    }

    public InputException error(String key, String rule) {
        return new InputException(file + ": " + fullPath(key) + " must be " + rule, remedy);
    }

    private String fullPath(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
