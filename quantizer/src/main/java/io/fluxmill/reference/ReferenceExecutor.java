// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.reference;

import io.fluxmill.graph.QuantizedNetwork;
import io.fluxmill.graph.QuantizedNetwork.Add;
import io.fluxmill.graph.QuantizedNetwork.Layer;
import io.fluxmill.graph.QuantizedNetwork.Matrix;
import io.fluxmill.graph.QuantizedNetwork.Pool;
import io.fluxmill.graph.QuantizedNetwork.Tensor;
import io.fluxmill.map.StepMapping;
import io.fluxmill.program.HostSteps;
import io.fluxmill.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The bit-exact reference: what the hardware must answer for a quantised network, code for code. All tensors are codes,
 * {@code [samples][channels][height][width]}. Samples run in parallel; instances can be shared between threads.
 */
public final class ReferenceExecutor {
    /** Samples that one task computes: large enough for its buffers to pay, small enough to share out evenly. */
    private static final int TASK_SAMPLES = 16;

    private final QuantizedNetwork network;
    private final List<MatrixExecutor> matrices = new ArrayList<>();
    private final List<Program.Value> values;

    public ReferenceExecutor(QuantizedNetwork network) {
        this.network = network;
        values = network.tensors().stream().map(StepMapping::value).toList();
        for (Layer layer : network.layers()) {
            matrices.add(
                    layer instanceof Matrix matrix
                            ? new MatrixExecutor(
                                    matrix,
                                    tensor(matrix.input()).shape(),
                                    tensor(matrix.output()).shape())
                            : null);
        }
    }

    private Tensor tensor(int index) {
        return network.tensors().get(index);
    }

    /**
     * Codes of the result.
     *
     * @param inputs codes {@code [samples][elements of tensor 0]}
     * @return codes {@code [samples][elements of the result]}
     */
    public short[] run(short[] inputs, int samples) {
        int size = elements(network.output());
        short[] result = new short[samples * size];
        forEachTask(samples, (first, count) -> {
            Task task = new Task();
            for (int sample = first; sample < first + count; sample++) {
                System.arraycopy(inputs, sample * elements(0), task.codes.get(0), 0, elements(0));
                task.runSample();
                System.arraycopy(task.codes.get(network.output()), 0, result, sample * size, size);
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
        List<short[]> all = new ArrayList<>();
        for (int t = 0; t < values.size(); t++) {
            all.add(new short[samples * elements(t)]);
        }
        forEachTask(samples, (first, count) -> {
            Task task = new Task();
            for (int sample = first; sample < first + count; sample++) {
                System.arraycopy(inputs, sample * elements(0), task.codes.get(0), 0, elements(0));
                task.runSample();
                for (int t = 0; t < all.size(); t++) {
                    System.arraycopy(task.codes.get(t), 0, all.get(t), sample * elements(t), elements(t));
                }
            }
        });
        return all;
    }

    /** Runs raw samples, {@code [samples][elements]}: encodes, computes, and gives the real values of the results. */
    public double[][] logits(float[][] samples) {
        short[] result = run(encode(samples), samples.length);
        int size = elements(network.output());
        double[][] logits = new double[samples.length][];
        for (int s = 0; s < samples.length; s++) {
            logits[s] = new double[size];
            for (int i = 0; i < size; i++) {
                logits[s][i] = tensor(network.output()).decode(result[s * size + i]);
            }
        }
        return logits;
    }

    /** Codes of raw samples, {@code [samples][elements]}. */
    public short[] encode(float[][] samples) {
        short[] codes = new short[samples.length * elements(0)];
        IntStream.range(0, samples.length)
                .parallel()
                .forEach(s -> System.arraycopy(network.encode(samples[s]), 0, codes, s * elements(0), elements(0)));
        return codes;
    }

    /** The class of each sample: index of its largest result, the first of equals. */
    public int[] classes(short[] results, int samples) {
        int size = elements(network.output());
        Tensor output = tensor(network.output());
        int mask = (1 << output.format().widthBits()) - 1;
        int[] classes = new int[samples];
        for (int s = 0; s < samples; s++) {
            for (int i = 1; i < size; i++) {
                int best = output.format().order(results[s * size + classes[s]] & mask);
                if (output.format().order(results[s * size + i] & mask) > best) {
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
        return values.get(tensor).elements();
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

    /** One thread's tensors of one sample. */
    private final class Task {
        private final List<short[]> codes = new ArrayList<>();
        private final List<MatrixExecutor.Buffers> buffers = new ArrayList<>();

        Task() {
            values.forEach(value -> codes.add(new short[value.elements()]));
            matrices.forEach(matrix -> buffers.add(matrix == null ? null : matrix.new Buffers()));
        }

        void runSample() {
            for (int i = 0; i < network.layers().size(); i++) {
                Layer layer = network.layers().get(i);
                short[] target = codes.get(layer.output());
                if (layer instanceof Matrix matrix) {
                    matrices.get(i).run(codes.get(matrix.input()), 0, target, 0, buffers.get(i));
                } else if (layer instanceof Pool pool) {
                    pool(pool, target);
                } else {
                    add((Add) layer, target);
                }
            }
        }

        private void pool(Pool pool, short[] target) {
            HostSteps.pool(
                    StepMapping.pool(pool, tensor(pool.output()).shape()),
                    values.get(pool.input()),
                    codes.get(pool.input()),
                    0,
                    values.get(pool.output()),
                    target,
                    0);
        }

        private void add(Add add, short[] target) {
            HostSteps.add(
                    StepMapping.add(add),
                    values.get(add.left()),
                    codes.get(add.left()),
                    0,
                    values.get(add.right()),
                    codes.get(add.right()),
                    0,
                    values.get(add.output()),
                    target,
                    0);
        }
    }
}
