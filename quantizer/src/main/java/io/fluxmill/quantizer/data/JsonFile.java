// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.file.OutputFile;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON files of networks, written completely or not at all, and parsed strictly. */
public final class JsonFile {
    public static final String REMEDY = "write it again with: ./fluxmill train CONFIG";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonFile() {}

    /**
     * Writes the file, whole or not at all.
     *
     * @throws InputException if it is a folder, or its folder does not exist
     * @throws io.fluxmill.core.config.EnvironmentException if it cannot be written
     */
    public static void write(String json, Path file) {
        OutputFile.of("model", file).write(json);
    }

    /** @throws InputException if the file cannot be read or is no UTF-8 text */
    public static String text(Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new InputException("network must be a readable file: file=" + file, "check the path");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(ByteSource.wholeFile(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InputException(file + ": network must be UTF-8 text", REMEDY);
        }
    }

    /**
     * The object at the top.
     *
     * @param format what the key {@code format} must be
     * @param keys exactly those that must be there
     */
    public static JsonSection parse(Path file, String json, String format, String... keys) {
        JsonSection root;
        try {
            root = new JsonSection(file, "", MAPPER.readTree(json), REMEDY);
        } catch (JsonProcessingException e) {
            String problem = e.getOriginalMessage().replaceFirst("(?s)( \\(start marker|\n).*", "");
            throw new InputException(
                    file + ":" + e.getLocation().getLineNr() + ": network must be valid JSON: " + problem, REMEDY);
        }
        root.requireKeys(keys);
        if (!root.text("format").equals(format)) {
            throw root.error("format", format + ", not " + root.text("format"));
        }
        return root;
    }

    public static String quoted(String text) {
        try {
            return MAPPER.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a text is always JSON", e);
        }
    }
}
