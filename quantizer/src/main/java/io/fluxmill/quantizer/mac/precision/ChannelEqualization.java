// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.Layer;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.PoolLayer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The same function with channels of similar magnitude, so that one scale suits all channels of a tensor (cross-layer equalisation, arXiv
 * 1906.04721). Channel c of a tensor is divided by e(c), by the gain of the layer that writes it, or while the input is encoded; the weights
 * that read it are multiplied by e(c). It costs the hardware nothing, because every output channel has its own multiplier anyway.
 *
 * <p>{@code e(c) = sqrt(largest activation / largest weight)} of the channel, which makes both largest values the same. Tensors with trained
 * quantisation are not changed, nor those that a step of the driver other than pooling reads or writes, nor those after a bounded activation, because a bound is the same
 * for all channels.
 *
 * @param network the equalised network; it takes its input without scale and offset
 * @param samples inputs of the equalised network for the given raw samples
 * @param factors e of each equalised tensor by name, {@code [channels]}
 */
record ChannelEqualization(Network network, float[][] samples, Map<String, double[]> factors) {
    /** Bounds of e: beyond them a channel is practically silent. */
    private static final double MOST = 4096;

    /** @param calibration of this network */
    static ChannelEqualization of(Network network, Calibration calibration) {
        TensorClasses tensors = new TensorClasses(network);
        Set<Integer> classes = equalisable(network, tensors);
        Map<Integer, double[]> largest = largestActivations(tensors, classes, calibration);
        Map<Integer, double[]> byClass = new HashMap<>();
        for (int tensorClass : classes) {
            byClass.put(tensorClass, factors(tensors.consumers(tensorClass), largest.get(tensorClass)));
        }
        List<Layer> layers = network.layers().stream()
                .map(layer -> layer instanceof MatrixLayer matrix
                        ? equalised(
                                matrix,
                                byClass.get(tensors.classOf(matrix.input())),
                                byClass.get(tensors.classOf(matrix.output())))
                        : layer)
                .toList();
        Network equalised = new Network(
                network.name(), network.inputShape(), List.of(), network.inputQuant(), layers, network.ending());
        Map<String, double[]> factors = new HashMap<>();
        for (int t = 0; t < tensors.count(); t++) {
            double[] e = byClass.get(tensors.classOf(t));
            if (e != null) {
                factors.put(tensors.name(t), e);
            }
        }
        return new ChannelEqualization(equalised, inputs(network, calibration.inputs(), byClass.get(0)), factors);
    }

    private static Set<Integer> equalisable(Network network, TensorClasses tensors) {
        Set<Integer> classes = new HashSet<>();
        for (int t = 0; t < tensors.count(); t++) {
            int c = tensors.classOf(t);
            boolean weightsAreFree = tensors.consumers(c).stream().allMatch(consumer -> consumer.weightQuant() == null);
            if (tensors.quant(c) == null && !tensors.consumers(c).isEmpty() && weightsAreFree) {
                classes.add(c);
            }
        }
        classes.remove(tensors.classOf(network.last().output()));
        for (Layer layer : network.layers()) {
            if (layer instanceof MatrixLayer matrix) {
                if (!isHomogeneous(matrix.activation())) {
                    classes.remove(tensors.classOf(matrix.output()));
                }
            } else if (!(layer instanceof PoolLayer)) {
                layer.inputs().forEach(input -> classes.remove(tensors.classOf(input)));
                classes.remove(tensors.classOf(layer.output()));
            }
        }
        return classes;
    }

    /** Whether {@code activation(s * x) = s * activation(x)} for positive s. */
    private static boolean isHomogeneous(Activation activation) {
        boolean low = activation.low() == 0 || activation.low() == Double.NEGATIVE_INFINITY;
        return low && activation.high() == Double.POSITIVE_INFINITY;
    }

    /** The largest magnitude in each channel of each of these classes. */
    private static Map<Integer, double[]> largestActivations(
            TensorClasses tensors, Set<Integer> classes, Calibration calibration) {
        Map<Integer, double[]> largest = new HashMap<>();
        for (int t = 0; t < tensors.count(); t++) {
            if (classes.contains(tensors.classOf(t))) {
                double[] channels = calibration.range(tensors.name(t)).channelMaxAbs();
                largest.merge(tensors.classOf(t), channels, ChannelEqualization::larger);
            }
        }
        return largest;
    }

    private static double[] larger(double[] a, double[] b) {
        double[] larger = new double[a.length];
        Arrays.setAll(larger, c -> Math.max(a[c], b[c]));
        return larger;
    }

    /** e of each channel; 1 where the channel or all weights that read it are zero. */
    private static double[] factors(List<MatrixLayer> consumers, double[] activations) {
        double[] weights = new double[activations.length];
        for (MatrixLayer layer : consumers) {
            for (int i = 0; i < layer.weights().length; i++) {
                int channel = inputChannel(layer, i);
                weights[channel] = Math.max(weights[channel], Math.abs(layer.weights()[i]));
            }
        }
        double[] e = new double[activations.length];
        for (int c = 0; c < e.length; c++) {
            double balanced = Math.sqrt(activations[c] / weights[c]);
            e[c] = activations[c] == 0 || weights[c] == 0 ? 1 : Math.max(1 / MOST, Math.min(MOST, balanced));
        }
        return e;
    }

    /** The input channel that weight i of a layer reads. */
    private static int inputChannel(MatrixLayer layer, int i) {
        Geometry g = layer.geometry();
        int group = i / layer.depth() / (layer.outChannels() / g.groups());
        return group * g.channels() + i % layer.depth() / (g.kernelHeight() * g.kernelWidth());
    }

    private static MatrixLayer equalised(MatrixLayer layer, double[] in, double[] out) {
        float[] weights = layer.weights().clone();
        double[] gain = layer.gain().clone();
        double[] bias = layer.bias().clone();
        for (int i = 0; in != null && i < weights.length; i++) {
            weights[i] *= (float) in[inputChannel(layer, i)];
        }
        for (int n = 0; out != null && n < gain.length; n++) {
            gain[n] /= out[n];
            bias[n] /= out[n];
        }
        return new MatrixLayer(
                layer.name(),
                layer.input(),
                layer.output(),
                layer.inputShape(),
                layer.outputShape(),
                layer.geometry(),
                weights,
                gain,
                bias,
                layer.activation(),
                layer.weightQuant(),
                layer.outputQuant());
    }

    private static float[][] inputs(Network network, float[][] raw, double[] factors) {
        int plane = network.inputShape().height() * network.inputShape().width();
        float[][] inputs = new float[raw.length][];
        for (int s = 0; s < raw.length; s++) {
            inputs[s] = new float[raw[s].length];
            for (int i = 0; i < raw[s].length; i++) {
                float real = network.prepare(raw[s][i]);
                inputs[s][i] = (float) (factors == null ? real : real / factors[i / plane]);
            }
        }
        return inputs;
    }
}
