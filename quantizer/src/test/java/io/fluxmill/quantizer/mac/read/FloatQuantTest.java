// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.quantizer.data.Dataset;
import io.fluxmill.quantizer.data.DatasetConfig;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.FloatExecutor;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Tensor;
import io.fluxmill.quantizer.mac.precision.QuantizationPlan;
import io.fluxmill.quantizer.mac.precision.Quantizer;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** FloatQuant: the values that Brevitas and QONNX stored for a layer in FP8, and every format against the operator's definition. */
class FloatQuantTest {
    /** Values, weights and results of Brevitas' own run of the model. */
    @Test
    void theStoredValuesOfALayerInFp8() throws IOException {
        Network network = NetworkReader.read(SharedData.require("qonnx/qonnx_act_weight_fp8.onnx"));
        Path stored = SharedData.require("qonnx/floatquant_activation.npz");
        float[] input = Dataset.read(DatasetConfig.of(SharedData.require("qonnx/floatquant_input.npy")))
                .sample(0);
        float[] output = Dataset.read(DatasetConfig.of(SharedData.require("qonnx/floatquant_output.npy")))
                .sample(0);
        MatrixLayer layer = (MatrixLayer) network.last();
        assertArrayEquals(member(stored, "weight_quant.npy", 48), layer.weights());
        assertArrayEquals(output, new FloatExecutor(network).run(input), 1e-6f);

        QuantizationPlan plan =
                QuantizationPlan.uniform(List.of(NumberFormats.FP8_E4M3FN), List.of(NumberFormats.FP8_E4M3FN), null);
        QuantizedNetwork quantized =
                Quantizer.quantize(network, plan, Calibration.calibrate(network, new float[][] {input}));
        Tensor codes = quantized.tensors().get(0);
        float[] values = member(stored, "input_quant.npy", 3);
        short[] encoded = quantized.encode(input);
        for (int i = 0; i < 3; i++) {
            assertEquals(values[i], (float) codes.decode(i, encoded[i]), "input " + i);
        }
        assertEquals(NumberFormats.FP8_E4M3FN, codes.format());
        double[] results = quantized.decode(new ReferenceExecutor(quantized).run(encoded, 1));
        for (int n = 0; n < 16; n++) {
            assertEquals(output[n], results[n], Math.abs(output[n]) / 16 + 1e-3, "half a step of FP8, output " + n);
        }
    }

