// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.Layer;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The executor against the definitions in {@link Network}, written out element by element. */
class FloatExecutorTest {
    private static final Quant INT3 = new Quant(new double[] {0.25}, 0, -4, 3, false);

    private static double[] values(SplittableRandom random, int count) {
        return random.doubles(count, -1, 1).toArray();
    }

    private static float[] floats(SplittableRandom random, int count) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = (float) random.nextDouble(-1, 1);
        }
        return floats;
    }

    private static MatrixLayer layer(SplittableRandom random, Geometry g, Shape in, Shape out) {
        float[] weights = floats(random, out.channels() * g.depth());
        double[] gain = values(random, out.channels());
        double[] bias = values(random, out.channels());
        Activation activation = new Activation(0.5, -0.75, 2);
        return new MatrixLayer("m", "input", "m", in, out, g, weights, gain, bias, activation, null, INT3);
    }

    /** Geometry's Javadoc as code. */
    private static double element(MatrixLayer layer, float[] x, int n, int oy, int ox) {
        Geometry g = layer.geometry();
        Shape in = layer.inputShape();
        int group = n / (layer.outChannels() / g.groups());
        double sum = 0;
        for (int c = 0; c < g.channels(); c++) {
            for (int ky = 0; ky < g.kernelHeight(); ky++) {
                for (int kx = 0; kx < g.kernelWidth(); kx++) {
                    int iy = oy * g.strideY() - g.padTop() + ky * g.dilationY();
                    int ix = ox * g.strideX() - g.padLeft() + kx * g.dilationX();
                    boolean inside = iy >= 0 && iy < in.height() && ix >= 0 && ix < in.width();
                    int channel = group * g.channels() + c;
                    double value = inside ? x[(channel * in.height() + iy) * in.width() + ix] : 0;
                    int k = (c * g.kernelHeight() + ky) * g.kernelWidth() + kx;
                    sum += layer.weights()[n * layer.depth() + k] * value;
                }
            }
        }
        double y = layer.gain()[n] * sum + layer.bias()[n];
        double activated = Math.max(-0.75, Math.min(2, y >= 0 ? y : 0.5 * y));
        return Math.max(-4, Math.min(3, Math.rint(activated / 0.25))) * 0.25;
    }

    @Test
    void randomGeometriesAgainstTheDefinition() {
        int compared = 0;
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int groups = random.nextInt(1, 4);
            Geometry g = new Geometry(
                    random.nextInt(1, 4),
                    random.nextInt(1, 4),
                    random.nextInt(1, 4),
                    random.nextInt(1, 4),
                    random.nextInt(1, 4),
                    random.nextInt(0, 4),
                    random.nextInt(0, 4),
                    random.nextInt(1, 3),
                    random.nextInt(1, 3),
                    groups);
            Shape in = new Shape(groups * g.channels(), random.nextInt(1, 7), random.nextInt(1, 7));
            Shape out = new Shape(groups * random.nextInt(1, 3), random.nextInt(1, 5), random.nextInt(1, 5));
            MatrixLayer layer = layer(random, g, in, out);
            float[] x = floats(random, in.elements());
            float[] y = new FloatExecutor(network(in, layer)).run(x);
            for (int i = 0; i < y.length; i++) {
                int ox = i % out.width();
                int oy = i / out.width() % out.height();
                int n = i / (out.width() * out.height());
                assertEquals(element(layer, x, n, oy, ox), y[i], 1e-12, "seed " + seed + " element " + i);
                compared++;
            }
        }
        assertTrue(compared > 3000, "compared " + compared);
    }

    private static Network network(Shape in, Layer... layers) {
        return new Network("net", in, 1, 0, null, List.of(layers), false);
    }

    @Test
    void quantiserRoundsHalfToEvenAndClips() {
        Quant quant = new Quant(new double[] {0.5}, 2, 0, 7, false);
        Quant bipolar = new Quant(new double[] {0.5}, 0, -1, 1, true);
        double[] x = {0.25, 0.75, -0.25, -10, 10, 0.26, -0.74};
        double[] y = x.clone();
        FloatExecutor.quantise(y, quant, new Shape(x.length, 1, 1));
        assertArrayEquals(new double[] {0, 1, 0, -1, 2.5, 0.5, -0.5}, y);
        y = new double[] {0, -0.0, -1e-30, 3};
        FloatExecutor.quantise(y, bipolar, new Shape(4, 1, 1));
        assertArrayEquals(new double[] {0.5, 0.5, -0.5, 0.5}, y);
    }

    @Test
    void traceHoldsEveryTensorInOrder() {
        Shape in = new Shape(2, 1, 1);
        double[] ones = {1, 1};
        MatrixLayer identity = new MatrixLayer(
                "a",
                "input",
                "a",
                in,
                in,
                new Geometry(1, 1, 1, 1, 1, 0, 0, 1, 1, 2),
                new float[] {1, 1},
                ones,
                new double[2],
                Activation.RELU,
                null,
                null);
        Layer sum = new Network.AddLayer("b", "a", "input", "b", in, Activation.NONE, null);
        Network network = new Network("net", in, 2, 1, INT3, List.of(identity, sum), false);
        Map<String, double[]> trace = new FloatExecutor(network).trace(new float[] {-0.8f, -0.4f});
        assertEquals(List.of("input", "a", "b"), new ArrayList<>(trace.keySet()));
        assertArrayEquals(new double[] {-0.5, 0.25}, trace.get("input"), "2 x + 1, rounded to quarters");
        assertArrayEquals(new double[] {0, 0.25}, trace.get("a"), 0);
        assertArrayEquals(new double[] {-0.5, 0.5}, trace.get("b"));
    }

    @Test
    void aSampleOfAnotherLengthIsRefused() {
        MatrixLayer layer = layer(
                new SplittableRandom(1), Geometry.dense(new Shape(3, 1, 1)), new Shape(3, 1, 1), new Shape(2, 1, 1));
        FloatExecutor executor = new FloatExecutor(network(new Shape(3, 1, 1), layer));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> executor.run(new float[4]));
        assertEquals("a sample must have 3 values for the shape [3]: values=4", e.getMessage());
    }
}
