// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.FloatExecutor;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.Layer;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.precision.QuantizationPlan;
import io.fluxmill.quantizer.mac.precision.Quantizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Seconds of calibration and quantisation to INT8 of chains of convolutions with random weights, beside the float results of the same
 * samples in the same JVM.
 */
final class QuantizeBenchmark {
    private static final int KERNEL = 3;

    private QuantizeBenchmark() {}

    /** One row of the table; seconds of the wall clock and of all threads. */
    record Row(String network, double floatCpu, double cpu, double wall) {
        @Override
        public String toString() {
            return String.format(
                    "quantize %-45s cpu s %6.1f  wall s %6.1f  cpu over float results %.1f",
                    network, cpu, wall, cpu / floatCpu);
        }
    }

    static List<Row> run() {
        return List.of(
                row(500, 4, 4, 64), // the JVM is cold
                row(500, 4, 4, 64),
                row(10, 64, 32, 256));
    }

    private static Row row(int layers, int channels, int size, int count) {
        Random random = new Random(1);
        Network network = chain(layers, new Shape(channels, size, size), random);
        float[][] samples = new float[count][channels * size * size];
        for (float[] sample : samples) {
            for (int i = 0; i < sample.length; i++) {
                sample[i] = (float) random.nextGaussian();
            }
        }
        Stopwatch plain = new Stopwatch();
        new FloatExecutor(network).run(samples);
        double floatCpu = plain.cpuSeconds();
        NumberFormat format = NumberFormats.of("INT8");
        Stopwatch watch = new Stopwatch();
        Quantizer.quantize(
                network,
                QuantizationPlan.uniform(List.of(format), List.of(format), format),
                Calibration.calibrate(network, samples));
        return new Row(
                layers + " layers, " + channels + " x " + size + " x " + size + ", " + count + " samples",
                floatCpu,
                watch.cpuSeconds(),
                watch.wallSeconds());
    }

    private static Network chain(int count, Shape shape, Random random) {
        List<Layer> layers = new ArrayList<>();
        String tensor = "input";
        Geometry window = new Geometry(shape.channels(), KERNEL, KERNEL, 1, 1, 1, 1, 1, 1, 1);
        for (int i = 0; i < count; i++) {
            float[] weights = new float[shape.channels() * window.depth()];
            for (int k = 0; k < weights.length; k++) {
                weights[k] = (float) (random.nextGaussian() * Math.sqrt(2.0 / window.depth()));
            }
            double[] ones = new double[shape.channels()];
            Arrays.fill(ones, 1);
            String name = "conv" + i;
            layers.add(new MatrixLayer(
                    name,
                    tensor,
                    name,
                    shape,
                    shape,
                    window,
                    weights,
                    ones,
                    new double[shape.channels()],
                    Activation.RELU,
                    null,
                    null));
            tensor = name;
        }
        return new Network("chain", shape, 1, 0, null, layers, false);
    }
}
