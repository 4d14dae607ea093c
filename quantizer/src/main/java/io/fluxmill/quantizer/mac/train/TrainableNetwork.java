// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.optimizer.Optimizer;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.train.TrainLayer.Conv;
import io.fluxmill.quantizer.mac.train.TrainLayer.MaxPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The parameters under training and the forward pass. Matrix layers are counted from 0. */
final class TrainableNetwork {
    /** What happens to the operands of matrix layers before the multiplication. */
    interface Operands {
        /** @param weight {@code [outChannels][...]} */
        NDArray weight(int layer, NDArray weight);

        NDArray activation(int layer, NDArray activation);
    }

    /** Plain float arithmetic. */
    static final Operands FLOAT = new Operands() {
        @Override
        public NDArray weight(int layer, NDArray weight) {
            return weight;
        }

        @Override
        public NDArray activation(int layer, NDArray activation) {
            return activation;
        }
    };

    private final Topology topology;
    private final List<NDArray> weights = new ArrayList<>();
    private final List<NDArray> biases = new ArrayList<>();

    private TrainableNetwork(Topology topology) {
        this.topology = topology;
    }

    /** Normally distributed weights of variance 2 / depth (He et al., arXiv 1502.01852), zero biases. */
    static TrainableNetwork initial(NDManager manager, Topology topology, Random random) {
        TrainableNetwork network = new TrainableNetwork(topology);
        for (Topology.Matrix matrix : topology.matrices()) {
            float[] weight = new float[matrix.channels() * matrix.depth()];
            double deviation = Math.sqrt(2.0 / matrix.depth());
            for (int i = 0; i < weight.length; i++) {
                weight[i] = (float) (random.nextGaussian() * deviation);
            }
            network.weights.add(trainable(manager.create(weight, new Shape(matrix.weightShape()))));
            network.biases.add(trainable(manager.create(new float[matrix.channels()])));
        }
        return network;
    }

    private static NDArray trainable(NDArray parameter) {
        parameter.setRequiresGradient(true);
        return parameter;
    }

    /** The same network with constant parameters. */
    TrainableNetwork frozen(NDManager manager) {
        TrainableNetwork copy = new TrainableNetwork(topology);
        for (int i = 0; i < weights.size(); i++) {
            copy.weights.add(
                    manager.create(weights.get(i).toFloatArray(), weights.get(i).getShape()));
            copy.biases.add(manager.create(biases.get(i).toFloatArray()));
        }
        return copy;
    }

    /** One step of the optimiser along the gradients. */
    void update(Optimizer optimizer) {
        for (int i = 0; i < weights.size(); i++) {
            optimizer.update("weight" + i, weights.get(i), weights.get(i).getGradient());
            optimizer.update("bias" + i, biases.get(i), biases.get(i).getGradient());
        }
    }

    Topology topology() {
        return topology;
    }

    /** {@code [outChannels][...]} */
    NDArray weight(int layer) {
        return weights.get(layer);
    }

    NDArray bias(int layer) {
        return biases.get(layer);
    }

    /**
     * The network's answers before softmax, {@code [batch][classes]}.
     *
     * @param images {@code [batch][channels][height][width]}, already scaled; its manager owns all that is computed
     */
    NDArray forward(NDArray images, Operands operands) {
        NDArray x = images;
        int matrix = 0;
        for (TrainLayer layer : topology.layers()) {
            if (layer instanceof MaxPool pool) {
                Shape window = new Shape(pool.kernel(), pool.kernel());
                x = Pool.maxPool2d(x, window, new Shape(pool.stride(), pool.stride()), new Shape(0, 0), false);
                continue;
            }
            weight(matrix).tempAttach(images.getManager());
            x = product(layer, operands.activation(matrix, x), operands.weight(matrix, weight(matrix)), bias(matrix));
            matrix++;
            if (matrix < weights.size()) {
                x = Activation.relu(x);
            }
        }
        return x;
    }

    private static NDArray product(TrainLayer layer, NDArray x, NDArray weight, NDArray bias) {
        if (layer instanceof Conv conv) {
            Shape stride = new Shape(conv.stride(), conv.stride());
            return Conv2d.conv2d(x, weight, bias, stride, new Shape(conv.pad(), conv.pad()))
                    .singletonOrThrow();
        }
        NDArray flat = x.getShape().dimension() > 2 ? x.reshape(x.getShape().get(0), -1) : x;
        return Linear.linear(flat, weight, bias).singletonOrThrow();
    }

    /** The network as a value. */
    Network toNetwork(String name, double inputScale) {
        List<Network.Layer> layers = new ArrayList<>();
        String input = "input";
        int matrix = 0;
        for (int i = 0; i < topology.layers().size(); i++) {
            TrainLayer layer = topology.layers().get(i);
            Network.Layer made = layer instanceof MaxPool pool
                    ? pool(pool, topology.name(i), input, topology.shapeBefore(i), topology.shapeAfter(i))
                    : matrix(i, matrix++, input);
            layers.add(made);
            input = made.output();
        }
        return new Network(name, topology.shapeBefore(0), inputScale, 0, null, layers, false);
    }

    private static Network.Layer pool(
            MaxPool pool, String name, String input, Network.Shape before, Network.Shape after) {
        Network.Geometry window = new Network.Geometry(
                1, pool.kernel(), pool.kernel(), pool.stride(), pool.stride(), 0, 0, 1, 1, before.channels());
        return new Network.PoolLayer(
                name, input, name + "_out", before, after, Network.PoolKind.MAX, window, false, null);
    }

    private Network.Layer matrix(int index, int matrix, String input) {
        Network.Shape before = topology.shapeBefore(index);
        Network.Geometry window = topology.layers().get(index) instanceof Conv conv
                ? new Network.Geometry(
                        before.channels(),
                        conv.kernel(),
                        conv.kernel(),
                        conv.stride(),
                        conv.stride(),
                        conv.pad(),
                        conv.pad(),
                        1,
                        1,
                        1)
                : Network.Geometry.dense(before);
        float[] bias = bias(matrix).toFloatArray();
        double[] gain = new double[bias.length];
        double[] exactBias = new double[bias.length];
        for (int n = 0; n < bias.length; n++) {
            gain[n] = 1;
            exactBias[n] = bias[n];
        }
        return new Network.MatrixLayer(
                topology.name(index),
                input,
                topology.name(index) + "_out",
                before,
                topology.shapeAfter(index),
                window,
                weight(matrix).toFloatArray(),
                gain,
                exactBias,
                matrix + 1 < weights.size() ? Network.Activation.RELU : Network.Activation.NONE,
                null,
                null);
    }
}
