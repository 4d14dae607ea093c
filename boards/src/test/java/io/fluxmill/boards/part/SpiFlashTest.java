// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.part;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pinned to the commands and tables of the W25Q128JV data sheet. */
class SpiFlashTest {
    private final SpiFlash flash = SpiFlash.erased();

    /** One command: what is sent, and what comes back meanwhile and for some bytes more. */
    private int[] command(int more, int... bytes) {
        int[] answer = new int[bytes.length + more];
        flash.select();
        for (int i = 0; i < answer.length; i++) {
            for (int bit = 7; bit >= 0; bit--) {
                boolean in = i < bytes.length && (bytes[i] >> bit & 1) != 0;
                answer[i] = answer[i] << 1 | (flash.clock(in) ? 1 : 0);
            }
        }
        flash.deselect();
        return Arrays.copyOfRange(answer, bytes.length, answer.length);
    }

    private void write(int... bytes) {
        command(0, 0x06);
        command(0, bytes);
        ready();
    }

    private void ready() {
        int polls = 0;
        while ((command(1, 0x05)[0] & 1) != 0) {
            assertEquals(true, polls++ < 100, "it stays busy");
        }
    }

    private int[] read(int address, int count) {
        return command(count, 0x03, address >> 16, address >> 8 & 0xFF, address & 0xFF);
    }

    @Test
    void whatItIs() {
        assertArrayEquals(new int[] {0xEF, 0x40, 0x18}, command(3, 0x9F));
        assertArrayEquals(new int[] {0x17}, command(1, 0xAB, 0, 0, 0));
        assertArrayEquals(new int[] {0}, command(1, 0x05));
    }

    @Test
    void programmingOnlyClearsBits() {
        write(0x02, 0, 1, 0, 0xF0, 0x0F);
        write(0x02, 0, 1, 0, 0xCC);
        assertArrayEquals(new int[] {0xFF, 0xC0, 0x0F, 0xFF}, read(0xFF, 4));
        assertArrayEquals(new int[] {0xC0, 0x0F}, command(2, 0x0B, 0, 1, 0, 0), "fast read has a dummy byte");
        assertArrayEquals(new int[] {0xC0}, command(1, 0x0B, 0, 1, 0, 0xAA));
    }

    @Test
    void aPageWrapsAround() {
        int[] command = new int[4 + 258];
        command[0] = 0x02;
        command[3] = 0xFE;
        for (int i = 0; i < 258; i++) {
            command[4 + i] = i & 0xFF;
        }
        write(command);
        assertArrayEquals(new int[] {2, 3}, read(0, 2));
        assertArrayEquals(
                new int[] {0, 1, 0xFF}, read(0xFE, 3), "the last 256 bytes count, the next page is untouched");
    }

    @Test
    void withoutWriteEnableNothingChanges() {
        command(0, 0x02, 0, 0, 0, 1);
        assertArrayEquals(new int[] {0xFF}, read(0, 1));
        command(0, 0x06);
        assertArrayEquals(new int[] {2}, command(1, 0x05));
        command(0, 0x04);
        command(0, 0x02, 0, 0, 0, 1);
        assertArrayEquals(new int[] {0xFF}, read(0, 1));
        write(0x02, 0, 0, 0, 1);
        assertArrayEquals(new int[] {0}, command(1, 0x05), "the enable is for one command");
    }

    @Test
    void whileItIsBusyItOnlyTellsSo() {
        command(0, 0x06);
        command(0, 0x20, 0, 0, 0);
        assertEquals(1, command(1, 0x05)[0] & 1);
        assertArrayEquals(new int[] {0}, command(1, 0x9F));
        command(0, 0x06);
        ready();
        assertArrayEquals(new int[] {0}, command(1, 0x05), "a write enable was ignored");
    }

