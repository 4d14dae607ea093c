// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.quantizer.data.ElementType;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.precision.QuantizationPlan;
import io.fluxmill.quantizer.mac.precision.Quantizer;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random networks of QuantizeLinear and DequantizeLinear, opsets 13 to 25, computed in integers here and in float by ONNX Runtime, which rounds its
 * sums. A sample may differ only if one of its sums lies at the border of two codes; where none does, every code is the same. Opsets from 23 on, which ONNX Runtime 1.22
 * refuses, are computed by {@link QdqEvaluator}; on every graph that ONNX Runtime takes, the two are compared. {@code -Dqdq.graphs=N} for another
 * number of graphs.
 */
class QdqGraphsTest {
    private static final int GRAPHS = Integer.getInteger("qdq.graphs", 200);
    private static final int SAMPLES = 4;

    private final Map<String, Integer> refused = new TreeMap<>();
    private final Map<String, Integer> features = new TreeMap<>();

    private static QuantizedNetwork quantized(Network network) {
        List<NumberFormat> formats = List.of(NumberFormats.INT8, NumberFormats.INT16);
        return Quantizer.quantize(
                network, QuantizationPlan.uniform(formats, formats, null).withRescaleBits(31), null);
    }

    /** Samples that were compared, and how many codes of those in doubt differ. */
    private static final class Count {
        int graphs;
        int codes;
        int samples;
        int inDoubt;
        int differ;

        void compare(String what, boolean doubt, float scale, float[] expected, double... actual) {
            assertEquals(expected.length, actual.length);
            samples++;
            inDoubt += doubt ? 1 : 0;
            codes += expected.length;
            for (int i = 0; i < expected.length; i++) {
                long steps = Math.round((actual[i] - expected[i]) / scale);
                assertTrue(doubt || steps == 0, what + " element " + i + " " + expected[i] + " " + actual[i]);
                differ += steps == 0 ? 0 : 1;
            }
        }

        @Override
        public String toString() {
            return String.format(
                    "%d graphs, %d codes, %d of %d samples at a border, in which %d codes differ",
                    graphs, codes, inDoubt, samples, differ);
        }
    }

    private static double[] doubles(float... values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }

    @Test
    void codesAreThoseOfTheSpecification() {
        Count runtime = new Count();
        Count evaluator = new Count();
        Count oracles = new Count();
        for (long seed = 0; seed < GRAPHS; seed++) {
            int opset = 13 + (int) (seed % (QdqSketch.LATEST - 12));
            QdqSketch g = QdqSketch.of(seed, opset, opset, features);
            ReferenceExecutor reference = null;
            try {
                reference = new ReferenceExecutor(quantized(g.model.network()));
            } catch (InputException e) {
                refused.merge(e.getMessage().replaceAll("\"[^\"]*\"|t[0-9]+_node|[0-9]+", "_"), 1, Integer::sum);
            }
            Count count = opset > QdqSketch.LATEST_OF_RUNTIME ? evaluator : runtime;
            count.graphs += reference == null ? 0 : 1;
            QdqSketch known = opset > QdqSketch.LATEST_OF_RUNTIME
                    ? QdqSketch.of(seed, opset, QdqSketch.LATEST_OF_RUNTIME, new TreeMap<>())
                    : g;
            QdqEvaluator specified = new QdqEvaluator(g.model.toBytes());
            try (OnnxRuntimeSession session = known.beyondRuntime ? null : known.session()) {
                oracles.graphs += session == null ? 0 : 1;
                for (int s = 0; s < SAMPLES; s++) {
                    float[] x = g.model.randomInput(1000 * seed + s);
                    float[] formula = specified.run(x);
                    float[] real = session == null ? formula : session.run(x, g.inputDims);
                    if (session != null) {
                        oracles.compare(
                                "oracles, seed " + seed, specified.isInDoubt(), g.outputScale, real, doubles(formula));
                    }
                    if (reference != null) {
                        float[] expected = count == evaluator ? formula : real;
                        count.compare(
                                "seed " + seed,
                                specified.isInDoubt(),
                                g.outputScale,
                                expected,
                                reference.logits(new float[][] {x})[0]);
                    }
                }
            }
        }
        System.out.printf(
                "against ONNX Runtime %s; against the specification (opsets 23 to 25) %s; between the two %s; %s; refused %s%n",
                runtime, evaluator, oracles, features, refused);
        assertTrue(runtime.graphs + evaluator.graphs > GRAPHS / 2, "refused " + refused);
        for (Count count : List.of(runtime, evaluator, oracles)) {
            assertTrue(count.inDoubt < count.samples / 2 && count.differ <= count.codes / 1000, count.toString());
        }
    }

    /** One scale for each block of weights: read as real values, which have no codes of one scale for each output. */
    @Test
    void weightsInBlocks() {
        SplittableRandom random = new SplittableRandom(5);
        for (int axis = 0; axis < 2; axis++) {
            TestModel model = new TestModel(QdqSketch.LATEST_OF_RUNTIME, 1, 5);
            int[] shape = axis == 0 ? new int[] {3, 4} : new int[] {5, 2};
            byte[] raw = new byte[20];
            random.nextBytes(raw);
            model.initializer(TestModel.tensor("codes", ElementType.INT8, new int[] {5, 4}, raw));
            model.random("scales", axis, 0.001, 0.01, shape);
            model.node("DequantizeLinear", "w", "codes", "scales")
                    .set("axis", axis)
                    .set("block_size", 2);
            model.node("MatMul", "y", "x", "w");
            float[] x = model.randomInput(3);
            float[] expected = model.onnxRuntime(x);
            assertArrayEquals(expected, model.fluxmill(x), 1e-6F);
            assertArrayEquals(expected, new QdqEvaluator(model.toBytes()).run(x), 1e-6F);
        }
    }
}
