// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.reference;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.progress.Progress;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Layer;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The bit-exact reference: what the hardware must answer for a quantised network, code for code. All tensors are codes,
 * {@code [samples][channels][height][width]}. Samples run in parallel; instances can be shared between threads.
 */
public final class ReferenceExecutor {
    /** Number of samples that one task computes: large enough to make its buffers worthwhile, small enough to distribute the work evenly. */
    private static final int TASK_SAMPLES = 16;

    private final QuantizedNetwork network;
    private final List<LayerExecutor> layers;

    public ReferenceExecutor(QuantizedNetwork network) {
        this.network = network;
        layers = network.layers().stream()
                .map(layer -> LayerExecutor.of(network, layer))
                .toList();
    }

    /**
     * Codes of the result.
     *
     * @param inputs codes {@code [samples][elements of tensor 0]}
     * @return codes {@code [samples][elements of the result]}
     */
    public short[] run(short[] inputs, int samples) {
        return run(inputs, samples, Progress.NONE);
    }

    /**
     * The same.
     *
     * @param progress is told of samples
     */
    public short[] run(short[] inputs, int samples, Progress progress) {
        int in = elements(0);
        int out = elements(network.output());
        short[] result = new short[samples * out];
        Runnable done = progress.counting(samples);
        forEachTask(samples, (first, count) -> {
            short[][] tensors = tensors(1);
            List<LayerExecutor.Worker> workers = workers();
            for (int sample = first; sample < first + count; sample++) {
                System.arraycopy(inputs, sample * in, tensors[0], 0, in);
                workers.forEach(worker -> worker.run(tensors, 0));
                System.arraycopy(tensors[network.output()], 0, result, sample * out, out);
                done.run();
            }
        });
        return result;
    }

    /**
     * Codes of every tensor, in the order of {@link QuantizedNetwork#tensors}, {@code [samples][elements]} each.
     *
     * @param inputs codes {@code [samples][elements of tensor 0]}
     */
    public List<short[]> trace(short[] inputs, int samples) {
        short[][] tensors = tensors(samples);
        System.arraycopy(inputs, 0, tensors[0], 0, samples * elements(0));
        forEachTask(samples, (first, count) -> {
            List<LayerExecutor.Worker> workers = workers();
            for (int sample = first; sample < first + count; sample++) {
                for (LayerExecutor.Worker worker : workers) {
                    worker.run(tensors, sample);
                }
            }
        });
        return List.of(tensors);
    }

    /**
     * Runs one layer: reads and writes {@code tensors}, {@code [samples][elements]} each in the order of the network's.
     *
     * @param network may still lack the layers after this one
     */
    public static void runLayer(QuantizedNetwork network, Layer layer, short[][] tensors, int samples) {
        LayerExecutor executor = LayerExecutor.of(network, layer);
        forEachTask(samples, (first, count) -> {
            LayerExecutor.Worker worker = executor.worker();
            for (int sample = first; sample < first + count; sample++) {
                worker.run(tensors, sample);
            }
        });
    }

    /** Real values of the results of raw samples, {@code [samples][elements]}. */
    public double[][] logits(float[][] samples) {
        short[] results = run(encode(samples), samples.length);
        int size = elements(network.output());
        Tensor output = network.tensors().get(network.output());
        double[][] logits = new double[samples.length][size];
        for (int i = 0; i < results.length; i++) {
            logits[i / size][i % size] = output.decode(i % size, results[i]);
        }
        return logits;
    }

    /** Codes of raw samples, {@code [samples][elements]}. */
    public short[] encode(float[][] samples) {
        int size = elements(0);
        for (float[] sample : samples) {
            if (sample.length != size) {
                throw new IllegalArgumentException("sample must have " + size + " elements: elements=" + sample.length);
            }
        }
        short[] codes = new short[samples.length * size];
        IntStream.range(0, samples.length)
                .parallel()
                .forEach(s -> System.arraycopy(network.encode(samples[s]), 0, codes, s * size, size));
        return codes;
    }

    /** The class of each sample: index of its largest result, the first one if several are equal. */
    public int[] classes(short[] results, int samples) {
        int size = elements(network.output());
        NumberFormat format = network.tensors().get(network.output()).format();
        int mask = (1 << format.widthBits()) - 1;
        int[] classes = new int[samples];
        for (int s = 0; s < samples; s++) {
            for (int i = 1; i < size; i++) {
                int best = format.order(results[s * size + classes[s]] & mask);
                if (format.order(results[s * size + i] & mask) > best) {
                    classes[s] = i;
                }
            }
        }
        return classes;
    }

    /** The share of raw samples whose class is their label. */
    public double accuracy(float[][] samples, int[] labels) {
        int[] classes = classes(run(encode(samples), samples.length), samples.length);
        long right = IntStream.range(0, samples.length)
                .filter(s -> classes[s] == labels[s])
                .count();
        return (double) right / samples.length;
    }

    private int elements(int tensor) {
        return network.tensors().get(tensor).shape().elements();
    }

    private short[][] tensors(int samples) {
        short[][] tensors = new short[network.tensors().size()][];
        Arrays.setAll(tensors, t -> new short[samples * elements(t)]);
        return tensors;
    }

    private List<LayerExecutor.Worker> workers() {
        return layers.stream().map(LayerExecutor::worker).toList();
    }

    private interface Range {
        void run(int first, int count);
    }

    private static void forEachTask(int samples, Range range) {
        int tasks = (samples + TASK_SAMPLES - 1) / TASK_SAMPLES;
        IntStream.range(0, tasks).parallel().forEach(task -> {
            int first = task * TASK_SAMPLES;
            range.run(first, Math.min(TASK_SAMPLES, samples - first));
        });
    }
}
