// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.quantizer.data.DataBytes;
import io.fluxmill.quantizer.data.DataFile;
import io.fluxmill.quantizer.data.Dataset;
import io.fluxmill.quantizer.data.DatasetConfig;
import io.fluxmill.quantizer.data.DatasetTest;
import io.fluxmill.quantizer.mac.tflite.RandomModels;
import io.fluxmill.quantizer.mac.tflite.TfliteNetwork;
import io.fluxmill.quantizer.onnx.OnnxReader;
import io.fluxmill.quantizer.pulse.read.PulseNetworkFile;
import io.fluxmill.quantizer.pulse.read.PulseNetworkFileTest;
import io.fluxmill.quantizer.pulse.read.TfliteReader;
import io.fluxmill.quantizer.pulse.read.TfliteReaderTest;
import io.fluxmill.quantizer.sfq.read.SfqNetworkFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files damaged at random (a valid one is read first) are read or refused with a sentence; nothing else happens. {@code -Dfluxmill.mutations=N} makes N files
 * of each kind, {@code -Dfluxmill.mutation.seed=S} makes them from another seed.
 */
class ReaderMutationTest {
    private static final int MUTATIONS = Integer.getInteger("fluxmill.mutations", 400);
    private static final long SEED = Long.getLong("fluxmill.mutation.seed", 20_261_127);
    private static final double MOST_SECONDS = 5;
    private static final long[] EXTREMES = {
        0,
        1,
        -1,
        0x7F,
        0x80,
        0xFF,
        0x7FFF,
        0x8000,
        0xFFFF,
        0x7FFF_FFFFL,
        0x8000_0000L,
        0xFFFF_FFFFL,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };
    private static final String[] DIGITS = {
        "2147483648", "4294967297", "9223372036854775808", "1e999", "-", "0", "99999"
    };

    @TempDir
    private Path folder;

    /** A valid file, what it may be packed in after it is damaged, and what reads it. */
    private record Kind(byte[] whole, Packer packer, Consumer<Path> reader) {}

    private interface Packer {
        byte[] pack(byte[] bytes) throws IOException;
    }

    private static Map<String, Kind> kinds() throws IOException {
        byte[] idx = bytes(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        byte[] npy = DatasetTest.npy("<f4", "3, 2", new byte[24]);
        byte[] csv = "\"label, \"\"a\"\"\",1x1,1x2\n# of one pixel\n1,2.5,-3e-2\n\n4,\"5\",6\r\n7, 8 , 9"
                .getBytes(StandardCharsets.UTF_8);
        TestModel onnx = new TestModel(13, 1, 3, 4, 4);
        onnx.random("w", 1, -1, 1, 2, 3, 2, 2).int64s("shape", 0, -1);
        onnx.node("Conv", "c", "x", "w").ints("strides", 2, 2);
        onnx.node("Reshape", "f", "c", "shape");
        onnx.node("Relu", "y", "f");
        byte[] tflite = new TfliteReaderTest.Model().file();
        byte[] pulse = utf8(PulseNetworkFile.toJson(PulseNetworkFileTest.network()));
        byte[] sfq = Files.readAllBytes(Path.of("../examples/sfq/xor.json"));
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put("a.idx", new Kind(idx, b -> b, data("auto")));
        kinds.put("inside.idx.gz", new Kind(idx, DatasetTest::gzip, data("auto")));
        kinds.put("outside.idx.gz", new Kind(DatasetTest.gzip(idx), b -> b, data("auto")));
        kinds.put("v1.npy", new Kind(npy, b -> b, data("auto")));
        kinds.put("v2.npy", new Kind(version2(npy), b -> b, data("auto")));
        kinds.put("inside.npz", new Kind(npy, b -> zip(b, ZipEntry.DEFLATED), data("auto")));
        kinds.put("deflated.npz", new Kind(zip(npy, ZipEntry.DEFLATED), b -> b, data("auto")));
        kinds.put("stored.npz", new Kind(zip(npy, ZipEntry.STORED), b -> b, data("auto")));
        kinds.put("fortran.npy", new Kind(DataBytes.fortran(), b -> b, data("auto")));
        kinds.put("contiguous.h5", new Kind(DataBytes.hdf5(false), b -> b, data("auto")));
        kinds.put("chunked.h5", new Kind(DataBytes.hdf5(true), b -> b, data("auto")));
        kinds.put("images/0/a.png", new Kind(DataBytes.png(), b -> b, ReaderMutationTest::images));
        kinds.put("sums/0/a.png", new Kind(DataBytes.png(), DataBytes::withSums, ReaderMutationTest::images));
        kinds.put("a.csv", new Kind(csv, b -> b, data("auto")));
        kinds.put("a.csv.gz", new Kind(DatasetTest.gzip(csv), b -> b, data("auto")));
        kinds.put("a.bin", new Kind(csv, b -> b, data("int16")));
        kinds.put("a.onnx", new Kind(onnx.toBytes(), b -> b, OnnxReader::read));
        kinds.put("a.tflite", new Kind(tflite, b -> b, TfliteReader::read));
        kinds.put(
                "mac.tflite",
                new Kind(
                        RandomModels.everyOperator(),
                        b -> b,
                        file -> TfliteNetwork.read(file, null, Rounding.FLOAT32)));
        kinds.put("pulse.json", new Kind(pulse, b -> b, PulseNetworkFile::read));
        kinds.put("sfq.json", new Kind(sfq, b -> b, SfqNetworkFile::read));
        return kinds;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Reads all that a dataset has. */
    private static Consumer<Path> data(String type) {
        return path -> {
            DatasetConfig config = DatasetConfig.of(path);
            Dataset set = Dataset.read(type.equals("auto") ? config : config.withRaw(type, 1));
            for (int i = 0; i < Math.min(set.count(), 100); i++) {
                set.sample(i);
            }
        };
    }

    /** The folder of the classes above an image, which is the only one in it. */
    private static void images(Path image) {
        Path classes = image.getParent().getParent();
        Dataset.read(DatasetConfig.of(DataFile.of(classes).withGrey(true))).sample(0);
    }

    /** The same array with the header length in 4 bytes. */
    private static byte[] version2(byte[] npy) {
        int length = npy[8] + (npy[9] << 8);
        ByteBuffer out = ByteBuffer.allocate(npy.length + 2).order(ByteOrder.LITTLE_ENDIAN);
        return out.put(npy, 0, 6)
                .put((byte) 2)
                .put((byte) 0)
                .putInt(length)
                .put(npy, 10, npy.length - 10)
                .array();
    }

    private static byte[] zip(byte[] bytes, int method) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            ZipEntry entry = new ZipEntry("x.npy");
            entry.setMethod(method);
            CRC32 sum = new CRC32();
            sum.update(bytes);
            entry.setCrc(sum.getValue());
            entry.setSize(bytes.length);
            zip.putNextEntry(entry);
            zip.write(bytes);
        }
        return out.toByteArray();
    }

