// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.mac.read.SharedData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data files whose headers claim what is not there, or that unpack to more than memory holds. */
class DataFileTest {
    private static final String DAMAGED = "the file is truncated or damaged: fetch it again";
    private static final String MEMORY =
            "make the file smaller, or give Java more memory, for example with JDK_JAVA_OPTIONS=-Xmx8g in the environment";
    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    private Path folder;

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private Path text(String name, String text) throws IOException {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void refuses(Path path, String fact, String remedy) {
        refuses(path, "auto", MEBIBYTE, fact, remedy);
    }

    private static void refuses(Path path, String kind, long memory, String fact, String remedy) {
        InputException e =
                assertThrows(InputException.class, () -> ReadFile.read(path, kind, null, memory), path.toString());
        assertEquals(path + fact, e.getMessage());
        assertEquals(remedy, e.remedy());
    }

    private static byte[] idx(int rank, int... sizes) {
        ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * sizes.length).put(new byte[] {0, 0, 8, (byte) rank});
        Arrays.stream(sizes).forEach(buffer::putInt);
        return buffer.array();
    }

    private static byte[] joined(byte[] head, byte[] data) {
        return ByteBuffer.allocate(head.length + data.length)
                .put(head)
                .put(data)
                .array();
    }

    private static byte[] gzip(byte[] head, long zeros) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(head);
            for (long left = zeros; left > 0; left -= MEBIBYTE) {
                gzip.write(new byte[(int) Math.min(left, MEBIBYTE)]);
            }
        }
        return out.toByteArray();
    }

    // -------------------------------------------------------------------------------- what a header says and what is
    // there

    @Test
    void noMoreIsUnpackedThanTheHeaderSays() throws IOException {
        byte[] head = idx(3, 16, 28, 28);
        Path bomb = file("bomb.idx.gz", gzip(head, 64 * MEBIBYTE));
        refuses(bomb, ": must have 12544 bytes of data for the shape [16, 28, 28]: bytes=more than 12544", DAMAGED);
        Endless endless = new Endless();
        ByteSource source = new ByteSource("x", endless, 1 << 20, true, MEBIBYTE);
        assertThrows(InputException.class, () -> source.data(new long[] {16, 28, 28}, ElementType.UINT8));
        assertTrue(endless.given < 3 * 12_544, "taken: " + endless.given);
        NumericArray whole = ReadFile.read(file("whole.idx.gz", gzip(head, 12_544)), "auto", null, MEBIBYTE);
        assertEquals(12_544, whole.elements());
    }

    /** A stream that never ends, and counts. */
    private static final class Endless extends InputStream {
        private long given;

        @Override
        public int read() {
            given++;
            return 0;
        }
    }

    @Test
    void aHeaderThatClaimsTooMuchTakesNoMemory() throws IOException {
        refuses(
                file("large.idx", joined(idx(2, 0x7FFF_FFFF, 0x7FFF_FFFF), new byte[3])),
                ": must have 4611686014132420609 bytes of data for the shape [2147483647, 2147483647]: bytes=3",
                DAMAGED);
        refuses(
                file("larger.idx", joined(idx(3, -1, -1, -1), new byte[3])),
                ": must have 2^63 or more bytes of data for the shape [4294967295, 4294967295, 4294967295]: bytes=3",
                DAMAGED);
        Path packed = file("large.idx.gz", gzip(idx(2, 1 << 16, 1 << 16), 3));
        refuses(
                packed,
                ": must have 4294967296 bytes of data for the shape [65536, 65536]: bytes=at most "
                        + 1032 * Files.size(packed),
                DAMAGED);
        refuses(
                file("short.idx.gz", gzip(idx(1, 5000), 4999)),
                ": must have 5000 bytes of data for the shape [5000]: bytes=4999",
                DAMAGED);
        refuses(
                file("none.idx", idx(2, 0, 0x7FFF_FFFF)),
                ": must hold at least one value: shape=[0, 2147483647]",
                "save at least one sample of at least one value");
        refuses(
                file("many.idx", joined(idx(0xFF, new int[255]), new byte[3])),
                ": must have at most 32 dimensions: dimensions=255",
                DAMAGED);
        refuses(
                file("cut.idx", idx(0xFF, new int[31])),
                ": is not an IDX file",
                "set type to what the file is, or fetch it again");
    }

    @Test
    void numpyShapesBeyondAnyFile() throws IOException {
        byte[] data = new byte[4];
        refuses(
                file("int.npy", DatasetTest.npy("<f4", "2147483648,", data)),
                ": must have 8589934592 bytes of data for the shape [2147483648]: bytes=4",
                DAMAGED);
        refuses(
                file("wraps.npy", DatasetTest.npy("|u1", "4294967296, 4294967297", data)),
                ": must have 2^63 or more bytes of data for the shape [4294967296, 4294967297]: bytes=4",
                DAMAGED);
        refuses(
                file("long.npy", DatasetTest.npy("|u1", "1000000000000000000000000,", data)),
                ": must have 2^63 or more bytes of data for the shape [9223372036854775807]: bytes=4",
                DAMAGED);
        byte[] version9 = DatasetTest.npy("|u1", "4,", data);
        version9[6] = 9;
        refuses(
                file("v9.npy", version9),
                ": is not a NumPy array file",
                "set type to what the file is, or save it again with numpy.save");
    }

    @Test
    void aShapeOfTheConfigurationBeyondAnyFile() throws IOException {
        Path path = file("x.bin", new byte[8]);
        InputException e = assertThrows(
                InputException.class,
                () -> Dataset.read(DatasetConfig.of(path).withRaw("uint8", 65_536, 65_536, 65_536)));
        assertEquals(
                path + ": must hold whole samples of 281474976710656 values (shape=[65536, 65536, 65536]): values=8",
                e.getMessage());
        assertEquals("set shape to the shape of one sample, and type to the type of one value", e.remedy());
    }

    // ---------------------------------------------------------------------------------------------------------
    // archives

    private static byte[] zip(String name, Charset names, byte[] npy, long zeros) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out, names)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(npy);
            for (long left = zeros; left > 0; left -= MEBIBYTE) {
                zip.write(new byte[(int) Math.min(left, MEBIBYTE)]);
            }
        }
        return out.toByteArray();
    }

    @Test
    void archives() throws IOException {
        byte[] npy = DatasetTest.npy("|u1", "3,", new byte[] {7, 8, 9});
        refuses(
                file("bomb.npz", zip("x.npy", StandardCharsets.UTF_8, npy, 64 * MEBIBYTE)),
                ": must have 3 bytes of data for the shape [3]: bytes=more than 3",
                DAMAGED);
        Path latin = file("latin.npz", zip("gr\u00F6\u00DFe.npy", StandardCharsets.ISO_8859_1, npy, 0));
        assertEquals(9, ReadFile.read(latin, "auto", "gr\u00F6\u00DFe").get(2));
        Path named = file("named.npz", zip("gr\u00F6\u00DFe.npy", StandardCharsets.UTF_8, npy, 0));
        assertEquals(9, ReadFile.read(named, "auto", "gr\u00F6\u00DFe").get(2));
        refuses(
                file("packed.npz.gz", DatasetTest.gzip(Files.readAllBytes(named))),
                ": an npz file must not be compressed once more with gzip",
                "unpack it with gunzip");
        refuses(
                file("empty.npz", new byte[0]),
                ": cannot be read: zip file is empty",
                "save it again with numpy.savez");
    }

    /** The checksum of an archive is compared: a flipped bit of stored data is no other number. */
    @Test
    void aFlippedBitOfStoredData() throws IOException {
        byte[] npy = DatasetTest.npy("|u1", "3,", new byte[] {7, 8, 9});
        CRC32 sum = new CRC32();
        sum.update(npy);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            ZipEntry entry = new ZipEntry("x.npy");
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(npy.length);
            entry.setCrc(sum.getValue());
            zip.putNextEntry(entry);
            zip.write(npy);
        }
        byte[] whole = out.toByteArray();
        assertEquals(9, ReadFile.read(file("x.npz", whole), "auto", null).get(2));
        int last = 30 + "x.npy".length() + npy.length - 1;
        assertEquals(9, whole[last]);
        whole[last] ^= 4;
        npy[npy.length - 1] ^= 4;
        CRC32 other = new CRC32();
        other.update(npy);
        refuses(
                file("y.npz", whole),
                ": cannot be read: its checksum is " + Long.toHexString(other.getValue()) + " in place of "
                        + Long.toHexString(sum.getValue()),
                "check that the file is complete");
    }

    // ------------------------------------------------------------------------------------------------ without a header

    /** Both remedies are tried: more memory, a smaller file. */
    @Test
    void filesWithoutAHeaderMustFitIntoMemory() throws IOException {
        Path plain = file("x.bin", new byte[1001]);
        Path packed = file("y.bin.gz", gzip(new byte[0], 32 * MEBIBYTE));
        String rule = ": must have at most 1000 bytes of data to fit into the memory that Java has: bytes=";
        refuses(plain, "uint8", 1000, rule + "1001", MEMORY);
        refuses(packed, "uint8", 1000, rule + "more than 1000", MEMORY);
        assertEquals(1001, ReadFile.read(plain, "uint8", null, 1001).elements());
        assertEquals(32 << 20, ReadFile.read(packed, "uint8", null, 32 << 20).elements());
        assertEquals(
                1000,
                ReadFile.read(file("small.bin", new byte[1000]), "uint8", null, 1000)
                        .elements());
        Path array = file("x.npy", DatasetTest.npy("|u1", "1001,", new byte[1001]));
        refuses(array, "auto", 1000, rule + "1001", MEMORY);
        assertEquals(1001, ReadFile.read(array, "auto", null, 1001).elements());
        Path empty = file("empty.bin", new byte[0]);
        refuses(
                empty,
                "int16",
                1000,
                ": must have a multiple of 2 bytes for int16: bytes=0",
                "check type and that the file is complete");
    }

    @Test
    void textMustFitIntoMemory() throws IOException {
        Path lines = text("x.csv", "1,2\n".repeat(63));
        refuses(
                lines,
                "csv",
                8 * 125,
                ": must have at most 125 numbers to fit into the memory that Java has: numbers=more than 125",
                MEMORY);
        assertEquals(126, ReadFile.read(lines, "csv", null, 8 * 126).elements());
        Path line = file("line.csv.gz", gzip(new byte[0], 32 * MEBIBYTE));
        refuses(
                line,
                "csv",
                1600,
                ": must have at most 100 characters in line 1 to fit into the memory that Java has:"
                        + " characters=more than 100",
                MEMORY);
        assertEquals(
                126,
                ReadFile.read(text("s.csv", "1,2\n".repeat(63)), "csv", null, 1600)
                        .elements());
    }

    @Test
    void filesThatCannotBeRead() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("d.idx"));
        refuses(
                directory,
                "idx",
                MEBIBYTE,
                ": must be a file for type idx",
                "name a file, or set type to images for a folder of PNG");
        byte[] whole = DatasetTest.gzip(idx(1, 4));
        refuses(
                file("cut.idx.gz", Arrays.copyOf(whole, 7)),
                ": cannot be read: it ends too early",
                "check that the file is complete");
    }

    @Test
    void filesThatOnceFailedOtherwise() {
        Path archive = SharedData.require("../cases/damaged/0082.npz");
        InputException e = assertThrows(InputException.class, () -> ReadFile.read(archive, "auto", "x"));
        assertEquals(archive + "#x: cannot be read: invalid block type", e.getMessage());
        refuses(
                SharedData.require("../cases/damaged/0335.npy"),
                ": must have 6734508720128 bytes of data for the shape [2147483648, 1, 28, 28]: bytes=50176",
                DAMAGED);
        refuses(
                SharedData.require("../cases/damaged/0386.idx3-ubyte"),
                ": must have at most 32 dimensions: dimensions=255",
                DAMAGED);
        refuses(
                SharedData.require("../cases/i_dimneg/a.idx"),
                ": must have at most 32 dimensions: dimensions=255",
                DAMAGED);
        Path marked = SharedData.require("../cases/a_bom_lost/a.csv");
        NumericArray text = ReadFile.read(marked, "auto", null);
        assertEquals(10, text.count());
        assertEquals(2.279572, text.get(0));
    }
}
