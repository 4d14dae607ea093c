// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A {@link Manifest} as a JSON file. Keys are the record's components in their order, {@code parameters} sorted by name;
 * indent 2 spaces, lines end in {@code \\n}: the same manifest gives the same bytes on every machine. A file is read back
 * only if it has exactly these keys; null is allowed for {@code interrupt} and {@code busPrefix} alone.
 */
public final class ManifestFile {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual, config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .defaultPrettyPrinter(printer())
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private ManifestFile() {}

    private static DefaultPrettyPrinter printer() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        Separators separators = Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withArrayEmptySeparator("")
                .withObjectEmptySeparator("");
        return new DefaultPrettyPrinter(separators).withObjectIndenter(indenter).withArrayIndenter(indenter);
    }

    /** The file's text, with a newline at the end. */
    public static String toJson(Manifest manifest) {
        try {
            return MAPPER.writeValueAsString(manifest) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest is always JSON", e);
        }
    }

    public static void write(Path file, Manifest manifest) throws IOException {
        Files.writeString(file, toJson(manifest));
    }

    /** @throws InputException if the file cannot be read or is not a manifest; it names file and key */
    public static Manifest read(Path file) {
        try {
            return parse(file, Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new InputException(file + ": manifest must be UTF-8 text", Structure.REMEDY);
        } catch (IOException e) {
            throw new InputException(
                    "manifest must be a readable file: file=" + file, "check the path, or generate the design");
        }
    }

    /** A manifest from the text of a file; {@code file} is for messages. */
    public static Manifest parse(Path file, String json) {
        try {
            JsonNode tree = MAPPER.readTree(json);
            new Structure(file).check("", tree, Manifest.class);
            return MAPPER.treeToValue(tree, Manifest.class);
        } catch (MismatchedInputException e) {
            String rule = " must be " + describe(e.getTargetType());
            throw new InputException(file + ": " + keyPath(e.getPath()) + rule, Structure.REMEDY);
        } catch (JsonProcessingException e) {
            // What follows "(start marker" is where the reader keeps its text, nothing about the text.
            String problem = e.getOriginalMessage().replaceFirst("(?s)( \\(start marker|\n).*", "");
            int line = e.getLocation().getLineNr();
            throw new InputException(file + ":" + line + ": manifest must be valid JSON: " + problem, Structure.REMEDY);
        }
    }

    private static String keyPath(List<JsonMappingException.Reference> path) {
        StringBuilder keys = new StringBuilder();
        for (JsonMappingException.Reference step : path) {
            if (step.getFieldName() == null) {
                keys.append('[').append(step.getIndex()).append(']');
            } else {
                keys.append(keys.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return keys.toString();
    }

    private static String describe(Class<?> type) {
        if (type == int.class || type == long.class || type == Long.class) {
            return "an integer";
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(", "));
        }
        return type == String.class ? "a text" : List.class.isAssignableFrom(type) ? "a list" : "an object";
    }
}
