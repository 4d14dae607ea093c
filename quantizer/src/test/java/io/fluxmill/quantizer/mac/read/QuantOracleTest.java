// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.quantizer.data.Dataset;
import io.fluxmill.quantizer.data.DatasetConfig;
import io.fluxmill.quantizer.mac.graph.FloatExecutor;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.onnx.OnnxReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** QONNX models here against the same models in ONNX Runtime with every Quant written out in standard operators. */
class QuantOracleTest {
    /** Runs both sides on a batch; returns how many samples differ by more than the tolerance in any output. */
    private static int differing(byte[] file, String input, float[][] samples, double tolerance, int... sampleDims) {
        byte[] rewritten = QuantRewriter.rewrite(file);
        FloatExecutor executor = new FloatExecutor(GraphLowering.lower(OnnxReader.read("test", file), "test"));
        float[][] actual = executor.run(samples);
        int differing = 0;
        try (OnnxRuntimeSession session = new OnnxRuntimeSession(rewritten, input)) {
            for (int i = 0; i < samples.length; i++) {
                double[] expected = session.runDoubles(samples[i], sampleDims);
                assertEquals(expected.length, actual[i].length);
                boolean differs = false;
                for (int k = 0; k < expected.length; k++) {
                    differs |= !(Math.abs(expected[k] - actual[i][k]) <= tolerance);
                }
                differing += differs ? 1 : 0;
            }
        }
        return differing;
    }

    private static byte[] bytes(Path path) throws IOException {
        return Files.readAllBytes(path);
    }

    @Test
    void tfcOnAllTestImages() throws IOException {
        byte[] file = bytes(SharedData.require("qonnx/TFC_2W2A.onnx"));
        Path images = SharedData.require("mnist/mnist_t10k-images-idx3-ubyte.gz");
        float[][] samples =
                Dataset.read(DatasetConfig.of(images).withScale(1 / 255.0, 0)).samples();
        assertEquals(10_000, samples.length);
        assertEquals(0, differing(file, "0", samples, 1e-6, 1, 1, 28, 28));
    }

    @Test
    void keywordSpottingOnAllVectors() throws IOException {
        byte[] file = bytes(SharedData.require("qonnx/MLPerfTiny_KWS_W3A3.onnx"));
        DatasetConfig config = DatasetConfig.of(SharedData.require("kws/features_1000x490_i8.bin"))
                .withRaw("int8", 1, 10, 49)
                .withScale(0.33674246072769165, 0);
        float[][] samples = Dataset.read(config).samples();
        assertEquals(1000, samples.length);
        assertEquals(0, differing(file, "inp.1", samples, 1e-6, 1, 1, 10, 49));
    }

    @Test
    void biasedAndPerChannelQuantisersExhaustively() {
        int models = 0;
        for (int bits = 1; bits <= 8; bits++) {
            for (int choice = 0; choice < 4; choice++) {
                TestModel model = quantised(bits, choice % 2, choice / 2);
                float[][] samples = new float[401][2];
                for (int i = 0; i < samples.length; i++) {
                    samples[i][0] = (i - 200) / 16f;
                    samples[i][1] = -samples[i][0] / 3;
                }
                assertEquals(0, differing(model.toBytes(), "x", samples, 1e-5, 1, 2), "bits " + bits + " " + choice);
                models++;
            }
        }
        assertEquals(32, models);
    }

    /** Input, weights (per output channel), bias and result quantised; scales are powers of two so that ties are exact. */
    private static TestModel quantised(int bits, int signed, int narrow) {
        TestModel m = new TestModel(12, 1, 2);
        m.scalar("s", 0.125).scalar("z", 0).scalar("z3", signed).scalar("bits", bits);
        m.random("w", bits, -1, 1, 2, 3).constant("ws", new int[] {1, 3}, 0.5, 0.25, 0.0625);
        m.random("b", bits + 100, -1, 1, 3);
        m.nodeOf("qonnx.custom_op.general", "Quant", "xq", "x", "s", "z3", "bits")
                .set("signed", signed)
                .set("narrow", narrow)
                .set("rounding_mode", "ROUND");
        m.nodeOf("finn.custom_op.general", "Quant", "wq", "w", "ws", "z", "bits")
                .set("signed", signed)
                .set("narrow", narrow);
        m.nodeOf("", "Quant", "bq", "b", "s", "z", "bits").set("signed", 1).set("narrow", narrow);
        m.node("MatMul", "sum", "xq", "wq");
        m.node("Add", "biased", "sum", "bq");
        m.nodeOf("onnx.brevitas", "Quant", "y", "biased", "s", "z", "bits").set("signed", signed);
        return m;
    }

