// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import static io.fluxmill.quantizer.data.ReadFile.refuses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Class numbers in files of every kind, as integers, whole floating-point numbers and one-hot rows. */
class LabelsTest {
    @TempDir
    private Path folder;

    private Path inputs;

    @BeforeEach
    void threeSamples() throws IOException {
        inputs = Files.writeString(folder.resolve("x.csv"), "1,2\n3,4\n5,6\n");
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private DatasetConfig with(Path labels) {
        return DatasetConfig.of(inputs).withLabels(labels);
    }

    private void assertLabels(Path path) {
        Dataset set = Dataset.read(with(path));
        assertEquals(2, set.label(0), path.toString());
        assertEquals(0, set.label(1), path.toString());
        assertEquals(1, set.label(2), path.toString());
    }

    private static byte[] little(Dtype type, double... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.length; i++) {
            long bits = type == Dtype.F8
                    ? Double.doubleToLongBits(values[i])
                    : type == Dtype.F4 ? Float.floatToIntBits((float) values[i]) : (long) values[i];
            type.put(buffer, i, bits);
        }
        return buffer.array();
    }

    @Test
    void inEveryFormat() throws IOException {
        for (Dtype type : new Dtype[] {Dtype.U1, Dtype.I2, Dtype.U4, Dtype.I8, Dtype.U8, Dtype.F4, Dtype.F8}) {
            byte[] numbers = little(type, 2, 0, 1);
            assertLabels(file("y.npy", NpyBytes.file(1, type.descr(false), false, new int[] {3}, numbers)));
            assertLabels(file("c.npy", NpyBytes.file(1, type.descr(false), false, new int[] {3, 1}, numbers)));
            assertLabels(
                    file("y.h5", Hdf5Bytes.file(Map.of("y", Hdf5Bytes.Data.of(type, false, new int[] {3}, numbers)))));
            byte[] oneHot = little(type, 0, 0, 1, 1, 0, 0, 0, 1, 0);
            assertLabels(file("o.npy", NpyBytes.file(1, type.descr(false), false, new int[] {3, 3}, oneHot)));
        }
        assertLabels(file("y-idx1-ubyte", PngBytes.bytes(0, 0, 8, 1, 0, 0, 0, 3, 2, 0, 1)));
        assertLabels(Files.writeString(folder.resolve("y.csv"), "class\n2.0\n0\n1e0\n"));
        assertLabels(Files.writeString(folder.resolve("o.tsv"), "a\tb\tc\n0\t0\t1\n1\t0\t0\n0\t1\t0\n"));
        file("y.bin", PngBytes.bytes(2, 0, 0, 0, 1, 0));
        Path yaml = folder.resolve("c.yaml");
        Dataset raw = Dataset.read(
                DatasetConfig.of(ConfigNode.parse(yaml, "inputs: x.csv\nlabels: y.bin\nlabels-type: int16\n")));
        assertEquals(2, raw.label(0));
        assertEquals(1, raw.label(2));
        InputException e = assertThrows(
                InputException.class,
                () -> DatasetConfig.of(ConfigNode.parse(yaml, "inputs: x.csv\nlabels-type: int8\n")));
        assertEquals(
                yaml + ":2: labels-type must be left out where no labels are given: labels-type=int8", e.getMessage());
        assertEquals("give labels, or remove it", e.remedy());
    }

    @Test
    void whatIsNoLabel() throws IOException {
        String oneHot = "save one class number for each sample, or one-hot rows";
        Path path = Files.writeString(folder.resolve("y.csv"), "1\n2\n0.5\n");
        refuses(
                with(path),
                path + ": labels must be integers: label 2=0.5",
                "save the class number of each sample as an integer");
        Files.writeString(path, "1\n2\n3e9\n");
        refuses(
                with(path),
                path + ": labels must be integers: label 2=3.0E9",
                "save the class number of each sample as an integer");
        Files.writeString(path, "1,0\n0,1\n1,1\n");
        refuses(with(path), path + ": a row of labels must be one 1 among zeros: row 2 has a second 1", oneHot);
        Files.writeString(path, "1,0\n0,0\n1,0\n");
        refuses(with(path), path + ": a row of labels must be one 1 among zeros: row 1 has no 1", oneHot);
        Files.writeString(path, "1,0\n0,1\n0.9,0.1\n");
        refuses(with(path), path + ": a row of labels must be one 1 among zeros: row 2 has 0.9", oneHot);
        Files.writeString(path, "1,0\n0,1\n");
        refuses(
                with(path),
                path + ": must have one label for each sample of " + inputs + ": labels=2 x 2, samples=3",
                "check that the files belong together, and shape and type of the inputs");
    }
}
