// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.training.optimizer.Optimizer;
import io.fluxmill.core.program.spiking.RandomWeights;
import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.quantizer.spiking.train.SpikingTopology.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The weights under training, and the forward pass through time. Stages are counted from 0. */
final class TrainableSpikingNetwork {
    private final SpikingTopology topology;
    private final TickRules rules;
    private final List<NeuronTensors> neurons = new ArrayList<>();
    private final List<NDArray> weights = new ArrayList<>();

    /**
     * Normally distributed weights of variance 2 / depth (He et al., arXiv 1502.01852), or drawn ones.
     *
     * @param weightBits of drawn weights
     */
    TrainableSpikingNetwork(
            NDManager manager,
            SpikingTopology topology,
            TickRules rules,
            Surrogate surrogate,
            int weightBits,
            Random random) {
        this.topology = topology;
        this.rules = rules;
        for (Stage stage : topology.stages()) {
            neurons.add(new NeuronTensors(stage.cell(), rules, surrogate));
            weights.add(
                    manager.create(stage.isDrawn() ? drawn(stage, weightBits) : normal(stage, random), shape(stage)));
            weights.get(weights.size() - 1).setRequiresGradient(!stage.isDrawn());
        }
    }

    private static float[] normal(Stage stage, Random random) {
        float[] weight = new float[SpikingTopology.elements(stage.weightShape())];
        double deviation = Math.sqrt(2.0 / stage.depth());
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (float) (random.nextGaussian() * deviation);
        }
        return weight;
    }

    /** The weights of a seed, the largest near 1. */
    private static float[] drawn(Stage stage, int weightBits) {
        int outputs = stage.out()[0];
        int inputs = stage.depth();
        float[] weight = new float[outputs * inputs];
        int state = RandomWeights.start(stage.seed());
        for (int i = 0; i < inputs; i++) {
            for (int o = 0; o < outputs; o++) {
                weight[o * inputs + i] =
                        (float) Math.scalb((double) RandomWeights.weight(state, weightBits), 1 - weightBits);
                state = RandomWeights.skip(state, RandomWeights.drawnBits(weightBits));
            }
        }
        return weight;
    }

    /** Rounds all weights that were trained. */
    void round(int weightBits) {
        for (int i = 0; i < weights.size(); i++) {
            if (!topology.stages().get(i).isDrawn()) {
                setWeights(i, WeightGrid.rounded(weights(i), weightBits));
            }
        }
    }

    private static Shape shape(Stage stage) {
        return new Shape(Arrays.stream(stage.weightShape()).asLongStream().toArray());
    }

    SpikingTopology topology() {
        return topology;
    }

    /** Row-major, of the shape of the stage's weights. */
    float[] weights(int stage) {
        return weights.get(stage).toFloatArray();
    }

    void setWeights(int stage, float[] values) {
        NDArray weight = weights.get(stage);
        weight.setRequiresGradient(false);
        weight.set(java.nio.FloatBuffer.wrap(values));
        weight.setRequiresGradient(!topology.stages().get(stage).isDrawn());
    }

    /** One step of the optimiser along the gradients. */
    void update(Optimizer optimizer) {
        for (int i = 0; i < weights.size(); i++) {
            if (!topology.stages().get(i).isDrawn()) {
                optimizer.update("weight" + i, weights.get(i), weights.get(i).getGradient());
            }
        }
    }

    /** Multiplies the weights of each stage so that what arrives at its neurons has a root mean square of their threshold, of outputs 1. */
    void balance(List<NDArray> inputs) {
        for (int i = 0; i < weights.size(); i++) {
            Stage stage = topology.stages().get(i);
            List<NDArray> sums = new ArrayList<>();
            forward(inputs, 0, i + 1, sums);
            double square = sums.stream()
                    .mapToDouble(sum -> sum.mul(sum).mean().getFloat())
                    .average()
                    .orElseThrow();
            double wanted = stage.cell().kind().fires() ? stage.cell().threshold() : 1;
            float factor = (float) (square > 0 ? wanted / Math.sqrt(square) : 1);
            float[] values = weights(i);
            for (int k = 0; k < values.length; k++) {
                values[k] *= factor;
            }
            setWeights(i, values);
        }
    }

    /**
     * What the neurons of each stage do in each tick: spikes 0 or 1, membranes of those that do not fire, {@code [stages][ticks]}.
     *
     * @param inputs of each tick, {@code [batch][channels][height][width]}; their manager owns all that is computed. Ticks with the same tensor are
     *     computed once
     * @param weightBits to which weights are rounded; 0 for not at all
     */
    List<List<NDArray>> forward(List<NDArray> inputs, int weightBits) {
        return forward(inputs, weightBits, weights.size(), new ArrayList<>());
    }

    /** @param last receives what arrives at the neurons of the last stage that is run */
    private List<List<NDArray>> forward(List<NDArray> inputs, int weightBits, int stages, List<NDArray> last) {
        NDManager manager = inputs.get(0).getManager();
        List<List<NDArray>> all = new ArrayList<>();
        for (int i = 0; i < stages; i++) {
            NDArray weight = weights.get(i);
            if (weight.getManager() != manager) { // attached a second time, it would be closed with the manager
                weight.tempAttach(manager);
            }
            Stage stage = topology.stages().get(i);
            NDArray used = weightBits == 0 || stage.isDrawn() ? weight : WeightGrid.round(weight, weightBits);
            List<NDArray> sums = sums(stage, i == 0 ? inputs : all.get(i - 1), used);
            sums = delayed(sums, i == 0 ? rules.inputDelay() : rules.forwardDelay());
            if (i == stages - 1) {
                last.addAll(sums);
            }
            all.add(neurons.get(i).run(sums));
        }
        return all;
    }

    /** The weighted sums of each tick. */
    private static List<NDArray> sums(Stage stage, List<NDArray> spikes, NDArray weight) {
        int ticks = spikes.size();
        if (spikes.stream().allMatch(tick -> tick == spikes.get(0))) {
            return Collections.nCopies(ticks, sum(stage, spikes.get(0), weight));
        }
        return sum(stage, NDArrays.concat(new NDList(spikes), 0), weight).split(ticks);
    }

    private static List<NDArray> delayed(List<NDArray> sums, int ticks) {
        if (ticks == 0) {
            return sums;
        }
        List<NDArray> late = new ArrayList<>();
        for (int t = 0; t < sums.size(); t++) {
            late.add(t < ticks ? sums.get(0).zerosLike() : sums.get(t - ticks));
        }
        return late;
    }

    /** The weighted sums of spikes {@code [batch][...]}. */
    private static NDArray sum(Stage stage, NDArray spikes, NDArray weight) {
        NDArray x = stage.pool() == 1 ? spikes : pooled(stage, spikes);
        if (stage.conv() != null) {
            Shape stride = new Shape(stage.conv().stride(), stage.conv().stride());
            Shape pad = new Shape(stage.conv().pad(), stage.conv().pad());
            return Conv2d.conv2d(x, weight, null, stride, pad).singletonOrThrow();
        }
        NDArray flat = x.getShape().dimension() > 2 ? x.reshape(x.getShape().get(0), -1) : x;
        return Linear.linear(flat, weight, null).singletonOrThrow();
    }

    /** Sums over windows, exactly. */
    private static NDArray pooled(Stage stage, NDArray x) {
        int pool = stage.pool();
        int channels = stage.in()[0];
        NDArray ones = x.getManager().ones(new Shape(channels, 1, pool, pool));
        return Conv2d.conv2d(x, ones, null, new Shape(pool, pool), new Shape(0, 0), new Shape(1, 1), channels)
                .singletonOrThrow();
    }
}
