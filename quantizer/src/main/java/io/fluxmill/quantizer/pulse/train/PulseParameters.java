// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.fluxmill.quantizer.pulse.detector.GaussianSource;
import io.fluxmill.quantizer.pulse.read.PulseNetwork;
import io.fluxmill.quantizer.pulse.train.PulseTopology.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameters of a one-dimensional network under training, and its forward pass. Tensors are channel-last, so that a
 * window is a contiguous run and a layer one matrix product, as in the engine.
 */
final class PulseParameters implements AutoCloseable {
    /** The effect of the hardware's arithmetic on the operands. */
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

    /** Multiplies a channel of a hidden layer by a factor above 0, and its weights in the next layer by the inverse. */
    void rescale(int layer, int channel, double factor) {
        Matrix matrix = matrices.get(layer);
        Matrix next = matrices.get(layer + 1);
        int at = offset(layer);
        for (int i = 0; i < matrix.depth(); i++) {
            values[at + channel * matrix.depth() + i] *= (float) factor;
        }
        values[at + matrix.outputChannels() * matrix.depth() + channel] *= (float) factor;
        int nextAt = offset(layer + 1);
        for (int i = channel; i < next.outputChannels() * next.depth(); i += matrix.outputChannels()) {
            values[nextAt + i] /= (float) factor;
        }
    }

    /** Where a layer's weights begin in {@link #values}; its biases follow them. */
    int offset(int layer) {
        int at = 0;
        for (int i = 0; i < layer; i++) {
            at += matrices.get(i).outputChannels() * (matrices.get(i).depth() + 1);
        }
        return at;
    }

    /**
     * Takes over a network that was trained before.
     *
     * @param outputScales what the last layer's outputs are in units of the training's, {@code [outputs]}
     * @throws IllegalArgumentException if it has other layers
     */
    void load(PulseNetwork network, double inputScale, double[] outputScales) {
        double scaleIn = inputScale;
        for (int i = 0; i < matrices.size(); i++) {
            Matrix matrix = matrices.get(i);
            boolean last = i + 1 == matrices.size();
            if (network.layers().size() != matrices.size()
                    || !sameShape(network.layers().get(i), matrix)) {
                throw new IllegalArgumentException("layers must be those of the training: layer=" + matrix.name());
            }
            PulseNetwork.Layer layer = network.layers().get(i);
            double[] factors = new double[matrix.outputChannels()];
            double squares = 0;
            for (int c = 0; c < factors.length; c++) {
                factors[c] = last ? outputScales[c] : Math.scalb((double) layer.multipliers()[c], -layer.shifts()[c]);
                for (int k = 0; k < matrix.depth(); k++) {
                    double weight = layer.weights()[c * matrix.depth() + k] * factors[c] / scaleIn;
                    squares += weight * weight;
                }
            }
            // Any scale of a hidden layer's activations would do: the one that gives its weights their usual size.
            double scaleOut = last ? 1 : Math.sqrt(2.0 * factors.length / squares);
            int at = offset(i);
            for (int c = 0; c < factors.length; c++) {
                for (int k = 0; k < matrix.depth(); k++) {
                    int index = c * matrix.depth() + k;
                    values[at + index] = (float) (layer.weights()[index] * factors[c] * scaleOut / scaleIn);
                }
                values[at + factors.length * matrix.depth() + c] = (float) (layer.bias()[c] * factors[c] * scaleOut);
            }
            scaleIn = scaleOut;
        }
        upload();
    }

    private static boolean sameShape(PulseNetwork.Layer layer, Matrix matrix) {
        return layer.inputLength() == matrix.inputLength()
                && layer.inputChannels() == matrix.inputChannels()
                && layer.kernel() == matrix.kernel()
                && layer.stride() == matrix.stride()
                && layer.outputChannels() == matrix.outputChannels();
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