    @Test
    void jetTaggingOnRandomInputs() throws IOException {
        byte[] file = bytes(SharedData.require("qonnx/qkeras_jettagging.onnx"));
        long seed = 42;
        SplittableRandom random = new SplittableRandom(seed);
        float[][] samples = new float[1000][16];
        for (float[] sample : samples) {
            for (int i = 0; i < sample.length; i++) {
                sample[i] = Math.round(random.nextDouble(-128, 128)) / 64f;
            }
        }
        byte[] rewritten = QuantRewriter.rewrite(file);
        Network network = GraphLowering.lower(OnnxReader.read("test", file), "test");
        assertEquals(Network.Ending.SOFTMAX, network.ending());
        float[][] scores = new FloatExecutor(network).run(samples);
        int differing = 0;
        try (OnnxRuntimeSession session = new OnnxRuntimeSession(rewritten, "global_in")) {
            for (int i = 0; i < samples.length; i++) {
                double[] expected = session.runDoubles(samples[i], 1, 16);
                float[] actual = softmax(scores[i]);
                for (int k = 0; k < expected.length; k++) {
                    if (Math.abs(expected[k] - actual[k]) > 1e-7) {
                        differing++;
                        break;
                    }
                }
            }
        }
        assertEquals(0, differing, "seed " + seed);
    }

    private static float[] softmax(float[] scores) {
        double[] powers = new double[scores.length];
        for (int i = 0; i < powers.length; i++) {
            powers[i] = Math.exp(scores[i]);
        }
        double sum = Arrays.stream(powers).sum();
        return TestModel.floats(Arrays.stream(powers).map(p -> p / sum).toArray());
    }

    @Test
    void bipolarWeightsAndActivations() {
        TestModel m = new TestModel(12, 1, 2);
        m.scalar("s", 0.5).constant("ws", new int[] {3, 1}, 0.5, 0.25, 2);
        m.constant("w", new int[] {3, 2}, 1, -1, 0, 0.5, -2, -0.0);
        m.nodeOf("finn.custom_op.general", "BipolarQuant", "xq", "x", "s");
        m.nodeOf("qonnx.custom_op.general", "BipolarQuant", "wq", "w", "ws");
        m.node("Gemm", "y", "xq", "wq").set("transB", 1);
        float[][] samples = {{1, -1}, {0, 0.25f}, {-3, -0.125f}};
        assertEquals(0, differing(m.toBytes(), "x", samples, 0, 1, 2));
        MatrixLayer layer = (MatrixLayer) m.network().last();
        assertArrayEquals(new float[] {0.5f, -0.5f, 0.25f, 0.25f, -2, 2}, layer.weights());
        assertTrue(layer.weightQuant().bipolar());
    }

    @Test
    void quantisedWeightsStayAndBatchNormalizationGoesToGain() {
        TestModel m = new TestModel(12, 1, 2);
        m.scalar("s", 0.5).scalar("z", 0).scalar("bits", 3);
        m.constant("w", new int[] {2, 2}, 0.6, -0.9, 7, -7);
        m.constant("gamma", new int[] {2}, 2, 3).constant("beta", new int[] {2}, 1, -1);
        m.constant("mean", new int[] {2}, 0.5, 0).constant("var", new int[] {2}, 4, 1);
        m.nodeOf("onnx.brevitas", "Quant", "wq", "w", "s", "z", "bits").set("narrow", 1);
        m.node("Gemm", "a", "x", "wq").set("transB", 1).set("alpha", 2.0);
        m.node("BatchNormalization", "y", "a", "gamma", "beta", "mean", "var").set("epsilon", 0.0);
        MatrixLayer layer = (MatrixLayer) m.network().last();
        assertArrayEquals(new float[] {0.5f, -1, 1.5f, -1.5f}, layer.weights());
        assertArrayEquals(new double[] {2, 6}, layer.gain());
        assertArrayEquals(new double[] {0.5, -1}, layer.bias());
        assertEquals(-3, layer.weightQuant().low());
        assertEquals(3, layer.weightQuant().high());
    }
}
