// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.cli.family.NamedFiles;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.hw.pulse.PulseConfig;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same recording of three records of 70 samples in every kind of file. */
class RecordedPulsesTest {
    private static final int RECORDS = 3;
    private static final int SAMPLES = 70;
    private static final int PRETRIGGER = 20;
    private static final String KEYS = "period-ns: 16\ntrigger: {threshold: 10, pretrigger: 20}\nwindow: 64\n";

    @TempDir
    private Path folder;

    private final int[][] codes = new int[RECORDS][SAMPLES];

    @BeforeEach
    void record() {
        SplittableRandom random = new SplittableRandom(7);
        for (int[] record : codes) {
            Arrays.setAll(record, i -> random.nextInt(1 << 12));
        }
    }

    private RecordedPulses records(String keys) {
        ConfigNode engine = ConfigNode.parse(
                folder.resolve("c.yaml"),
                "family: pulse\nname: r\nadc-bits: 12\nwindow: 128\nfeatures: [classical]\nfilter-samples: 64\n"
                        + "phase-banks: 1\n");
        ConfigNode node = ConfigNode.parse(folder.resolve("c.yaml"), keys + KEYS);
        return RecordedPulses.from(node, PulseConfig.from(engine), new NamedFiles(null));
    }

    private void assertRecords(String keys) {
        List<int[]> read = records(keys).read();
        assertEquals(RECORDS, read.size(), keys);
        for (int r = 0; r < RECORDS; r++) {
            assertArrayEquals(codes[r], Arrays.copyOf(read.get(r), SAMPLES), keys);
            assertEquals(SAMPLES + PRETRIGGER, read.get(r).length, keys);
            assertEquals(codes[r][SAMPLES - 1], read.get(r)[SAMPLES + PRETRIGGER - 1], keys);
        }
    }

    /** {@code bytes} of each value; integers, or float of 4 or 8 bytes; the first index the fastest for Fortran. */
    private byte[] stored(int bytes, boolean big, boolean real, boolean fortran) {
        ByteBuffer buffer = ByteBuffer.allocate(RECORDS * SAMPLES * bytes)
                .order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        for (int k = 0; k < RECORDS * SAMPLES; k++) {
            int code = fortran ? codes[k % RECORDS][k / RECORDS] : codes[k / SAMPLES][k % SAMPLES];
            switch (bytes) {
                case 2 -> buffer.putShort((short) code);
                case 4 -> buffer.putInt(real ? Float.floatToIntBits(code) : code);
                default -> buffer.putLong(real ? Double.doubleToLongBits(code) : code);
            }
        }
        return buffer.array();
    }

