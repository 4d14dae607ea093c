// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow.xc7;

import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Features of a type of tile: names are without the type. */
final class TileType {
    private final String name;
    private final Map<String, Map<Integer, Segment>> segments = new HashMap<>();
    private final Set<String> pseudo = new HashSet<>();

    private TileType(String name) {
        this.name = name;
    }

    /** Reads what a family's folder has of a type; types without features have no files. */
    static TileType read(Path folder, String name) {
        TileType type = new TileType(name);
        String stem = name.toLowerCase(Locale.ROOT);
        type.lines(folder.resolve("ppips_" + stem + ".db"), words -> type.pseudo.add(words[0]));
        type.lines(folder.resolve("segbits_" + stem + ".db"), words -> type.add(Block.CLB_IO_CLK, words));
        type.lines(folder.resolve("segbits_" + stem + ".block_ram.db"), words -> type.add(Block.BLOCK_RAM, words));
        return type;
    }

    private interface Row {
        /** @param words the first without the type */
        void take(String[] words);
    }

    private void lines(Path file, Row row) {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try (Stream<String> lines = Files.lines(file)) {
            lines.filter(line -> !line.isBlank()).forEach(line -> {
                String[] words = line.strip().split(" +");
                if (!words[0].startsWith(name + ".") || words.length < 2) {
                    throw new InputException(
                            file + ": a line must begin with a feature of " + name + ": " + line,
                            "install the database again");
                }
                words[0] = words[0].substring(name.length() + 1);
                row.take(words);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(Block block, String[] words) {
        List<SegmentBit> bits = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            bits.add(SegmentBit.parse(words[i]));
        }
        int bracket = words[0].endsWith("]") ? words[0].lastIndexOf('[') : -1;
        if (bracket < 0) {
            at(words[0]).put(0, new Segment(words[0], "", block, bits));
        } else {
            String base = words[0].substring(0, bracket);
            int address = Integer.parseInt(words[0], bracket + 1, words[0].length() - 1, 10);
            at(base).putIfAbsent(address, new Segment(base, "[" + address + "]", block, bits));
        }
    }

    private Map<Integer, Segment> at(String base) {
        return segments.computeIfAbsent(base, key -> new HashMap<>());
    }

    String name() {
        return name;
    }

    /** Whether a feature is a connection that is always there. */
    boolean isPseudo(String feature) {
        return pseudo.contains(feature);
    }

    /** Whether there is a feature of this name that has bits, at any address. */
    boolean has(String feature) {
        return segments.containsKey(feature);
    }

    /** @param address 0 for a feature without addresses */
    Optional<Segment> segment(String feature, int address) {
        return Optional.ofNullable(segments.getOrDefault(feature, Map.of()).get(address));
    }

    /** Names of all features that have bits, without addresses, in alphabetical order. */
    SortedSet<String> features() {
        return new TreeSet<>(segments.keySet());
    }

    /** All features that have bits. */
    Stream<Segment> segments() {
        return segments.values().stream().map(Map::values).flatMap(Collection::stream);
    }
}
