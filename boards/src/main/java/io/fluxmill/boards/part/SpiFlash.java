// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.part;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.file.OutputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A serial flash of 16 MiB that behaves as a Winbond W25Q128 (data sheet W25Q128JV, revision H): programming only clears bits and wraps around
 * in its page, erasing sets them; both need a write enable first and are busy for a while afterwards; protected areas ignore both.
 */
public final class SpiFlash {
    /** Bytes. */
    public static final int SIZE = 1 << 24;

    private static final int[] JEDEC_ID = {0xEF, 0x40, 0x18};
    private static final int PAGE_BYTES = 256;
    private static final int SECTOR_BYTES = 1 << 12;
    private static final int BLOCK_BYTES = 1 << 16;

    private static final int WRITE_STATUS = 0x01;
    private static final int PROGRAM = 0x02;
    private static final int READ = 0x03;
    private static final int WRITE_DISABLE = 0x04;
    private static final int READ_STATUS = 0x05;
    private static final int WRITE_ENABLE = 0x06;
    private static final int FAST_READ = 0x0B;
    private static final int ERASE_SECTOR = 0x20;
    private static final int WRITE_STATUS_2 = 0x31;
    private static final int READ_STATUS_2 = 0x35;
    private static final int VOLATILE_ENABLE = 0x50;
    private static final int ERASE_HALF_BLOCK = 0x52;
    private static final int ERASE_CHIP_OLD = 0x60;
    private static final int ENABLE_RESET = 0x66;
    private static final int RESET = 0x99;
    private static final int IDENTIFY = 0x9F;
    private static final int POWER_UP = 0xAB;
    private static final int POWER_DOWN = 0xB9;
    private static final int ERASE_CHIP = 0xC7;
    private static final int ERASE_BLOCK = 0xD8;

    private static final int BUSY = 1;
    private static final int ENABLED = 2;
    private static final int PROTECT_SHIFT = 2;
    private static final int BOTTOM = 1 << 5;
    private static final int SECTORS = 1 << 6;
    private static final int COMPLEMENT = 1 << 6;
    /** Times of the flash in clocks of its bus: short, but longer than a command. */
    private static final int PROGRAM_CLOCKS = 24;

    private static final int ERASE_CLOCKS = 64;
    private static final int CHIP_CLOCKS = 512;

    private final ByteBuffer memory;
    private final byte[] page = new byte[PAGE_BYTES];
    private int status;
    private int status2;
    private int busyClocks;
    private boolean asleep;
    private boolean resetEnabled;

    private boolean selected;
    private int command;
    private int bits;
    private int shiftIn;
    private int bytes;
    private int address;
    private int pageBytes;
    private int shiftOut;

    private SpiFlash(ByteBuffer memory) {
        this.memory = memory;
    }

    /** An erased flash that is not stored in a file. */
    public static SpiFlash erased() {
        byte[] content = new byte[SIZE];
        Arrays.fill(content, (byte) 0xFF);
        return new SpiFlash(ByteBuffer.wrap(content));
    }

