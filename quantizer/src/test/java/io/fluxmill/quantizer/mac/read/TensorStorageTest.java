// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.ElementType;
import io.fluxmill.quantizer.mac.graph.FloatExecutor;
import io.fluxmill.quantizer.onnx.OnnxFields;
import io.fluxmill.quantizer.onnx.ProtoWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Constants of all floating-point types, of four bits and in files of their own: ONNX Runtime reads the same bytes. */
class TensorStorageTest {
    private static final int ROWS = 6;
    private static final int COLUMNS = 5;

    /** Fields of TensorProto that the project does not write. */
    private static final int INT32_DATA = 5;

    private static final int EXTERNAL_DATA = 13;
    private static final int DATA_LOCATION = 14;

    @TempDir
    Path folder;

    /** Random bits of numbers from about 2^-8 to 2, either sign. */
    private static long bits(ElementType type, SplittableRandom random) {
        int sign = random.nextInt(2);
        return switch (type) {
            case FLOAT16 -> sign << 15 | (random.nextInt(7, 16)) << 10 | random.nextInt(1024);
            case BFLOAT16 -> sign << 15 | (random.nextInt(119, 128)) << 7 | random.nextInt(128);
            default -> Double.doubleToLongBits((float) random.nextDouble(-2, 2));
        };
    }

    private static byte[] raw(ElementType type, long seed) {
        ByteBuffer raw = ByteBuffer.allocate(ROWS * COLUMNS * type.bytes).order(ByteOrder.LITTLE_ENDIAN);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < ROWS * COLUMNS; i++) {
            long bits = bits(type, random);
            if (type.bytes == 2) {
                raw.putShort((short) bits);
            } else {
                raw.putLong(bits);
            }
        }
        return raw.array();
    }

    private static TestModel model() {
        TestModel m = new TestModel(21, 1, ROWS);
        m.node("Cast", "v", "w").set("to", 1);
        m.node("MatMul", "y", "x", "v");
        return m;
    }

    private static ProtoWriter empty(ElementType type) {
        return new ProtoWriter()
                .integers(OnnxFields.TENSOR_DIMS, ROWS, COLUMNS)
                .integer(OnnxFields.TENSOR_TYPE, type.onnxCode)
                .string(OnnxFields.TENSOR_NAME, "w");
    }

    private static void agree(TestModel m) {
        for (long seed = 1; seed <= 3; seed++) {
            float[] x = m.randomInput(seed);
            float[] expected = m.onnxRuntime(x);
            assertTrue(expected.length > 0);
            assertArrayEquals(expected, m.fluxmill(x), 1e-5f);
        }
    }

    @Test
    void floatingPointTypes() {
        for (ElementType type : new ElementType[] {ElementType.FLOAT16, ElementType.BFLOAT16, ElementType.FLOAT64}) {
            agree(model().initializer(TestModel.tensor("w", type, new int[] {ROWS, COLUMNS}, raw(type, 1))));
        }
    }

    @Test
    void halfFloatsAsIntegers() {
        for (ElementType type : new ElementType[] {ElementType.FLOAT16, ElementType.BFLOAT16}) {
            ByteBuffer raw = ByteBuffer.wrap(raw(type, 2)).order(ByteOrder.LITTLE_ENDIAN);
            ProtoWriter tensor = empty(type);
            while (raw.hasRemaining()) {
                tensor.integer(INT32_DATA, raw.getShort() & 0xFFFF);
            }
            agree(model().initializer(tensor));
        }
    }

    @Test
    void numbersOfFourBits() {
        for (ElementType type : new ElementType[] {ElementType.INT4, ElementType.UINT4}) {
            byte[] packed = new byte[ROWS * COLUMNS / 2];
            new SplittableRandom(3).nextBytes(packed);
            TestModel m = new TestModel(21, 1, ROWS);
            m.initializer(TestModel.tensor("w", type, new int[] {ROWS, COLUMNS}, packed));
            m.random("s", 4, 0.1, 0.3, COLUMNS);
            m.node("DequantizeLinear", "v", "w", "s").set("axis", 1);
            m.node("MatMul", "y", "x", "v");
            agree(m);
        }
    }

    private Path external(String location, int offset, int length) throws IOException {
        ProtoWriter tensor = empty(ElementType.FLOAT64);
        String[][] entries = {{"location", location}, {"offset", "" + offset}, {"length", "" + length}};
        for (String[] entry : entries) {
            tensor.message(EXTERNAL_DATA, new ProtoWriter().string(1, entry[0]).string(2, entry[1]));
        }
        tensor.integer(DATA_LOCATION, 1);
        return Files.write(folder.resolve("m.onnx"), model().initializer(tensor).toBytes());
    }

    @Test
    void filesOfTheirOwn() throws IOException {
        byte[] raw = raw(ElementType.FLOAT64, 5);
        byte[] file = new byte[16 + raw.length];
        System.arraycopy(raw, 0, file, 16, raw.length);
        Files.write(folder.resolve("w.bin"), file);
        TestModel whole =
                model().initializer(TestModel.tensor("w", ElementType.FLOAT64, new int[] {ROWS, COLUMNS}, raw));
        float[] x = whole.randomInput(1);
        float[] expected = whole.onnxRuntime(x);
        Path path = external("w.bin", 16, raw.length);
        assertArrayEquals(expected, new FloatExecutor(NetworkReader.read(path)).run(x), 1e-5f);
    }

    @Test
    void filesThatAreNotThere() throws IOException {
        Files.write(folder.resolve("w.bin"), new byte[100]);
        refused(
                "lies in " + folder.resolve("w.bin") + " at bytes 16 to 256, but the file has 100",
                external("w.bin", 16, 240));
        refused("lies in " + folder.resolve("v.bin") + ", which is no file", external("v.bin", 0, 240));
        refused("must lie in a file beside the model: location=../w.bin", external("../w.bin", 0, 240));
    }

    private static void refused(String fact, Path path) {
        InputException e = assertThrows(InputException.class, () -> NetworkReader.read(path));
        assertEquals(path + ": tensor \"w\" " + fact, e.getMessage());
    }
}
