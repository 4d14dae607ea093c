// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.read;

import io.fluxmill.config.InputException;
import io.fluxmill.graph.FloatExecutor;
import io.fluxmill.graph.Network;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/** Samples of one shape, and labels if there are any. Immutable; samples are decoded when they are asked for. */
public final class Dataset {
    private final NumericArray array;
    private final int count;
    private final int[] dims;
    private final int[] order;
    private final double scale;
    private final double offset;
    private final int[] labels;

    /** @param order for each element of a sample, its position in the stored sample */
    private Dataset(NumericArray array, int count, int[] dims, int[] order, double scale, double offset, int[] labels) {
        this.array = array;
        this.count = count;
        this.dims = dims;
        this.order = order;
        this.scale = scale;
        this.offset = offset;
        this.labels = labels;
    }

    /**
     * Reads samples and labels.
     *
     * @throws InputException when a file is missing or damaged, has a size or type that does not fit, holds NaN or infinity,
     *     or when there are not as many labels as samples
     */
    public static Dataset read(DatasetConfig config) {
        NumericArray array = shaped(config, NumericFile.read(config.inputs(), config.type(), config.inputsArray()));
        requireFinite(array);
        int[] stored = Arrays.copyOfRange(array.dims(), 1, array.dims().length);
        int[] transpose = transpose(config, stored);
        int[] dims = Arrays.stream(transpose).map(axis -> stored[axis]).toArray();
        int[] labels = config.labels() == null ? null : labels(config, array);
        int count = config.limit() > 0 ? Math.min(config.limit(), array.count()) : array.count();
        return new Dataset(
                array,
                count,
                dims,
                order(stored, transpose),
                config.scale(),
                config.offset(),
                labels == null ? null : Arrays.copyOf(labels, count));
    }

    /** The array as [samples][shape of a sample]. */
    private static NumericArray shaped(DatasetConfig config, NumericArray array) {
        int[] shape = config.shape();
        if (shape == null) {
            boolean raw = array.dims().length < 2 && config.isRaw();
            if (raw) {
                throw new InputException(
                        array.file() + ": the shape of a sample must be given for raw data",
                        "set shape, for example shape: [1, 28, 28]");
            }
            return array.dims().length == 0 ? array.withDims(1) : array;
        }
        int elements = OnnxTensor.elements(shape);
        if (elements <= 0 || array.elements() == 0 || array.elements() % elements != 0) {
            throw new InputException(
                    array.file() + ": must hold whole samples of " + elements + " values (shape="
                            + Arrays.toString(shape) + "): values=" + array.elements(),
                    "set shape to the shape of one sample, and type to the type of one value");
        }
        int[] dims = IntStream.concat(IntStream.of(array.elements() / elements), Arrays.stream(shape))
                .toArray();
        return array.withDims(dims);
    }

    private static void requireFinite(NumericArray array) {
        int perSample = array.elements() / Math.max(1, array.count());
        for (int i = 0; array.type().isFloat() && i < array.elements(); i++) {
            if (!Double.isFinite(array.get(i))) {
                throw new InputException(
                        array.file() + ": must hold finite numbers: sample " + i / perSample + " value " + i % perSample
                                + "=" + array.get(i),
                        "remove the sample, or replace the value");
            }
        }
    }

    private static int[] transpose(DatasetConfig config, int[] stored) {
        int[] identity = IntStream.range(0, stored.length).toArray();
        if (config.transpose() == null) {
            return identity;
        }
        int[] transpose = config.transpose();
        if (!Arrays.equals(Arrays.stream(transpose).sorted().toArray(), identity)) {
            throw new InputException(
                    config.inputs() + ": transpose must be a permutation of the axes " + Arrays.toString(identity)
                            + " of a sample: transpose=" + Arrays.toString(transpose),
                    "for height x width to width x height use transpose: [1, 0]");
        }
        return transpose;
    }

    private static int[] order(int[] stored, int[] transpose) {
        double[] positions =
                IntStream.range(0, OnnxTensor.elements(stored)).asDoubleStream().toArray();
        OnnxTensor tensor = new OnnxTensor("", ElementType.INT32, stored, positions);
        return ConstantFolder.transpose(tensor, transpose).toInts();
    }

    private static int[] labels(DatasetConfig config, NumericArray samples) {
        NumericArray array = NumericFile.read(config.labels(), "auto", config.labelsArray());
        if (array.type().isFloat()) {
            throw new InputException(
                    array.file() + ": labels must be integers: type="
                            + array.type().name().toLowerCase(Locale.ROOT),
                    "save the class number of each sample as an integer");
        }
        if (array.elements() != samples.count()) {
            throw new InputException(
                    array.file() + ": must have one label for each sample of " + samples.file() + ": labels="
                            + array.elements() + ", samples=" + samples.count(),
                    "check that the files belong together, and shape and type of the inputs");
        }
        return IntStream.range(0, array.elements()).map(i -> (int) array.get(i)).toArray();
    }

    /** Number of samples. */
    public int count() {
        return count;
    }

    /** Shape of a sample as it is given to the network, outermost first. */
    public int[] dims() {
        return dims.clone();
    }

    /** Whether the stored values are integers, so that {@link #raw} gives them. */
    public boolean isInteger() {
        return !array.type().isFloat();
    }

    /** Sample {@code i} in real numbers, {@code stored * scale + offset}, row-major. */
    public float[] sample(int i) {
        float[] sample = new float[order.length];
        for (int k = 0; k < sample.length; k++) {
            sample[k] = (float) (array.get(i * order.length + order[k]) * scale + offset);
        }
        return sample;
    }

    /** All samples, {@code [count][elements]}. */
    public float[][] samples() {
        return samples(count);
    }

    /** The first {@code n} samples, or all if there are fewer. */
    public float[][] samples(int n) {
        return IntStream.range(0, Math.min(n, count)).mapToObj(this::sample).toArray(float[][]::new);
    }

    /**
     * Sample {@code i} as stored, before scale and offset, row-major.
     *
     * @throws IllegalStateException unless {@link #isInteger}
     */
    public int[] raw(int i) {
        if (!isInteger()) {
            throw new IllegalStateException("the data must be integers: " + array.file());
        }
        return Arrays.stream(order)
                .map(k -> (int) array.get(i * order.length + k))
                .toArray();
    }

    public boolean hasLabels() {
        return labels != null;
    }

    /** Label of sample {@code i}; only if {@link #hasLabels}. */
    public int label(int i) {
        return labels[i];
    }

    /** Fraction of samples whose largest output is at the label, 0 to 1; only if {@link #hasLabels}. */
    public double accuracy(float[][] outputs) {
        long right = IntStream.range(0, outputs.length)
                .filter(i -> FloatExecutor.argMax(outputs[i]) == labels[i])
                .count();
        return (double) right / outputs.length;
    }

    /**
     * Checks that samples can be given to the network.
     *
     * @throws InputException unless a sample has as many values as the network's input
     */
    public void requireFits(Network network) {
        if (order.length != network.inputShape().elements()) {
            throw new InputException(
                    array.file() + ": a sample must have "
                            + network.inputShape().elements() + " values for the input " + network.inputShape() + " of "
                            + network.name() + ": shape=" + Arrays.toString(dims),
                    "set shape to the shape of one sample");
        }
    }
}
