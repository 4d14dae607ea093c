// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.config;

import io.fluxmill.core.config.YamlValue.Entry;
import io.fluxmill.core.config.YamlValue.Kind;
import io.fluxmill.core.config.YamlValue.Mapping;
import io.fluxmill.core.config.YamlValue.Scalar;
import io.fluxmill.core.config.YamlValue.Sequence;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A section of a YAML configuration: typed values by key. Every getter throws an {@link InputException} that names the
 * file, the line, the key and the rule; a getter without a fallback requires the key.
 *
 * <pre>
 * ConfigNode engine = ConfigNode.read(Path.of("design.yaml")).node("engine");
 * String family = engine.choice("family", List.of("mac"));
 * int rows = engine.integer("rows", 2, 32, 8);
 * List&lt;NumberFormat&gt; formats = engine.parsedList("formats", NumberFormats::of, NumberFormats.named());
 * if (Integer.bitCount(rows) != 1) {
 *     throw engine.error("rows", "a power of two", "use 2, 4, 8, 16 or 32");
 * }
 * engine.rejectUnknown();
 * </pre>
 *
 * <p>A key that a getter has asked for is known; {@link #rejectUnknown} comes last and refuses the others.
 */
public final class ConfigNode {
    private final Path file;
    /** Keys from the top, joined by dots; empty at the top. */
    private final String path;

    private final Mapping mapping;
    private final Set<String> known = new TreeSet<>();
    private final Map<String, ConfigNode> children = new LinkedHashMap<>();

    private ConfigNode(Path file, String path, Mapping mapping) {
        this.file = file;
        this.path = path;
        this.mapping = mapping;
    }

    /** The top section of a YAML file. */
    public static ConfigNode read(Path file) {
        try {
            return parse(file, Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new InputException(file + ": configuration must be UTF-8 text", "save the file as UTF-8");
        } catch (IOException e) {
            throw new InputException("configuration must be a readable file: file=" + file, "check the path");
        }
    }

    /** The top section of a YAML text; {@code file} is for messages and for relative paths. */
    public static ConfigNode parse(Path file, String text) {
        return new ConfigNode(file, "", YamlReader.read(file, text));
    }

    /** The file, as it was given to {@link #read}. */
    public Path file() {
        return file;
    }

    /** Keys from the top, joined by dots, for example {@code engine}; empty at the top. */
    public String keyPath() {
        return path;
    }

    /** Line of the section's first key, from 1. */
    public int line() {
        return mapping.line();
    }

    /** Line of a key, or of the section if it is absent. */
    public int line(String key) {
        Entry entry = mapping.entries().get(key);
        return entry == null ? line() : entry.keyLine();
    }

    /** Whether the key is given; it is known from now on. */
    public boolean has(String key) {
        known.add(key);
        return mapping.entries().containsKey(key);
    }

    /** Whether the key holds a section, for keys that may hold a list as well. */
    public boolean isSection(String key) {
        return has(key) && mapping.entries().get(key).value() instanceof Mapping;
    }

    /** Every key that is given, in file order: for sections whose keys are names. */
    public List<String> keys() {
        return List.copyOf(mapping.entries().keySet());
    }

    // ---------------------------------------------------------------------------------------------------- single
    // values

    public String string(String key) {
        return scalar(key, "a text").text();
    }

    public String string(String key, String fallback) {
        return has(key) ? string(key) : fallback;
    }

    /** An integer, decimal or hexadecimal ({@code 0x10}), from min to max inclusive. */
    public int integer(String key, int min, int max) {
        String rule = "an integer from " + min + " to " + max;
        Scalar scalar = scalar(key, rule);
        double value = scalar.kind() == Kind.INTEGER ? numeric(scalar) : Double.NaN;
        if (value >= min && value <= max) {
            return (int) value;
        }
        throw mustBe(key, rule, scalar, "use " + rule);
    }

    public int integer(String key, int min, int max, int fallback) {
        return has(key) ? integer(key, min, max) : fallback;
    }

    /** A number from min to max inclusive. */
    public double number(String key, double min, double max) {
        String rule = "a number from " + min + " to " + max;
        Scalar scalar = scalar(key, rule);
        double value = numeric(scalar);
        if (value >= min && value <= max) {
            return value;
        }
        throw mustBe(key, rule, scalar, "use " + rule);
    }

    /** The number in a scalar; NaN, which is in no range, if it is not a number. */
    private static double numeric(Scalar scalar) {
        String digits = scalar.text().replace("_", "");
        try {
            return switch (scalar.kind()) {
                    // Not 010: octal to some readers of YAML, ten to others.
                case INTEGER -> digits.matches("[-+]?0[0-9].*") ? Double.NaN : Long.decode(digits);
                case FLOAT -> Double.parseDouble(digits);
                default -> Double.NaN;
            };
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    public double number(String key, double min, double max, double fallback) {
        return has(key) ? number(key, min, max) : fallback;
    }

    public boolean flag(String key, boolean fallback) {
        if (!has(key)) {
            return fallback;
        }
        Scalar scalar = scalar(key, "true or false");
        if (scalar.kind() != Kind.BOOLEAN) {
            throw mustBe(key, "true or false", scalar, "use true or false");
        }
        return scalar.text().equals("true");
    }

    /** A text that is one of the options. */
    public String choice(String key, List<String> options) {
        String rule = "one of " + String.join(", ", options);
        Scalar scalar = scalar(key, rule);
        if (!options.contains(scalar.text())) {
            throw mustBe(key, rule, scalar, didYouMean(scalar.text(), options, "use one of them"));
        }
        return scalar.text();
    }

    public String choice(String key, List<String> options, String fallback) {
        return has(key) ? choice(key, options) : fallback;
    }

    /** A constant of an enum, written in kebab-case: {@code NEAREST_EVEN} is {@code nearest-even}. */
    public <E extends Enum<E>> E choice(String key, Class<E> type) {
        List<E> constants = List.of(type.getEnumConstants());
        List<String> options = constants.stream().map(ConfigNode::kebabCase).toList();
        return constants.get(options.indexOf(choice(key, options)));
    }

    public <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
        return has(key) ? choice(key, type) : fallback;
    }

    private static String kebabCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What a parser such as {@code NumberFormats::of} makes of the text; its IllegalArgumentException becomes the error. */
    public <T> T parsed(String key, Function<String, T> parser) {
        return parse(key, scalar(key, "a text"), parser);
    }

    public <T> T parsed(String key, Function<String, T> parser, T fallback) {
        return has(key) ? parsed(key, parser) : fallback;
    }

    private <T> T parse(String key, Scalar scalar, Function<String, T> parser) {
        try {
            return parser.apply(scalar.text());
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    at(scalar.line()) + fullPath(key) + ": " + e.getMessage(), "correct " + fullPath(key));
        }
    }

    /** A path, relative to the folder of the configuration file unless absolute; it need not exist. */
    public Path path(String key) {
        try {
            return file.resolveSibling(string(key)).normalize();
        } catch (InvalidPathException e) {
            throw error(
                    key,
                    "a path of letters that this locale has, without a zero byte",
                    "correct the path, or set LC_ALL=C.UTF-8 in the environment if its letters are not ASCII");
        }
    }

    /** A path as in {@link #path} of a file that can be read. */
    public Path existingFile(String key) {
        Path target = path(key);
        if (!Files.isReadable(target) || Files.isDirectory(target)) {
            throw new InputException(
                    at(line(key)) + fullPath(key) + " must be a readable file: " + key + "=" + target,
                    "paths are relative to the folder of " + file);
        }
        return target;
    }

    // ------------------------------------------------------------------------------------------------- lists and
    // sections

    /** Whether the value of a key that is given is written as a list. */
    public boolean isList(String key) {
        return has(key) && mapping.entries().get(key).value() instanceof Sequence;
    }

    /** Whether the value of a key that is given is written as a list without an item. */
    public boolean isEmptyList(String key) {
        return isList(key)
                && ((Sequence) mapping.entries().get(key).value()).items().isEmpty();
    }

    /** A list of texts; a single text is a list of one. */
    public List<String> strings(String key) {
        return parsedList(key, Function.identity());
    }

    public List<String> strings(String key, List<String> fallback) {
        return has(key) ? strings(key) : fallback;
    }

    /** A list of texts, each through a parser as in {@link #parsed}; not empty. */
    public <T> List<T> parsedList(String key, Function<String, T> parser) {
        List<T> parsed = new ArrayList<>();
        for (YamlValue item : items(key, "a list of texts")) {
            if (!(item instanceof Scalar scalar) || scalar.kind() == Kind.NULL) {
                throw mustBe(key, "a list of texts", item, "write " + key + ": [first, second]");
            }
            parsed.add(parse(key, scalar, parser));
        }
        return parsed;
    }

    public <T> List<T> parsedList(String key, Function<String, T> parser, List<T> fallback) {
        return has(key) ? parsedList(key, parser) : fallback;
    }

    /** The section under a key. The same object every time, so that its known keys add up. */
    public ConfigNode node(String key) {
        ConfigNode child = children.get(key);
        if (child == null) {
            child = section(fullPath(key), key, required(key, "a section"));
            children.put(key, child);
        }
        return child;
    }

    public Optional<ConfigNode> optionalNode(String key) {
        return has(key) ? Optional.of(node(key)) : Optional.empty();
    }

    /** A list of sections, not empty; their paths are {@code key[0]}, {@code key[1]}, ... */
    public List<ConfigNode> nodes(String key) {
        List<ConfigNode> nodes = new ArrayList<>();
        for (YamlValue item : items(key, "a list of sections")) {
            nodes.add(section(fullPath(key) + "[" + nodes.size() + "]", key, item));
        }
        return nodes;
    }

    private ConfigNode section(String childPath, String key, YamlValue value) {
        if (value instanceof Mapping child) {
            return new ConfigNode(file, childPath, child);
        }
        throw mustBe(key, "a section", value, "write its keys on indented lines");
    }

    private List<YamlValue> items(String key, String rule) {
        YamlValue value = required(key, rule);
        List<YamlValue> items = value instanceof Sequence sequence ? sequence.items() : List.of(value);
        if (items.isEmpty()) {
            throw mustBe(key, rule + ", not empty", value, "give at least one item");
        }
        return items;
    }

    // -------------------------------------------------------------------------------------------------------------
    // errors

    /** Keys that belong to another reader: known, whatever they hold. */
    public void ignore(String... keys) {
        known.addAll(Arrays.asList(keys));
    }

    /** Refuses the first key that no getter has asked for; comes after the getters. Sections check their own keys. */
    public void rejectUnknown() {
        for (Map.Entry<String, Entry> entry : mapping.entries().entrySet()) {
            String key = entry.getKey();
            if (!known.contains(key)) {
                throw new InputException(
                        at(entry.getValue().keyLine()) + "key of " + (path.isEmpty() ? "the configuration" : path)
                                + " must be one of " + String.join(", ", known) + ": key=" + key,
                        didYouMean(key, known, "remove it"));
            }
        }
    }

    /** The error that the value of a key breaks a rule: {@code <file>:<line>: <path> must be <rule>: <key>=<value>}. */
    public InputException error(String key, String rule, String remedy) {
        return mustBe(key, rule, required(key, rule), remedy);
    }

    private InputException mustBe(String key, String rule, YamlValue value, String remedy) {
        return new InputException(
                at(value.line()) + fullPath(key) + " must be " + rule + ": " + key + "=" + value.describe(), remedy);
    }

    private static String didYouMean(String name, Iterable<String> options, String otherwise) {
        List<String> candidates = new ArrayList<>();
        options.forEach(candidates::add);
        return NearestName.of(name, candidates)
                .map(nearest -> "did you mean " + nearest + "?")
                .orElse(otherwise);
    }

    private Scalar scalar(String key, String rule) {
        YamlValue value = required(key, rule);
        if (value instanceof Scalar scalar && scalar.kind() != Kind.NULL) {
            return scalar;
        }
        throw mustBe(key, rule, value, "give it a value, or remove the key to use its default");
    }

    private YamlValue required(String key, String rule) {
        if (!has(key)) {
            throw new InputException(at(line()) + fullPath(key) + " must be given: " + rule, missingRemedy(key));
        }
        return mapping.entries().get(key).value();
    }

    /** An unknown key that is similar to the missing one was probably meant to be it. */
    private String missingRemedy(String key) {
        List<String> unknown =
                keys().stream().filter(given -> !known.contains(given)).toList();
        return NearestName.of(key, unknown)
                .map(given -> "rename " + given + " on line " + line(given) + " to " + key)
                .orElse("add " + key + ": ...");
    }

    private String fullPath(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private String at(int line) {
        return file + ":" + line + ": ";
    }
}
