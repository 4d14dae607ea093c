// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import static io.fluxmill.quantizer.data.ReadFile.refuses;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.mac.read.SharedData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HDF5 files whose bytes the test writes from the format's specification, and files of the library of The HDF Group. */
class Hdf5FileTest {
    private static final int ARRAYS = Integer.getInteger("fluxmill.data.arrays", 2000) / 4;
    private static final long SEED = Long.getLong("fluxmill.data.seed", 20_261_128);
    private static final String AGAIN = "save it again, or convert it, for example with numpy.save";

    @TempDir
    private Path folder;

    private Path file(String name, Map<String, Hdf5Bytes.Data> datasets) throws IOException {
        return Files.write(folder.resolve(name), Hdf5Bytes.file(datasets));
    }

    private static Hdf5Bytes.Data bytes(int... shape) {
        byte[] values = new byte[IntStream.of(shape).reduce(1, (a, b) -> a * b)];
        IntStream.range(0, values.length).forEach(i -> values[i] = (byte) i);
        return Hdf5Bytes.Data.of(Dtype.U1, false, shape, values);
    }

    @Test
    void randomDatasets() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        Set<String> kinds = new HashSet<>();
        long values = 0;
        for (int n = 0; n < ARRAYS; n++) {
            Dtype type = Dtype.values()[random.nextInt(Dtype.values().length)];
            boolean big = random.nextBoolean();
            int[] shape = random.ints(random.nextInt(1, 4), 1, 8).toArray();
            long[] bits = IntStream.range(0, IntStream.of(shape).reduce(1, (a, b) -> a * b))
                    .mapToLong(i -> type.bits(random))
                    .toArray();
            ByteBuffer stored = ByteBuffer.allocate(bits.length * type.bytes())
                    .order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            IntStream.range(0, bits.length).forEach(i -> type.put(stored, i, bits[i]));
            Hdf5Bytes.Data data = Hdf5Bytes.Data.of(type, big, shape, stored.array());
            int layout = random.nextInt(3);
            if (layout > 0) {
                data = data.chunked(
                        layout == 2,
                        IntStream.of(shape)
                                .map(size -> random.nextInt(1, size + 2))
                                .toArray());
            }
            String which = "seed " + SEED + ", dataset " + n + ": " + type.descr(big) + " " + layout + " "
                    + Arrays.toString(shape) + " " + Arrays.toString(data.chunk());
            NumericArray array = ReadFile.read(file("x.h5", Map.of("x", data)));
            assertArrayEquals(shape, array.dims(), which);
            for (int i = 0; i < bits.length; i++) {
                assertEquals(type.value(bits[i]), array.get(i), which + " value " + i);
                values++;
            }
            kinds.add(type.descr(big) + layout);
        }
        assertTrue(values > 10L * ARRAYS, values + " values");
        assertTrue(ARRAYS < 500 || kinds.size() == (3 + 2 * 9) * 3, kinds.size() + " kinds");
    }

    @Test
    void aDatasetIsNamedAfterTheFile() throws IOException {
        Path path = file("d.h5", Map.of("images", bytes(2, 3), "labels", bytes(2)));
        NumericArray labels = ReadFile.read(path, "auto", "labels");
        assertArrayEquals(new int[] {2}, labels.dims());
        assertEquals(path + "#labels", labels.file());
        assertArrayEquals(
                new int[] {2, 3}, ReadFile.read(path, "hdf5", "/images").dims());
        Dataset set = Dataset.read(DatasetConfig.of(Path.of(path + "#images")).withLabels(Path.of(path + "#labels")));
        assertArrayEquals(new float[] {3, 4, 5}, set.sample(1));
        assertEquals(1, set.label(1));
        refuses(
                path,
                ": the dataset must be one of [images, labels]: dataset=",
                "name it after the file, for example " + path + "#images");
        InputException e = assertThrows(InputException.class, () -> ReadFile.read(path, "auto", "none"));
        assertEquals(path + ": the dataset must be one of [images, labels]: dataset=none", e.getMessage());
        Path packed = Files.write(folder.resolve("d.h5.gz"), DatasetTest.gzip(Files.readAllBytes(path)));
        assertEquals(6, ReadFile.read(packed, "auto", "images").elements());
    }

    /** Values from facts/spiking.md of the shared data: lif_norse.nir has tau 2.5e-3, r 1, v_threshold 0.1; the library of The HDF Group wrote it. */
    @Test
    void filesOfTheHdfGroupsLibrary() {
        Path path = SharedData.require("nir/lif_norse.nir");
        InputException e = assertThrows(InputException.class, () -> ReadFile.read(path, "hdf5", null));
        assertTrue(e.getMessage().startsWith(path + ": the dataset must be one of [node/edges, "), e.getMessage());
        String node = "node/nodes/1/";
        assertEquals(2.5e-3, ReadFile.read(path, "hdf5", node + "tau").get(0), 1e-9);
        assertEquals(1, ReadFile.read(path, "hdf5", node + "r").get(0));
        assertEquals(0.1, ReadFile.read(path, "hdf5", node + "v_threshold").get(0), 1e-8);
        InputException text = assertThrows(InputException.class, () -> ReadFile.read(path, "hdf5", node + "type"));
        assertTrue(text.getMessage().contains("float64: type="), text.getMessage());
    }

    @Test
    void whatIsNoNumberIsRefusedByName() throws IOException {
        String rule = ": values must be bool, int8 to int64, uint8 to uint64, float16, float32 or float64: type=";
        String remedy = "save it as numbers, for example x.astype('float32')";
        // class 3: a string of 1 byte; class 5: opaque, with a tag of 8 bytes
        refusesType(new byte[] {0x13, 0, 0, 0, 1, 0, 0, 0}, rule + "String of 1 bytes", remedy);
        refusesType(
                new byte[] {0x15, 8, 0, 0, 1, 0, 0, 0, 't', 0, 0, 0, 0, 0, 0, 0}, rule + "Opaque of 1 bytes", remedy);
        byte[] bits12 = Hdf5Bytes.number(Dtype.U2, false);
        bits12[10] = 12;
        refusesType(bits12, rule + "FixedPoint of 2 bytes", remedy);
        byte[] bfloat = Hdf5Bytes.number(Dtype.F2, false);
        bfloat[12] = 7;
        bfloat[13] = 8;
        bfloat[15] = 7;
        refusesType(bfloat, rule + "FloatingPoint of 2 bytes", remedy);
    }

    private void refusesType(byte[] datatype, String fact, String remedy) throws IOException {
        Path path = file("x.h5", Map.of("x", bytes(4).withType(datatype)));
        InputException e = assertThrows(InputException.class, () -> ReadFile.read(path));
        assertEquals(path + "#x" + fact, e.getMessage());
        assertEquals(remedy, e.remedy());
    }

    @Test
    void sizesAreCheckedBeforeMemoryIsTaken() throws IOException {
        byte[] whole = Hdf5Bytes.file(Map.of("x", bytes(2, 3)));
        int shape = indexOf(whole, new byte[] {2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0});
        whole[shape + 3] = 0x40;
        Path path = Files.write(folder.resolve("large.h5"), whole);
        InputException e = assertThrows(InputException.class, () -> ReadFile.read(path));
        assertEquals(
                path + "#x: must have 3221225478 bytes of data for the shape [1073741826, 3]: bytes=at most "
                        + 1032 * whole.length,
                e.getMessage());
        assertEquals("the file is truncated or damaged: fetch it again", e.remedy());
        whole[shape + 3] = 0;
        whole[shape] = 0;
        refusesPart(Files.write(folder.resolve("none.h5"), whole), "#x: must hold at least one value: shape=[0, 3]");
        Path array = file("a.h5", Map.of("x", bytes(100, 100).chunked(true, 100, 100)));
        InputException memory = assertThrows(InputException.class, () -> ReadFile.read(array, "auto", null, 9_999));
        assertTrue(memory.getMessage().contains("must have at most 9999 bytes of data to fit"), memory.getMessage());
        assertEquals(10_000, ReadFile.read(array, "auto", null, 10_000).elements());
    }

    private static void refusesPart(Path path, String fact) {
        InputException e = assertThrows(InputException.class, () -> ReadFile.read(path));
        assertEquals(path + fact, e.getMessage());
    }

    private static int indexOf(byte[] file, byte[] part) {
        return IntStream.range(0, file.length - part.length)
                .filter(i -> Arrays.equals(file, i, i + part.length, part, 0, part.length))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void damagedFiles() throws IOException {
        byte[] whole = Hdf5Bytes.file(Map.of("x", bytes(2, 3)));
        Path none = Files.write(folder.resolve("none.h5"), new byte[100]);
        InputException e = assertThrows(InputException.class, () -> ReadFile.read(none));
        assertTrue(e.getMessage().startsWith(none + ": is no HDF5 file, or a damaged one"), e.getMessage());
        assertEquals(AGAIN, e.remedy());
        Path cut = Files.write(folder.resolve("cut.h5"), Arrays.copyOf(whole, whole.length / 2));
        InputException half = assertThrows(InputException.class, () -> ReadFile.read(cut));
        assertTrue(half.getMessage().startsWith(cut + ": is no HDF5 file, or a damaged one"), half.getMessage());
    }

    /** The chunk on disk is that of 1 MiB of zeros; the header says that it has four bytes. */
    @Test
    void noMoreIsInflatedThanAChunkHolds() throws IOException {
        byte[] whole = Hdf5Bytes.file(Map.of("x", bytes(1 << 20).chunked(true, 1 << 20)));
        byte[] small = {4, 0, 0, 0, 0, 0, 0, 0};
        byte[] large = {0, 0, 0x10, 0, 0, 0, 0, 0};
        int shape = indexOf(whole, large);
        System.arraycopy(small, 0, whole, shape, 8);
        int chunk = indexOf(whole, new byte[] {0, 0, 0x10, 0, 1, 0, 0, 0});
        whole[chunk] = 4;
        whole[chunk + 2] = 0;
        Path path = Files.write(folder.resolve("bomb.h5"), whole);
        refusesPart(path, ": is no HDF5 file, or a damaged one: a chunk inflates to more than 4 bytes");
    }

    @Test
    void otherFiltersAreRefusedByName() throws IOException {
        Hdf5Bytes.Data data = bytes(4).chunked(true, 2);
        Path path = file("x.h5", Map.of("x", data.withFilter(32_004)));
        InputException e = assertThrows(InputException.class, () -> ReadFile.read(path));
        assertEquals(path + "#x: chunks must be plain or compressed with gzip or lzf: filter=lz4", e.getMessage());
        assertEquals("save it with another compression, for example with h5repack -f GZIP=6", e.remedy());
        Path unknown = file("y.h5", Map.of("x", data.withFilter(32_015)));
        InputException none = assertThrows(InputException.class, () -> ReadFile.read(unknown));
        assertTrue(
                none.getMessage()
                        .startsWith(unknown + "#x: chunks must be plain or compressed with gzip or lzf: filter="),
                none.getMessage());
        assertTrue(none.getMessage().endsWith("id=32015"), none.getMessage());
    }

    /** A chunk that was never written: its address is not in the B-tree. */
    @Test
    void everyChunkMustBeWritten() throws IOException {
        byte[] whole = Hdf5Bytes.file(Map.of("x", bytes(4, 4).chunked(false, 2, 4)));
        int tree = indexOf(whole, new byte[] {'T', 'R', 'E', 'E', 1, 0, 2, 0});
        whole[tree + 6] = 1;
        Path path = Files.write(folder.resolve("x.h5"), whole);
        refusesPart(path, "#x: every chunk must be written: chunk at [2, 0] is not");
    }
}
