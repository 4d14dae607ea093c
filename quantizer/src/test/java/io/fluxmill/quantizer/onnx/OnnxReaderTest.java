// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.ElementType;
import io.fluxmill.quantizer.mac.read.GraphLowering;
import io.fluxmill.quantizer.mac.read.NetworkReader;
import io.fluxmill.quantizer.mac.read.TestModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxReaderTest {
    private static final String DAMAGED = "export the model again, or copy it again: the file is truncated or not ONNX";

    private static OnnxTensor roundTrip(ProtoWriter tensor) {
        TestModel model = new TestModel(13, 1, 2);
        model.initializer(tensor);
        model.node("Relu", "y", "x");
        return OnnxReader.read("m.onnx", model.toBytes()).initializers().get("t");
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void everyElementTypeFromRawData() {
        byte[] f32 = buffer(8).putFloat(1.5f).putFloat(-0.1f).array();
        byte[] f64 = buffer(16).putDouble(0.1).putDouble(-1e300).array();
        byte[] i16 = buffer(4).putShort((short) -2).putShort((short) 300).array();
        byte[] i32 = buffer(8).putInt(-5).putInt(Integer.MAX_VALUE).array();
        byte[] i64 = buffer(16).putLong(-1).putLong(1L << 53).array();
        assertRaw(ElementType.FLOAT32, f32, 1.5, -0.1f);
        assertRaw(ElementType.FLOAT64, f64, 0.1, -1e300);
        assertRaw(ElementType.INT8, new byte[] {-128, 127}, -128, 127);
        assertRaw(ElementType.UINT8, new byte[] {-128, 127}, 128, 127);
        assertRaw(ElementType.BOOL, new byte[] {1, 0}, 1, 0);
        assertRaw(ElementType.INT16, i16, -2, 300);
        assertRaw(ElementType.UINT16, i16, 65534, 300);
        assertRaw(ElementType.INT32, i32, -5, Integer.MAX_VALUE);
        assertRaw(ElementType.INT64, i64, -1, 0x1p53);
    }

    private static void assertRaw(ElementType type, byte[] raw, double... expected) {
        OnnxTensor tensor = roundTrip(TestModel.tensor("t", type, new int[] {1, 2}, raw));
        assertEquals(type, tensor.type());
        assertArrayEquals(new int[] {1, 2}, tensor.dims());
        assertArrayEquals(expected, tensor.values());
    }

    private static ProtoWriter typed(ElementType type) {
        return new ProtoWriter()
                .integer(OnnxFields.TENSOR_DIMS, 2)
                .integer(OnnxFields.TENSOR_TYPE, type.onnxCode)
                .string(OnnxFields.TENSOR_NAME, "t");
    }

    @Test
    void typedDataPackedAndNot() {
        byte[] packedFloats = buffer(8).putFloat(0.25f).putFloat(-3).array();
        byte[] packedDoubles = buffer(16).putDouble(0.1).putDouble(-3).array();
        byte[] packedIntegers = {5, (byte) 0x80, 2};
        assertTyped(typed(ElementType.FLOAT32).bytes(OnnxFields.TENSOR_FLOATS, packedFloats), 0.25, -3);
        assertTyped(
                typed(ElementType.FLOAT32).real(OnnxFields.TENSOR_FLOATS, 0.25).real(OnnxFields.TENSOR_FLOATS, -3),
                0.25,
                -3);
        assertTyped(typed(ElementType.FLOAT64).bytes(OnnxFields.TENSOR_DOUBLES, packedDoubles), 0.1, -3);
        assertTyped(typed(ElementType.INT64).bytes(OnnxFields.TENSOR_INT64S, packedIntegers), 5, 256);
        assertTyped(
                typed(ElementType.INT8).integer(OnnxFields.TENSOR_INT32S, -7).integer(OnnxFields.TENSOR_INT32S, 7),
                -7,
                7);
    }

    private static void assertTyped(ProtoWriter tensor, double... expected) {
        assertArrayEquals(expected, roundTrip(tensor).values());
    }

    private static void refusesTensor(ProtoWriter tensor, String fact, String remedy) {
        InputException e = assertThrows(InputException.class, () -> roundTrip(tensor));
        assertEquals("m.onnx: tensor \"t\" " + fact, e.getMessage());
        assertEquals(remedy, e.remedy());
    }

    @Test
    void tensorsThatDoNotFitAreRefused() {
        refusesTensor(
                TestModel.tensor("t", ElementType.FLOAT32, new int[] {3}, new byte[8]),
                "must have 3 values for its shape [3]: values=2",
                "export the model again");
        refusesTensor(
                TestModel.tensor("t", ElementType.FLOAT32, new int[] {2}, new byte[7]),
                "must have a multiple of 4 bytes of raw data: bytes=7",
                "export the model again");
        refusesTensor(
                typed(ElementType.FLOAT32).integer(OnnxFields.TENSOR_LOCATION, 1),
                "must lie in a file beside the model: location=",
                "save the model as one file, or export it again");
        refusesTensor(
                new ProtoWriter().string(OnnxFields.TENSOR_NAME, "t").integer(OnnxFields.TENSOR_TYPE, 14),
                "has the element type complex64, which is not supported",
                "store it as a float type, an integer type of 2 to 64 bits, or bool");
    }

    /** Cut at every byte: a sentence with the file's name, or a model that is whole up to what was cut; never another error. */
    @Test
    void truncationAtEveryByte() {
        TestModel model = new TestModel(13, 1, 2);
        model.random("w", 1, -1, 1, 2, 3);
        model.node("MatMul", "s", "x", "w");
        model.node("Relu", "y", "s");
        byte[] whole = model.toBytes();
        int refused = 0;
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            InputException e = assertThrows(
                    InputException.class, () -> GraphLowering.lower(OnnxReader.read("cut.onnx", cut), "cut"));
            assertTrue(e.getMessage().startsWith("cut.onnx: "), e.getMessage());
            refused++;
        }
        assertEquals(whole.length, refused);
    }

    /** Damaged at random: a sentence with the file's name, or a model; never another error. */
    @Test
    void damageAtRandom() {
        TestModel model = new TestModel(13, 1, 3, 4, 4);
        model.random("w", 1, -1, 1, 2, 3, 2, 2).int64s("shape", 0, -1);
        model.node("Conv", "c", "x", "w").ints("strides", 2, 2);
        model.node("Reshape", "f", "c", "shape");
        model.node("Relu", "y", "f");
        byte[] whole = model.toBytes();
        int refused = 0;
        int read = 0;
        for (int seed = 0; seed < 20_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] damaged = whole.clone();
            for (int i = 0; i <= random.nextInt(3); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                GraphLowering.lower(OnnxReader.read("bad.onnx", damaged), "bad");
                read++;
            } catch (InputException e) {
                assertTrue(e.getMessage().startsWith("bad.onnx: "), e.getMessage());
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertTrue(refused > 1000 && read > 1000, "refused " + refused + ", read " + read);
    }

    @Test
    void filesThatAreNotModels(@TempDir Path folder) throws IOException {
        Path text = folder.resolve("text.onnx");
        Files.writeString(text, "not a model\n", StandardCharsets.UTF_8);
        InputException e = assertThrows(InputException.class, () -> NetworkReader.read(text));
        assertTrue(e.getMessage().startsWith(text + ": is not a readable ONNX model: "), e.getMessage());
        assertEquals(DAMAGED, e.remedy());

        Path empty = folder.resolve("empty.onnx");
        Files.createFile(empty);
        e = assertThrows(InputException.class, () -> NetworkReader.read(empty));
        assertEquals(empty + ": is not a readable ONNX model: it has no graph with nodes and outputs", e.getMessage());

        Path absent = folder.resolve("absent.onnx");
        e = assertThrows(InputException.class, () -> NetworkReader.read(absent));
        assertEquals(absent + ": there is no such file", e.getMessage());
        assertEquals("check the path; it is relative to the configuration", e.remedy());

        e = assertThrows(InputException.class, () -> NetworkReader.read(Path.of("net.pb")));
        assertEquals("net.pb: a model file must end in .onnx or .tflite", e.getMessage());
        assertEquals("export the network as ONNX, QONNX or TensorFlow Lite", e.remedy());
    }
}
