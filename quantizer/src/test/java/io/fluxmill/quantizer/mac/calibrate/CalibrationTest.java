// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.calibrate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    private static final long SEED = 5;

    /** y = ReLU(2 x + 1) for each of n values. */
    private static Network network(int n) {
        Shape shape = new Shape(n, 1, 1);
        float[] weights = new float[n];
        double[] ones = new double[n];
        Arrays.fill(weights, 2);
        Arrays.fill(ones, 1);
        Geometry each = new Geometry(1, 1, 1, 1, 1, 0, 0, 1, 1, n);
        MatrixLayer layer = new MatrixLayer(
                "only", "input", "out", shape, shape, each, weights, ones, ones, Activation.RELU, null, null);
        return new Network("net", shape, 0.5, 0, null, List.of(layer), false);
    }

    private static float[][] samples(int count, int elements) {
        SplittableRandom random = new SplittableRandom(SEED);
        float[][] samples = new float[count][elements];
        for (float[] sample : samples) {
            for (int i = 0; i < elements; i++) {
                double uniform = random.nextDouble(-1, 1);
                sample[i] = (float) (uniform * uniform * uniform * 8);
            }
        }
        return samples;
    }

    /** What the layer gives for these samples, sorted. */
    private static double[] expected(float[][] samples) {
        return Arrays.stream(samples)
                .flatMapToDouble(
                        s -> java.util.stream.IntStream.range(0, s.length).mapToDouble(i -> s[i]))
                .map(x -> Math.max(0, 2 * (x * 0.5) + 1))
                .sorted()
                .toArray();
    }

    @Test
    void extremesAndCountAreExact() {
        float[][] samples = samples(100, 30);
        double[] sorted = expected(samples);
        TensorRange range = Calibration.calibrate(network(30), samples).range("out");
        assertEquals(sorted[0], range.min());
        assertEquals(sorted[sorted.length - 1], range.max());
        assertEquals(range.max(), range.maxAbs());
        assertEquals(3000, range.count());
        assertEquals(0, range.percentile(0));
        assertEquals(range.max(), range.percentile(100));
    }

    @Test
    void percentilesAreExactToOneBin() {
        float[][] samples = samples(500, 40);
        double[] sorted = expected(samples);
        TensorRange range = Calibration.calibrate(network(40), samples).range("out");
        double bin = range.maxAbs() / 4096;
        int checked = 0;
        for (double percent = 0.5; percent < 100; percent += 0.5) {
            int rank = (int) Math.ceil(percent / 100 * sorted.length) - 1;
            assertEquals(sorted[rank], range.percentile(percent), bin, "seed " + SEED + " percent " + percent);
            checked++;
        }
        assertEquals(199, checked);
    }

    @Test
    void theOrderOfSamplesChangesNothingButTheOrderOfValues() {
        float[][] samples = samples(64, 10);
        float[][] reversed = new float[64][];
        for (int i = 0; i < 64; i++) {
            reversed[63 - i] = samples[i];
        }
        for (String tensor : List.of("input", "out")) {
            TensorRange a = Calibration.calibrate(network(10), samples).range(tensor);
            TensorRange b = Calibration.calibrate(network(10), reversed).range(tensor);
            for (double percent = 0; percent <= 100; percent += 1) {
                assertEquals(a.percentile(percent), b.percentile(percent), "percent " + percent);
            }
            float[] valuesA = a.values();
            float[] valuesB = b.values();
            Arrays.sort(valuesA);
            Arrays.sort(valuesB);
            assertArrayEquals(valuesA, valuesB);
            assertEquals(640, valuesA.length, "few values are all kept");
        }
    }

    @Test
    void manyValuesAreDrawnTheSameWayEveryTime() {
        float[][] samples = samples(300, 1000);
        TensorRange range = Calibration.calibrate(network(1000), samples).range("input");
        assertEquals(300_000, range.count());
        float[] values = range.values();
        assertEquals(Calibration.MAX_VALUES / 300 * 300, values.length);
        assertArrayEquals(
                values,
                Calibration.calibrate(network(1000), samples).range("input").values());
        double mean = 0;
        for (float value : values) {
            assertTrue(value >= range.min() && value <= range.max());
            mean += value / values.length;
        }
        assertEquals(0, mean, 0.03, "standard error of the mean is about 0.006");
    }

    @Test
    void zerosAndTinyAndHugeValues() {
        Histogram histogram = new Histogram();
        for (double value : new double[] {0, Double.MIN_VALUE, -1e-300, 1e300, -1e300, 0}) {
            histogram.addAll(new double[] {value}, value, value);
        }
        assertEquals(6, histogram.count());
        assertEquals(-1e300, histogram.percentile(0));
        assertEquals(1e300, histogram.percentile(100));
        assertEquals(0, histogram.percentile(50), 1e300 / 4096);
        Histogram zeros = new Histogram();
        zeros.addAll(new double[] {0}, 0, 0);
        assertEquals(0, zeros.percentile(50));
    }

    @Test
    void wrongUse() {
        Network network = network(2);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Calibration.calibrate(network, new float[0][]));
        assertEquals("there must be at least one calibration sample", e.getMessage());
        Calibration calibration = Calibration.calibrate(network, new float[][] {{1, 2}});
        assertEquals(2, calibration.ranges().size());
        e = assertThrows(IllegalArgumentException.class, () -> calibration.range("conv"));
        assertEquals("tensor must be one of [input, out]: tensor=conv", e.getMessage());
        e = assertThrows(
                IllegalArgumentException.class, () -> calibration.range("out").percentile(101));
        assertEquals("percent must be from 0 to 100: percent=101.0", e.getMessage());
        e = assertThrows(
                IllegalArgumentException.class, () -> Calibration.calibrate(network, new float[][] {{1, 2, 3}}));
        assertTrue(e.getMessage().contains("a sample must have 2 values for the shape [2]: values=3"), e.getMessage());
    }
}
