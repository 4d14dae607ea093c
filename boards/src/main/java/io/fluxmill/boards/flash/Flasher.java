// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flash;

import io.fluxmill.boards.bitstream.Bitstream;
import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.Board.Jtag;
import io.fluxmill.boards.flow.BuildRecord;
import io.fluxmill.boards.part.XvcClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Programs a board with a build; docs/flash.md is the contract. Nothing is written until file, part, permission and IDCODE have been checked.
 *
 * @param permanent into the flash, else until power is turned off
 * @param verify whether the flash is read back
 * @param silenceSeconds after which a silent tool is ended
 * @param progress told each step and each line of a tool
 */
public record Flasher(
        Board board,
        Path folder,
        boolean permanent,
        Cable cable,
        boolean verify,
        int silenceSeconds,
        Consumer<String> progress) {
    private static final String FLASH_INCOMPLETE = "the flash is incomplete, the board will not start with this design";
    private static final Pattern IDCODE = Pattern.compile("idcode\\s+0x([0-9a-fA-F]+)");
    /** openFPGALoader lets an ECP5 start from its flash, and fails without DONE. */
    private static final Pattern REFRESH_FAILED = Pattern.compile("Refresh: \\S*\\s*FAIL");

    /** The versions of a part (the four highest bits) are not in what openFPGALoader shows. */
    private static final long WITHOUT_VERSION = 0x0FFFFFFF;

    /** What the tools print when they change a flash, and when they change a part. */
    private static final Pattern FLASH_CHANGES =
            Pattern.compile("Erasing|erase Flash|erase \\d|Writing|write Flash|programming|Download");

    private static final Pattern PART_CHANGES =
            Pattern.compile("SRAM erase|erase SRAM|Loading|load program|Flash SRAM|programming");

    /**
     * Writes the build, and checks that the board has it.
     *
     * @throws FlashException if the board was not programmed; the text says what state it is in
     * @throws io.fluxmill.core.config.InputException if the build or a tool is missing, or the board cannot be programmed in this way
     */
    public FlashResult run() throws IOException {
        BuildRecord build = BuildRecord.read(folder);
        Bitstream bitstream = BuildCheck.of(board, folder, build);
        FlashTool tool = FlashTool.of(board, permanent, cable);
        List<String> ports = List.of();
        List<String> way;
        if (cable instanceof Cable.Xvc xvc) {
            way = FlashTool.xvc(xvc);
        } else {
            Cable.OfBoard usb = (Cable.OfBoard) cable;
            UsbDevice device = usb.devices().find(board, usb.serial());
            way = tool.choosing(
                    device, usb.devices().sameId(board.usb().orElseThrow()).size());
            ports = device.ports();
        }
        Optional<Long> idcode = idcode(tool, way);
        ToolRun written = write(tool, way, build);
        Optional<Boolean> done = done(tool, written);
        if (done.isPresent() && !done.get()) {
            throw notStarted(tool);
        }
        Verification verification = verification(tool, way, bitstream, written, done);
        return new FlashResult(
                tool.programmer().tool(),
                tool.version(),
                idcode,
                build.bytes(),
                done,
                verification.good(),
                verification.text(),
                ports);
    }

    private FlashException notStarted(FlashTool tool) {
        return new FlashException(
                "the part did not start: DONE is low, though "
                        + tool.programmer().tool() + " wrote without a fault; "
                        + (permanent ? "its flash was written" : "its flash was not changed"),
                "check the board's power and its mode switches, and flash again");
    }

    private record Verification(boolean good, String text) {}

    /** Asks the part what it is, and refuses another one than the board's. */
    private Optional<Long> idcode(FlashTool tool, List<String> way) throws IOException {
        if (board.jtag().isEmpty() || !tool.programmer().tool().equals(FlashTool.OPEN_FPGA_LOADER)) {
            return Optional.empty();
        }
        progress.accept("reading the IDCODE");
        Jtag jtag = board.jtag().get();
        long found;
        long counting = jtag.mask();
        if (cable instanceof Cable.Xvc xvc) {
            found = askIdcode(xvc);
        } else {
            ToolRun detected = ToolRun.of(tool.detect(way), silenceSeconds, progress);
            Matcher matcher = IDCODE.matcher(detected.text());
            if (!detected.succeeded() || !matcher.find()) {
                throw new FlashException(
                        "the part of the " + board.name() + " does not answer: " + detected.complaint(silenceSeconds),
                        "check the cable and the board's power, and close other programs that use its USB device");
            }
            found = Long.parseLong(matcher.group(1), 16);
            counting &= WITHOUT_VERSION;
        }
        if ((found & counting) != (jtag.idcode() & counting)) {
            throw new FlashException(
                    String.format(
                            "the part answers IDCODE 0x%08x, and the %s has %s with 0x%08x; nothing was written",
                            found, board.name(), board.part(), jtag.idcode()),
                    "check which board is connected, and name it with --board");
        }
        return Optional.of(found);
    }

    private long askIdcode(Cable.Xvc xvc) {
        long found;
        try (XvcClient client = XvcClient.open(xvc.host(), xvc.port())) {
            found = client.idcode();
        } catch (IOException e) {
            throw new FlashException(
                    "no JTAG cable answers at " + xvc.host() + ":" + xvc.port() + ": " + e.getMessage()
                            + "; nothing was written",
                    "start the server of the cable, or check --xvc HOST:PORT");
        }
        if (found == 0 || found == 0xFFFFFFFFL) {
            throw new FlashException(
                    "the JTAG cable answers but no part behind it does; nothing was written",
                    "check the board's power and the JTAG wires");
        }
        return found;
    }

    private ToolRun write(FlashTool tool, List<String> way, BuildRecord build) throws IOException {
        progress.accept("writing " + build.bytes() + " bytes");
        String file = folder.resolve(build.bitstream()).toAbsolutePath().toString();
        ToolRun run = ToolRun.of(tool.write(file, way, verify), silenceSeconds, progress);
        if (!run.succeeded()) {
            if (REFRESH_FAILED.matcher(run.text()).find() && !run.text().contains("Verification failed")) {
                throw notStarted(tool);
            }
            throw new FlashException(
                    "writing with " + tool.programmer().tool() + " failed: " + run.complaint(silenceSeconds) + "; "
                            + state(run),
                    "check cable and power, and flash again" + (permanent ? " before power goes" : ""));
        }
        return run;
    }

    /** What a failure leaves behind, depending on how far the tool came. */
    private String state(ToolRun run) {
        if (permanent && FLASH_CHANGES.matcher(run.text()).find()) {
            return FLASH_INCOMPLETE;
        }
        if (PART_CHANGES.matcher(run.text()).find()) {
            return permanent
                    ? "the flash was not changed, but the part has no design until its power goes off and on"
                    : "the part has no design now; its flash was not changed";
        }
        if (run.text().isBlank()) {
            return permanent ? "whether the flash was changed is not known" : "the part may have no design now";
        }
        return "nothing was written";
    }

    /** Reads DONE, in its own way because not every tool looks at it. */
    private Optional<Boolean> done(FlashTool tool, ToolRun written) {
        if (cable instanceof Cable.Xvc xvc) {
            try (XvcClient client = XvcClient.open(xvc.host(), xvc.port())) {
                return client.done(board.family());
            } catch (IOException e) {
                throw new FlashException(
                        "everything was written, but then the JTAG cable was lost: DONE was not read",
                        "check the cable and flash again");
            }
        }
        return doneOf(tool, written.text());
    }

    /** What a tool's output says of DONE. */
    static Optional<Boolean> doneOf(FlashTool tool, String text) {
        String name = tool.programmer().tool();
        if (name.equals(FlashTool.ICEPROG)) {
            int last = text.lastIndexOf("cdone:");
            return last < 0 ? Optional.empty() : Optional.of(text.startsWith("cdone: high", last));
        }
        if (!name.equals(FlashTool.OPEN_FPGA_LOADER)) {
            return Optional.empty();
        }
        return switch (tool.board().family()) {
                // Into the flash: the tool itself fails without DONE. Into the part: it shows the status register at
                // the end.
            case ECP5 -> Optional.of(tool.programmer().permanent()
                    || text.lastIndexOf("Done Flag") > text.lastIndexOf("Disable configuration"));
                // The tool waits for DONE.
            case GOWIN -> Optional.of(true);
            default -> Optional.empty();
        };
    }

    private Verification verification(
            FlashTool tool, List<String> way, Bitstream bitstream, ToolRun written, Optional<Boolean> done)
            throws IOException {
        if (!permanent) {
            return done.isPresent()
                    ? new Verification(true, "the part checked it and started (DONE is high)")
                    : new Verification(false, "nothing that this tool shows tells whether the part started");
        }
        if (!verify) {
            return new Verification(false, "left out, as asked");
        }
        return switch (tool.programmer().tool()) {
            case FlashTool.ICEPROG -> new Verification(true, "read back and compared by iceprog");
            case FlashTool.OPEN_FPGA_LOADER -> switch (board.family()) {
                case ECP5 -> new Verification(true, "read back and compared by openFPGALoader");
                case XC7 -> readBack(tool, way, bitstream);
                case GOWIN -> gowin(bitstream, written);
                default -> new Verification(false, "the tool does not read this flash back");
            };
            default -> new Verification(false, tool.programmer().tool() + " does not read back");
        };
    }

    /** openFPGALoader ends with status 0 even if its own comparison fails on a 7-series board. */
    private Verification readBack(FlashTool tool, List<String> way, Bitstream bitstream) throws IOException {
        progress.accept("reading back");
        long offset = board.flash().map(Board.Flash::offset).orElse(0L);
        Path dump = Files.createTempFile("fluxmill-flash", ".bin");
        try {
            ToolRun run = ToolRun.of(
                    tool.readBack(dump.toString(), offset, bitstream.payload().length, way), silenceSeconds, progress);
            byte[] content = Files.readAllBytes(dump);
            if (!run.succeeded() || !bitstream.beginsIn(content)) {
                throw new FlashException(
                        "the flash does not have what was written: "
                                + (run.succeeded()
                                        ? "it differs in byte " + firstDifference(bitstream.payload(), content)
                                        : run.complaint(silenceSeconds))
                                + "; " + FLASH_INCOMPLETE,
                        "flash again before power goes; if it fails again, the flash may be write-protected");
            }
            return new Verification(true, "read back with openFPGALoader and compared");
        } finally {
            Files.deleteIfExists(dump);
        }
    }

    private static int firstDifference(byte[] wanted, byte[] found) {
        int at = Arrays.mismatch(wanted, found);
        return at < 0 ? found.length : at;
    }

    /**
     * A part whose flash cannot be read back has loaded itself from it; its user code, the check sum of the configuration, identifies the
     * content. Some versions of the tool compare it too, but end with status 0 in any case.
     */
    private Verification gowin(Bitstream bitstream, ToolRun written) throws IOException {
        boolean wrong = written.text().contains("CRC check : FAIL");
        boolean right = written.text().contains("CRC check: Success");
        if (cable instanceof Cable.Xvc xvc) {
            try (XvcClient client = XvcClient.open(xvc.host(), xvc.port())) {
                right = client.gowinUserCode() == bitstream.userCode();
                wrong = !right;
            }
        }
        if (wrong) {
            throw new FlashException(
                    "the part did not load what was written from its flash: its user code is another; "
                            + FLASH_INCOMPLETE,
                    "flash again before power goes");
        }
        return right
                ? new Verification(true, "the part loaded it from its flash, and its user code is the design's")
                : new Verification(false, "the tool does not read this flash back");
    }
}
