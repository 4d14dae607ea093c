// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.tflite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.quantizer.mac.graph.Network.Ending;
import io.fluxmill.quantizer.mac.tflite.RandomModels.Kind;
import io.fluxmill.quantizer.tflite.TfliteBuilder;
import io.fluxmill.quantizer.tflite.TfliteModel;
import io.fluxmill.quantizer.tflite.TfliteOperators;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused, with which sentence; the remedy that it names helps. */
class TfliteRefusalTest {
    private static final int[] VECTOR = {1, 4};

    @TempDir
    private Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("m.tflite"), bytes);
    }

    private static TfliteNetwork read(Path file, String output) {
        return TfliteNetwork.read(file, output, Rounding.NEAREST_TWICE);
    }

    private static void refuses(Path file, String output, String message, String remedy) {
        InputException e = assertThrows(InputException.class, () -> read(file, output));
        assertEquals(file + ": " + message, e.getMessage());
        assertEquals(remedy, e.remedy());
    }

    private static int dense(TfliteBuilder b, String name, int input) {
        int weights = b.tensor(
                "w" + name, TfliteModel.INT8, new int[] {4, 4}, new byte[16], new float[] {0.1f}, new long[1], 0);
        int output = b.activation(name, VECTOR, 0.5f, 3);
        b.operator(TfliteOperators.FULLY_CONNECTED, new int[] {input, weights}, output, 0);
        return output;
    }

    /** RELU-like operator of one input after a dense layer. */
    private Path after(int code, String name) throws IOException {
        TfliteBuilder b = new TfliteBuilder();
        int input = b.activation("in", VECTOR, 0.5f, 0);
        int middle = dense(b, "middle", input);
        int end = b.activation(name, VECTOR, 0.25f, 0);
        b.operator(code, new int[] {middle}, end, 0);
        return file(b.file(input, end));
    }

    @Test
    void operatorsThatAreNotThere() throws IOException {
        Path recurrent = after(TfliteOperators.SVDF, "end");
        refuses(
                recurrent,
                null,
                "operator SVDF 1 is recurrent: it keeps state from one sample to the next",
                "use convolutions or dense layers, or end the network before it: model-output: \"middle\"");
        assertNotNull(read(recurrent, "middle").exact());
        assertNotNull(read(recurrent, "fully_connected_0").exact());

        Path other = after(66, "end");
        refuses(
                other,
                null,
                "operator SIN 1 is not supported",
                "use convolutions, dense layers, pooling and activations, or end the network before it:"
                        + " model-output: \"middle\"");
        assertNotNull(read(other, "middle").exact());
        refuses(
                other,
                "midle",
                "model-output must be a tensor that an operator computes, or an operator as conv_2d_0: model-output=midle",
                "did you mean middle?");
    }

    @Test
    void softmaxOnlyAtTheEnd() throws IOException {
        assertEquals(
                Ending.SOFTMAX,
                read(after(TfliteOperators.SOFTMAX, "end"), null).network().ending());
        TfliteBuilder b = new TfliteBuilder();
        int input = b.activation("in", VECTOR, 0.5f, 0);
        int middle = dense(b, "middle", input);
        int shares = b.activation("shares", VECTOR, 1 / 256f, -128);
        b.operator(TfliteOperators.SOFTMAX, new int[] {middle}, shares, b.options(0, 1f));
        Path file = file(b.file(input, dense(b, "end", shares)));
        refuses(
                file,
                null,
                "operator SOFTMAX 1 must be over one vector at the end of the network",
                "end the network before it: model-output: \"middle\"");
        assertNotNull(read(file, "middle").exact());
    }

    @Test
    void severalOutputs() throws IOException {
        TfliteBuilder b = new TfliteBuilder();
        int input = b.activation("in", VECTOR, 0.5f, 0);
        int first = dense(b, "first", input);
        int second = dense(b, "second", input);
        Path file = file(b.file(new int[] {input}, new int[] {first, second}));
        refuses(
                file,
                null,
                "model must have one output: outputs=[first, second]",
                "name the one that is wanted: model-output: \"first\"");
        assertNotNull(read(file, "first").exact());
        assertNotNull(read(file, "second").exact());
    }

    @Test
    void aModelInFloatHasNoCodes() throws IOException {
        TfliteBuilder b = new TfliteBuilder();
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 16; i++) {
            data.putFloat(i % 5 == 0 ? 1 : 0);
        }
        int input = b.tensor("in", TfliteModel.FLOAT32, VECTOR, null, null, null, 0);
        int weights = b.tensor("w", TfliteModel.FLOAT32, new int[] {4, 4}, data.array(), null, null, 0);
        int end = b.tensor("end", TfliteModel.FLOAT32, VECTOR, null, null, null, 0);
        b.operator(TfliteOperators.FULLY_CONNECTED, new int[] {input, weights}, end, 0);
        TfliteNetwork network = read(file(b.file(input, end)), null);
        assertNull(network.exact());
        InputException e = assertThrows(InputException.class, network::requireExact);
        assertEquals(
                folder.resolve("m.tflite")
                        + ": operator FULLY_CONNECTED 0 computes in float, so there are no trained codes",
                e.getMessage());
        assertEquals(
                "convert the model with full integer quantisation, or name a number format in quantization.formats",
                e.remedy());
    }

    @Test
    void aDamagedFile() throws IOException {
        byte[] bytes = new RandomModels(Kind.INT8, 1).convolution().dense().bytes();
        Path file = file(java.util.Arrays.copyOf(bytes, bytes.length / 2));
        InputException e = assertThrows(InputException.class, () -> read(file, null));
        assertEquals("convert the model again", e.remedy());
        InputException absent = assertThrows(InputException.class, () -> read(folder.resolve("no.tflite"), null));
        assertEquals(folder.resolve("no.tflite") + ": there is no such file", absent.getMessage());
    }
}
