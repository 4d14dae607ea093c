// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.board;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.estimate.Count;
import io.fluxmill.boards.estimate.Resource;
import io.fluxmill.cli.console.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Whether a design fits a board: what {@code estimate} prints, and {@code build} before place and route if it does not.
 *
 * @param design its module
 */
public record FitReport(String design, Count count) {
    /** A table with a line for each resource. */
    public List<String> table() {
        TextTable table = new TextTable("resource", "used", "available", "%", "fits");
        for (Resource resource : count.resources()) {
            table.row(
                    resource.name(),
                    number(resource.used()),
                    number(resource.available()),
                    resource.share()
                            .map(share -> String.format(Locale.ROOT, "%.1f", share))
                            .orElse("-"),
                    verdict(resource));
        }
        return table.lines();
    }

    private static String number(OptionalInt number) {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : "-";
    }

    private static String verdict(Resource resource) {
        if (resource.fits().isEmpty()) {
            return resource.used().isEmpty() ? "not counted" : "not known";
        }
        return resource.shortBy() > 0 ? "short by " + resource.shortBy() : "yes";
    }

    /** What the numbers are, and the answer if it is not that something is short. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (!count.complete()) {
            notes.add("LUTs and flip-flops were not counted: memories and multipliers decide");
        } else {
            notes.add((count.sampled() ? "found from samples of equal modules" : "counted in the whole netlist")
                    + (count.packed()
                            ? ", packed as nextpnr does, before placement"
                            : ", before packing and placement"));
        }
        Board board = count.board();
        if (count.fits().orElse(false)) {
            notes.add(design + " fits " + board.id() + " (" + board.part() + ")");
        } else if (count.complete() && count.missing().isEmpty()) {
            notes.add("whether it fits is not known: the resources of " + board.part() + " are not");
        }
        return notes;
    }

    /** The sentence of a design that does not fit, and a line for each remedy. */
    public List<String> complaint(List<String> remedies) {
        List<String> lines = new ArrayList<>();
        lines.add("fluxmill: the check failed: " + count.shortage(design));
        remedies.forEach(remedy -> lines.add("  " + remedy));
        if (remedies.isEmpty()) {
            lines.add("  no board of its family here has enough: make the engine smaller");
        }
        return lines;
    }

    /** The keys that docs/cli.md describes. */
    public ObjectNode toJson(List<String> remedies) {
        Board board = count.board();
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("board", board.id())
                .put("part", board.part())
                .put("design", design)
                .put("fits", count.fits().orElse(null))
                .put("complete", count.complete())
                .put("sampled", count.sampled());
        ObjectNode resources = node.putObject("resources");
        for (Resource resource : count.resources()) {
            resources
                    .putObject(resource.name())
                    .put("used", boxed(resource.used()))
                    .put("available", boxed(resource.available()))
                    .put("fits", resource.fits().orElse(null));
        }
        ObjectNode cells = node.putObject("cells");
        count.cells().forEach(cells::put);
        ArrayNode list = node.putArray("remedies");
        remedies.forEach(list::add);
        return node;
    }

    private static Integer boxed(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }
}