    /**
     * A flash whose content is a file of 16 MiB; a missing file is created with the content of an erased flash. Everything written to the flash
     * is in the file at once.
     *
     * @throws InputException if it is no file of this size
     * @throws io.fluxmill.core.config.EnvironmentException if it cannot be made
     * @throws IOException if it cannot be read and written
     */
    public static SpiFlash in(Path file) throws IOException {
        if (!Files.exists(file)) {
            OutputFile.of("--flash", file).write(erased().memory.array());
        }
        if (!Files.isRegularFile(file) || Files.size(file) != SIZE) {
            throw new InputException(
                    "--flash must be a file of " + SIZE + " bytes: --flash=" + file,
                    "name a file that is not there: it is made");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new SpiFlash(channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE));
        }
    }

    /** A copy of everything in it. */
    public byte[] content() {
        byte[] content = new byte[SIZE];
        memory.get(0, content);
        return content;
    }

    /** Changes bytes directly, not over the bus. */
    public void put(int at, byte[] content) {
        memory.put(at, content);
    }

    /** Protects areas, as bits of the status register. */
    public void protect(int bits) {
        status = bits & 0xFC;
    }

    /** Chip select goes low. */
    void select() {
        selected = true;
        command = -1;
        bits = 0;
        bytes = 0;
        address = 0;
        pageBytes = 0;
        shiftOut = 0;
    }

    /** A clock while it is selected; the result is what it sends before the clock. */
    boolean clock(boolean in) {
        boolean out = (shiftOut & 0x80) != 0;
        busyClocks = Math.max(0, busyClocks - 1);
        if (!selected) {
            return false;
        }
        shiftOut <<= 1;
        shiftIn = shiftIn << 1 | (in ? 1 : 0);
        if (++bits == Byte.SIZE) {
            bits = 0;
            take(shiftIn & 0xFF);
        }
        return out;
    }

    private void take(int value) {
        if (command < 0) {
            command = value;
        } else {
            bytes++;
            operand(value);
        }
        shiftOut = answer();
    }

    private void operand(int value) {
        if (bytes <= 3) {
            address = address << 8 | value;
        } else if (command == PROGRAM) {
            page[(address + pageBytes++) % PAGE_BYTES] = (byte) value;
        }
        if (command == WRITE_STATUS || command == WRITE_STATUS_2) {
            page[Math.min(bytes, PAGE_BYTES) - 1] = (byte) value;
        }
    }

    /** The byte that goes out next. */
    private int answer() {
        if (asleep && command != POWER_UP) {
            return 0;
        }
        return switch (command) {
            case READ_STATUS -> status | (busyClocks > 0 ? BUSY : 0);
            case READ_STATUS_2 -> status2;
            case IDENTIFY -> busyClocks > 0 ? 0 : JEDEC_ID[bytes % JEDEC_ID.length];
            case POWER_UP -> bytes >= 3 ? JEDEC_ID[2] - 1 : 0;
            case READ -> read(3);
            case FAST_READ -> read(4);
            default -> 0;
        };
    }

    private int read(int operands) {
        return bytes < operands || busyClocks > 0 ? 0 : memory.get((address + bytes - operands) & SIZE - 1) & 0xFF;
    }

    /** Chip select goes high: a complete command is carried out. */
    void deselect() {
        boolean whole = selected && bits == 0;
        selected = false;
        if (!whole || busyClocks > 0 || asleep && command != POWER_UP) {
            return;
        }
        boolean reset = resetEnabled;
        resetEnabled = false;
        switch (command) {
            case WRITE_ENABLE, VOLATILE_ENABLE -> status |= ENABLED;
            case WRITE_DISABLE -> status &= ~ENABLED;
            case POWER_DOWN -> asleep = true;
            case POWER_UP -> asleep = false;
            case ENABLE_RESET -> resetEnabled = true;
            case RESET -> status &= reset ? ~ENABLED : ~0;
            default -> change();
        }
    }

    private void change() {
        if ((status & ENABLED) == 0) {
            return;
        }
        switch (command) {
            case PROGRAM -> program();
            case ERASE_SECTOR -> erase(SECTOR_BYTES);
            case ERASE_HALF_BLOCK -> erase(BLOCK_BYTES / 2);
            case ERASE_BLOCK -> erase(BLOCK_BYTES);
            case ERASE_CHIP, ERASE_CHIP_OLD -> eraseChip();
            case WRITE_STATUS, WRITE_STATUS_2 -> writeStatus();
            default -> {}
        }
    }

    private void finish(int clocks) {
        status &= ~ENABLED;
        busyClocks = clocks;
    }

    private void program() {
        if (bytes <= 3 || isProtected(address, 1)) {
            return;
        }
        int base = address & ~(PAGE_BYTES - 1);
        for (int i = Math.max(0, pageBytes - PAGE_BYTES); i < pageBytes; i++) {
            int at = base + (address + i) % PAGE_BYTES;
            memory.put(at, (byte) (memory.get(at) & page[at - base]));
        }
        finish(PROGRAM_CLOCKS);
    }

    private void erase(int size) {
        int base = address & -size;
        if (bytes != 3 || isProtected(base, size)) {
            return;
        }
        byte[] ones = new byte[size];
        Arrays.fill(ones, (byte) 0xFF);
        memory.put(base, ones);
        finish(ERASE_CLOCKS);
    }

    private void eraseChip() {
        if (isProtected(0, SIZE)) {
            return;
        }
        byte[] ones = new byte[SIZE];
        Arrays.fill(ones, (byte) 0xFF);
        memory.put(0, ones);
        finish(CHIP_CLOCKS);
    }

    private void writeStatus() {
        if (bytes == 0) {
            return;
        }
        if (command == WRITE_STATUS) {
            status = page[0] & 0xFC;
            status2 = bytes > 1 ? page[1] & 0xFF : status2;
        } else {
            status2 = page[0] & 0xFF;
        }
        finish(PROGRAM_CLOCKS);
    }

    /** Tables of protected areas: a share of 64 parts, or a number of sectors, at one end; or all but that. */
    private boolean isProtected(int begin, int size) {
        int level = status >> PROTECT_SHIFT & 7;
        boolean sectors = (status & SECTORS) != 0;
        int length = level == 0
                ? 0
                : sectors
                        ? level == 7 ? SIZE : SECTOR_BYTES << Math.min(level, 4) - 1
                        : (int) Math.min(SIZE, (long) SIZE / 64 << level - 1);
        int from = (status & BOTTOM) != 0 ? 0 : SIZE - length;
        boolean inside = begin < from + length && begin + size > from;
        boolean allInside = begin >= from && begin + size <= from + length;
        return (status2 & COMPLEMENT) == 0 ? inside : !allInside;
    }
}
