// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow.xc7;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.config.NearestName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The database of prjxray for one part: what features there are, and which bits they are. Types of tiles are read when they are first asked
 * for; not for use by several threads at once.
 */
public final class XrayDatabase {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REMEDY = "install the tools again with: fluxmill tools install xc7";

    private final Path folder;
    private final String partName;
    private final Xc7Part part;
    private final TileGrid grid;
    private final Map<String, TileType> types = new HashMap<>();

    private XrayDatabase(Path folder, String partName, Xc7Part part, TileGrid grid) {
        this.folder = folder;
        this.partName = partName;
        this.part = part;
        this.grid = grid;
    }

    /**
     * Opens the database of a part.
     *
     * @param folder of a family, such as {@code artix7}
     * @param part such as {@code xc7a35tcsg324-1}
     * @throws InputException if the database does not have the part
     */
    public static XrayDatabase open(Path folder, String part) {
        ConfigNode parts = ConfigNode.read(file(folder, "mapping/parts.yaml"));
        if (!parts.has(part)) {
            throw new InputException(
                    "part must be in the database of 7-series parts: part=" + part,
                    NearestName.of(part, parts.keys())
                            .map(near -> "did you mean " + near + "?")
                            .orElse("parts are listed in " + parts.file()));
        }
        String device = parts.node(part).string("device");
        String fabric = ConfigNode.read(file(folder, "mapping/devices.yaml"))
                .node(device)
                .string("fabric");
        return new XrayDatabase(
                folder,
                part,
                new Xc7Part(json(file(folder, part + "/part.json"))),
                new TileGrid(json(file(folder, fabric + "/tilegrid.json"))));
    }

    private static Path file(Path folder, String name) {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new InputException("the database of 7-series parts has no " + name + ": folder=" + folder, REMEDY);
        }
        return file;
    }

    private static JsonNode json(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new InputException(file + " must be JSON: " + e.getMessage(), REMEDY);
        }
    }

    /** IDCODE of the part, as its bitstreams have it. */
    public long idcode() {
        return part.idcode();
    }

    /** File of a part for {@code xc7frames2bit}, from the folder of its family. */
    public static String partFile(String part) {
        return part + "/part.yaml";
    }

    /** Features that every design of the part has. */
    List<FasmFeature> required() {
        Path file = folder.resolve(partName).resolve("required_features.fasm");
        return Files.isRegularFile(file) ? FasmReader.read(file) : List.of();
    }

    boolean hasFrame(int address) {
        return part.hasFrame(address);
    }

    Optional<Tile> tile(String name) {
        return grid.tile(name);
    }

    List<Tile> tilesWithBits() {
        return grid.withBits();
    }

    TileType type(String name) {
        return types.computeIfAbsent(name, key -> TileType.read(folder, key));
    }

    /** The type whose features with bits a tile has: its own or, for a piece of a larger tile, that one's. */
    TileType bitsOf(Tile tile) {
        return type(tile.alias().map(Tile.Alias::type).orElse(tile.type()));
    }
}
