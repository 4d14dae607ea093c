// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.quantizer.data.ElementType;
import io.fluxmill.quantizer.mac.graph.FloatExecutor;
import io.fluxmill.quantizer.mac.graph.Network;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Graphs as skl2onnx writes them: linear models, scalers, and ends that make a label. ONNX Runtime computes the probabilities. */
class ScikitLearnTest {
    private static final String ML = "ai.onnx.ml";

    private static TestModel model() {
        return new TestModel(13, 1, 5).domain(ML, 1);
    }

    private static double[] random(long seed, int count) {
        return new SplittableRandom(seed)
                .doubles(count, -1, 1)
                .map(v -> (float) v)
                .toArray();
    }

    /** The graph's output and the network's, after what is left to the host. */
    private static Network agree(TestModel model) {
        Network network = model.network();
        FloatExecutor executor = new FloatExecutor(network);
        int compared = 0;
        for (long seed = 1; seed <= 20; seed++) {
            float[] input = model.randomInput(seed);
            float[] expected = model.onnxRuntime(input);
            float[] results = executor.run(input);
            double[] scores = new double[results.length];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = results[i];
            }
            double[] actual = OutputFunction.apply(network, scores);
            assertEquals(expected.length, actual.length);
            for (int i = 0; i < actual.length; i++) {
                assertEquals(expected[i], actual[i], 1e-5 * Math.max(1, Math.abs(expected[i])));
                compared++;
            }
        }
        assertTrue(compared > 0);
        return network;
    }

    private static void label(TestModel m, String scores) {
        ByteBuffer classes = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        List.of(3L, 5L, 8L).forEach(classes::putLong);
        m.initializer(TestModel.tensor("classes", ElementType.INT64, new int[] {3}, classes.array()));
        m.int64s("one", 1);
        m.node("ArgMax", "best", scores).set("axis", 1);
        m.nodeOf(ML, "ArrayFeatureExtractor", "extracted", "classes", "best");
        m.node("Reshape", "reshaped", "extracted", "one");
        m.node("Cast", "label", "reshaped").set("to", 7);
        m.output("label", ElementType.INT64);
    }

    @Test
    void multilayerPerceptronWithLabel() {
        TestModel m = model();
        m.random("w1", 1, -1, 1, 5, 4)
                .random("b1", 2, -1, 1, 1, 4)
                .random("w2", 3, -1, 1, 4, 3)
                .random("b2", 4, -1, 1, 1, 3);
        m.node("Cast", "c", "x").set("to", 1);
        m.node("MatMul", "m1", "c", "w1");
        m.node("Add", "a1", "m1", "b1");
        m.node("Relu", "r1", "a1");
        m.node("MatMul", "m2", "r1", "w2");
        m.node("Add", "a2", "m2", "b2");
        m.node("Softmax", "y", "a2").set("axis", 1);
        label(m, "y");
        assertEquals(Network.Ending.SOFTMAX, agree(m).ending());
    }

    @Test
    void multilayerPerceptronOfTwoClasses() {
        TestModel m = model();
        m.random("w1", 1, -1, 1, 5, 4).random("w2", 3, -1, 1, 4, 1).scalar("unity", 1);
        m.node("MatMul", "m1", "x", "w1");
        m.node("Tanh", "t1", "m1");
        m.node("MatMul", "m2", "t1", "w2");
        m.node("Sigmoid", "p", "m2");
        m.node("Sub", "q", "unity", "p");
        m.node("Concat", "y", "q", "p").set("axis", 1);
        m.node("ArgMax", "best", "y").set("axis", 1);
        m.output("best", ElementType.INT64);
        agree(m);
    }

    @Test
    void scalerAndLinearRegressor() {
        TestModel m = model();
        m.nodeOf(ML, "Scaler", "s", "x").floats("offset", random(1, 5)).floats("scale", random(2, 5));
        m.nodeOf(ML, "LinearRegressor", "y", "s")
                .floats("coefficients", random(3, 10))
                .floats("intercepts", random(4, 2))
                .set("targets", 2);
        assertEquals(1, agree(m).layers().size());
    }

    @Test
    void linearClassifier() {
        for (String transform : List.of("NONE", "SOFTMAX")) {
            TestModel m = model();
            m.nodeOf(ML, "LinearClassifier", "label", "x")
                    .floats("coefficients", random(3, 15))
                    .floats("intercepts", random(4, 3))
                    .ints("classlabels_ints", 0, 1, 2)
                    .set("multi_class", 1)
                    .set("post_transform", transform);
            m.secondOutput("y").output("label", ElementType.INT64);
            agree(m);
        }
    }

    /** A logistic regression with its probabilities in a map, as skl2onnx writes it by default. */
    @Test
    void mapsOfProbabilitiesAreLeftToTheHost() {
        TestModel m = model();
        m.random("w", 1, -1, 1, 5, 3);
        m.node("MatMul", "scores", "x", "w");
        m.node("Softmax", "shares", "scores").set("axis", 1);
        m.nodeOf(ML, "ZipMap", "y", "shares").ints("classlabels_int64s", 0, 1, 2);
        label(m, "shares");
        Network network = m.network();
        assertEquals(Network.Ending.SOFTMAX, network.ending());
        assertEquals(1, network.layers().size());
    }
}
