// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.part;

import io.fluxmill.boards.bitstream.Bitstream;
import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.ChipFamily;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * The configuration logic of a part behind its test access port, as far as needed to load, check and start a bitstream. Data are read as the
 * part reads them: with another part's IDCODE, a wrong check sum or an end that comes too early, DONE stays low.
 */
public abstract class JtagPart {
    private final ChipFamily family;
    private final long idcode;
    private final Listener listener;
    private final ByteArrayOutputStream loaded = new ByteArrayOutputStream();
    private boolean done;
    private boolean stuck;

    /** What happens to the design in the part. Called by the thread that drives the port. */
    public interface Listener {
        /** A design starts. */
        void started(Bitstream bitstream);

        /** The part has no design any more. */
        void stopped();
    }

    /** @param idcode that the part answers */
    JtagPart(ChipFamily family, long idcode, Listener listener) {
        this.family = family;
        this.idcode = idcode;
        this.listener = listener;
    }

    /**
     * The part of a board.
     *
     * @param idcode that it answers; a board's is in its file
     * @param flash behind the part
     * @param bridges designs of the flashing tool that lead to the flash, for 7-series parts
     * @throws IllegalArgumentException if the family has no JTAG
     */
    public static JtagPart of(Board board, long idcode, SpiFlash flash, List<Bitstream> bridges, Listener listener) {
        return switch (board.family()) {
            case ECP5 -> new Ecp5Part(idcode, flash, listener);
            case XC7 -> new Xc7Part(idcode, flash, bridges, listener);
            case GOWIN -> new GowinPart(idcode, flash, listener);
            default -> throw new IllegalArgumentException(board.family().id() + " has no JTAG here");
        };
    }

    /** Holds DONE low from now on: no design starts. */
    public final void holdDone() {
        stuck = true;
    }

    /** Whether a design is running. */
    public final boolean done() {
        return done;
    }

    /** Everything that was loaded over JTAG since the part was last cleared. */
    public final byte[] loaded() {
        return loaded.toByteArray();
    }

    /** Turns power on: the part starts from its flash if it has a design for it. */
    public abstract void powerUp();

    /** Starts a design as if it had just been loaded over JTAG. */
    public final void load(Bitstream bitstream) {
        clear();
        start(bitstream);
    }

    /** Reads data as this part does. */
    final Bitstream read(byte[] data) {
        return Bitstream.read(family, data);
    }

    final long idcode() {
        return idcode;
    }

    final ByteArrayOutputStream received() {
        return loaded;
    }

    /** Drops the design and what was loaded. */
    final void clear() {
        loaded.reset();
        stop();
    }

    final void stop() {
        if (done) {
            done = false;
            listener.stopped();
        }
    }

    /** Starts a design if it is one for this part and nothing holds DONE low. */
    final void start(Bitstream bitstream) {
        stop();
        if (!stuck && bitstream.startsOn(idcode)) {
            done = true;
            listener.started(bitstream);
        }
    }

    abstract int instructionBits();

    abstract int idcodeInstruction();

    /** What an instruction register shows before a new instruction is shifted in. */
    abstract int instructionCapture();

    /** The register of an instruction; {@link ShiftRegister#bypass} if there is none. */
    abstract DataRegister register(int instruction);

    /** An instruction was shifted in. */
    abstract void selected(int instruction);

    /** A clock passed in Run-Test/Idle. */
    abstract void idle();

    /** The port was reset. */
    abstract void reset();
}
