// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.board;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.config.NearestName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The boards of a folder: each sub-folder with a {@code board.yaml} is one. */
public final class Boards {
    private static final String FILE = "board.yaml";
    private static final String ID = "[a-z0-9][a-z0-9-]*";

    private final Map<String, Board> byName = new TreeMap<>();
    private final List<Board> boards = new ArrayList<>();

    private Boards() {}

    /**
     * Reads all boards of a folder.
     *
     * @throws InputException if there is none, a file breaks a rule, or two boards have the same name
     */
    public static Boards in(Path folder) {
        Boards boards = new Boards();
        for (Path file : files(folder)) {
            String id = file.getParent().getFileName().toString();
            if (!id.matches(ID)) {
                throw new InputException(
                        file.getParent() + ": folder of a board must be lower-case letters, digits and dashes: name="
                                + id,
                        "rename the folder");
            }
            boards.add(file, BoardReader.read(id, ConfigNode.read(file)));
        }
        if (boards.boards.isEmpty()) {
            throw new InputException(
                    "folder of boards must have sub-folders with a " + FILE + ": folder=" + folder, "check the path");
        }
        return boards;
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.resolve(FILE))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(Path file, Board board) {
        List<String> names = new ArrayList<>(board.aliases());
        names.add(board.id());
        for (String name : names) {
            Board other = byName.put(name, board);
            if (other != null) {
                throw new InputException(
                        file + ": " + name + " is also a name of board " + other.id(), "remove one of the two");
            }
        }
        boards.add(board);
    }

    /** In the order of their ids. */
    public List<Board> all() {
        return List.copyOf(boards);
    }

    /**
     * A board by id or alias.
     *
     * @throws InputException if there is none; it names the nearest
     */
    public Board board(String name) {
        Board board = byName.get(name);
        if (board == null) {
            throw new InputException(
                    "board must be one of "
                            + String.join(", ", boards.stream().map(Board::id).toList()) + ": board=" + name,
                    NearestName.of(name, byName.keySet())
                            .map(near -> "did you mean " + near + "?")
                            .orElse("list the boards with: fluxmill boards"));
        }
        return board;
    }
}
