// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.Boards;
import io.fluxmill.boards.flash.Cable;
import io.fluxmill.boards.flash.FlashResult;
import io.fluxmill.boards.flash.Flasher;
import io.fluxmill.boards.flash.UsbDevices;
import io.fluxmill.boards.flow.BuildRecord;
import io.fluxmill.cli.board.Identification;
import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.Exit;
import io.fluxmill.cli.console.Stopwatch;
import io.fluxmill.core.config.InputException;
import io.fluxmill.driver.transport.SerialTransport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fluxmill flash}: writes a build to a board and checks that the board has it. */
@Command(name = "flash", description = "Write a build to a board, and check that it runs there.")
public final class FlashCommand implements Callable<Integer> {
    private static final String XVC_RULE = "HOST:PORT, such as 127.0.0.1:2542";

    /** Where a design goes. */
    enum Into {
        SRAM,
        FLASH
    }

    /** Ways to a board. */
    enum CableKind {
        USB,
        XVC
    }

    private final Console console;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "BUILD", description = "Folder that build has written.")
    private Path folder;

    @Option(
            names = "--board",
            paramLabel = "BOARD",
            description = "Board that must be the build's. Default: the build's.")
    private String boardName;

    @Option(
            names = "--into",
            paramLabel = "sram|flash",
            description = "Until power goes, or into the flash. Default: sram.")
    private Into into;

    @Option(names = "--permanent", description = "The same as --into flash.")
    private boolean permanent;

    @Option(
            names = "--cable",
            paramLabel = "usb|xvc",
            description = "The board's USB, or a Xilinx Virtual Cable. Default: usb, with --xvc xvc.")
    private CableKind cable;

    @Option(
            names = "--xvc",
            paramLabel = "HOST:PORT",
            description = "Where the Xilinx Virtual Cable is, such as that of board-sim.")
    private String xvc;

    @Option(names = "--serial", paramLabel = "NUMBER", description = "Serial number of the board's USB device.")
    private String serial;

    @Option(
            names = "--port",
            paramLabel = "DEVICE",
            description = "Serial port at which the design is asked what it is. Default: that of the USB device.")
    private String port;

    @Option(names = "--no-verify", description = "Do not read the flash back.")
    private boolean noVerify;

    @Option(
            names = "--silence",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "End a tool that says nothing for so long. Default: ${DEFAULT-VALUE}.")
    private int silenceSeconds;

    @Option(
            names = "--boards",
            paramLabel = "DIR",
            description = "Folder with one folder for each board. Default: boards of this installation.")
    private Path boardFolder;

    FlashCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        json.check();
        if (silenceSeconds < 1) {
            throw new InputException("--silence must be at least 1: --silence=" + silenceSeconds, "leave it out");
        }
        if (permanent && into == Into.SRAM) {
            throw new InputException("--permanent and --into sram contradict each other", "leave one of them out");
        }
        BuildRecord build = BuildRecord.read(folder);
        Board board = boards().board(boardName != null ? boardName : build.board());
        boolean flash = permanent || into == Into.FLASH;
        Stopwatch watch = new Stopwatch();
        FlashResult result =
                new Flasher(board, folder, flash, way(), !noVerify, silenceSeconds, console::progress).run();
        console.clearProgress();
        console.result(String.format(
                "%s: %d bytes into the %s with %s %s",
                board.id(), result.bytes(), flash ? "flash" : "part", result.tool(), result.toolVersion()));
        console.result("verified: " + (result.verified() ? "yes" : "no") + ", " + result.verification());
        Optional<String> asked = port(result.ports());
        Optional<SerialTransport.Identity> identity = asked.map(p -> Identification.check(p, folder, build));
        console.result(
                identity.isPresent()
                        ? "identified: " + build.design() + " " + build.designHash() + " answers at " + asked.get()
                        : "identified: no, there is no serial port to ask at (--port)");
        ObjectNode node = describe(board, build, flash, result);
        node.put("identified", identity.isPresent());
        asked.ifPresent(p -> node.put("port", p));
        node.put("seconds", watch.seconds());
        json.write(node);
        return Exit.OK;
    }

    private Boards boards() {
        Path home = Path.of(System.getProperty("fluxmill.home", "."));
        return Boards.in(boardFolder != null ? boardFolder : home.resolve("boards"));
    }

    private Cable way() {
        if (cable == CableKind.XVC || cable == null && xvc != null) {
            if (xvc == null) {
                throw new InputException("--cable xvc needs --xvc " + XVC_RULE, "board-sim prints it when it is ready");
            }
            if (!xvc.matches("[^:]+:[0-9]{1,5}") || Integer.parseInt(xvc.replaceAll(".*:", "")) > 65535) {
                throw new InputException(
                        "--xvc must be " + XVC_RULE + ": --xvc=" + xvc, "board-sim prints it when it is ready");
            }
            if (serial != null) {
                throw new InputException(
                        "--serial is for the board's USB, not for --cable xvc", "leave one of them out");
            }
            int colon = xvc.indexOf(':');
            return new Cable.Xvc(xvc.substring(0, colon), Integer.parseInt(xvc.substring(colon + 1)));
        }
        if (xvc != null) {
            throw new InputException("--cable usb and --xvc contradict each other", "leave one of them out");
        }
        return new Cable.OfBoard(UsbDevices.ofThisComputer(), Optional.ofNullable(serial));
    }

    /** The port that was named, else the one of the last interface, because the first interface is for programming. */
    private Optional<String> port(List<String> found) {
        if (port != null) {
            return Optional.of(port);
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1));
    }

    private static ObjectNode describe(Board board, BuildRecord build, boolean flash, FlashResult result) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("board", board.id())
                .put("part", board.part())
                .put("into", flash ? "flash" : "sram")
                .put("bytes", result.bytes())
                .put("sha256", build.sha256())
                .put("verified", result.verified())
                .put("verification", result.verification())
                .put("tool", result.tool())
                .put("tool-version", result.toolVersion())
                .put("design-hash", build.designHash())
                .put("engine-hash", build.engineHash());
        node.set("idcode", JsonNodeFactory.instance.nullNode());
        node.set("done", JsonNodeFactory.instance.nullNode());
        result.idcode().ifPresent(idcode -> node.put("idcode", String.format("0x%08x", idcode)));
        result.done().ifPresent(done -> node.put("done", done));
        return node;
    }
}
