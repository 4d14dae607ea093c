// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.Dataset;
import io.fluxmill.quantizer.mac.graph.FloatExecutor;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.AddLayer;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.Layer;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.PoolKind;
import io.fluxmill.quantizer.mac.graph.Network.PoolLayer;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.Quant;
import io.fluxmill.quantizer.mac.lower.QuantRange;
import io.fluxmill.quantizer.onnx.OnnxReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxWriterTest {
    private static final Activation LEAKY = new Activation(0.125, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    private static final Activation RELU6 = new Activation(0, Double.NEGATIVE_INFINITY, 6);
    private static final Activation CLIP = new Activation(1, -0.75, 0.5);
    private static final Quant INT4 = new Quant(new double[] {0.25}, 0, -8, 7, false);
    private static final Quant UINT3 = new Quant(new double[] {0.125}, 1, 0, 7, false);
    private static final Quant BIPOLAR = new Quant(new double[] {0.5}, 0, -1, 1, true);

    private final SplittableRandom random = new SplittableRandom(7);

    private double[] doubles(int count) {
        return random.doubles(count, -1, 1).map(v -> (float) v).toArray();
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private MatrixLayer matrix(
            String name, String input, Shape in, Shape out, Geometry geometry, Activation activation) {
        float[] weights = TestModel.floats(doubles(out.channels() * geometry.depth()));
        double[] gain = ones(out.channels());
        double[] bias = doubles(out.channels());
        return new MatrixLayer(name, input, name, in, out, geometry, weights, gain, bias, activation, null, null);
    }

    private static MatrixLayer quantised(MatrixLayer m, Quant weightQuant, double[] gain, Quant outputQuant) {
        float[] weights = m.weights().clone();
        for (int i = 0; i < weights.length; i++) {
            int channel = i / m.depth();
            weights[i] = (float) weightQuant.toReal(weightQuant.toCode(weights[i], channel), channel);
        }
        return new MatrixLayer(
                m.name(),
                m.input(),
                m.output(),
                m.inputShape(),
                m.outputShape(),
                m.geometry(),
                weights,
                gain,
                m.bias(),
                m.activation(),
                weightQuant,
                outputQuant);
    }

    /** Two convolutions (strided, padded, grouped), both pools, a residual sum, a dense layer on the map, and one on a vector. */
    private Network convolutional() {
        Shape in = new Shape(2, 8, 7);
        Shape map = new Shape(4, 8, 7);
        Shape pooled = new Shape(4, 4, 3);
        Shape small = new Shape(4, 2, 2);
        Geometry first = new Geometry(2, 3, 3, 1, 1, 1, 1, 1, 1, 1);
        Geometry depthwise = new Geometry(1, 3, 3, 1, 1, 1, 1, 1, 1, 4);
        Geometry max = new Geometry(1, 2, 2, 2, 2, 0, 0, 1, 1, 4);
        Geometry average = new Geometry(1, 3, 3, 2, 2, 1, 1, 1, 1, 4);
        List<Layer> layers = new ArrayList<>();
        layers.add(matrix("conv", "input", in, map, first, LEAKY));
        layers.add(matrix("depthwise", "conv", map, map, depthwise, Activation.NONE));
        layers.add(new AddLayer("sum", "conv", "depthwise", "sum", map, Activation.RELU, null));
        layers.add(new PoolLayer("max", "sum", "max", map, pooled, PoolKind.MAX, max, false, null));
        layers.add(new PoolLayer("average", "max", "average", pooled, small, PoolKind.AVERAGE, average, true, null));
        layers.add(matrix("dense", "average", small, new Shape(6, 1, 1), Geometry.dense(small), RELU6));
        Shape six = new Shape(6, 1, 1);
        layers.add(matrix("scores", "dense", six, new Shape(3, 1, 1), Geometry.dense(six), CLIP));
        return new Network("conv", in, 0.5, -1, null, layers, false);
    }

    private Network quantised() {
        Shape in = new Shape(1, 4, 4);
        Shape map = new Shape(3, 4, 4);
        Shape out = new Shape(5, 1, 1);
        Quant perChannel = new Quant(new double[] {0.5, 0.25, 0.125}, 0, -3, 3, false);
        Geometry geometry = new Geometry(1, 3, 3, 1, 1, 1, 1, 1, 1, 1);
        MatrixLayer conv = matrix("conv", "input", in, map, geometry, Activation.RELU);
        MatrixLayer dense = matrix("dense", "conv", map, out, Geometry.dense(map), Activation.NONE);
        List<Layer> layers = List.of(
                quantised(conv, perChannel, new double[] {0.5, 2, -1.25}, UINT3),
                quantised(dense, BIPOLAR, ones(5), INT4));
        return new Network("quantised", in, 1, 0, INT4, layers, true);
    }

    private static Network reread(Network network) {
        return GraphLowering.lower(OnnxReader.read("written.onnx", OnnxWriter.toBytes(network)), network.name());
    }

    private float[][] samples(Network network, int count) {
        float[][] samples = new float[count][];
        for (int i = 0; i < count; i++) {
            samples[i] = TestModel.floats(
                    random.doubles(network.inputShape().elements(), -3, 3).toArray());
        }
        return samples;
    }

    @Test
    void onnxRuntimeComputesTheSame() {
        Network network = convolutional();
        FloatExecutor executor = new FloatExecutor(network);
        try (OnnxRuntimeSession session = new OnnxRuntimeSession(OnnxWriter.toBytes(network), "input")) {
            for (float[] sample : samples(network, 20)) {
                assertArrayEquals(session.run(sample, 1, 2, 8, 7), executor.run(sample), 1e-5f);
            }
            float[][] two = samples(network, 2);
            float[] batch = Arrays.copyOf(two[0], 2 * two[0].length);
            System.arraycopy(two[1], 0, batch, two[0].length, two[1].length);
            float[] both = session.run(batch, 2, 2, 8, 7);
            assertArrayEquals(Arrays.copyOfRange(both, 3, 6), executor.run(two[1]), 1e-5f, "the batch is open");
        }
    }

    @Test
    void vectorNetworkWithSoftmaxInOnnxRuntime() {
        Shape in = new Shape(5, 1, 1);
        MatrixLayer only = matrix("only", "input", in, new Shape(4, 1, 1), Geometry.dense(in), Activation.NONE);
        Network network = new Network("vector", in, 1, 0, null, List.of(only), true);
        float[] sample = samples(network, 1)[0];
        float[] scores = new FloatExecutor(network).run(sample);
        try (OnnxRuntimeSession session = new OnnxRuntimeSession(OnnxWriter.toBytes(network), "input")) {
            float[] probabilities = session.run(sample, 1, 5);
            assertEquals(Dataset.argMax(scores), Dataset.argMax(probabilities));
            assertEquals(scores[1] - scores[0], Math.log(probabilities[1] / probabilities[0]), 1e-5);
        }
    }

    @Test
    void readBackItIsTheSameNetwork() {
        for (Network network : List.of(convolutional(), quantised())) {
            Network again = reread(network);
            assertEquals(network.inputShape(), again.inputShape());
            assertEquals(network.inputSteps(), again.inputSteps());
            assertEquals(network.ending(), again.ending());
            assertSame(network.inputQuant(), again.inputQuant());
            assertEquals(network.layers().size(), again.layers().size());
            for (int i = 0; i < network.layers().size(); i++) {
                assertSame(network.layers().get(i), again.layers().get(i));
            }
            float[][] samples = samples(network, 10);
            assertArrayEquals(new FloatExecutor(network).run(samples), new FloatExecutor(again).run(samples));
        }
    }

    private static void assertSame(Layer expected, Layer actual) {
        assertEquals(expected.name(), actual.name());
        assertEquals(expected.outputShape(), actual.outputShape());
        if (expected instanceof MatrixLayer e && actual instanceof MatrixLayer a) {
            assertEquals(e.inputShape(), a.inputShape());
            assertEquals(e.geometry(), a.geometry());
            assertEquals(e.activation(), a.activation());
            assertArrayEquals(e.weights(), a.weights());
            assertArrayEquals(e.gain(), a.gain());
            assertArrayEquals(e.bias(), a.bias());
            assertSame(e.weightQuant(), a.weightQuant());
            assertSame(e.outputQuant(), a.outputQuant());
        } else if (expected instanceof PoolLayer e && actual instanceof PoolLayer a) {
            assertEquals(
                    List.of(e.kind(), e.geometry(), e.countIncludePad()),
                    List.of(a.kind(), a.geometry(), a.countIncludePad()));
        } else {
            assertEquals(((AddLayer) expected).activation(), ((AddLayer) actual).activation());
        }
    }

    private static void assertSame(Quant expected, Quant actual) {
        assertEquals(expected == null, actual == null);
        if (expected != null) {
            assertArrayEquals(expected.scale(), actual.scale());
            assertEquals(
                    List.of(expected.zeroPoint(), expected.low(), expected.high(), expected.bipolar()),
                    List.of(actual.zeroPoint(), actual.low(), actual.high(), actual.bipolar()));
        }
    }

    @Test
    void realModelsReadBackGiveTheSameOutputs() {
        String[] files = {
            "qonnx/TFC_2W2A.onnx",
            "qonnx/MLPerfTiny_KWS_W3A3.onnx",
            "qonnx/qkeras_jettagging.onnx",
            "onnx/mnist-conv.onnx",
            "ulvio/inertial_encoder.onnx"
        };
        for (String file : files) {
            Network network = NetworkReader.read(SharedData.require(file));
            float[][] samples = samples(network, 20);
            float[][] expected = new FloatExecutor(network).run(samples);
            float[][] actual = new FloatExecutor(reread(network)).run(samples);
            for (int i = 0; i < samples.length; i++) {
                assertArrayEquals(expected[i], actual[i], 1e-4f, file + ": biases and gains are rounded to float");
            }
        }
    }

    @Test
    void rangesOfQuantisations() {
        int ranges = 0;
        for (int bits = 1; bits <= 31; bits++) {
            for (int choice = 0; choice < 4; choice++) {
                QuantRange range = new QuantRange(bits, choice < 2, choice % 2 == 1);
                QuantRange found = QuantRange.of(new Quant(new double[] {1}, 0, range.low(), range.high(), false));
                assertEquals(List.of(range.low(), range.high()), List.of(found.low(), found.high()));
                ranges++;
            }
        }
        assertEquals(124, ranges);
        Quant odd = new Quant(new double[] {1}, 0, -5, 3, false);
        assertEquals(
                "the codes of a quantisation must be those of a bit width: low=-5, high=3",
                assertThrows(IllegalArgumentException.class, () -> QuantRange.of(odd))
                        .getMessage());
    }

    @Test
    void aFolderThatIsNotThereIsMade(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("absent").resolve("model.onnx");
        Network network = quantised();
        OnnxWriter.write(network, path);
        assertArrayEquals(OnnxWriter.toBytes(network), Files.readAllBytes(path));
        try (Stream<Path> files = Files.list(path.getParent())) {
            assertEquals(List.of(path), files.toList(), "nothing is left beside it");
        }
        InputException e =
                assertThrows(InputException.class, () -> OnnxWriter.write(network, path.resolve("model.onnx")));
        assertEquals(
                "model must be in a folder: " + path + " is none: model=" + path.resolve("model.onnx"), e.getMessage());
        assertEquals("name another file", e.remedy());
    }
}