    // ---------------------------------------------------------------------------------------------------- mutations

    private static byte[] mutate(byte[] whole, SplittableRandom random) {
        byte[] bytes = whole.clone();
        for (int i = 0; i <= random.nextInt(3) && bytes.length > 0; i++) {
            bytes = mutateOnce(bytes, random);
        }
        return bytes;
    }

    private static byte[] mutateOnce(byte[] bytes, SplittableRandom random) {
        int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 48));
        switch (random.nextInt(8)) {
            case 0:
                return Arrays.copyOf(bytes, at);
            case 1:
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                return bytes;
            case 2:
                bytes[at] = (byte) random.nextInt();
                return bytes;
            case 3:
                byte[] some = new byte[1 + random.nextInt(16)];
                random.nextBytes(some);
                return replaced(bytes, at, 0, some);
            case 4:
                int from = random.nextInt(bytes.length);
                byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 1 + random.nextInt(64)));
                return replaced(bytes, at, random.nextBoolean() ? part.length : 0, part);
            case 5:
                return replaced(bytes, at, random.nextInt(8), utf8(DIGITS[random.nextInt(DIGITS.length)]));
            case 6:
                return replaced(bytes, at, 1 + random.nextInt(8), new byte[0]);
            default:
                return extreme(bytes, at, random);
        }
    }

    private static byte[] extreme(byte[] bytes, int at, SplittableRandom random) {
        int width = 1 << random.nextInt(4);
        byte[] field = new byte[width];
        long value = EXTREMES[random.nextInt(EXTREMES.length)];
        boolean little = random.nextBoolean();
        for (int i = 0; i < width; i++) {
            field[little ? i : width - 1 - i] = (byte) (value >> 8 * i);
        }
        return replaced(bytes, at, width, field);
    }

    /** With {@code length} bytes at {@code at} replaced. */
    private static byte[] replaced(byte[] bytes, int at, int length, byte[] by) {
        int after = Math.min(bytes.length, at + length);
        return ByteBuffer.allocate(at + by.length + bytes.length - after)
                .put(bytes, 0, at)
                .put(by)
                .put(bytes, after, bytes.length - after)
                .array();
    }

    // -------------------------------------------------------------------------------------------------------- tests

    @Test
    void aDamagedFileIsReadOrRefusedWithASentence() throws IOException {
        System.out.println("seed " + SEED + ", " + MUTATIONS + " files of each kind");
        int kinds = 0;
        for (Map.Entry<String, Kind> entry : kinds().entrySet()) {
            Kind kind = entry.getValue();
            Path file = folder.resolve(entry.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, kind.packer.pack(kind.whole));
            kind.reader.accept(file);
            SplittableRandom random = new SplittableRandom(SEED + kinds++);
            int refused = 0;
            for (int n = 0; n < MUTATIONS; n++) {
                Files.write(file, kind.packer.pack(mutate(kind.whole, random)));
                refused += refuses(kind, file, "seed " + SEED + ", file " + n) ? 1 : 0;
            }
            System.out.println(entry.getKey() + ": refused " + refused);
            assertTrue(refused > MUTATIONS / 100, file + ": refused " + refused);
        }
        assertEquals(21, kinds);
    }

    private static boolean refuses(Kind kind, Path file, String which) {
        long start = System.nanoTime();
        try {
            kind.reader.accept(file);
            return false;
        } catch (InputException e) {
            String text = e.getMessage() + e.remedy();
            assertTrue(e.getMessage().startsWith(file.toString()), which + ": " + e.getMessage());
            assertFalse(
                    e.remedy().isEmpty() || e.getMessage().endsWith("null") || text.contains("\n"),
                    which + ": " + text);
            return true;
        } catch (RuntimeException | Error e) {
            throw new AssertionError(file.getFileName() + ", " + which, e);
        } finally {
            double seconds = (System.nanoTime() - start) / 1e9;
            assertTrue(seconds < MOST_SECONDS, file.getFileName() + ", " + which + ": " + seconds + " s");
        }
    }
}
