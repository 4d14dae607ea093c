// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flash;

import io.fluxmill.boards.bitstream.Bitstream;
import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.ChipFamily;
import io.fluxmill.boards.flow.BuildRecord;
import io.fluxmill.boards.flow.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks whether a build may be written to a board: it is unchanged, complete, and for the board's part. */
final class BuildCheck {
    private static final String BUILD_AGAIN = "build it again: fluxmill build CONFIG --board ";

    private BuildCheck() {}

    /**
     * The bitstream of a build for a board.
     *
     * @throws FlashException if the file is damaged or is for another part
     */
    static Bitstream of(Board board, Path folder, BuildRecord build) {
        if (!build.board().equals(board.id())) {
            throw new FlashException(
                    "the build in " + folder + " is for board " + build.board() + ", not for " + board.id(),
                    BUILD_AGAIN + board.id());
        }
        Path file = folder.resolve(build.bitstream());
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new FlashException("the bitstream " + file + " cannot be read", BUILD_AGAIN + board.id());
        }
        if (content.length != build.bytes() || !Digest.sha256(content).equals(build.sha256())) {
            throw new FlashException(
                    "the bitstream " + file + " is not the one that was built: its SHA-256 is not that of "
                            + BuildRecord.FILE,
                    BUILD_AGAIN + board.id());
        }
        Bitstream bitstream = Bitstream.read(board.family(), content);
        if (bitstream.fault() != Bitstream.Fault.NONE) {
            throw new FlashException(
                    "the bitstream " + file + " is no good for a part of family "
                            + board.family().id() + ": " + bitstream.fault().text(),
                    BUILD_AGAIN + board.id());
        }
        checkPart(board, file, bitstream);
        return bitstream;
    }

    private static void checkPart(Board board, Path file, Bitstream bitstream) {
        if (bitstream.idcode().isPresent() && board.jtag().isPresent()) {
            long mask = board.jtag().get().mask();
            long wanted = board.jtag().get().idcode();
            long found = bitstream.idcode().getAsLong();
            if ((found & mask) != wanted) {
                throw new FlashException(
                        String.format(
                                "the bitstream %s is for a part with IDCODE 0x%08x, and board %s has %s with 0x%08x",
                                file, found, board.id(), board.part(), wanted),
                        BUILD_AGAIN + board.id());
            }
        }
        if (!bitstream.device().isEmpty() && !sameDevice(board, bitstream.device())) {
            throw new FlashException(
                    "the bitstream " + file + " is for a device " + bitstream.device() + ", and board " + board.id()
                            + " has " + board.part(),
                    BUILD_AGAIN + board.id());
        }
    }

    /** The board's name of a device has an additional prefix (iCE40: up, hx, lp) or suffix (7-series: the speed grade). */
    private static boolean sameDevice(Board board, String device) {
        String known = board.flow().get("device");
        return board.family() == ChipFamily.ICE40
                ? known.replaceAll("^[a-z]+", "").equals(device)
                : known.startsWith(device) || device.startsWith(known);
    }
}
