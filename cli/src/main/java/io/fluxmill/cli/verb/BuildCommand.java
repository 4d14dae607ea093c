// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.Boards;
import io.fluxmill.boards.estimate.Count;
import io.fluxmill.boards.estimate.Estimate;
import io.fluxmill.boards.flow.BoardBuild;
import io.fluxmill.boards.flow.BoardBuild.Routed;
import io.fluxmill.boards.flow.BoardBuild.Synthesis;
import io.fluxmill.boards.flow.BuildRecord;
import io.fluxmill.boards.flow.Flows;
import io.fluxmill.boards.flow.LinkedDesign;
import io.fluxmill.boards.flow.NetlistCheck;
import io.fluxmill.cli.board.FitReport;
import io.fluxmill.cli.board.Remedies;
import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.Console.Work;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.cli.console.Stage;
import io.fluxmill.cli.console.TextTable;
import io.fluxmill.cli.family.BoardDesign;
import io.fluxmill.cli.family.Check;
import io.fluxmill.cli.family.Families;
import io.fluxmill.cli.family.NetlistBench;
import io.fluxmill.core.config.ConfigNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fluxmill build}: a bitstream of an engine behind its serial link. */
@Command(
        name = "build",
        description = "Build a bitstream for a board and check its netlist and its timing.",
        footer = "Exits with 1 if the netlist differs from the RTL, the timing is missed or a tool fails.")
public final class BuildCommand implements Callable<Integer> {
    private static final String GENERATING = "generating the design";
    private static final String ESTIMATING = "counting memories and multipliers";
    private static final String SYNTHESIS = "synthesis";
    private static final String COMPARING = "comparing the netlist with the RTL";
    private static final String ROUTING = "place and route";
    private static final List<Stage> STAGES = List.of(
            new Stage(GENERATING, 1),
            new Stage(ESTIMATING, 2),
            new Stage(SYNTHESIS, 10),
            new Stage(COMPARING, 10),
            new Stage(ROUTING, 20));

    private final Families families;
    private final Console console;

    @Mixin
    private JsonOption json;

    @Mixin
    private JunitOption junit;

    @Parameters(paramLabel = "CONFIG", description = "Configuration with a section engine.")
    private Path config;

    @Option(names = "--board", required = true, paramLabel = "BOARD", description = "Board to build for.")
    private String board;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder to write, replaced if it is there. Default: build/<board>/<design>.")
    private Path out;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the placement. Default: ${DEFAULT-VALUE}.")
    private int seed;

    @Option(
            names = "--no-netlist-check",
            description =
                    "Do not compare the netlist with the RTL. Use it only when the same netlist has been compared.")
    private boolean unchecked;

    @Option(
            names = "--boards",
            paramLabel = "DIR",
            description = "Folder with one folder for each board. Default: boards of this installation.")
    private Path folder;

    BuildCommand(Families families, Console console) {
        this.families = families;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        json.check();
        junit.check();
        Boards boards = BoardDesign.boards(folder);
        Board chosen = boards.board(board);
        Flows.of(chosen);
        String job = "build " + chosen.id() + " " + config.toAbsolutePath();
        return console.stages(job, STAGES, () -> built(boards, chosen)).run();
    }

    /** Builds; the result says how that went. */
    private Work<Integer, IOException> built(Boards boards, Board chosen) throws IOException {
        console.stage(GENERATING);
        ConfigNode root = ConfigNode.read(config);
        BoardDesign design = BoardDesign.of(families, root, chosen);
        Path target = out != null
                ? out
                : Path.of("build", chosen.id(), design.linked().name());
        BoardBuild.check(target);
        BoardBuild build = new BoardBuild(chosen, design.linked(), console::progress);
        Remedies remedies = new Remedies(families, console, boards, root, false);
        LinkedDesign linked = design.linked();
        console.stage(ESTIMATING);
        Count early = new Estimate(chosen, linked.name(), linked.verilog(), false, console::progress).early();
        if (!early.missing().isEmpty()) {
            return () -> shortage(design, early, remedies);
        }
        console.stage(SYNTHESIS);
        Synthesis synthesis = build.synthesis();
        Count count = Count.of(chosen, synthesis);
        if (!count.missing().isEmpty()) {
            return () -> shortage(design, count, remedies);
        }
        NetlistCheck.Result check = unchecked ? null : compared(build, synthesis, design);
        if (check != null && !check.agrees()) {
            return () -> mismatch(chosen, design, check);
        }
        console.stage(ROUTING);
        Routed routed = build.route(synthesis, seed);
        BuildRecord record = build.record(routed, check);
        return () -> {
            junit.write(name(design), checks(check, record));
            if (record.fmaxMhz() < record.targetMhz()) {
                return missed(record);
            }
            build.write(record, synthesis, routed, target);
            report(record, check, target);
            ObjectNode result = (ObjectNode) record.toJson();
            result.put("folder", target.toString());
            json.write(result);
            return Exit.OK;
        };
    }

