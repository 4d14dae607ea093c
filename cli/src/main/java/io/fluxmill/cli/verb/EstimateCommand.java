// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.Boards;
import io.fluxmill.boards.estimate.Count;
import io.fluxmill.boards.estimate.Estimate;
import io.fluxmill.cli.board.FitReport;
import io.fluxmill.cli.board.Remedies;
import io.fluxmill.cli.board.SynthesisDesign;
import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.cli.console.Stage;
import io.fluxmill.cli.family.BoardDesign;
import io.fluxmill.cli.family.Families;
import io.fluxmill.core.config.ConfigNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fluxmill estimate}: whether an engine behind its serial link fits a board, by synthesis alone. */
@Command(
        name = "estimate",
        description = "Say whether a design fits a board's part, by synthesis without place and route.",
        footer = "Exits with 1 if it does not fit, and says what is short and what helps.")
public final class EstimateCommand implements Callable<Integer> {
    private static final String GENERATING = "generating the design";
    private static final String EARLY = "counting memories and multipliers";
    private static final String COMPLETE = "counting LUTs and flip-flops";
    private static final List<Stage> STAGES =
            List.of(new Stage(GENERATING, 1), new Stage(EARLY, 5), new Stage(COMPLETE, 10));

    private final Families families;
    private final Console console;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "CONFIG", description = "Configuration with a section engine.")
    private Path config;

    @Option(names = "--board", required = true, paramLabel = "BOARD", description = "Board whose part is meant.")
    private String board;

    @Option(
            names = "--bare",
            description = "The engine without a serial link; a design behind a bus, JTAG or a processor as it is.")
    private boolean bare;

    @Option(
            names = "--whole",
            description = "Synthesise the whole design, as build does, where samples of equal modules would do.")
    private boolean whole;

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
        Boards boards = BoardDesign.boards(folder);
        Board chosen = boards.board(board);
        ConfigNode root = ConfigNode.read(config);
        String job = "estimate " + chosen.id() + " " + config.toAbsolutePath();
        FitReport report = console.stages(job, STAGES, () -> report(root, chosen));
        Count count = report.count();
        report.table().forEach(console::result);
        console.result("");
        report.notes().forEach(console::result);
        boolean missing = !count.missing().isEmpty();
        List<String> remedies = missing ? new Remedies(families, console, boards, root, bare).of(count) : List.of();
        console.clearProgress();
        if (missing) {
            report.complaint(remedies).forEach(console::message);
        }
        json.write(report.toJson(remedies).put("bare", bare));
        return missing ? Exit.FAILED : Exit.OK;
    }

    private FitReport report(ConfigNode root, Board chosen) throws IOException {
        console.stage(GENERATING);
        SynthesisDesign design = SynthesisDesign.of(families, root, chosen, bare);
        Estimate estimate = new Estimate(chosen, design.name(), design.verilog(), whole, console::progress);
        console.stage(EARLY);
        Count early = estimate.early();
        if (!early.missing().isEmpty()) {
            return new FitReport(design.name(), early);
        }
        console.stage(COMPLETE);
        return new FitReport(design.name(), estimate.complete());
    }
}
