// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.config.NearestName;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Checks that JSON objects have exactly the keys of the records that they represent. */
final class Structure {
    static final String REMEDY = "generate the design again with this version of fluxmill";

    private static final Set<String> NULLABLE = Set.of("interrupt", "busPrefix");

    private final Path file;

    Structure(Path file) {
        this.file = file;
    }

    /** Checks a value and all that it contains; values of other types than records and lists of records pass. */
    void check(String path, JsonNode node, Type type) {
        if (type instanceof Class<?> record && record.isRecord()) {
            checkRecord(path, node, record);
        } else if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            for (int i = 0; i < node.size(); i++) {
                check(path + "[" + i + "]", node.get(i), list.getActualTypeArguments()[0]);
            }
        }
    }

    private void checkRecord(String path, JsonNode node, Class<?> record) {
        String what = path.isEmpty() ? "manifest" : path;
        if (!node.isObject()) {
            throw new InputException(file + ": " + what + " must be an object", REMEDY);
        }
        rejectUnknown(what, node, record);
        for (RecordComponent component : record.getRecordComponents()) {
            String key = component.getName();
            String keyPath = path.isEmpty() ? key : path + "." + key;
            JsonNode value = node.get(key);
            if (value == null || (value.isNull() && !NULLABLE.contains(key))) {
                throw new InputException(file + ": " + keyPath + " must be given", REMEDY);
            }
            check(keyPath, value, component.getGenericType());
        }
    }

    private void rejectUnknown(String what, JsonNode node, Class<?> record) {
        List<String> known = Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
            String key = keys.next();
            if (!known.contains(key)) {
                String remedy = NearestName.of(key, known)
                        .map(nearest -> "did you mean " + nearest + "?")
                        .orElse(REMEDY);
                throw new InputException(
                        file + ": key of " + what + " must be one of " + String.join(", ", known) + ": key=" + key,
                        remedy);
            }
        }
    }
}