    private NetlistCheck.Result compared(BoardBuild build, Synthesis synthesis, BoardDesign design) throws IOException {
        console.stage(COMPARING);
        return build.compare(
                synthesis,
                new NetlistBench(build.top(), design, NetlistBench.DEFAULT_CYCLES, NetlistBench.DEFAULT_SEED));
    }

    /** Says what is short, as {@code estimate} does. */
    private int shortage(BoardDesign design, Count count, Remedies remedies) throws IOException {
        FitReport report = new FitReport(design.linked().name(), count);
        report.table().forEach(console::result);
        console.result("");
        report.notes().forEach(console::result);
        List<String> found = remedies.of(count);
        report.complaint(found).forEach(console::message);
        junit.write(name(design), List.of(new Check("build", "resources", count.shortage(report.design()), 0)));
        json.write(report.toJson(found).putNull("bitstream"));
        return Exit.FAILED;
    }

    private static String name(BoardDesign design) {
        return "build " + design.linked().name();
    }

    /** Checks of the netlist, unless it was left out, and of the timing. */
    private static List<Check> checks(NetlistCheck.Result check, BuildRecord record) {
        List<Check> checks = new ArrayList<>();
        if (check != null) {
            checks.add(new Check("build", "netlist", null, 0));
        }
        boolean reached = record.fmaxMhz() >= record.targetMhz();
        String failure = String.format(
                Locale.ROOT, "%.2f MHz are reached, %.2f MHz are needed", record.fmaxMhz(), record.targetMhz());
        checks.add(new Check("build", "timing", reached ? null : failure, 0));
        return checks;
    }

    private int mismatch(Board chosen, BoardDesign design, NetlistCheck.Result check) throws IOException {
        junit.write(name(design), List.of(new Check("build", "netlist", complaint(check), 0)));
        console.message("fluxmill: the check failed: " + complaint(check));
        console.message(
                check.mismatches() > 0
                        ? "  synthesis is wrong: try another version of yosys, and report it with this configuration"
                        : "  report it with this configuration; --no-netlist-check builds without the comparison");
        json.write(JsonNodeFactory.instance
                .objectNode()
                .put("board", chosen.id())
                .put("design", design.linked().name())
                .put("netlist-mismatches", check.mismatches())
                .put("netlist-cycles", check.cycles())
                .put("netlist-first", check.first())
                .putNull("bitstream"));
        return Exit.FAILED;
    }

    /** Why netlist and RTL do not pass as equal. */
    public static String complaint(NetlistCheck.Result check) {
        return check.mismatches() == 0
                ? String.format(
                        Locale.ROOT,
                        "nothing was compared between netlist and RTL: %,d cycles, %,d accesses",
                        check.cycles(),
                        check.accesses())
                : String.format(
                        Locale.ROOT,
                        "the netlist differs from the RTL in %,d of %,d cycles, first in cycle %,d",
                        check.mismatches(),
                        check.cycles(),
                        check.first());
    }

    private int missed(BuildRecord record) throws IOException {
        console.message(String.format(
                Locale.ROOT,
                "fluxmill: the check failed: timing is missed: %.2f MHz are reached, %.2f MHz are needed",
                record.fmaxMhz(),
                record.targetMhz()));
        record.criticalPath().forEach(step -> console.message("  " + step));
        console.message("  set a lower engine.clock-hz in a design of host uart, or try another --seed");
        ObjectNode result = (ObjectNode) record.toJson();
        result.putNull("bitstream");
        json.write(result);
        return Exit.FAILED;
    }

    private void report(BuildRecord record, NetlistCheck.Result check, Path target) {
        TextTable table = new TextTable("resource", "used", "available", "%");
        record.utilisation()
                .forEach((name, use) -> table.row(
                        name,
                        use.used(),
                        use.available(),
                        use.available() == 0
                                ? "-"
                                : String.format(Locale.ROOT, "%.1f", 100.0 * use.used() / use.available())));
        table.lines().forEach(console::result);
        console.result("");
        console.result(
                String.format(Locale.ROOT, "%.2f MHz reached, %.2f MHz needed", record.fmaxMhz(), record.targetMhz()));
        console.result(
                check == null
                        ? "netlist not compared with the RTL"
                        : String.format(
                                Locale.ROOT,
                                "netlist equal to the RTL in %,d cycles, %,d accesses and programs",
                                check.cycles(),
                                check.accesses()));
        console.result(
                target.resolve(record.bitstream()) + ": " + String.format(Locale.ROOT, "%,d bytes", record.bytes()));
    }
}
