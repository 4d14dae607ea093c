// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Native;
import io.fluxmill.driver.transport.TransportException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The maps over files that stand for devices. */
class DeviceMapsTest {
    private static final long CARD_ADDRESS = 0x2_0000_0000L;

    @TempDir
    private Path directory;

    @BeforeEach
    void onLinux() {
        Assumptions.assumeTrue(
                System.getProperty("os.name").equals("Linux") && Native.POINTER_SIZE == 8,
                "the maps are for 64-bit Linux");
    }

    private Path file(String name, long bytes) throws IOException {
        Path path = directory.resolve(name);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(bytes);
        }
        return path;
    }

    private static int word(Path path, long offset) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(bytes, offset);
            return bytes.getInt(0);
        }
    }

    private static String failure(Class<? extends Exception> type, org.junit.jupiter.api.function.Executable call) {
        return assertThrows(type, call).getMessage();
    }

    @Test
    void uioIsAMapOfItsOwnSize() throws IOException {
        Path device = file("uio0", 4096);
        try (UioMap map = UioMap.open(device, 0)) {
            assertEquals(4096, map.sizeBytes());
            map.write32(0x10, 0x12345678);
            assertEquals(0x12345678, map.read32(0x10));
            assertEquals(0x12345678, word(device, 0x10));
            check(map);
        }
        assertEquals(0x12345678, word(device, 0x10));
    }

    /** Every block operation against the plain accesses, and all that is refused. */
    private static void check(WordMap map) {
        byte[] bytes = new byte[256];
        new Random(1).nextBytes(bytes);
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        map.writeConsecutive(0x100, bytes);
        for (int i = 0; i < 64; i++) {
            assertEquals(words.getInt(4 * i), map.read32(0x100 + 4 * i), "word " + i);
        }
        byte[] came = new byte[256];
        map.readConsecutive(0x100, came);
        assertArrayEquals(bytes, came);
        map.writeFixed(0x80, bytes);
        assertEquals(words.getInt(252), map.read32(0x80), "the last one stays");
        assertEquals(0, map.read32(0x84));
        byte[] fixed = new byte[12];
        map.readFixed(0x80, fixed);
        for (int i = 0; i < 12; i++) {
            assertEquals(bytes[252 + i % 4], fixed[i]);
        }
        long end = map.sizeBytes();
        String name = map.name();
        assertEquals(
                name + ": accesses must be multiples of 4 bytes: offset=0x6 bytes=4",
                failure(IllegalArgumentException.class, () -> map.read32(6)));
        assertEquals(
                name + ": accesses must be multiples of 4 bytes: offset=0x8 bytes=70",
                failure(IllegalArgumentException.class, () -> map.writeConsecutive(8, new byte[70])));
        assertEquals(
                String.format("%s: accesses must be inside 0x%X bytes: offset=0x%X bytes=4", name, end, end),
                failure(IllegalArgumentException.class, () -> map.write32(end, 1)));
        assertEquals(
                String.format("%s: accesses must be inside 0x%X bytes: offset=0x%X bytes=128", name, end, end - 64),
                failure(IllegalArgumentException.class, () -> map.readConsecutive(end - 64, new byte[128])));
        assertThrows(IllegalArgumentException.class, () -> map.read32(-4));
        assertThrows(IllegalArgumentException.class, () -> map.readFixed(0, new byte[6]));
    }

    @Test
    void mapsOfUioAreAPageApart() throws IOException {
        Path device = file("uio1", 3 * 4096);
        try (UioMap map = UioMap.open(device, 2)) {
            assertEquals(4096, map.sizeBytes());
            map.write32(8, 77);
        }
        assertEquals(77, word(device, 2 * 4096 + 8));
        assertEquals(
                "device " + device + " has no map 3: name one that is in /sys/class/uio",
                failure(TransportException.class, () -> UioMap.open(device, 3)));
    }

    @Test
    void aDesignNeedsItsWholeRange() throws IOException {
        Path device = file("uio2", 4096);
        try (UioMap map = UioMap.open(device, 0)) {
            assertEquals(
                    device + " map 0 has 0x1000 bytes and must have 0x20000: check the address range of the design",
                    failure(TransportException.class, () -> MemoryMapTransport.open(map, java.util.List.of())));
        }
        Path large = file("uio3", MemoryMapTransport.SPAN_BYTES);
        try (UioMap map = UioMap.open(large, 0)) {
            assertEquals(
                    large
                            + " map 0 holds no bus design (0x00000000 at 0x8000): load a design behind host axi, and check"
                            + " the address",
                    failure(TransportException.class, () -> MemoryMapTransport.open(map, java.util.List.of())));
        }
    }

    @Test
    void memoryIsMappedAtAnAddress() throws IOException {
        Path memory = file("mem", 1 << 20);
        try (DevMemMap map = DevMemMap.open(memory, 0x40000, 0x20000)) {
            map.write32(4, 0xCAFE);
            assertEquals(memory + " at 0x40000", map.name());
            assertFalse(map.hasInterrupt());
            assertThrows(IllegalStateException.class, () -> map.awaitInterrupt(1));
            check(map);
        }
        assertEquals(0xCAFE, word(memory, 0x40004));
        assertEquals(
                "device " + memory + " can be mapped from multiples of 0x1000 only: offset=0x40010",
                failure(TransportException.class, () -> DevMemMap.open(memory, 0x40010, 0x1000)));
        assertEquals(
                "device " + memory
                        + " has 0x1000 bytes from offset 0xFF000 and must have 0x20000: check the address range of the"
                        + " design",
                failure(TransportException.class, () -> DevMemMap.open(memory, 0xFF000, 0x20000)));
    }

    /** A sparse file is the card: its BAR at 0, its memory at the card address. */
    @Test
    void longBlocksOfACardGoByDma() throws IOException {
        Path user = file("xdma0_user", 0x20000);
        Path memory = file("memory", CARD_ADDRESS + 0x20000);
        Files.createSymbolicLink(directory.resolve("xdma0_h2c_0"), memory);
        Files.createSymbolicLink(directory.resolve("xdma0_c2h_0"), memory);
        String card = directory.resolve("xdma0").toString();
        byte[] bytes = new byte[XdmaMap.MIN_DMA_BYTES];
        new Random(2).nextBytes(bytes);
        int first = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(0);
        try (XdmaMap map = XdmaMap.open(card, 0, 0x20000, OptionalLong.of(CARD_ADDRESS))) {
            map.writeConsecutive(0x10000, bytes);
            assertEquals(first, word(memory, CARD_ADDRESS + 0x10000), "by DMA");
            assertEquals(0, word(user, 0x10000));
            byte[] came = new byte[bytes.length];
            map.readConsecutive(0x10000, came);
            assertArrayEquals(bytes, came);
            map.writeConsecutive(0x11000, new byte[] {1, 0, 0, 0});
            assertEquals(1, word(user, 0x11000), "short ones through the BAR");
            map.write32(0, 9);
            assertEquals(9, word(user, 0));
            assertFalse(map.hasInterrupt());
            assertEquals(
                    card + ": accesses must be inside 0x20000 bytes: offset=0x1FFF0 bytes=64",
                    failure(IllegalArgumentException.class, () -> map.writeConsecutive(0x1FFF0, bytes)));
            try (RandomAccessFile shorter = new RandomAccessFile(memory.toFile(), "rw")) {
                shorter.setLength(CARD_ADDRESS + 0x10020);
            }
            assertTrue(
                    failure(TransportException.class, () -> map.readConsecutive(0x10000, came))
                            .startsWith("device " + card + "_c2h_0 gave 32 of 64 bytes"),
                    "a short DMA");
        }
        try (XdmaMap map = XdmaMap.open(card, 0, 0x20000, OptionalLong.empty())) {
            check(map);
        }
    }

    @Test
    void aCardWithoutItsChannelsIsNotLeftOpen() throws IOException {
        file("xdma1_user", 0x20000);
        String card = directory.resolve("xdma1").toString();
        String missing = failure(TransportException.class, () -> XdmaMap.open(card, 0, 0x20000, OptionalLong.of(0)));
        assertEquals(
                "there is no device " + card + "_h2c_0: load the driver with: sudo modprobe xdma, and look for the card"
                        + " with: lspci -d 10ee:",
                missing);
        XdmaMap.open(card, 0, 0x20000, OptionalLong.empty()).close();
    }

    @Test
    void aRangeIsForOneHost() throws IOException {
        Path memory = file("mem", 1 << 20);
        DevMemMap first = DevMemMap.open(memory, 0, 0x20000);
        assertEquals(
                "device " + memory + " is used by another program of this transport: close that program",
                failure(TransportException.class, () -> DevMemMap.open(memory, 0x1F000, 0x20000)));
        try (DevMemMap beside = DevMemMap.open(memory, 0x20000, 0x20000)) {
            beside.write32(0, 1);
        }
        first.close();
        assertEquals("the map is closed: open it again", failure(TransportException.class, () -> first.read32(0)));
        DevMemMap.open(memory, 0x1F000, 0x20000).close();
    }

    @Test
    void whatIsMissingOrForbiddenIsSaid() throws IOException {
        assertEquals(
                "there is no device /dev/uio99: load the bitstream and the device tree overlay, and bind the device to"
                        + " uio_pdrv_genirq",
                failure(TransportException.class, () -> UioMap.open(Path.of("/dev/uio99"), 0)));
        assertEquals(
                "there is no device /dev/xdma9_user: load the driver with: sudo modprobe xdma, and look for the card"
                        + " with: lspci -d 10ee:",
                failure(TransportException.class, () -> XdmaMap.open("/dev/xdma9", 0, 0x20000, OptionalLong.empty())));
        Path folder = Files.createDirectory(directory.resolve("uio7"));
        assertTrue(
                failure(TransportException.class, () -> UioMap.open(folder, 0))
                        .startsWith("device " + folder + " cannot be opened (Is a directory)"),
                "what the system says");
        Path unmappable = Path.of("/dev/null");
        assertTrue(
                failure(TransportException.class, () -> DevMemMap.open(unmappable, 0, 0x1000))
                        .startsWith("device /dev/null does not map 0x1000 bytes from offset 0x0 ("),
                "a device that cannot be mapped");
    }

    @Test
    void permissionIsAskedFor() throws IOException {
        Path forbidden = file("uio8", 4096);
        assertTrue(forbidden.toFile().setReadable(false) && forbidden.toFile().setWritable(false));
        Assumptions.assumeFalse(
                System.getProperty("user.name").equals("root"), "root may open what has no permission for anybody");
        assertEquals(
                "device " + forbidden
                        + " cannot be opened (Permission denied): run as root, or give your group access to"
                        + " it by a udev rule",
                failure(TransportException.class, () -> UioMap.open(forbidden, 0)));
    }

    /** A named pipe stands for the events of a card: each interrupt is four bytes. */
    @Test
    void eventsAreWaitedFor() throws Exception {
        file("xdma2_user", 0x20000);
        Path events = directory.resolve("xdma2_events_0");
        Process made = new ProcessBuilder("mkfifo", events.toString()).start();
        Assumptions.assumeTrue(made.waitFor() == 0, "mkfifo is not installed");
        try (RandomAccessFile card = new RandomAccessFile(events.toFile(), "rw");
                XdmaMap map = XdmaMap.open(directory.resolve("xdma2").toString(), 0, 0x20000, OptionalLong.empty())) {
            assertTrue(map.hasInterrupt());
            assertFalse(map.awaitInterrupt(20));
            card.write(new byte[] {1, 0, 0, 0});
            assertTrue(map.awaitInterrupt(10_000));
            assertFalse(map.awaitInterrupt(20), "it was taken");
        }
    }

    /** A regular file is always ready: what is shown is that the enabling word is written and a count read. */
    @Test
    void anInterruptOfUioIsEnabledThenRead() throws IOException {
        Path device = file("uio4", 4096);
        try (UioMap map = UioMap.open(device, 0)) {
            assertTrue(map.hasInterrupt());
            assertTrue(map.awaitInterrupt(10));
        }
        assertEquals(1, word(device, 0));
    }
}