    /** Version 1 of NumPy's format: magic, version, length of the header, header, data. */
    private static byte[] npy(String descr, boolean fortran, String shape, byte[] data) {
        String header = "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': ("
                + shape + "), }\n";
        return ByteBuffer.allocate(10 + header.length() + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) header.length())
                .put(header.getBytes(StandardCharsets.US_ASCII))
                .put(data)
                .array();
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.write(folder.resolve(name), bytes);
    }

    @Test
    void inEveryFormat() throws IOException {
        write("r.bin", stored(2, false, false, false));
        assertRecords("file: r.bin\nsamples: 70\n");
        assertRecords("file: r.bin\nsamples: 70\ntype: int16\n");
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(folder.resolve("r.bin.gz")))) {
            gzip.write(stored(2, false, false, false));
        }
        assertRecords("file: r.bin.gz\nsamples: 70\n");
        write("f.bin", stored(4, false, true, false));
        assertRecords("file: f.bin\nsamples: 70\ntype: float32\n");
        String shape = RECORDS + ", " + SAMPLES;
        write("u2.npy", npy("<u2", false, shape, stored(2, false, false, false)));
        write("i4.npy", npy(">i4", true, shape, stored(4, true, false, true)));
        write("f8.npy", npy("<f8", true, shape, stored(8, false, true, true)));
        write("flat.npy", npy("<i8", false, RECORDS * SAMPLES + ",", stored(8, false, false, false)));
        assertRecords("file: u2.npy\n");
        assertRecords("file: i4.npy\n");
        assertRecords("file: f8.npy\nsamples: 70\n");
        assertRecords("file: flat.npy\nsamples: 70\n");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("r.npz")))) {
            zip.putNextEntry(new ZipEntry("other.npy"));
            zip.write(npy("<u2", false, "1,", new byte[2]));
            zip.putNextEntry(new ZipEntry("waves.npy"));
            zip.write(npy("<u2", false, shape, stored(2, false, false, false)));
        }
        assertRecords("file: r.npz#waves\n");
        String rows = Arrays.stream(codes)
                .map(record -> Arrays.stream(record).mapToObj(String::valueOf).collect(Collectors.joining("\t")))
                .collect(Collectors.joining("\r\n"));
        Files.writeString(folder.resolve("r.tsv"), rows);
        assertRecords("file: r.tsv\n");
        ByteBuffer idx = ByteBuffer.allocate(12 + RECORDS * SAMPLES * 2)
                .put(new byte[] {0, 0, 0x0B, 2})
                .putInt(RECORDS)
                .putInt(SAMPLES)
                .put(stored(2, true, false, false));
        write("r.idx", idx.array());
        assertRecords("file: r.idx\n");
        try (WritableHdfFile hdf = HdfFile.write(folder.resolve("r.h5"))) {
            hdf.putGroup("run").putDataset("waves", codes);
        }
        assertRecords("file: r.h5#run/waves\n");
        assertRecords("file: r.h5\n");
    }

    @Test
    void recordsOfAnotherShape() throws IOException {
        byte[] data = stored(2, false, false, false);
        write("u2.npy", npy("<u2", false, RECORDS + ", " + SAMPLES, data));
        refuses(
                "file: u2.npy\nsamples: 105\n",
                "u2.npy: must be records of 105 samples: shape=[3, 70]",
                "set records.samples to 70, or leave it out");
        write("three.npy", npy("<u2", false, RECORDS + ", 1, " + SAMPLES, data));
        refuses(
                "file: three.npy\n",
                "three.npy: must be an array [records][samples]: shape=[3, 1, 70]",
                "save it with two dimensions, for example numpy.save(file, x.reshape(len(x), -1))");
        write("flat.npy", npy("<u2", false, "210,", data));
        refuses(
                "file: flat.npy\n",
                "flat.npy: must be an array [records][samples]: shape=[210]",
                "set records.samples to the samples of one record");
        write("short.npy", npy("<u2", false, "70, 3", data));
        refuses(
                "file: short.npy\n",
                "short.npy: a record must have 64 to 1048576 samples: samples=3",
                "save one record in each row");
        InputException e = assertThrows(InputException.class, () -> records("file: u2.bin\n"));
        assertTrue(e.getMessage().contains("file must be a readable file: file="), e.getMessage());
        write("u2.bin", data);
        InputException samples = assertThrows(InputException.class, () -> records("file: u2.bin\n"));
        assertTrue(samples.getMessage().contains("samples must be given"), samples.getMessage());
    }

    @Test
    void whatIsNoCode() throws IOException {
        String rule = ": samples must be ADC codes from 0 to 4095, of engine.adc-bits (12): record=1 sample=69 value=";
        String unsigned = "save the codes of the ADC as unsigned whole numbers";
        double[] values = {4096, -1, 0.5, 65_536, Double.NaN};
        String[] texts = {"4096", "-1", "0.5", "65536", "NaN"};
        for (int i = 0; i < values.length; i++) {
            byte[] data = stored(8, false, true, false);
            ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putDouble(8 * (2 * SAMPLES - 1), values[i]);
            write("f8.npy", npy("<f8", false, RECORDS + ", " + SAMPLES, data));
            refuses("file: f8.npy\n", "f8.npy" + rule + texts[i], i == 0 ? "raise engine.adc-bits" : unsigned);
        }
    }

    private void refuses(String keys, String fact, String remedy) {
        InputException e =
                assertThrows(InputException.class, () -> records(keys).read());
        assertEquals(folder + "/" + fact, e.getMessage());
        assertEquals(remedy, e.remedy());
    }
}
