// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.fluxmill.detector.GaussianSource;
import io.fluxmill.train.PulseTopology.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameters of a one-dimensional network under training, and its forward pass. Tensors are channel-last, so that a
 * window is a contiguous run and a layer one matrix product, as in the engine.
 */
final class PulseParameters implements AutoCloseable {
    /** What the arithmetic of the hardware does to the operands. */
    interface Arithmetic {
        /** @param weight {@code [outputChannels][depth]} */
        NDArray weight(NDArray weight);

        /** @param activation after ReLU; the output of layer {@code layer} */
        NDArray activation(int layer, NDArray activation);
    }

    /** No rounding. */
    static final Arithmetic FLOAT = new Arithmetic() {
        @Override
        public NDArray weight(NDArray weight) {
            return weight;
        }

        @Override
        public NDArray activation(int layer, NDArray activation) {
            return activation;
        }
    };

    private final NDManager manager;
    private final List<Matrix> matrices;
    private final List<NDArray> tensors = new ArrayList<>();
    private final float[] values;
    private final float[] gradient;

    /** Normally distributed weights of variance 2 / depth (He et al., arXiv 1502.01852), zero biases. */
    PulseParameters(NDManager parent, PulseTopology topology, GaussianSource random) {
        manager = parent.newSubManager();
        matrices = topology.matrices();
        int count = 0;
        for (Matrix matrix : matrices) {
            tensors.add(manager.zeros(new Shape(matrix.outputChannels(), matrix.depth())));
            tensors.add(manager.zeros(new Shape(matrix.outputChannels())));
            count += matrix.outputChannels() * (matrix.depth() + 1);
        }
        tensors.forEach(tensor -> tensor.setRequiresGradient(true));
        values = new float[count];
        gradient = new float[count];
        int at = 0;
        for (Matrix matrix : matrices) {
            double deviation = Math.sqrt(2.0 / matrix.depth());
            for (int i = 0; i < matrix.outputChannels() * matrix.depth(); i++) {
                values[at++] = (float) (random.next() * deviation);
            }
            at += matrix.outputChannels();
        }
        upload();
    }

    List<Matrix> matrices() {
        return matrices;
    }

    /** All parameters in one vector; {@link #upload} after a change. */
    float[] values() {
        return values;
    }

    /** Takes over a change of the values. */
    void upload() {
        int at = 0;
        for (NDArray tensor : tensors) {
            int size = (int) tensor.size();
            float[] part = new float[size];
            System.arraycopy(values, at, part, 0, size);
            tensor.set(part);
            at += size;
        }
    }

    /** The gradient of the last backward pass, in the order of {@link #values}; the next pass starts from 0. */
    float[] gradient() {
        int at = 0;
        for (NDArray tensor : tensors) {
            try (NDArray part = tensor.getGradient()) {
                float[] slopes = part.toFloatArray();
                System.arraycopy(slopes, 0, gradient, at, slopes.length);
                at += slopes.length;
                part.subi(part);
            }
        }
        return gradient;
    }

    /** {@code [outputChannels][depth]} */
    NDArray weight(int layer) {
        return tensors.get(2 * layer);
    }

    NDArray bias(int layer) {
        return tensors.get(2 * layer + 1);
    }

    /**
     * The outputs, {@code [batch][outputs]}.
     *
     * @param input {@code [batch][length]}; its manager owns all that is computed
     */
    NDArray forward(NDArray input, Arithmetic arithmetic) {
        long batch = input.getShape().get(0);
        NDArray x = input;
        for (int i = 0; i < matrices.size(); i++) {
            Matrix matrix = matrices.get(i);
            weight(i).tempAttach(input.getManager());
            bias(i).tempAttach(input.getManager());
            NDArray rows = windows(x.reshape(batch, matrix.inputLength(), matrix.inputChannels()), matrix);
            NDArray weight = arithmetic.weight(weight(i));
            x = rows.reshape(-1, matrix.depth()).matMul(weight.transpose()).add(bias(i));
            if (i + 1 < matrices.size()) {
                x = arithmetic.activation(i, ai.djl.nn.Activation.relu(x));
            }
        }
        return x;
    }

    /** Every window of the input, {@code [batch][outputLength][kernel · channels]}. */
    private static NDArray windows(NDArray x, Matrix matrix) {
        if (matrix.kernel() == 1 && matrix.stride() == 1) {
            return x;
        }
        NDArray padded = padded(x, matrix);
        int stride = matrix.stride();
        NDArray strides = padded.reshape(
                x.getShape().get(0), matrix.paddedLength() / stride, (long) stride * matrix.inputChannels());
        NDList parts = new NDList();
        for (int part = 0; part < matrix.kernel() / stride; part++) {
            parts.add(strides.get(new NDIndex(":, " + part + ":" + (part + matrix.outputLength()))));
        }
        return parts.size() == 1 ? parts.head() : NDArrays.concat(parts, 2);
    }

    private static NDArray padded(NDArray x, Matrix matrix) {
        int right = matrix.paddedLength() - matrix.padLeft() - matrix.inputLength();
        if (matrix.padLeft() == 0 && right == 0) {
            return x;
        }
        long batch = x.getShape().get(0);
        NDList parts = new NDList();
        if (matrix.padLeft() > 0) {
            parts.add(x.getManager().zeros(new Shape(batch, matrix.padLeft(), matrix.inputChannels())));
        }
        parts.add(x);
        if (right > 0) {
            parts.add(x.getManager().zeros(new Shape(batch, right, matrix.inputChannels())));
        }
        return NDArrays.concat(parts, 1);
    }

    @Override
    public void close() {
        manager.close();
    }
}