    @Test
    void erasingHasThreeSizesAndAll() {
        int[][] cases = {{0x20, 1 << 12}, {0x52, 1 << 15}, {0xD8, 1 << 16}};
        for (int[] each : cases) {
            flash.put(0, new byte[1 << 18]);
            write(each[0], 1, 0x12, 0x34);
            int begin = 0x11234 & -each[1];
            byte[] content = flash.content();
            for (int at = 0; at < 1 << 18; at++) {
                boolean erased = at >= begin && at < begin + each[1];
                assertEquals(erased ? -1 : 0, content[at], "command " + each[0] + " at " + at);
            }
        }
        flash.put(1 << 20, new byte[1000]);
        write(0xC7);
        assertArrayEquals(SpiFlash.erased().content(), flash.content());
    }

    @Test
    void aBrokenOffCommandDoesNothing() {
        command(0, 0x06);
        flash.select();
        for (int i = 0; i < 35; i++) {
            flash.clock(i == 6);
        }
        flash.deselect();
        assertArrayEquals(SpiFlash.erased().content(), flash.content());
    }

    @Test
    void protectedAreas() {
        int last = SpiFlash.SIZE - 1;
        int quarter = SpiFlash.SIZE / 64;
        // status register 1, register 2, an address, whether it is protected
        int[][] cases = {
            {0, 0, last, 0},
            {1 << 2, 0, last, 1},
            {1 << 2, 0, SpiFlash.SIZE - quarter, 1},
            {1 << 2, 0, SpiFlash.SIZE - quarter - 1, 0},
            {1 << 2 | 1 << 5, 0, quarter - 1, 1},
            {1 << 2 | 1 << 5, 0, quarter, 0},
            {6 << 2, 0, SpiFlash.SIZE / 2, 1},
            {6 << 2, 0, SpiFlash.SIZE / 2 - 1, 0},
            {7 << 2, 0, 0, 1},
            {1 << 2 | 1 << 6, 0, SpiFlash.SIZE - 4096, 1},
            {1 << 2 | 1 << 6, 0, SpiFlash.SIZE - 4097, 0},
            {4 << 2 | 1 << 6, 0, SpiFlash.SIZE - 32768, 1},
            {5 << 2 | 1 << 6, 0, SpiFlash.SIZE - 32769, 0},
            {1 << 2, 1 << 6, last, 0},
            {1 << 2, 1 << 6, 0, 1},
            {0, 1 << 6, 0, 1},
        };
        for (int[] each : cases) {
            write(0x01, each[0], each[1]);
            assertArrayEquals(new int[] {each[0]}, command(1, 0x05));
            assertArrayEquals(new int[] {each[1]}, command(1, 0x35));
            flash.put(each[2], new byte[] {(byte) 0xFF});
            write(0x02, each[2] >> 16, each[2] >> 8 & 0xFF, each[2] & 0xFF, 0);
            assertEquals(each[3] == 1 ? 0xFF : 0, read(each[2], 1)[0], Arrays.toString(each));
        }
        write(0x01, 7 << 2, 0);
        write(0xC7);
        assertEquals(0, read(quarter, 1)[0], "a chip with protected areas is not erased");
    }

    @Test
    void asleepItOnlyWakesUp() {
        command(0, 0xB9);
        assertArrayEquals(new int[] {0}, command(1, 0x9F));
        write(0x02, 0, 0, 0, 1);
        command(0, 0xAB);
        assertArrayEquals(new int[] {0xEF}, command(1, 0x9F));
        assertArrayEquals(new int[] {0xFF}, read(0, 1));
    }

    @Test
    void itsContentIsAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("flash.bin");
        SpiFlash.in(file).put(77, new byte[] {1, 2, 3});
        byte[] content = SpiFlash.in(file).content();
        assertEquals(SpiFlash.SIZE, Files.size(file));
        assertArrayEquals(new byte[] {-1, 1, 2, 3, -1}, Arrays.copyOfRange(content, 76, 81));
        Files.write(file, new byte[5]);
        InputException e = assertThrows(InputException.class, () -> SpiFlash.in(file));
        assertEquals("--flash must be a file of 16777216 bytes: --flash=" + file, e.getMessage());
        assertEquals("name a file that is not there: it is made", e.remedy());
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("new"));
        SpiFlash.in(link);
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(1 << 24, Files.size(folder.resolve("new")));
    }
}
