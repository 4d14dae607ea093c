// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import io.fluxmill.boards.board.Boards;
import io.fluxmill.boards.flow.BuildRecord;
import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.family.BoardBench;
import io.fluxmill.cli.family.Families;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.driver.transport.JSerialCommLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fluxmill run}: what {@code verify} does in simulation, on a board. */
@Command(
        name = "run",
        description = "Run a configuration on a board and compare every word with the reference.",
        footer = "Exits with 1 if a word differs.")
public final class RunCommand implements Callable<Integer> {
    private final Families families;
    private final Console console;

    @Mixin
    private JsonOption json;

    @Mixin
    private JunitOption junit;

    @Parameters(paramLabel = "CONFIG", description = "Configuration that the bitstream was built from.")
    private Path config;

    @Option(
            names = "--board",
            paramLabel = "BOARD",
            description = "Board, with the build in build/BOARD/<name of the design>.")
    private String board;

    @Option(names = "--build", paramLabel = "DIR", description = "Folder of the build, instead of --board.")
    private Path build;

    @Option(
            names = "--port",
            paramLabel = "DEVICE",
            required = true,
            description = "Serial port of the board, such as /dev/ttyUSB1 or ttyUSB1.")
    private String port;

    @Option(
            names = "--silence",
            paramLabel = "MS",
            defaultValue = "" + JSerialCommLine.DEFAULT_SILENCE_MILLISECONDS,
            description =
                    "Milliseconds without an answer after which a request is sent again. Default: ${DEFAULT-VALUE}.")
    private int silence;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for Verilog and report.html. Default: fluxmill-out/<name of CONFIG>.")
    private Path out;

    RunCommand(Families families, Console console) {
        this.families = families;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        json.check();
        junit.check();
        if ((board == null) == (build == null)) {
            throw new InputException("run needs either --board or --build", "give one of the two");
        }
        if (silence < 1) {
            throw new InputException(
                    "--silence must be at least 1: silence=" + silence,
                    "use " + JSerialCommLine.DEFAULT_SILENCE_MILLISECONDS);
        }
        BuildRecord record = BuildRecord.read(build != null ? build : defaultBuild());
        try (BoardBench bench = new BoardBench(record, port, JSerialCommLine.open(port, record.uartBaud(), silence))) {
            return VerifyCommand.run(families, config, out, bench, json, junit, console);
        }
    }

    private Path defaultBuild() {
        Path home = Path.of(System.getProperty("fluxmill.home", "."));
        String id = Boards.in(home.resolve("boards")).board(board).id();
        return Path.of(
                "build", id, families.design(ConfigNode.read(config)).engine().name() + "_uart");
    }
}
