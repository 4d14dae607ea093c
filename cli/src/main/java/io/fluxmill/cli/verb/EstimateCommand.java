// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.flow.Estimate;
import io.fluxmill.boards.flow.SynthesisStat;
import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.cli.console.TextTable;
import io.fluxmill.cli.family.BoardDesign;
import io.fluxmill.cli.family.Families;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fluxmill estimate}: cells of an engine behind its serial link, by synthesis alone. */
@Command(name = "estimate", description = "Synthesise for a board's part and count the cells, without place and route.")
public final class EstimateCommand implements Callable<Integer> {
    private final Families families;
    private final Console console;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "CONFIG", description = "Configuration with a section engine.")
    private Path config;

    @Option(names = "--board", required = true, paramLabel = "BOARD", description = "Board whose part is meant.")
    private String board;

    @Option(
            names = "--boards",
            paramLabel = "DIR",
            description = "Folder with one folder for each board. Default: boards of this installation.")
    private Path folder;

    EstimateCommand(Families families, Console console) {
        this.families = families;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        json.check();
        Board chosen = BoardDesign.boards(folder).board(board);
        console.progress("generating");
        BoardDesign design = BoardDesign.of(families, config, chosen);
        SynthesisStat stat = new Estimate(chosen, design.linked(), console::progress).run();
        console.clearProgress();
        TextTable table = new TextTable("cell", "number");
        ObjectNode cells = JsonNodeFactory.instance.objectNode();
        stat.cells().forEach((cell, number) -> {
            table.row(cell, number);
            cells.put(cell, number);
        });
        table.lines().forEach(console::result);
        ObjectNode result = JsonNodeFactory.instance
                .objectNode()
                .put("board", chosen.id())
                .put("part", chosen.part())
                .put("design", design.linked().name());
        result.set("cells", cells);
        json.write(result);
        return Exit.OK;
    }
}
