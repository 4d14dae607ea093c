// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.fluxmill.core.config.YamlValue.Entry;
import io.fluxmill.core.config.YamlValue.Kind;
import io.fluxmill.core.config.YamlValue.Mapping;
import io.fluxmill.core.config.YamlValue.Scalar;
import io.fluxmill.core.config.YamlValue.Sequence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** YAML text to values with their lines: one document, a mapping at the top, no aliases, no key twice. */
final class YamlReader {
    private static final YAMLFactory FACTORY = new YAMLFactory();
    private static final Pattern PROBLEM = Pattern.compile("(?m)^(\\S.*)\\n in .*, line (\\d+), column");

    private final Path file;
    private final YAMLParser parser;

    private YamlReader(Path file, YAMLParser parser) {
        this.file = file;
        this.parser = parser;
    }

    static Mapping read(Path file, String text) {
        try (YAMLParser parser = FACTORY.createParser(text)) {
            return new YamlReader(file, parser).document();
        } catch (JsonProcessingException e) {
            throw malformed(file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    /**
     * SnakeYAML's message has, for what it was doing and for what went wrong, one sentence each and {@code in 'reader', line 2,
     * column 1:} with a snippet. The last of these is what went wrong, and where.
     */
    private static InputException malformed(Path file, JsonProcessingException e) {
        String problem =
                e.getOriginalMessage().replaceFirst(", got this instead: <(?s).*", ", not a list or a section");
        int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
        Matcher matcher = PROBLEM.matcher(problem);
        while (matcher.find()) {
            problem = matcher.group(1);
            line = Integer.parseInt(matcher.group(2));
        }
        return error(
                file,
                line,
                "configuration must be valid YAML: "
                        + problem.lines().findFirst().orElse("unreadable"),
                "correct the indentation or the quotes near this line");
    }

    private Mapping document() throws IOException {
        JsonToken first = parser.nextToken();
        if (first != JsonToken.START_OBJECT) {
            throw error(file, 1, "configuration must be a mapping of keys to values", "write lines such as key: value");
        }
        Mapping mapping = mapping();
        if (parser.nextToken() != null) {
            throw error(
                    file, line(), "configuration must be one YAML document", "remove the line --- and what follows");
        }
        return mapping;
    }

    private YamlValue value(JsonToken token) throws IOException {
        if (parser.isCurrentAlias()) {
            throw error(
                    file,
                    line(),
                    "configuration must not use YAML aliases: *" + parser.getText(),
                    "write the value out");
        }
        return switch (token) {
            case START_OBJECT -> mapping();
            case START_ARRAY -> sequence();
            case VALUE_NUMBER_INT -> scalar(Kind.INTEGER);
            case VALUE_NUMBER_FLOAT -> scalar(Kind.FLOAT);
            case VALUE_TRUE, VALUE_FALSE -> scalar(Kind.BOOLEAN);
            case VALUE_NULL -> scalar(Kind.NULL);
            default -> scalar(Kind.STRING);
        };
    }

    private Mapping mapping() throws IOException {
        int start = line();
        Map<String, Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            int keyLine = line();
            Entry earlier = entries.put(key, new Entry(keyLine, value(parser.nextToken())));
            if (earlier != null) {
                throw error(
                        file,
                        keyLine,
                        "key must be given once: " + key + " is also on line " + earlier.keyLine(),
                        "remove one of the two");
            }
        }
        return new Mapping(start, entries);
    }

    private Sequence sequence() throws IOException {
        int start = line();
        List<YamlValue> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(token));
        }
        return new Sequence(start, items);
    }

    private Scalar scalar(Kind kind) throws IOException {
        return new Scalar(line(), kind, parser.getText());
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private static InputException error(Path file, int line, String fact, String remedy) {
        return new InputException(file + ":" + line + ": " + fact, remedy);
    }
}
