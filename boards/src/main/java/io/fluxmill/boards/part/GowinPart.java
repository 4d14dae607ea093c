// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.part;

import io.fluxmill.boards.bitstream.Bitstream;
import io.fluxmill.boards.board.ChipFamily;
import java.util.Arrays;

/**
 * Gowin GW1N (TN653) with a flash inside the part: JTAG instructions for configuration and for that flash, and the status register. The content of the
 * flash begins with a code and fillers of 24 bytes, then the bitstream.
 */
final class GowinPart extends JtagPart {
    private static final int NOOP = 0x02;
    private static final int ERASE_SRAM = 0x05;
    private static final int TRANSFER_DONE = 0x09;
    private static final int IDCODE = 0x11;
    private static final int INIT_ADDRESS = 0x12;
    private static final int USERCODE = 0x13;
    private static final int ENABLE = 0x15;
    private static final int WRITE = 0x17;
    private static final int DISABLE = 0x3A;
    private static final int RELOAD = 0x3C;
    private static final int STATUS = 0x41;
    private static final int PROGRAM_FLASH = 0x71;
    private static final int ERASE_FLASH = 0x75;

    private static final long STATUS_CRC = 1;
    private static final long STATUS_COMMAND = 1 << 1;
    private static final long STATUS_ID = 1 << 2;
    private static final long STATUS_ERASED = 1 << 5;
    private static final long STATUS_EDIT = 1 << 7;
    private static final long STATUS_VALID = 1 << 12;
    private static final long STATUS_DONE = 1 << 13;
    private static final long STATUS_READY = 1 << 15;

    private static final int FLASH_HEADER_BYTES = 24;
    private static final int[] FLASH_CODE = {0x47, 0x57, 0x31, 0x4E};
    private static final int WORD_BYTES = 4;

    private final SpiFlash flash;
    private boolean edit;
    private boolean erased;
    private long errors;
    private long userCode;
    private int flashAddress = -1;

    GowinPart(long idcode, SpiFlash flash, Listener listener) {
        super(ChipFamily.GOWIN, idcode, listener);
        this.flash = flash;
    }

    @Override
    public void powerUp() {
        edit = false;
        clear();
        byte[] content = flash.content();
        for (int i = 0; i < FLASH_CODE.length; i++) {
            if ((content[i] & 0xFF) != FLASH_CODE[i]) {
                return;
            }
        }
        begin(read(Arrays.copyOfRange(content, FLASH_HEADER_BYTES, content.length)));
    }

    private void begin(Bitstream bitstream) {
        errors = switch (bitstream.fault()) {
            case CRC -> STATUS_CRC;
            case COMMAND -> STATUS_COMMAND;
            default -> bitstream.idcode().isPresent() && bitstream.idcode().getAsLong() != idcode() ? STATUS_ID : 0;
        };
        start(bitstream);
        userCode = done() ? bitstream.userCode() : 0;
    }

    private long status() {
        return errors
                | (erased ? STATUS_ERASED : 0)
                | (edit ? STATUS_EDIT : 0)
                | STATUS_VALID
                | (done() ? STATUS_DONE : 0)
                | STATUS_READY;
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
            case USERCODE -> ShiftRegister.reading(32, () -> userCode);
            case STATUS -> ShiftRegister.reading(32, this::status);
            case WRITE -> edit ? new ByteSink(received(), () -> {}) : ShiftRegister.bypass();
            case PROGRAM_FLASH -> ShiftRegister.writing(32, this::programFlash);
            case ERASE_FLASH -> ShiftRegister.writing(32, ignored -> eraseFlash());
            default -> ShiftRegister.bypass();
        };
    }

    @Override
    void selected(int instruction) {
        switch (instruction) {
            case ENABLE -> edit = true;
            case DISABLE -> edit = false;
            case ERASE_SRAM -> {
                if (edit) {
                    clear();
                    errors = 0;
                    erased = true;
                }
            }
            case INIT_ADDRESS -> received().reset();
            case TRANSFER_DONE -> {
                if (edit && received().size() > 0) {
                    erased = false;
                    begin(read(loaded()));
                }
            }
            case RELOAD -> powerUp();
            case PROGRAM_FLASH -> flashAddress = -1;
            case NOOP -> {}
            default -> {}
        }
    }

    private void eraseFlash() {
        if (edit) {
            byte[] ones = new byte[SpiFlash.SIZE];
            Arrays.fill(ones, (byte) 0xFF);
            flash.put(0, ones);
        }
    }

    /** The first word is the address in words, lowest page bits included; the others are data, highest byte first. */
    private void programFlash(long word) {
        if (flashAddress < 0) {
            flashAddress = (int) word * WORD_BYTES & SpiFlash.SIZE - 1;
            return;
        }
        byte[] data = new byte[WORD_BYTES];
        for (int i = 0; i < WORD_BYTES; i++) {
            data[i] = (byte) (word >> Byte.SIZE * (WORD_BYTES - 1 - i));
        }
        if (edit) {
            flash.put(flashAddress, data);
        }
        flashAddress = flashAddress + WORD_BYTES & SpiFlash.SIZE - 1;
    }

    @Override
    void idle() {
        // Nothing takes time here.
    }

    @Override
    void reset() {
        flashAddress = -1;
    }
}
