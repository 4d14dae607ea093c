// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.part;

import io.fluxmill.boards.bitstream.Bitstream;
import io.fluxmill.boards.board.ChipFamily;

/** Lattice ECP5 (FPGA-TN-02039): JTAG instructions for configuration, its status register, and the way to its flash. */
final class Ecp5Part extends JtagPart {
    private static final int IDCODE = 0xE0;
    private static final int STATUS = 0x3C;
    private static final int BUSY = 0xF0;
    private static final int USERCODE = 0xC0;
    private static final int ENABLE = 0xC6;
    private static final int ENABLE_TRANSPARENT = 0x74;
    private static final int DISABLE = 0x26;
    private static final int ERASE = 0x0E;
    private static final int INIT_ADDRESS = 0x46;
    private static final int BURST = 0x7A;
    private static final int SPI = 0x3A;
    private static final int REFRESH = 0x79;

    private static final int SPI_KEY = 0x68FE;
    private static final int ERASE_SRAM = 1;
    /** Clocks in Run-Test/Idle that an erasure takes here. */
    private static final int ERASE_CLOCKS = 1500;

    private static final long STATUS_DONE = 1 << 8;
    private static final long STATUS_ENABLED = 1 << 9;
    private static final long STATUS_BUSY = 1 << 12;
    private static final long STATUS_FAIL = 1 << 13;
    private static final int STATUS_CODE = 23;
    private static final long STATUS_ID_ERROR = 1 << 27;

    private static final int CODE_ID = 1;
    private static final int CODE_COMMAND = 2;
    private static final int CODE_CRC = 3;
    private static final int CODE_PREAMBLE = 4;
    private static final int CODE_END = 7;

    private final SpiFlash flash;
    private boolean enabled;
    private boolean failed;
    private boolean spi;
    private int busyClocks;
    private int code;
    private Bitstream current;

    Ecp5Part(long idcode, SpiFlash flash, Listener listener) {
        super(ChipFamily.ECP5, idcode, listener);
        this.flash = flash;
    }

    @Override
    public void powerUp() {
        enabled = false;
        clear();
        boot();
    }

    private void boot() {
        current = read(flash.content());
        code = code(current);
        start(current);
    }

    private int code(Bitstream bitstream) {
        return switch (bitstream.fault()) {
            case NO_BITSTREAM -> CODE_PREAMBLE;
            case CRC -> CODE_CRC;
            case COMMAND -> CODE_COMMAND;
            case INCOMPLETE -> CODE_END;
            case NONE -> bitstream.startsOn(idcode()) ? 0 : CODE_ID;
        };
    }

    private long status() {
        return (done() || current != null && enabled && code == 0 ? STATUS_DONE : 0)
                | (enabled ? STATUS_ENABLED : 0)
                | (busyClocks > 0 ? STATUS_BUSY : 0)
                | (failed ? STATUS_FAIL : 0)
                | (long) code << STATUS_CODE
                | (code == CODE_ID ? STATUS_ID_ERROR : 0);
    }

    @Override
    int instructionBits() {
        return 8;
    }

    @Override
    int idcodeInstruction() {
        return IDCODE;
    }

    @Override
    int instructionCapture() {
        return 1;
    }

    @Override
    DataRegister register(int instruction) {
        return switch (instruction) {
            case IDCODE -> ShiftRegister.reading(32, this::idcode);
            case STATUS -> ShiftRegister.reading(32, this::status);
            case BUSY -> ShiftRegister.reading(8, () -> busyClocks > 0 ? 1 : 0);
            case USERCODE -> ShiftRegister.reading(32, () -> 0);
            case ENABLE, ENABLE_TRANSPARENT -> ShiftRegister.writing(8, mode -> enabled = true);
            case ERASE -> ShiftRegister.writing(8, this::erase);
            case BURST -> enabled ? new ByteSink(received(), this::check) : ShiftRegister.bypass();
            case SPI -> new SpiDoor();
            default -> ShiftRegister.bypass();
        };
    }

    @Override
    void selected(int instruction) {
        spi &= instruction == SPI;
        switch (instruction) {
            case DISABLE -> disable();
            case INIT_ADDRESS -> received().reset();
            case BURST -> failed |= !enabled;
            case REFRESH -> powerUp();
            default -> {}
        }
    }

    private void erase(long areas) {
        failed = !enabled;
        if (enabled && (areas & ERASE_SRAM) != 0) {
            clear();
            current = null;
            code = 0;
            busyClocks = ERASE_CLOCKS;
        }
    }

    /** A burst has ended: its commands were carried out as they came. */
    private void check() {
        current = read(loaded());
        code = code(current);
    }

    private void disable() {
        enabled = false;
        if (current != null) {
            start(current);
        }
    }

    @Override
    void idle() {
        busyClocks = Math.max(0, busyClocks - 1);
    }

    @Override
    void reset() {
        spi = false;
    }

    /** Takes a key of 16 bits; after that, the data register leads to the flash until another instruction comes. */
    private final class SpiDoor implements DataRegister {
        private final DataRegister key = ShiftRegister.writing(16, value -> spi = value == SPI_KEY && !done());
        private final DataRegister passage = new SpiRegister(flash, false);
        private DataRegister open = key;

        @Override
        public void capture() {
            open = spi ? passage : key;
            open.capture();
        }

        @Override
        public boolean shift(boolean tdi) {
            return open.shift(tdi);
        }

        @Override
        public void update() {
            open.update();
        }
    }
}
