// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import static io.fluxmill.quantizer.data.ReadFile.refuses;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.mac.read.SharedData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NumPy arrays of every type, byte order, memory order and header version, whose bytes the test writes from the format's description. */
class NpyFileTest {
    private static final int ARRAYS = Integer.getInteger("fluxmill.data.arrays", 2000);
    private static final long SEED = Long.getLong("fluxmill.data.seed", 20_261_128);
    private static final String NUMBERS =
            ": values must be bool, int8 to int64, uint8 to uint64, float16, float32 or float64, not ";
    private static final String AS_NUMBERS = "save it as numbers, for example x.astype('float32')";

    @TempDir
    private Path folder;

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    @Test
    void everyHalf() {
        ByteBuffer bits = ByteBuffer.allocate(2);
        for (int i = 0; i < 1 << 16; i++) {
            bits.putShort(0, (short) i);
            assertEquals(Dtype.half(i), ElementType.FLOAT16.get(bits, 0), "bits " + i);
        }
        assertEquals(65_504, Dtype.half(0x7BFF), "the largest");
        assertEquals(0x1p-24, Dtype.half(1), "the smallest");
        assertEquals(-2, Dtype.half(0xC000));
    }

    /** Every value of random arrays; {@code -Dfluxmill.data.arrays=N} makes N of them, {@code -Dfluxmill.data.seed=S} others. */
    @Test
    void randomArrays() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        Set<String> kinds = new HashSet<>();
        long values = 0;
        for (int n = 0; n < ARRAYS; n++) {
            Dtype type = Dtype.values()[random.nextInt(Dtype.values().length)];
            boolean big = random.nextBoolean();
            boolean fortran = random.nextBoolean();
            int version = random.nextInt(1, 4);
            int[] shape = random.ints(random.nextInt(5), 1, 6).toArray();
            long[] bits = IntStream.range(0, product(shape))
                    .mapToLong(i -> type.bits(random))
                    .toArray();
            byte[] npy =
                    NpyBytes.file(version, type.descr(big), fortran, shape, stored(type, big, fortran, shape, bits));
            String which = "seed " + SEED + ", array " + n + ": version " + version + " " + type.descr(big) + " "
                    + fortran + " " + Arrays.toString(shape);
            NumericArray array = read(random.nextInt(4), npy);
            assertArrayEquals(shape, array.dims(), which);
            assertEquals(type.kind() == 'f', array.type().isFloat(), which);
            for (int i = 0; i < bits.length; i++) {
                assertEquals(type.value(bits[i]), array.get(i), which + " value " + i);
                values++;
            }
            kinds.add(type.descr(big) + fortran + version);
        }
        assertTrue(values > 10L * ARRAYS, values + " values");
        // 4 types of one byte, 8 in two byte orders; two memory orders, three versions
        assertTrue(ARRAYS < 2000 || kinds.size() == (4 - 1 + 2 * 9) * 2 * 3, kinds.size() + " kinds");
    }

    private NumericArray read(int packing, byte[] npy) throws IOException {
        return ReadFile.read(
                switch (packing) {
                    case 0 -> file("x.npy", npy);
                    case 1 -> file("x.npy.gz", DatasetTest.gzip(npy));
                    case 2 -> file("stored.npz", zip(ZipEntry.STORED, "x.npy", npy));
                    default -> file("deflated.npz", zip(ZipEntry.DEFLATED, "x.npy", npy));
                });
    }

    static byte[] zip(int method, String name, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            ZipEntry entry = new ZipEntry(name);
            entry.setMethod(method);
            CRC32 sum = new CRC32();
            sum.update(content);
            entry.setSize(content.length);
            entry.setCrc(sum.getValue());
            zip.putNextEntry(entry);
            zip.write(content);
        }
        return out.toByteArray();
    }

    private static int product(int[] shape) {
        return IntStream.of(shape).reduce(1, (a, b) -> a * b);
    }

    /** @param bits row-major */
    private static byte[] stored(Dtype type, boolean big, boolean fortran, int[] shape, long[] bits) {
        ByteBuffer buffer = ByteBuffer.allocate(bits.length * type.bytes())
                .order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < bits.length; i++) {
            int at = 0;
            int rest = i;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                int index = rest % shape[axis];
                rest /= shape[axis];
                at += index * product(Arrays.copyOf(shape, axis));
            }
            type.put(buffer, fortran ? at : i, bits[i]);
        }
        return buffer.array();
    }

    /** As in NumPy's documentation: the transpose of [[0, 1, 2], [3, 4, 5]] is 0, 3, 1, 4, 2, 5 in memory. */
    @Test
    void fortranOrder() throws IOException {
        byte[] npy = NpyBytes.file(1, "|u1", true, new int[] {2, 3}, new byte[] {0, 3, 1, 4, 2, 5});
        NumericArray array = ReadFile.read(file("f.npy", npy));
        for (int i = 0; i < 6; i++) {
            assertEquals(i, array.get(i));
        }
        Dataset set = Dataset.read(DatasetConfig.of(folder.resolve("f.npy")));
        assertArrayEquals(new float[] {3, 4, 5}, set.sample(1));
    }

    @Test
    void integersBeyondTheFractionOfADouble() throws IOException {
        long[] bits = {-1, (1L << 53) + 1, (1L << 63) + 1025, (1L << 63) + 1024};
        ByteBuffer data = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(bits).forEach(data::putLong);
        NumericArray array = ReadFile.read(file("u8.npy", NpyBytes.file(2, "<u8", false, new int[] {4}, data.array())));
        assertEquals(0x1p64, array.get(0));
        assertEquals(0x1p53, array.get(1));
        assertEquals(0x1p63 + 2048, array.get(2));
        assertEquals(0x1p63, array.get(3));
    }

    @Test
    void whatIsNoNumberIsRefusedByName() throws IOException {
        refusesType(
                "'<c8'",
                "complex numbers: dtype=<c8",
                "save a real part or a magnitude, for example numpy.save(file, abs(x))");
        refusesType("'|O'", "Python objects: dtype=|O", AS_NUMBERS);
        refusesType("'|S7'", "strings: dtype=|S7", AS_NUMBERS);
        refusesType("'<U4'", "strings: dtype=<U4", AS_NUMBERS);
        refusesType("'<M8[ns]'", "dates: dtype=<M8[ns]", AS_NUMBERS);
        refusesType("'<m8'", "durations: dtype=<m8", AS_NUMBERS);
        refusesType("'|V2'", "records: dtype=|V2", AS_NUMBERS);
        refusesType("[('x', '<f4')]", "records: dtype=[...]", AS_NUMBERS);
        refusesType("'<f16'", "floating-point numbers of this size: dtype=<f16", AS_NUMBERS);
        refusesType("''", "of an unknown type: dtype=", AS_NUMBERS);
    }

    private void refusesType(String descr, String fact, String remedy) throws IOException {
        String header = "{'descr': " + descr + ", 'fortran_order': False, 'shape': (1,), }";
        refuses(file("x.npy", NpyBytes.file(1, header, new byte[8])), NUMBERS + fact, remedy);
    }

    /** Beside the values that are there, a copy in the other order must fit into memory. */
    @Test
    void aTransposedCopyMustFitIntoMemory() throws IOException {
        Path path = file("f.npy", NpyBytes.file(1, "|u1", true, new int[] {30, 30}, new byte[900]));
        assertEquals(900, ReadFile.read(path, "npy", null, 1800).elements());
        InputException e = assertThrows(InputException.class, () -> ReadFile.read(path, "npy", null, 1799));
        assertTrue(e.getMessage().contains("at most 1799 bytes of data to fit"), e.getMessage());
    }

    /** Two files of one recording that NumPy wrote: 256 x 38 values, and 119 spikes in facts/spiking.md of the shared data. */
    @Test
    void filesThatNumPyWrote() {
        NumericArray features = ReadFile.read(SharedData.require("ulvio/features_1000x128_f32.npy"));
        assertArrayEquals(new int[] {1000, 128}, features.dims());
        NumericArray activity = ReadFile.read(SharedData.require("nir/braille_A_snntorch_activity.npy"));
        assertEquals(256 * 38, activity.elements());
        double spikes = IntStream.range(0, activity.elements())
                .mapToDouble(activity::get)
                .sum();
        assertEquals(119, spikes);
    }
}
