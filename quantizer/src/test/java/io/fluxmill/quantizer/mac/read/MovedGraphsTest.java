// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.precision.QuantizationPlan;
import io.fluxmill.quantizer.mac.precision.Quantizer;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random chains of operators that move values, functions, reductions, broadcasts and layers, against ONNX Runtime. {@code -Dmoved.graphs=N}
 * for another number of graphs.
 */
class MovedGraphsTest {
    private static final int GRAPHS = Integer.getInteger("moved.graphs", 300);

    private final Map<String, Integer> right = new TreeMap<>();
    private final Map<String, Integer> refused = new TreeMap<>();

    @Test
    void graphsAreComputedAsOnnxRuntimeDoes() {
        int compared = 0;
        for (long seed = 0; seed < GRAPHS; seed++) {
            MovedGraph g = MovedGraph.of(seed);
            float[] input = g.model.randomInput(seed);
            float[] expected = g.model.onnxRuntime(input);
            float[] actual;
            try {
                actual = g.model.fluxmill(input);
            } catch (InputException e) {
                refused.merge(e.getMessage().replaceAll("\"[^\"]*\"|\\[[^]]*\\]|[0-9]+", "_"), 1, Integer::sum);
                continue;
            }
            assertEquals(expected.length, actual.length, "elements of seed " + seed);
            double largest = 1e-2;
            for (float value : expected) {
                largest = Math.max(largest, Math.abs(value));
            }
            for (int i = 0; i < expected.length; i++) {
                assertEquals(
                        expected[i],
                        actual[i],
                        2e-4 * largest,
                        "seed " + seed + " element " + i + " of " + g.operators);
            }
            compared++;
            g.operators.forEach(operator -> right.merge(operator, 1, Integer::sum));
        }
        System.out.printf("%d graphs agree, %s; refused %s%n", compared, right, refused);
        assertTrue(compared >= GRAPHS * 3 / 4, "compared " + compared + ", refused " + refused);
        assertTrue(GRAPHS < 300 || right.size() >= 45, "operators " + right.keySet());
    }

    /** Every step of the driver in codes gives the rounded value of what it reads, in formats of each kind. */
    @Test
    void driverStepsRoundTheirExactValueOnce() {
        List<NumberFormat> formats = List.of(
                NumberFormats.INT8,
                NumberFormats.INT16,
                NumberFormats.POSIT8_0,
                NumberFormats.POSIT16_1,
                NumberFormats.FP4_E2M1);
        Map<String, Integer> steps = new TreeMap<>();
        for (long seed = 0; seed < GRAPHS / 3; seed++) {
            Network network = MovedGraph.of(seed).model.network();
            SplittableRandom random = new SplittableRandom(seed);
            float[][] samples = new float[4][network.inputShape().elements()];
            for (float[] sample : samples) {
                for (int i = 0; i < sample.length; i++) {
                    sample[i] = (float) random.nextDouble(-2, 2);
                }
            }
            NumberFormat format = formats.get((int) (seed % formats.size()));
            Calibration calibration;
            try {
                calibration = Calibration.calibrate(network, samples);
            } catch (InputException e) {
                continue; // a logarithm of zero
            }
            QuantizationPlan plan =
                    QuantizationPlan.uniform(formats, formats, format).withFit(false);
            QuantizedNetwork quantized = Quantizer.quantize(network, plan, calibration);
            check(network, quantized, samples, steps);
        }
        System.out.println("driver steps: " + steps);
        assertTrue(GRAPHS < 300 || steps.values().stream().allMatch(count -> count > 500), steps.toString());
        assertEquals(4, steps.size(), steps.toString());
    }

    private static void check(
            Network network, QuantizedNetwork quantized, float[][] samples, Map<String, Integer> steps) {
        ReferenceExecutor reference = new ReferenceExecutor(quantized);
        List<short[]> trace = reference.trace(reference.encode(samples), samples.length);
        Map<String, Integer> index = new TreeMap<>(Map.of("input", 0));
        for (int layer = 0; layer < network.layers().size(); layer++) {
            Network.Layer step = network.layers().get(layer);
            index.put(step.output(), layer + 1);
            if (step instanceof Network.MatrixLayer || step instanceof Network.PoolLayer) {
                continue;
            }
            QuantizedNetwork.Tensor out = quantized.tensors().get(layer + 1);
            for (int s = 0; s < samples.length; s++) {
                int elements = out.shape().elements();
                for (int i = 0; i < elements; i++) {
                    double exact = exact(step, i, new Sample(quantized, trace, index, s));
                    int code = trace.get(layer + 1)[s * elements + i]
                            & (1 << out.format().widthBits()) - 1;
                    double margin = 1e-9 * Math.max(out.scale(), Math.abs(exact));
                    double value = out.decode(i, code);
                    boolean right = value == out.decode(i, out.encode(i, exact + margin))
                            || value == out.decode(i, out.encode(i, exact - margin))
                            || value == out.decode(i, out.encode(i, exact))
                            || Double.isNaN(exact)
                            || Double.isInfinite(exact) && code == (exact < 0 ? out.low() : out.high());
                    assertTrue(right, step.name() + "[" + i + "] of " + exact + " is " + out.decode(i, code));
                    steps.merge(step.getClass().getSimpleName(), 1, Integer::sum);
                }
            }
        }
    }

    /** The real values of one sample. */
    private record Sample(QuantizedNetwork network, List<short[]> trace, Map<String, Integer> index, int sample) {
        int size(String tensor) {
            return network.tensors().get(index.get(tensor)).shape().elements();
        }

        double get(String tensor, int element) {
            int t = index.get(tensor);
            return network.tensors().get(t).decode(element, trace.get(t)[sample * size(tensor) + element]);
        }
    }

    private static double exact(Network.Layer step, int i, Sample in) {
        if (step instanceof Network.AddLayer add) {
            return add.activation().apply(in.get(add.left(), i) + in.get(add.right(), i));
        }
        if (step instanceof Network.MultiplyLayer multiply) {
            return in.get(multiply.left(), i) * in.get(multiply.right(), i);
        }
        if (step instanceof Network.FunctionLayer function) {
            return function.function().apply(in.get(function.input(), i));
        }
        Network.MoveLayer move = (Network.MoveLayer) step;
        int from = move.from()[i];
        for (String input : move.inputs()) {
            if (from >= 0 && from < in.size(input)) {
                return in.get(input, from);
            }
            from -= in.size(input);
        }
        return move.fill();
    }
}
