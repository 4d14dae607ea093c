// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.mac.read.SharedData;
import io.fluxmill.quantizer.pulse.reference.PulseNetworkReference;
import io.fluxmill.quantizer.tflite.TfliteBuilder;
import io.fluxmill.quantizer.tflite.TfliteModel;
import io.fluxmill.quantizer.tflite.TfliteOperators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class TfliteReaderTest {
    private static final long SEED = 20_260_301;
    private static final int LENGTH = 9;
    private static final int CHANNELS = 2;
    private static final int FILTERS = 3;
    private static final int KERNEL = 4;
    private static final int POSITIONS = 5;
    private static final int HIDDEN = 4;
    private static final long INPUT_ZERO = -7;

    @TempDir
    private Path folder;

    /** Parts of a small network, and what a test changes of them. */
    public static final class Model {
        final Random random = new Random(SEED);
        final byte[] filter = bytes(FILTERS * KERNEL * CHANNELS);
        final byte[] hidden = bytes(HIDDEN * POSITIONS * FILTERS);
        final byte[] output = bytes(2 * HIDDEN);
        final int[] filterBias = {300, -400, 25};
        final int[] hiddenBias = {1000, -2000, 0, 7};
        final int[] outputBias = {123, -77};
        float[] filterScales = {0x1.0p-6f, 0x1.8p-6f, 0x1.4p-5f};
        float[] scales = {0x1.0p-5f, 0x1.0p-3f, 0x1.0p-1f, 0.5f};
        float hiddenScale = 0x1.0p-7f;
        long reluZero = -128;
        int activation = 1;
        int lastActivation;
        int dilation = 1;
        int firstOperator = TfliteOperators.EXPAND_DIMS;
        long filterZero;
        int type = TfliteModel.INT8;

        private byte[] bytes(int count) {
            byte[] values = new byte[count];
            for (int i = 0; i < count; i++) {
                values[i] = (byte) (random.nextInt(255) - 127);
            }
            return values;
        }

        /** Conv1D as TensorFlow stores it, Flatten, Dense with ReLU, Dense. */
        public byte[] file() {
            TfliteBuilder b = new TfliteBuilder();
            int x = b.tensor(
                    "samples",
                    type,
                    new int[] {1, LENGTH, CHANNELS},
                    null,
                    new float[] {scales[0]},
                    new long[] {INPUT_ZERO},
                    0);
            int wide = b.activation("wide", new int[] {1, 1, LENGTH, CHANNELS}, scales[0], INPUT_ZERO);
            int filterAt = b.tensor(
                    "filter",
                    TfliteModel.INT8,
                    new int[] {FILTERS, 1, KERNEL, CHANNELS},
                    filter,
                    filterScales,
                    new long[] {0, filterZero, 0},
                    0);
            int conv = b.activation("conv", new int[] {1, 1, POSITIONS, FILTERS}, scales[1], reluZero);
            int squeezed = b.activation("squeezed", new int[] {1, POSITIONS, FILTERS}, scales[1], reluZero);
            int flat = b.activation("flat", new int[] {1, POSITIONS * FILTERS}, scales[1], reluZero);
            int hiddenAt = b.tensor(
                    "hidden_w",
                    TfliteModel.INT8,
                    new int[] {HIDDEN, POSITIONS * FILTERS},
                    hidden,
                    new float[] {hiddenScale},
                    new long[] {0},
                    0);
            int dense = b.activation("dense", new int[] {1, HIDDEN}, scales[2], -128);
            int outputAt = b.tensor(
                    "out_w",
                    TfliteModel.INT8,
                    new int[] {2, HIDDEN},
                    output,
                    new float[] {0x1.0p-7f},
                    new long[] {0},
                    0);
            int out = b.activation("features", new int[] {1, 2}, scales[3], 3);
            b.operator(firstOperator, new int[] {x, b.int32s("axis", 1)}, wide, 0);
            b.operator(
                    TfliteOperators.CONV_2D,
                    new int[] {wide, filterAt, b.int32s("filter_b", filterBias)},
                    conv,
                    b.convOptions(true, 2, 1, activation, dilation));
            b.operator(TfliteOperators.SQUEEZE, new int[] {conv}, squeezed, 0);
            b.operator(TfliteOperators.RESHAPE, new int[] {squeezed, b.int32s("shape", 1, -1)}, flat, 0);
            b.operator(
                    TfliteOperators.FULLY_CONNECTED,
                    new int[] {flat, hiddenAt, b.int32s("hidden_b", hiddenBias)},
                    dense,
                    b.denseOptions(1));
            b.operator(
                    TfliteOperators.FULLY_CONNECTED,
                    new int[] {dense, outputAt, b.int32s("out_b", outputBias)},
                    out,
                    b.denseOptions(lastActivation));
            return b.file(x, out);
        }

        /** TensorFlow Lite's own arithmetic: codes with zero points, real factors. Sums of the last layer. */
        int[] run(int[] codes) {
            int[] conv = new int[POSITIONS * FILTERS];
            for (int p = 0; p < POSITIONS; p++) {
                for (int f = 0; f < FILTERS; f++) {
                    int sum = filterBias[f];
                    for (int k = 0; k < KERNEL; k++) {
                        int at = 2 * p + k - 1;
                        for (int c = 0; c < CHANNELS && at >= 0 && at < LENGTH; c++) {
                            sum += (codes[at * CHANNELS + c] - (int) INPUT_ZERO)
                                    * filter[(f * KERNEL + k) * CHANNELS + c];
                        }
                    }
                    conv[p * FILTERS + f] = code(sum, (double) scales[0] * filterScales[f] / scales[1]);
                }
            }
            int[] dense = new int[HIDDEN];
            for (int n = 0; n < HIDDEN; n++) {
                int sum = dot(hidden, n, conv, hiddenBias[n]);
                dense[n] = code(sum, (double) scales[1] * hiddenScale / scales[2]);
            }
            return new int[] {dot(output, 0, dense, outputBias[0]), dot(output, 1, dense, outputBias[1])};
        }

        private static int dot(byte[] weights, int row, int[] codes, int bias) {
            int sum = bias;
            for (int i = 0; i < codes.length; i++) {
                sum += weights[row * codes.length + i] * (codes[i] + 128);
            }
            return sum;
        }

        /** ReLU is the clip at the zero point. */
        private static int code(int sum, double factor) {
            return (int) Math.max(-128, Math.min(127, Math.round(sum * factor) - 128));
        }
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("net.tflite"), bytes);
    }

    private static int[] codes(Random random) {
        return random.ints(LENGTH * CHANNELS, -128, 128).toArray();
    }

    private static int[] elements(int[] codes) {
        return Arrays.stream(codes).map(code -> code - (int) INPUT_ZERO).toArray();
    }

    /** Factors that 16 bits hold exactly: every sum is the same. */
    @Test
    void sumsAreTensorFlows() throws IOException {
        Model model = new Model();
        PulseNetwork network = TfliteReader.read(write(model.file()));
        assertEquals("net", network.name());
        assertEquals(LENGTH, network.inputLength());
        assertEquals(CHANNELS, network.inputChannels());
        assertEquals(3, network.layers().size());
        assertEquals(0x1.0p-1 * 0x1.0p-7, network.outputs().get(1).scale());
        assertEquals("features[1]", network.outputs().get(1).name());
        PulseNetworkReference reference = new PulseNetworkReference(network);
        Random random = new Random(SEED + 1);
        int active = 0;
        for (int n = 0; n < 500; n++) {
            int[] codes = codes(random);
            int[] sums = reference.run(elements(codes));
            assertArrayEquals(model.run(codes), sums, "event " + n + ", seed " + SEED);
            active += sums[0] == model.outputBias[0] ? 0 : 1;
        }
        assertTrue(active > 300, "active=" + active);
    }

    /** Any factors: an activation next to a tie may differ by 1. */
    @Test
    void arbitraryScalesComeClose() throws IOException {
        Model model = new Model();
        model.filterScales = new float[] {0.0123f, 0.0211f, 0.0337f};
        model.scales = new float[] {0.0301f, 0.117f, 0.51f, 0.5f};
        model.hiddenScale = 0.0081f;
        PulseNetworkReference reference = new PulseNetworkReference(TfliteReader.read(write(model.file())));
        Random random = new Random(SEED + 2);
        int different = 0;
        for (int n = 0; n < 500; n++) {
            int[] codes = codes(random);
            int[] expected = model.run(codes);
            int[] sums = reference.run(elements(codes));
            assertEquals(expected[0], sums[0], 3 * 127);
            different += Arrays.equals(expected, sums) ? 0 : 1;
        }
        assertTrue(different < 10, "different=" + different);
    }

    @Test
    void aBiasMayBeAbsent() throws IOException {
        TfliteBuilder b = new TfliteBuilder();
        int x = b.activation("x", new int[] {1, 2}, 1, 0);
        int w = b.tensor(
                "w", TfliteModel.INT8, new int[] {1, 2}, new byte[] {3, -4}, new float[] {0.5f}, new long[] {0}, 0);
        int y = b.activation("y", new int[] {1, 1}, 1, 0);
        b.operator(TfliteOperators.FULLY_CONNECTED, new int[] {x, w, -1}, y, 0);
        PulseNetwork network = TfliteReader.read(write(b.file(x, y)));
        assertArrayEquals(new int[] {30 - 80}, new PulseNetworkReference(network).run(new int[] {10, 20}));
        assertEquals("y", network.outputs().get(0).name());
    }

    @Test
    void whatTheEngineHasNotIsRefusedByName() throws IOException {
        Model depthwise = new Model();
        depthwise.firstOperator = 4;
        refused(depthwise, "operator DEPTHWISE_CONV_2D of tensor wide is not supported");
        Model relu6 = new Model();
        relu6.activation = 3;
        refused(relu6, "operator CONV_2D of tensor conv must have activation NONE or RELU: code=3");
        Model zero = new Model();
        zero.reluZero = -100;
        refused(zero, "operator CONV_2D of tensor conv must have zero point -128 after ReLU: zero point=-100");
        Model dilated = new Model();
        dilated.dilation = 2;
        refused(dilated, "operator CONV_2D of tensor conv must have dilation 1: dilation=2");
        Model last = new Model();
        last.lastActivation = 1;
        refused(last, "last layer features must have no activation: activation=RELU");
        Model asymmetric = new Model();
        asymmetric.filterZero = 5;
        refused(asymmetric, "tensor filter must have zero point 0: zero point=5");
        Model floats = new Model();
        floats.type = 0;
        refused(floats, "tensor samples must be INT8: type=FLOAT32");
    }

    private void refused(Model model, String message) throws IOException {
        Path file = write(model.file());
        InputException e = assertThrows(InputException.class, () -> TfliteReader.read(file), message);
        assertEquals(file + ": " + message, e.getMessage());
        assertTrue(!e.remedy().isEmpty());
    }

    /** Every shorter file is refused with a sentence. */
    @Test
    void truncatedFilesAreRefused() throws IOException {
        byte[] whole = new Model().file();
        for (int length = 0; length < whole.length; length += 13) {
            Path file = write(Arrays.copyOf(whole, length));
            InputException e = assertThrows(InputException.class, () -> TfliteReader.read(file), "length " + length);
            assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
        }
    }

    @Test
    void damagedFilesNeverFailOtherwise() throws IOException {
        byte[] whole = new Model().file();
        Random random = new Random(SEED);
        for (int n = 0; n < 2000; n++) {
            byte[] damaged = whole.clone();
            for (int k = 0; k < 3; k++) {
                damaged[8 + random.nextInt(damaged.length - 8)] = (byte) random.nextInt(256);
            }
            Path file = write(damaged);
            try {
                TfliteReader.read(file);
            } catch (InputException e) {
                assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
            }
        }
    }

    /** Real files of the MLPerf Tiny benchmark are two-dimensional. */
    @Test
    void realModelsAreReadAsFarAsTheirOperators() {
        Path kws = SharedData.require("tflite/kws_ref_model.tflite");
        assertTrue(assertThrows(InputException.class, () -> TfliteReader.read(kws))
                .getMessage()
                .startsWith(kws + ": operator DEPTHWISE_CONV_2D of tensor "));
        Path resnet = SharedData.require("tflite/pretrainedResnet_quant.tflite");
        InputException e = assertThrows(InputException.class, () -> TfliteReader.read(resnet));
        assertTrue(e.getMessage().startsWith(resnet + ": operator "), e.getMessage());
        assertTrue(e.getMessage().endsWith(" is not supported"), e.getMessage());
    }
}
