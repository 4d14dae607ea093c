// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.read.TestModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class DatasetTest {
    @TempDir
    Path folder;

    private Path file(String name, byte[] bytes) {
        try {
            return Files.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path text(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The file that numpy.save writes: magic, version 1.0, header padded to 64 bytes, data. */
    public static byte[] npy(String descr, String shape, byte[] data) {
        String header = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + shape + "), }";
        int padded = (10 + header.length() + 1 + 63) / 64 * 64;
        header = header + " ".repeat(padded - 11 - header.length()) + "\n";
        ByteBuffer buffer = ByteBuffer.allocate(padded + data.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length());
        return buffer.put(header.getBytes(StandardCharsets.US_ASCII)).put(data).array();
    }

    public static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void refuses(DatasetConfig config, String fact, String remedy) {
        InputException e = assertThrows(InputException.class, () -> Dataset.read(config));
        assertEquals(fact, e.getMessage());
        assertEquals(remedy, e.remedy());
    }

    @Test
    void everyNumpyType() {
        byte[] i4 = little(8).putInt(-70000).putInt(70000).array();
        byte[] i2 = little(4).putShort((short) -2).putShort((short) 300).array();
        byte[] f4 = little(8).putFloat(-0.5f).putFloat(3).array();
        byte[] f8 = little(16).putDouble(-0.5).putDouble(1e6).array();
        byte[] i8 = little(16).putLong(-3).putLong(4).array();
        assertNumpy("|u1", new byte[] {-1, 1}, 255, 1);
        assertNumpy("|i1", new byte[] {-1, 1}, -1, 1);
        assertNumpy("<u2", i2, 65534, 300);
        assertNumpy("<i2", i2, -2, 300);
        assertNumpy("<i4", i4, -70000, 70000);
        assertNumpy("<i8", i8, -3, 4);
        assertNumpy("<f4", f4, -0.5f, 3);
        assertNumpy("<f8", f8, -0.5f, 1e6f);
    }

    private void assertNumpy(String descr, byte[] data, float... expected) {
        Dataset set = Dataset.read(DatasetConfig.of(file("x.npy", npy(descr, "2, 1", data))));
        assertEquals(2, set.count());
        assertArrayEquals(new int[] {1}, set.dims());
        assertArrayEquals(new float[] {expected[0]}, set.sample(0));
        assertArrayEquals(new float[] {expected[1]}, set.sample(1));
    }

    @Test
    void idxPlainAndCompressedWithLabels() throws IOException {
        byte[] images = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, -1, -2, -3, -4, -5, -6};
        byte[] labels = {0, 0, 8, 1, 0, 0, 0, 2, 7, 9};
        Path plain = file("a-idx3-ubyte", images);
        Path packed = file("b-idx3-ubyte.gz", gzip(images));
        Path labelFile = file("l-idx1-ubyte.gz", gzip(labels));
        for (Path path : new Path[] {plain, packed}) {
            Dataset set =
                    Dataset.read(DatasetConfig.of(path).withLabels(labelFile).withScale(0.5, -1));
            assertArrayEquals(new int[] {2, 3}, set.dims());
            assertArrayEquals(new float[] {-0.5f, 0, 0.5f, 1, 1.5f, 2}, set.sample(0));
            assertArrayEquals(new float[] {126.5f, 126, 125.5f, 125, 124.5f, 124}, set.sample(1));
            assertEquals(7, set.label(0));
            assertEquals(9, set.label(1));
        }
        byte[] shorts = {0, 0, 0x0B, 1, 0, 0, 0, 2, 1, 0, -1, -2};
        assertArrayEquals(
                new float[] {256, -2},
                Dataset.read(DatasetConfig.of(file("s.idx", shorts)).withRaw("auto", 2))
                        .sample(0),
                "IDX is big-endian");
    }

    /** Training and test samples from one file, without overlap. */
    @Test
    void labelsInTheLastColumnAndSkippedSamples() throws IOException {
        Path path = file("d.csv", "0.5,1,7\n2,3,8\n4,5,9\n".getBytes(StandardCharsets.UTF_8));
        Path yaml = path.resolveSibling("c.yaml");
        String keys = "inputs: d.csv\nlast-column: label\nscale: 1/2\n";
        Dataset test = Dataset.read(DatasetConfig.of(ConfigNode.parse(yaml, keys + "skip: 1\n")));
        assertEquals(2, test.count());
        assertArrayEquals(new int[] {2}, test.dims());
        assertArrayEquals(new float[] {1, 1.5f}, test.sample(0));
        assertArrayEquals(new float[] {2, 2.5f}, test.sample(1));
        assertEquals(8, test.label(0));
        assertEquals(9, test.label(1));
        Dataset train = Dataset.read(DatasetConfig.of(ConfigNode.parse(yaml, keys + "limit: 1\n")));
        assertEquals(1, train.count());
        assertArrayEquals(new float[] {0.25f, 0.5f}, train.sample(0));
        assertEquals(7, train.label(0));
        refuses(
                DatasetConfig.of(ConfigNode.parse(yaml, keys + "skip: 3\n")),
                path + ": must have samples after those that are left out: samples=3, skip=3",
                "set skip to less");
    }

    @Test
    void npzByName() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("x.npy"));
            zip.write(npy("|u1", "2, 2", new byte[] {1, 2, 3, 4}));
            zip.putNextEntry(new ZipEntry("y.npy"));
            zip.write(npy("|u1", "2,", new byte[] {0, 1}));
        }
        Path path = file("d.npz", out.toByteArray());
        Path yaml = folder.resolve("design.yaml");
        Dataset set = Dataset.read(DatasetConfig.of(ConfigNode.parse(yaml, "inputs: d.npz#x\nlabels: d.npz#y\n")));
        assertArrayEquals(new float[] {3, 4}, set.sample(1));
        assertEquals(1, set.label(1));
        refuses(
                DatasetConfig.of(path),
                path + ": the array must be one of [x, y]: array=",
                "name it after the file, for example " + path + "#x");
    }

    @Test
    void rawData() {
        byte[] bytes = {1, 2, 3, 4, -5, 6, 7, -8};
        Path path = file("x.bin", bytes);
        DatasetConfig config = DatasetConfig.of(path);
        assertArrayEquals(
                new float[] {-5, 6, 7, -8},
                Dataset.read(config.withRaw("int8", 2, 2)).sample(1));
        assertArrayEquals(
                new float[] {251, 6}, Dataset.read(config.withRaw("uint8", 2)).sample(2));
        assertArrayEquals(
                new float[] {513, 1027},
                Dataset.read(config.withRaw("uint16", 2)).sample(0));
        assertArrayEquals(
                new float[] {-2041}, Dataset.read(config.withRaw("int16", 1)).sample(3));
        assertArrayEquals(
                new float[] {1, 3, 2, 4},
                Dataset.read(config.withRaw("int8", 2, 2).withTranspose(1, 0)).sample(0));
        assertEquals(1, Dataset.read(config.withRaw("int8", 2).withLimit(1)).count());
        refuses(
                config.withRaw("int8", 3),
                path + ": must hold whole samples of 3 values (shape=[3]): values=8",
                "set shape to the shape of one sample, and type to the type of one value");
        refuses(
                config,
                path + ": the kind of data must be known: the file's name does not tell it",
                "set type to idx, npy, npz, csv, hdf5, images, int8, uint8, int16, uint16 or float32");
        refuses(
                DatasetConfig.of(DataFile.of(path).withType("int8")),
                path + ": the shape of a sample must be given for raw data",
                "set shape, for example shape: [1, 28, 28]");
        refuses(
                config.withRaw("int8", 2, 2).withTranspose(0, 2),
                path + ": transpose must be a permutation of the axes [0, 1] of a sample: transpose=[0, 2]",
                "for height x width to width x height use transpose: [1, 0]");
        Path odd = file("odd.bin", new byte[7]);
        refuses(
                DatasetConfig.of(odd).withRaw("uint16", 1),
                odd + ": must have a multiple of 2 bytes for uint16: bytes=7",
                "check type and that the file is complete");
    }

    @Test
    void csvWithHeadingAndLabels() {
        Path path = text("x.csv", "a,b,c\n# comment\n1, 2.5 ,-3\n\n4,5,6\n");
        Path labels = text("y.txt", "3\n1\n");
        Dataset set = Dataset.read(DatasetConfig.of(path).withLabels(labels));
        assertArrayEquals(new float[] {1, 2.5f, -3}, set.sample(0));
        assertArrayEquals(new float[] {4, 5, 6}, set.sample(1));
        assertEquals(3, set.label(0));
        assertTrue(set.hasLabels());
        assertEquals(0.5, set.accuracy(new float[][] {{0, 0, 0, 1}, {1, 0, 0, 0}}));

        Path ragged = text("r.csv", "1,2\n3,4\n5\n");
        refuses(
                DatasetConfig.of(ragged),
                ragged + ":3: every line must have 2 numbers: numbers=1",
                "write one sample a line, separated by commas; begin a heading with #");
        Path words = text("w.csv", "1,2\nthree,4\n");
        refuses(
                DatasetConfig.of(words),
                words + ":2: a line must hold numbers: three,4",
                "write one sample a line, separated by commas; begin a heading with #");
    }

    @Test
    void labelsMustFitTheSamples() {
        Path path = text("x.csv", "1,2\n3,4\n");
        Path three = text("three.txt", "0\n1\n2\n");
        refuses(
                DatasetConfig.of(path).withLabels(three),
                three + ": must have one label for each sample of " + path + ": labels=3, samples=2",
                "check that the files belong together, and shape and type of the inputs");
        Path real = text("real.txt", "0.5\n1\n");
        refuses(
                DatasetConfig.of(path).withLabels(real),
                real + ": labels must be integers: label 0=0.5",
                "save the class number of each sample as an integer");
    }

    @Test
    void damagedFiles() {
        byte[] whole = npy("<f4", "2, 2", new byte[16]);
        Path cut = file("cut.npy", Arrays.copyOf(whole, whole.length - 4));
        refuses(
                DatasetConfig.of(cut),
                cut + ": must have 16 bytes of data for the shape [2, 2]: bytes=12",
                "the file is truncated or damaged: fetch it again");
        Path noNpy = file("no.npy", new byte[40]);
        refuses(
                DatasetConfig.of(noNpy),
                noNpy + ": is not a NumPy array file",
                "set type to what the file is, or save it again with numpy.save");
        Path noIdx = file("no.idx", new byte[3]);
        refuses(
                DatasetConfig.of(noIdx),
                noIdx + ": is not an IDX file",
                "set type to what the file is, or fetch it again");
        Path nan = file(
                "nan.npy", npy("<f4", "2, 2", little(16).putFloat(12, Float.NaN).array()));
        refuses(
                DatasetConfig.of(nan),
                nan + ": must hold finite numbers: sample 1 value 1=NaN",
                "remove the sample, or replace the value");
        Path absent = folder.resolve("absent.npy");
        refuses(
                DatasetConfig.of(absent),
                absent + ": there is no such file",
                "check the path; it is relative to the configuration");
    }

    private DatasetConfig parse(String yaml) {
        return DatasetConfig.of(ConfigNode.parse(folder.resolve("design.yaml"), yaml));
    }

    @Test
    void configurationOfEveryKey() {
        file("x.bin", new byte[12]);
        text("y.txt", "1\n2\n");
        DatasetConfig config = parse(
                """
                inputs: x.bin
                labels: y.txt
                type: uint8
                shape: [2, 3]
                transpose: [1, 0]
                scale: 1/255
                offset: -0.5
                limit: 1
                """);
        assertEquals(folder.resolve("x.bin"), config.inputs().path());
        assertEquals(folder.resolve("y.txt"), config.labels().path());
        assertArrayEquals(new int[] {2, 3}, config.shape());
        assertArrayEquals(new int[] {1, 0}, config.transpose());
        assertEquals(1.0 / 255, config.scale());
        assertEquals(-0.5, config.offset());
        Dataset set = Dataset.read(config);
        assertEquals(1, set.count());
        assertArrayEquals(new int[] {3, 2}, set.dims());
    }

    @Test
    void configurationErrors() {
        file("x.bin", new byte[12]);
        String file = folder.resolve("design.yaml").toString();
        assertConfig(
                "inputs: x.bin\nscale: lots\n",
                file + ":2: scale: must be a finite number or a fraction such as 1/255: lots",
                "correct scale");
        assertConfig(
                "inputs: x.bin\nshape: [0, 3]\n",
                file + ":2: shape: a size must be a positive integer: 0",
                "correct shape");
        assertConfig(
                "inputs: x.bin\ntype: int9\n",
                file
                        + ":2: type must be one of auto, idx, npy, npz, csv, hdf5, images, int8, uint8, int16, uint16, float32: type=int9",
                "did you mean int8?");
        assertConfig(
                "inputs: x.bin\nlabel: y.txt\n",
                file
                        + ":2: key of the configuration must be one of grey, inputs, labels, labels-type, last-column, limit, offset, scale, shape, skip, transpose,"
                        + " type: key=label",
                "did you mean labels?");
        assertConfig(
                "inputs: z.bin\n",
                file + ":1: inputs must be a readable file: inputs=" + folder.resolve("z.bin"),
                "paths are relative to the folder of " + file);
    }

    private void assertConfig(String yaml, String fact, String remedy) {
        InputException e = assertThrows(InputException.class, () -> parse(yaml));
        assertEquals(fact, e.getMessage());
        assertEquals(remedy, e.remedy());
    }

    @Test
    void samplesMustFitTheNetwork() {
        TestModel model = new TestModel(13, 1, 4);
        model.node("Relu", "y", "x");
        Network network = model.network();
        Path path = text("x.csv", "1,2,3\n");
        InputException e = assertThrows(InputException.class, () -> Dataset.read(DatasetConfig.of(path))
                .requireFits(network.inputShape().elements(), network.inputShape() + " of " + network.name()));
        assertEquals(path + ": a sample must have 4 values for the input [4] of model: shape=[3]", e.getMessage());
        assertEquals("set shape to the shape of one sample", e.remedy());
    }

    @Test
    void argMaxIsTheFirstOfEqualOnes() {
        assertEquals(1, Dataset.argMax(new float[] {0, 2, 2, 1}));
    }
}
