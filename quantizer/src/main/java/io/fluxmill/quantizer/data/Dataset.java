// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import io.fluxmill.core.config.InputException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Samples of one shape, and labels if there are any. Immutable; samples are decoded when they are asked for. */
public final class Dataset {
    private final NumericArray array;
    private final int skip;
    private final int count;
    private final int[] dims;
    private final int[] order;
    private final double scale;
    private final double offset;
    private final int[] labels;

    /** @param order for each element of a sample, its position in the stored sample */
    private Dataset(
            NumericArray array,
            int skip,
            int count,
            int[] dims,
            int[] order,
            double scale,
            double offset,
            int[] labels) {
        this.array = array;
        this.skip = skip;
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
        if (NumericFile.kind(config.inputs()).equals("images")) {
            ImageFolder images = ImageFolder.read(config.inputs(), ByteSource.freeMemory());
            return of(config, images.pixels(), images.labels());
        }
        return of(config, NumericFile.read(config.inputs()), null);
    }

    /**
     * Reads samples for a network, without their labels. A table for {@code labelInLastColumn} whose rows have one number more than the
     * network has inputs ends with a label, which is left out; any other table has none.
     *
     * @param elements of the network's input
     */
    public static Dataset readUnlabelled(DatasetConfig config, int elements) {
        NumericArray file = NumericFile.read(config.inputs());
        int[] dims = file.dims();
        boolean label = config.labelInLastColumn() && dims.length == 2 && dims[1] - 1 == elements;
        NumericArray samples = label ? columns(file, 0, -1) : file;
        return of(config.withLabels((DataFile) null).withLabelInLastColumn(false), samples, null);
    }

    /** The same of a file that was read. */
    public static Dataset of(DatasetConfig config, NumericArray file) {
        return of(config, file, null);
    }

    /** @param classes labels of images by their folders, or null */
    private static Dataset of(DatasetConfig config, NumericArray file, int[] classes) {
        NumericArray array = shaped(config, config.labelInLastColumn() ? columns(file, 0, -1) : file);
        requireFinite(array);
        int[] stored = Arrays.copyOfRange(array.dims(), 1, array.dims().length);
        int[] transpose = transpose(config, stored);
        int[] dims = Arrays.stream(transpose).map(axis -> stored[axis]).toArray();
        int[] labels = labels(config, file, array, classes);
        int left = array.count() - config.skip();
        if (left <= 0) {
            throw new InputException(
                    array.file() + ": must have samples after those that are left out: samples=" + array.count()
                            + ", skip=" + config.skip(),
                    "set skip to less");
        }
        int count = config.limit() > 0 ? Math.min(config.limit(), left) : left;
        return new Dataset(
                array,
                config.skip(),
                count,
                dims,
                order(stored, transpose),
                config.scale(),
                config.offset(),
                labels == null ? null : Arrays.copyOfRange(labels, config.skip(), config.skip() + count));
    }

    /** Some columns of a table, one sample a line; numbers below 0 count from the last column. */
    private static NumericArray columns(NumericArray table, int first, int end) {
        if (table.dims().length != 2 || table.dims()[1] < 2) {
            throw new InputException(
                    table.file() + ": must be a table of at least two columns for last-column: shape="
                            + Arrays.toString(table.dims()),
                    "give a file with labels instead");
        }
        int width = table.dims()[1];
        int from = Math.floorMod(first, width);
        int to = end <= 0 ? width + end : end;
        int bytes = table.type().bytes;
        ByteBuffer data = ByteBuffer.allocate(table.count() * (to - from) * bytes)
                .order(table.data().order());
        for (int row = 0; row < table.count(); row++) {
            for (int i = (row * width + from) * bytes; i < (row * width + to) * bytes; i++) {
                data.put(table.data().get(i));
            }
        }
        return new NumericArray(table.file(), table.type(), new int[] {table.count(), to - from}, data);
    }

