// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.boards.board.Ability;
import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.Boards;
import io.fluxmill.boards.board.Constraints;
import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.cli.console.TextTable;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.file.OutputFile;
import io.fluxmill.core.file.OutputFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fluxmill boards}: the boards and what works with them, or the constraints of one. */
@Command(
        name = "boards",
        description = "List the boards and what works with them today, or write the constraints of one.")
public final class BoardsCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private JsonOption json;

    @Parameters(arity = "0..1", paramLabel = "BOARD", description = "Show the constraints of this board.")
    private String board;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "With BOARD: write the constraints to this folder instead, made if need be.")
    private Path out;

    @Option(
            names = "--boards",
            paramLabel = "DIR",
            description = "Folder with one folder for each board. Default: boards of this installation.")
    private Path folder;

    BoardsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        json.check();
        if (out != null && board == null) {
            throw new InputException("--out needs a board", "name one: fluxmill boards BOARD --out DIR");
        }
        Path home = Path.of(System.getProperty("fluxmill.home", "."));
        Boards boards = Boards.in(folder != null ? folder : home.resolve("boards"));
        if (board == null) {
            list(boards);
        } else {
            constraints(boards.board(board));
        }
        return Exit.OK;
    }

    private void list(Boards boards) throws IOException {
        List<String> titles = new ArrayList<>(List.of("board", "name", "part", "family"));
        for (Ability ability : Ability.values()) {
            titles.add(ability.id());
        }
        titles.add("engines that fit");
        TextTable text = new TextTable(titles.toArray(String[]::new));
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Board each : boards.all()) {
            List<Object> row = new ArrayList<>(
                    List.of(each.id(), each.name(), each.part(), each.family().id()));
            for (Ability ability : Ability.values()) {
                row.add(each.abilities().contains(ability) ? "yes" : "no");
            }
            row.add(each.engines().isEmpty() ? "not measured" : String.join("; ", each.engines()));
            text.row(row.toArray());
            list.add(describe(each));
        }
        text.lines().forEach(console::result);
        json.write(list);
    }

    private static ObjectNode describe(Board board) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("board", board.id())
                .put("name", board.name())
                .put("revision", board.revision())
                .put("family", board.family().id())
                .put("part", board.part());
        ArrayNode aliases = node.putArray("aliases");
        board.aliases().forEach(aliases::add);
        board.clock().ifPresent(clock -> node.put("clock-hz", clock.hz()));
        board.jtag().ifPresent(jtag -> node.put("idcode", String.format("0x%08x", jtag.idcode())));
        board.usb().ifPresent(usb -> node.put("usb", String.format("%04x:%04x", usb.vendor(), usb.device()))
                .put("udev-rule", usb.udevRule()));
        ArrayNode engines = node.putArray("engines");
        board.engines().forEach(engines::add);
        ObjectNode works = node.putObject("works");
        for (Ability ability : Ability.values()) {
            works.put(ability.id(), board.abilities().contains(ability));
        }
        return node;
    }

    private void constraints(Board chosen) throws IOException {
        if (!chosen.abilities().contains(Ability.CONSTRAINTS)) {
            throw new InputException(
                    "board " + chosen.id() + " has no pins: constraints cannot be written",
                    "list the boards that have with: fluxmill boards");
        }
        if (out != null) {
            new OutputFolder("--out", out).check();
        }
        String text = Constraints.of(chosen);
        ObjectNode result = describe(chosen).put("constraints", text);
        if (!chosen.engines().isEmpty()) {
            console.message("engines that fit: " + String.join("; ", chosen.engines()));
        }
        if (out == null) {
            text.lines().forEach(console::result);
        } else {
            Path file = new OutputFolder("--out", out)
                    .make()
                    .resolve(chosen.id() + "." + chosen.family().constraintSuffix());
            OutputFile.of("--out", file).write(text);
            console.result(file.toString());
            result.put("file", file.toString());
        }
        json.write(result);
    }
}
