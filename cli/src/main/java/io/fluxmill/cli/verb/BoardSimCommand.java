// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.Boards;
import io.fluxmill.cli.board.VirtualBoard;
import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fluxmill board-sim}: a board in simulation, until it is interrupted. */
@Command(
        name = "board-sim",
        description = "Simulate a board with its JTAG cable, flash and serial port, until it is interrupted.")
public final class BoardSimCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "BOARD", description = "Board to simulate.")
    private String boardName;

    @Option(
            names = "--builds",
            paramLabel = "DIR",
            arity = "1..*",
            description = "Folders that build has written: designs that the board can run.")
    private List<Path> builds = new ArrayList<>();

    @Option(names = "--load", paramLabel = "BUILD", description = "Build that runs from the beginning.")
    private Path load;

    @Option(
            names = "--xvc",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "TCP port of the JTAG cable, a Xilinx Virtual Cable. Default: any that is free.")
    private int xvcPort;

    @Option(names = "--pty-link", paramLabel = "PATH", description = "Make a link to the serial port here.")
    private Path link;

    @Option(
            names = "--flash",
            paramLabel = "FILE",
            description = "File with the content of the flash, made if need be. Default: forgotten at the end.")
    private Path flash;

    @Option(
            names = "--fault",
            paramLabel = "FAULT",
            description =
                    "Fault of the board: pull-after=BITS (the JTAG cable), idcode=0xNUMBER, done-low. May be repeated.")
    private List<String> faults = new ArrayList<>();

    @Option(
            names = "--boards",
            paramLabel = "DIR",
            description = "Folder with one folder for each board. Default: boards of this installation.")
    private Path boardFolder;

    BoardSimCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path home = Path.of(System.getProperty("fluxmill.home", "."));
        Board board = Boards.in(boardFolder != null ? boardFolder : home.resolve("boards"))
                .board(boardName);
        if (board.jtag().isEmpty() && load == null) {
            throw new InputException(
                    "board " + board.id() + " has no JTAG: its design must be named", "add --load BUILD");
        }
        if (xvcPort < 0 || xvcPort > 65535) {
            throw new InputException("--xvc must be a TCP port: --xvc=" + xvcPort, "leave it out for any that is free");
        }
        VirtualBoard.Setup setup = new VirtualBoard.Setup(
                board,
                builds,
                Optional.ofNullable(load),
                Optional.ofNullable(flash),
                board.jtag().isPresent() ? OptionalInt.of(xvcPort) : OptionalInt.empty(),
                Optional.ofNullable(link),
                faults());
        VirtualBoard running = VirtualBoard.open(setup, console::message);
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    close(running);
                    ended.countDown();
                },
                "power off");
        Runtime.getRuntime().addShutdownHook(hook);
        console.result("serial port: " + running.port());
        running.xvcPort().ifPresent(port -> console.result("JTAG cable: 127.0.0.1:" + port));
        console.result("ready");
        console.out().flush();
        await(ended);
        return Exit.OK;
    }

    private VirtualBoard.Faults faults() {
        OptionalLong idcode = OptionalLong.empty();
        OptionalLong pull = OptionalLong.empty();
        boolean low = false;
        for (String fault : faults) {
            try {
                if (fault.equals("done-low")) {
                    low = true;
                    continue;
                } else if (fault.matches("idcode=(0x[0-9a-fA-F]{1,8}|[0-9]+)")) {
                    idcode = OptionalLong.of(Long.decode(fault.substring(7)) & 0xFFFFFFFFL);
                    continue;
                } else if (fault.matches("pull-after=[0-9]+")) {
                    pull = OptionalLong.of(Long.parseLong(fault.substring(11)));
                    continue;
                }
            } catch (NumberFormatException e) {
                // Refused below.
            }
            throw new InputException(
                    "--fault must be pull-after=BITS, idcode=0xNUMBER or done-low: --fault=" + fault, "correct it");
        }
        return new VirtualBoard.Faults(idcode, low, pull);
    }

    private void close(VirtualBoard running) {
        try {
            running.close();
        } catch (IOException e) {
            console.message("the board did not end cleanly: " + e.getMessage());
        }
    }

    private static void await(CountDownLatch ended) {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
