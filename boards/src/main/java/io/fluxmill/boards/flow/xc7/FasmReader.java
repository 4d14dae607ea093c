// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow.xc7;

import io.fluxmill.core.config.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads FASM, a list of features of tiles: {@code TILE.FEATURE}, {@code TILE.FEATURE[5]}, {@code TILE.FEATURE[63:0] = 64'h…}. Comments and
 * annotations are skipped. The format: <a href="https://fasm.readthedocs.io/en/latest/specification/syntax.html">specification</a>.
 */
final class FasmReader {
    private static final Pattern LINE = Pattern.compile("(?<tile>\\w+)\\.(?<name>[\\w.]*\\w)"
            + "(?:\\[(?<high>\\d{1,6})(?::(?<low>\\d{1,6}))?])?(?:\\s*=\\s*(?<value>[\\w']+))?");
    private static final Pattern VALUE = Pattern.compile("(?:(?<width>\\d*)'(?<base>[bodh]))?(?<digits>[0-9A-Fa-f_]+)");
    private static final String REMEDY = "write TILE.FEATURE or TILE.FEATURE[high:low] = value";

    private final String file;
    private final int line;

    private FasmReader(String file, int line) {
        this.file = file;
        this.line = line;
    }

    /**
     * All features of a file, in its order.
     *
     * @throws InputException for the first line that is not FASM
     */
    static List<FasmFeature> read(Path file) {
        String name = file.getFileName().toString();
        List<FasmFeature> features = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            int number = 0;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                new FasmReader(name, ++number).feature(text).ifPresent(features::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return features;
    }

    private Optional<FasmFeature> feature(String text) {
        String bare = uncommented(text).strip();
        if (bare.isEmpty()) {
            return Optional.empty();
        }
        Matcher matcher = LINE.matcher(bare);
        if (!matcher.matches()) {
            throw error("a line must be a feature of FASM: " + bare);
        }
        boolean ranged = matcher.group("low") != null;
        int high = matcher.group("high") == null ? 0 : Integer.parseInt(matcher.group("high"));
        int low = ranged ? Integer.parseInt(matcher.group("low")) : high;
        if (high < low) {
            throw error("a range must not end below its begin: [" + high + ":" + low + "]");
        }
        if (ranged && matcher.group("value") == null) {
            throw error("a feature with a range must have a value: " + bare);
        }
        BigInteger value = matcher.group("value") == null ? BigInteger.ONE : value(matcher.group("value"));
        if (value.bitLength() > high - low + 1) {
            throw error("a value must have at most " + (high - low + 1) + " bits: " + bare);
        }
        return Optional.of(new FasmFeature(line, matcher.group("tile"), matcher.group("name"), addresses(value, low)));
    }

    /** Without comment and annotations; both may hold the other's signs only inside quotes. */
    private String uncommented(String text) {
        int end = text.length();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && text.charAt(Math.max(0, i - 1)) != '\\') {
                quoted = !quoted;
            } else if (!quoted && c == '#') {
                return text.substring(0, Math.min(end, i));
            } else if (!quoted && c == '{') {
                end = Math.min(end, i);
            }
        }
        if (quoted || end < text.length() && !text.strip().endsWith("}") && !text.contains("#")) {
            throw error("an annotation must be closed: " + text.strip());
        }
        return text.substring(0, end);
    }

    private BigInteger value(String text) {
        Matcher matcher = VALUE.matcher(text);
        if (!matcher.matches()) {
            throw error("a value must be a number of FASM: " + text);
        }
        int radix =
                switch (String.valueOf(matcher.group("base"))) {
                    case "b" -> 2;
                    case "o" -> 8;
                    case "h" -> 16;
                    default -> 10;
                };
        BigInteger value;
        try {
            value = new BigInteger(matcher.group("digits").replace("_", ""), radix);
        } catch (NumberFormatException e) {
            throw error("a value must be a number of FASM: " + text);
        }
        String width = matcher.group("width");
        if (width != null && !width.isEmpty() && value.bitLength() > new BigInteger(width).intValue()) {
            throw error("a value must fit its width: " + text);
        }
        return value;
    }

    private static BitSet addresses(BigInteger value, int low) {
        BitSet addresses = new BitSet();
        for (int bit = value.getLowestSetBit(); bit >= 0 && bit < value.bitLength(); bit++) {
            addresses.set(low + bit, value.testBit(bit));
        }
        return addresses;
    }

    private InputException error(String fact) {
        return new InputException(file + ":" + line + ": " + fact, REMEDY);
    }
}
