// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.cell;

import io.fluxmill.core.config.ConfigNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cells by name, with times in quanta of 0.1 ps.
 *
 * @param name of the library
 */
public record CellLibrary(String name, Map<String, Cell> cells) {
    /** Quanta of a picosecond. */
    public static final int QUANTA_PER_PS = 10;

    /** Names of the libraries that come with the program. */
    public static final List<String> NAMES = List.of("rsfqlib-v3", "fluxmill-rcsj");

    /** Takes a copy; keeps the order. */
    public CellLibrary {
        cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
    }

    /**
     * A library that comes with the program.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public static CellLibrary of(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    "library must be one of " + String.join(", ", NAMES) + ": library=" + name);
        }
        String resource = name + ".yaml";
        try (InputStream in = CellLibrary.class.getResourceAsStream(resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return read(ConfigNode.parse(Path.of(resource), text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The library of an {@code engine} section: keys {@code library} (default the first of {@link #NAMES}) and, for changes
     * and new cells, {@code library-changes}.
     *
     * @throws io.fluxmill.core.config.InputException if a key or value breaks its rule
     */
    public static CellLibrary from(ConfigNode engine) {
        CellLibrary library = of(engine.choice("library", NAMES, NAMES.get(0)));
        return engine.optionalNode("library-changes").map(library::with).orElse(library);
    }

    private static CellLibrary read(ConfigNode root) {
        Map<String, String> texts = new LinkedHashMap<>();
        ConfigNode sources = root.node("sources");
        sources.keys().forEach(key -> texts.put(key, sources.string(key)));
        CellLibrary library = new CellLibrary(root.string("library"), Map.of()).with(root.node("cells"), texts);
        root.rejectUnknown();
        return library;
    }

    /** This library with the cells of a section changed or added. */
    public CellLibrary with(ConfigNode changes) {
        return with(changes, Map.of());
    }

    private CellLibrary with(ConfigNode changes, Map<String, String> sourceTexts) {
        Map<String, Cell> all = new LinkedHashMap<>(cells);
        for (String cell : changes.keys()) {
            NameLength.check(changes, cell, "cell", cell);
            all.put(cell, CellReader.read(cell, changes.node(cell), cells.get(cell), sourceTexts));
        }
        return new CellLibrary(name, all);
    }

    /**
     * A cell by name.
     *
     * @throws IllegalArgumentException if the library has none of this name
     */
    public Cell cell(String cellName) {
        Cell cell = cells.get(cellName);
        if (cell == null) {
            throw new IllegalArgumentException(
                    "cell must be one of " + String.join(", ", cells.keySet()) + ": cell=" + cellName);
        }
        return cell;
    }
}
