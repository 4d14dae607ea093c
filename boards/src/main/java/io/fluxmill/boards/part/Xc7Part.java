// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.part;

import io.fluxmill.boards.bitstream.Bitstream;
import io.fluxmill.boards.board.ChipFamily;
import java.util.List;

/**
 * Xilinx 7 series (UG470, chapter 10) with its mode pins at master SPI: JTAG instructions for configuration, INIT and DONE in the instruction
 * capture, and, while a design that leads from USER1 to the flash is loaded, access to the flash.
 */
final class Xc7Part extends JtagPart {
    private static final int USER1 = 0x02;
    private static final int CFG_IN = 0x05;
    private static final int IDCODE = 0x09;
    private static final int PROGRAM = 0x0B;
    private static final int START = 0x0C;
    private static final int SHUTDOWN = 0x0D;

    private static final int CAPTURE = 1;
    private static final int CAPTURE_INIT = 1 << 4;
    private static final int CAPTURE_DONE = 1 << 5;

    /** Clocks in Run-Test/Idle until the memory is clear (here) and until the start from the flash would be over. */
    private static final int CLEAR_CLOCKS = 1000;

    private static final int BOOT_CLOCKS = 121_000;
    private static final int START_CLOCKS = 12;

    private final SpiFlash flash;
    private final List<Bitstream> bridges;
    private int instruction;
    private int clocks;
    private boolean booting;
    private boolean init = true;
    private boolean bridge;

    Xc7Part(long idcode, SpiFlash flash, List<Bitstream> bridges, Listener listener) {
        super(ChipFamily.XC7, idcode, listener);
        this.flash = flash;
        this.bridges = List.copyOf(bridges);
    }

    @Override
    public void powerUp() {
        clear();
        boot();
    }

    private void boot() {
        booting = false;
        Bitstream bitstream = read(flash.content());
        init = !failed(bitstream);
        begin(bitstream);
    }

    /** INIT goes low when the data are damaged or for another part, not when they just end. */
    private boolean failed(Bitstream bitstream) {
        return switch (bitstream.fault()) {
            case CRC, COMMAND -> true;
            case NONE -> !bitstream.startsOn(idcode());
            default -> false;
        };
    }

    private void begin(Bitstream bitstream) {
        start(bitstream);
        bridge = done() && bridges.stream().anyMatch(each -> each.beginsIn(bitstream.payload()));
    }

    @Override
    int instructionBits() {
        return 6;
    }

    @Override
    int idcodeInstruction() {
        return IDCODE;
    }

    @Override
    int instructionCapture() {
        return CAPTURE | (init ? CAPTURE_INIT : 0) | (done() ? CAPTURE_DONE : 0);
    }

    @Override
    DataRegister register(int selected) {
        return switch (selected) {
            case IDCODE -> ShiftRegister.reading(32, this::idcode);
            case CFG_IN -> new ByteSink(received(), () -> init = !failed(read(loaded())));
            case USER1 -> bridge ? new SpiRegister(flash, true) : ShiftRegister.bypass();
            default -> ShiftRegister.bypass();
        };
    }

    @Override
    void selected(int selected) {
        instruction = selected;
        switch (selected) {
            case PROGRAM -> {
                clear();
                bridge = false;
                init = false;
                booting = true;
                clocks = 0;
            }
            case START -> clocks = 0;
            case CFG_IN -> booting = false;
            case SHUTDOWN -> stop();
            default -> {}
        }
    }

    @Override
    void idle() {
        clocks++;
        if (booting) {
            init |= clocks == CLEAR_CLOCKS;
            if (clocks == BOOT_CLOCKS) {
                boot();
            }
        } else if (instruction == START && clocks == START_CLOCKS && !done()) {
            begin(read(loaded()));
        }
    }

    @Override
    void reset() {
        instruction = IDCODE;
    }
}
