// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.estimate;

import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.flow.BoardBuild.Synthesis;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a design needs of a board's part.
 *
 * @param complete whether everything was counted; else only memories and products were
 * @param sampled whether it was found from samples of equal modules; else by the synthesis that a build runs
 * @param cells number of each type, if everything was counted
 */
public record Count(
        Board board, boolean complete, boolean sampled, Map<String, Integer> cells, List<Resource> resources) {
    static Count of(Board board, boolean complete, boolean sampled, Map<String, Integer> cells) {
        Map<String, Integer> types = new TreeMap<>(cells);
        types.keySet().removeIf(type -> type.startsWith("$"));
        return new Count(
                board, complete, sampled, complete ? types : Map.of(), Census.resources(board, cells, complete));
    }

    /** What the netlist of a build needs, before place and route. */
    public static Count of(Board board, Synthesis synthesis) throws IOException {
        Map<String, Integer> cells = new TreeMap<>(synthesis.stat().cells());
        cells.putAll(Packing.of(board.family(), synthesis.netlist(), synthesis.top()));
        return of(board, true, false, cells);
    }

    /** Whether LUTs and logic cells are those after nextpnr's packing; else they are those of synthesis. */
    public boolean packed() {
        return Packing.changes(board.family());
    }

    /** The resources of which there are too few. */
    public List<Resource> missing() {
        return resources.stream().filter(resource -> resource.shortBy() > 0).toList();
    }

    /** Whether there is enough of everything; empty if something was not counted, or the size of the part is not known. */
    public Optional<Boolean> fits() {
        if (!missing().isEmpty()) {
            return Optional.of(false);
        }
        return complete
                        && resources.stream()
                                .allMatch(resource -> resource.fits().isPresent())
                ? Optional.of(true)
                : Optional.empty();
    }

    /** The same design on another board of the family; nothing is synthesised again. */
    public Count on(Board other) {
        List<Resource> moved = resources.stream()
                .map(resource -> new Resource(resource.name(), resource.used(), Capacity.of(other, resource.name())))
                .toList();
        return new Count(other, complete, sampled, cells, moved);
    }

    /**
     * What is short, as {@code <design> does not fit <board> (<part>): 274 MULT18X18D are needed, the part has 156}; nothing if nothing is.
     */
    public String shortage(String design) {
        return missing().isEmpty()
                ? ""
                : design + " does not fit " + board.id() + " (" + board.part() + "): "
                        + missing().stream()
                                .map(resource -> resource.used().getAsInt() + " " + resource.name()
                                        + " are needed, the part has "
                                        + resource.available().getAsInt())
                                .collect(Collectors.joining("; "));
    }
}