    /** The array as [samples][shape of a sample]. */
    private static NumericArray shaped(DatasetConfig config, NumericArray array) {
        int[] shape = config.shape();
        if (shape == null) {
            boolean raw = config.inputs().isRaw();
            if (raw) {
                throw new InputException(
                        array.file() + ": the shape of a sample must be given for raw data",
                        "set shape, for example shape: [1, 28, 28]");
            }
            return array.dims().length == 0 ? array.withDims(1) : array;
        }
        long elements = Arrays.stream(shape).asLongStream().reduce(1, ByteSource.SATURATING_PRODUCT);
        if (elements <= 0 || array.elements() % elements != 0) {
            throw new InputException(
                    array.file() + ": must hold whole samples of " + elements + " values (shape="
                            + Arrays.toString(shape) + "): values=" + array.elements(),
                    "set shape to the shape of one sample, and type to the type of one value");
        }
        int[] dims = IntStream.concat(IntStream.of((int) (array.elements() / elements)), Arrays.stream(shape))
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

    private static int[] identity(int[] axes) {
        return IntStream.range(0, axes.length).toArray();
    }

    private static int[] transpose(DatasetConfig config, int[] stored) {
        int[] identity = identity(stored);
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
        int[] order = {0};
        for (int axis : transpose) {
            int stride = Arrays.stream(stored, axis + 1, stored.length).reduce(1, Math::multiplyExact);
            int size = stored[axis];
            order = Arrays.stream(order)
                    .flatMap(position -> IntStream.range(0, size).map(i -> position + i * stride))
                    .toArray();
        }
        return order;
    }

    /** One for each sample of the file, or null. */
    private static int[] labels(DatasetConfig config, NumericArray file, NumericArray samples, int[] classes) {
        if (config.labelInLastColumn()) {
            return Labels.of(columns(file, -1, 0), samples.count(), samples.file());
        }
        if (config.labels() == null) {
            return classes;
        }
        if (classes != null) {
            throw new InputException(
                    config.inputs() + ": must have no folders of classes where labels are given: labels="
                            + config.labels(),
                    "remove labels, or put all images into one folder");
        }
        return Labels.of(NumericFile.read(config.labels()), samples.count(), samples.file());
    }

    /** Number of samples. */
    public int count() {
        return count;
    }

    /** Shape of a sample as it is given to the network, outermost first. */
    public int[] dims() {
        return dims.clone();
    }

    /** Sample {@code i} in real numbers, {@code stored * scale + offset}, row-major. */
    public float[] sample(int i) {
        float[] sample = new float[order.length];
        for (int k = 0; k < sample.length; k++) {
            sample[k] = (float) (array.get((skip + i) * order.length + order[k]) * scale + offset);
        }
        return sample;
    }

    /** The real number of each byte 0 to 255, if the data are stored as such; empty if not. */
    public float[] ofBytes() {
        float[] real = new float[array.type() == ElementType.UINT8 ? 256 : 0];
        for (int b = 0; b < real.length; b++) {
            real[b] = (float) (b * scale + offset);
        }
        return real;
    }

    /** All samples, {@code [count][elements]}. */
    public float[][] samples() {
        return samples(count);
    }

    /** The first {@code n} samples, or all if there are fewer. */
    public float[][] samples(int n) {
        return IntStream.range(0, Math.min(n, count)).mapToObj(this::sample).toArray(float[][]::new);
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
                .filter(i -> argMax(outputs[i]) == labels[i])
                .count();
        return (double) right / outputs.length;
    }

    /** Index of the largest value; the first of equal ones. */
    public static int argMax(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    /**
     * Checks that samples can be given to a network.
     *
     * @param input what the sentence calls the network's input
     * @throws InputException unless a sample has as many values as the network's input
     */
    public void requireFits(int elements, String input) {
        if (order.length != elements) {
            throw new InputException(
                    array.file() + ": a sample must have " + elements + " values for the input " + input + ": shape="
                            + Arrays.toString(dims),
                    "set shape to the shape of one sample");
        }
    }
}