    /** The floats of a member of an NPZ file; NPY data are at the end of the member. */
    private static float[] member(Path file, String name, int count) throws IOException {
        try (InputStream stream = Files.newInputStream(file);
                ZipInputStream zip = new ZipInputStream(stream)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    byte[] bytes = zip.readAllBytes();
                    float[] floats = new float[count];
                    ByteBuffer.wrap(bytes, bytes.length - 4 * count, 4 * count)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .asFloatBuffer()
                            .get(floats);
                    return floats;
                }
            }
        }
        throw new AssertionError(file + " has no " + name);
    }

    /** The definition in doubles: subnormals below the least exponent, ties to even, saturating. */
    private static double quantised(double x, double scale, int exponent, int mantissa, int bias, double largest) {
        double v = (float) x / (float) scale;
        int place = v == 0 ? Integer.MIN_VALUE : Math.getExponent(v) - mantissa;
        double step = Math.pow(2, Math.max(place, 1 - bias - mantissa));
        double full = Math.pow(2, (1 << exponent) - 1 - bias) * (2 - Math.pow(2, -mantissa));
        double most = Math.min(full, largest);
        return Math.max(-most, Math.min(most, step * Math.rint(v / step))) * scale;
    }

    /** Exponent bits, mantissa bits, largest value at the usual bias, or infinity. */
    private static final double[][] KINDS = {
        {2, 1, Double.POSITIVE_INFINITY},
        {2, 3, Double.POSITIVE_INFINITY},
        {3, 2, Double.POSITIVE_INFINITY},
        {4, 3, 448},
        {4, 3, Double.POSITIVE_INFINITY},
        {3, 4, Double.POSITIVE_INFINITY},
    };

    @Test
    void everyFormatAndBiasAgainstTheDefinition() {
        Random random = new Random(20261128);
        int compared = 0;
        for (double[] kind : KINDS) {
            for (int shift = -3; shift <= 3; shift++) {
                int exponent = (int) kind[0];
                int mantissa = (int) kind[1];
                int bias = (1 << exponent - 1) - 1 + shift;
                double largest = kind[2] * Math.pow(2, -shift);
                double scale = (float) Math.exp(random.nextGaussian());
                Network network =
                        model(scale, exponent, mantissa, bias, largest).network();
                double reach = scale * Math.pow(2, (1 << exponent) - bias);
                for (int i = 0; i < 400; i++) {
                    float x = (float)
                            (i % 4 == 0
                                    ? scale * Math.pow(2, 1 - bias - mantissa) * (i / 8 - 24) / 2
                                    : reach * random.nextGaussian() * Math.pow(2, -random.nextInt(8)));
                    double expected = quantised(x, scale, exponent, mantissa, bias, largest);
                    float actual = new FloatExecutor(network).run(new float[] {x})[0];
                    assertEquals(expected, actual, Math.abs(expected) * 1e-6, x + " in E" + exponent + "M" + mantissa);
                    compared++;
                }
            }
        }
        assertEquals(KINDS.length * 7 * 400, compared);
    }

    /** y = 1 * FloatQuant(x). */
    private static TestModel model(double scale, int exponent, int mantissa, int bias, double largest) {
        TestModel m = new TestModel(12, 1, 1);
        m.scalar("s", scale).scalar("e", exponent).scalar("m", mantissa).scalar("b", bias);
        m.constant("w", new int[] {1, 1}, 1);
        if (Double.isInfinite(largest)) {
            attributes(m.nodeOf("onnx.brevitas", "FloatQuant", "xq", "x", "s", "e", "m", "b"));
        } else {
            m.scalar("max", largest);
            attributes(m.nodeOf("qonnx.custom_op.general", "FloatQuant", "xq", "x", "s", "e", "m", "b", "max"));
        }
        m.node("MatMul", "y", "xq", "w");
        return m;
    }

    private static void attributes(TestModel.TestNode node) {
        node.set("has_inf", 0)
                .set("has_nan", 1)
                .set("has_subnormal", 1)
                .set("saturation", 1)
                .set("rounding_mode", "round");
    }

    @Test
    void whatNoFormatHasIsRefused() {
        InputException refused = assertThrows(InputException.class, () -> model(1, 5, 2, 15, Double.POSITIVE_INFINITY)
                .network());
        assertEquals(
                true,
                refused.getMessage()
                        .contains("has values that no number format here has: 5 bits of exponent, 2 of mantissa"),
                refused.getMessage());
    }

    /** Two layers with FloatQuant before, between and behind them; exact where all scales are powers of two. */
    private static Network chain(double scale, double hidden) {
        TestModel m = new TestModel(12, 1, 4);
        m.scalar("s", scale)
                .scalar("t", hidden)
                .scalar("e", 2)
                .scalar("m", 1)
                .scalar("b", 1)
                .scalar("half", 0.5);
        m.random("w", 3, -2, 2, 4, 5);
        m.random("v", 4, -2, 2, 5, 3);
        attributes(m.nodeOf("onnx.brevitas", "FloatQuant", "xq", "x", "s", "e", "m", "b"));
        attributes(m.nodeOf("onnx.brevitas", "FloatQuant", "wq", "w", "half", "e", "m", "b"));
        attributes(m.nodeOf("onnx.brevitas", "FloatQuant", "vq", "v", "half", "e", "m", "b"));
        m.node("MatMul", "h", "xq", "wq");
        attributes(m.nodeOf("onnx.brevitas", "FloatQuant", "hq", "h", "t", "e", "m", "b"));
        m.node("MatMul", "y", "hq", "vq");
        return m.network();
    }

    @Test
    void resultsInATrainedFormatAreExactOrRefused() {
        float[][] samples = new float[500][4];
        Random random = new Random(5);
        for (float[] sample : samples) {
            for (int i = 0; i < sample.length; i++) {
                sample[i] = (float) (3 * random.nextGaussian());
            }
        }
        List<NumberFormat> formats = List.of(NumberFormats.FP4_E2M1);
        List<NumberFormat> results = List.of(NumberFormats.FP4_E2M1, NumberFormats.INT16);
        QuantizationPlan plan = QuantizationPlan.uniform(formats, results, null);
        Network exact = chain(0.25, 0.5);
        QuantizedNetwork quantized = Quantizer.quantize(exact, plan, Calibration.calibrate(exact, samples));
        Tensor hidden = quantized.tensors().get(1);
        List<short[]> trace = new ReferenceExecutor(quantized).trace(encoded(quantized, samples), samples.length);
        int compared = 0;
        for (int s = 0; s < samples.length; s++) {
            double[] values = new FloatExecutor(exact).trace(samples[s]).get(hidden.name());
            for (int i = 0; i < values.length; i++, compared++) {
                assertEquals(values[i], hidden.decode(i, trace.get(1)[s * values.length + i]), 0, "sample " + s);
            }
        }
        assertEquals(2500, compared);

        Network inexact = chain(0.3, 0.7);
        Calibration calibration = Calibration.calibrate(inexact, samples);
        InputException refused =
                assertThrows(InputException.class, () -> Quantizer.quantize(inexact, plan, calibration));
        assertEquals(true, refused.getMessage().contains("must have scales of powers of two"), refused.getMessage());
        assertEquals(true, refused.remedy().startsWith("use the format trained-nearest"), refused.remedy());
        QuantizationPlan nearest = plan.withTrained(QuantizationPlan.Trained.NEAREST);
        assertEquals(
                2, Quantizer.quantize(inexact, nearest, calibration).matrices().size());
    }

    private static short[] encoded(QuantizedNetwork network, float[][] samples) {
        return new ReferenceExecutor(network).encode(samples);
    }
}
