// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.calibrate;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.progress.Progress;
import io.fluxmill.quantizer.mac.graph.FloatExecutor;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Layer;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The range of every tensor of a network over calibration samples, as the float executor computes them. Immutable. */
public final class Calibration {
    /** Number of values that are kept of each tensor, or one for each sample if there are more samples. */
    public static final int MAX_VALUES = 1 << 16;

    private final Map<String, TensorRange> ranges;
    private final float[][] samples;

    private Calibration(Map<String, TensorRange> ranges, float[][] samples) {
        this.ranges = ranges;
        this.samples = samples;
    }

    /**
     * Runs the samples; uses all cores. The result is the same in every run.
     *
     * @param samples {@code [samples][inputShape.elements()]}, at least one
     * @throws IllegalArgumentException when there is no sample, or one has another length
     * @throws InputException when a sample makes a tensor infinite or NaN, or larger than a float
     */
    public static Calibration calibrate(Network network, float[][] samples) {
        return calibrate(network, samples, Progress.NONE);
    }

    /**
     * The same.
     *
     * @param progress is told of samples
     */
    public static Calibration calibrate(Network network, float[][] samples, Progress progress) {
        if (samples.length == 0) {
            throw new IllegalArgumentException("there must be at least one calibration sample");
        }
        Map<String, Recorder> recorders = new LinkedHashMap<>();
        recorders.put("input", new Recorder("input", network.inputShape(), 0, samples.length));
        for (Layer layer : network.layers()) {
            recorders.put(
                    layer.output(),
                    new Recorder(layer.output(), layer.outputShape(), recorders.size(), samples.length));
        }
        FloatExecutor executor = new FloatExecutor(network);
        Runnable done = progress.counting(samples.length);
        IntStream.range(0, samples.length).parallel().forEach(i -> {
            executor.trace(samples[i])
                    .forEach((tensor, values) -> recorders.get(tensor).add(i, values));
            done.run();
        });
        Map<String, TensorRange> ranges = new LinkedHashMap<>();
        recorders.forEach((tensor, recorder) -> ranges.put(tensor, recorder.range()));
        return new Calibration(ranges, samples.clone());
    }

    /**
     * The range of a tensor, after activation and trained quantisation.
     *
     * @param tensor "input" or the output name of a layer
     * @throws IllegalArgumentException when the network has no such tensor
     */
    public TensorRange range(String tensor) {
        TensorRange range = ranges.get(tensor);
        if (range == null) {
            throw new IllegalArgumentException("tensor must be one of " + ranges.keySet() + ": tensor=" + tensor);
        }
        return range;
    }

    /** The range of several tensors together; at least one. */
    public TensorRange range(List<String> tensors) {
        List<TensorRange> all = tensors.stream().map(this::range).toList();
        return all.size() == 1 ? all.get(0) : TensorRange.merged(all);
    }

    /** All ranges in execution order, the input first. */
    public List<TensorRange> ranges() {
        return List.copyOf(ranges.values());
    }

    /** Number of samples that were run. */
    public int samples() {
        return samples.length;
    }

    /** The raw samples that were run, {@code [samples][inputShape.elements()]}; not to be changed. */
    public float[][] inputs() {
        return samples.clone();
    }

    /** Collects one tensor; safe for use by several threads. */
    private static final class Recorder {
        private final String tensor;
        private final int seed;
        private final int plane;
        private final Histogram histogram = new Histogram();
        private final double[] channelMin;
        private final double[] channelMax;
        private final float[][] kept;

        Recorder(String tensor, Shape shape, int seed, int samples) {
            this.tensor = tensor;
            this.seed = seed;
            this.plane = shape.height() * shape.width();
            this.channelMin = new double[shape.channels()];
            this.channelMax = new double[shape.channels()];
            Arrays.fill(channelMin, Double.POSITIVE_INFINITY);
            Arrays.fill(channelMax, Double.NEGATIVE_INFINITY);
            this.kept = new float[samples][];
        }

        void add(int sample, double[] values) {
            double[] min = new double[channelMin.length];
            double[] max = new double[channelMax.length];
            for (int c = 0; c < min.length; c++) {
                min[c] = Double.POSITIVE_INFINITY;
                max[c] = Double.NEGATIVE_INFINITY;
                for (int i = c * plane; i < (c + 1) * plane; i++) {
                    if (!Float.isFinite((float) values[i])) {
                        throw notFinite(sample, values[i]);
                    }
                    min[c] = Math.min(min[c], values[i]);
                    max[c] = Math.max(max[c], values[i]);
                }
            }
            kept[sample] = draw(sample, values);
            synchronized (histogram) {
                histogram.addAll(
                        values,
                        Arrays.stream(min).min().orElseThrow(),
                        Arrays.stream(max).max().orElseThrow());
                Arrays.setAll(channelMin, c -> Math.min(channelMin[c], min[c]));
                Arrays.setAll(channelMax, c -> Math.max(channelMax[c], max[c]));
            }
        }

        private InputException notFinite(int sample, double value) {
            return new InputException(
                    "calibration sample " + sample + " must give finite values: tensor " + tensor + " has " + value,
                    "check the scale of the data, or train the model again; it diverges");
        }

        private float[] draw(int sample, double[] values) {
            int quota = Math.max(1, MAX_VALUES / kept.length);
            SplittableRandom random = new SplittableRandom(31L * sample + seed);
            return quota >= values.length
                    ? floats(values)
                    : floats(random.ints(quota, 0, values.length)
                            .mapToDouble(i -> values[i])
                            .toArray());
        }

        private static float[] floats(double[] values) {
            float[] floats = new float[values.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) values[i];
            }
            return floats;
        }

        TensorRange range() {
            List<float[]> parts = new ArrayList<>(List.of(kept));
            float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
            int at = 0;
            for (float[] part : parts) {
                System.arraycopy(part, 0, all, at, part.length);
                at += part.length;
            }
            return new TensorRange(tensor, histogram, all, channelMin, channelMax);
        }
    }
}
