// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.AddLayer;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.Layer;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.PoolKind;
import io.fluxmill.quantizer.mac.graph.Network.PoolLayer;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.Quant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Networks with random weights, and an evaluation of them in double that shares no code with the executors. */
public final class SmallNetworks {
    private final Random random;
    private final List<Layer> layers = new ArrayList<>();
    private final Shape input;
    private Shape shape;
    private String tensor = "input";
    private Quant inputQuant;

    public SmallNetworks(long seed, int channels, int height, int width) {
        random = new Random(seed);
        input = new Shape(channels, height, width);
        shape = input;
    }

    public SmallNetworks inputQuant(Quant quant) {
        inputQuant = quant;
        return this;
    }

    public SmallNetworks dense(int out, Activation activation) {
        return matrix("fc", Geometry.dense(shape), new Shape(out, 1, 1), activation, null, null, false);
    }

    /** A dense layer with trained quantisation and a gain of either sign in each channel. */
    public SmallNetworks trained(int out, Activation activation, Quant weights, Quant result) {
        return matrix("fc", Geometry.dense(shape), new Shape(out, 1, 1), activation, weights, result, true);
    }

    public SmallNetworks conv(int out, Geometry g, Activation activation) {
        return matrix("conv", g, new Shape(out, outSize(true, g), outSize(false, g)), activation, null, null, false);
    }

    private int outSize(boolean vertical, Geometry g) {
        int size = vertical ? shape.height() : shape.width();
        int pad = vertical ? g.padTop() : g.padLeft();
        int kernel = vertical ? g.kernelHeight() : g.kernelWidth();
        int dilation = vertical ? g.dilationY() : g.dilationX();
        int stride = vertical ? g.strideY() : g.strideX();
        return (size + 2 * pad - (kernel - 1) * dilation - 1) / stride + 1;
    }

    private SmallNetworks matrix(
            String kind, Geometry g, Shape out, Activation activation, Quant weightQuant, Quant result, boolean gains) {
        float[] weights = new float[out.channels() * g.depth()];
        double[] gain = new double[out.channels()];
        double[] bias = new double[out.channels()];
        for (int n = 0; n < out.channels(); n++) {
            for (int k = 0; k < g.depth(); k++) {
                weights[n * g.depth() + k] = weight(weightQuant, n, g.depth());
            }
            gain[n] = gains ? random.nextGaussian() : 1;
            bias[n] = random.nextGaussian() * 0.3;
        }
        String name = kind + layers.size();
        layers.add(new MatrixLayer(
                name, tensor, name, shape, out, g, weights, gain, bias, activation, weightQuant, result));
        tensor = name;
        shape = out;
        return this;
    }

    private float weight(Quant quant, int channel, int depth) {
        if (quant == null) {
            return (float) (random.nextGaussian() / Math.sqrt(depth));
        }
        int code = quant.bipolar()
                ? random.nextInt(2) * 2 - 1
                : quant.low() + random.nextInt(quant.high() - quant.low() + 1);
        return (float) quant.toReal(code, channel);
    }

    public SmallNetworks pool(PoolKind kind, int size, int stride, int pad, boolean countIncludePad) {
        Geometry g = new Geometry(1, size, size, stride, stride, pad, pad, 1, 1, 1);
        Shape out = new Shape(shape.channels(), outSize(true, g), outSize(false, g));
        String name = "pool" + layers.size();
        layers.add(new PoolLayer(name, tensor, name, shape, out, kind, g, countIncludePad, null));
        tensor = name;
        shape = out;
        return this;
    }

    /** The next layer reads an earlier tensor. */
    public SmallNetworks from(String name, int channels, int height, int width) {
        tensor = name;
        shape = new Shape(channels, height, width);
        return this;
    }

    /** Adds the result of an earlier layer of the same shape. */
    public SmallNetworks add(String other, Activation activation) {
        String name = "add" + layers.size();
        layers.add(new AddLayer(name, tensor, other, name, shape, activation, null));
        tensor = name;
        return this;
    }

    public Network build() {
        return new Network("small", input, 1, 0, inputQuant, layers, false);
    }

    public static float[][] samples(long seed, int count, int elements) {
        Random random = new Random(seed);
        float[][] samples = new float[count][elements];
        for (float[] sample : samples) {
            for (int i = 0; i < elements; i++) {
                sample[i] = (float) random.nextGaussian();
            }
        }
        return samples;
    }

    /** Every tensor's values for one sample, quantisers included. */
    public static Map<String, double[]> evaluate(Network network, float[] sample) {
        Map<String, double[]> all = new HashMap<>();
        double[] values = new double[sample.length];
        for (int i = 0; i < sample.length; i++) {
            values[i] = quantised(network.inputQuant(), network.prepare(sample[i]));
        }
        all.put("input", values);
        for (Layer layer : network.layers()) {
            all.put(layer.output(), evaluate(layer, all));
        }
        return all;
    }

    private static double quantised(Quant quant, double value) {
        return quant == null ? value : quant.toReal(quant.toCode(value, 0), 0);
    }

    static double[] evaluate(Layer layer, Map<String, double[]> all) {
        if (layer instanceof MatrixLayer matrix) {
            return matrix(matrix, all.get(matrix.input()));
        }
        if (layer instanceof PoolLayer pool) {
            return pool(pool, all.get(pool.input()));
        }
        AddLayer add = (AddLayer) layer;
        double[] sum = all.get(add.left()).clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] = add.activation().apply(sum[i] + all.get(add.right())[i]);
        }
        return sum;
    }

    private static double[] matrix(MatrixLayer m, double[] in) {
        Shape out = m.outputShape();
        double[] result = new double[out.elements()];
        for (int n = 0; n < out.channels(); n++) {
            for (int y = 0; y < out.height(); y++) {
                for (int x = 0; x < out.width(); x++) {
                    double sum = window(m, in, n, y, x);
                    double real = m.activation().apply(m.gain()[n] * sum + m.bias()[n]);
                    result[(n * out.height() + y) * out.width() + x] = quantised(m.outputQuant(), real);
                }
            }
        }
        return result;
    }

    private static double window(MatrixLayer m, double[] in, int n, int oy, int ox) {
        Geometry g = m.geometry();
        Shape shape = m.inputShape();
        int group = n / (m.outChannels() / g.groups());
        double sum = 0;
        for (int c = 0; c < g.channels(); c++) {
            for (int ky = 0; ky < g.kernelHeight(); ky++) {
                for (int kx = 0; kx < g.kernelWidth(); kx++) {
                    int y = oy * g.strideY() - g.padTop() + ky * g.dilationY();
                    int x = ox * g.strideX() - g.padLeft() + kx * g.dilationX();
                    if (y >= 0 && y < shape.height() && x >= 0 && x < shape.width()) {
                        int channel = group * g.channels() + c;
                        sum += m.weights()[n * g.depth() + (c * g.kernelHeight() + ky) * g.kernelWidth() + kx]
                                * in[(channel * shape.height() + y) * shape.width() + x];
                    }
                }
            }
        }
        return sum;
    }

    private static double[] pool(PoolLayer p, double[] in) {
        Geometry g = p.geometry();
        Shape shape = p.inputShape();
        Shape out = p.outputShape();
        double[] result = new double[out.elements()];
        for (int i = 0; i < result.length; i++) {
            int c = i / (out.height() * out.width());
            int oy = i / out.width() % out.height();
            int ox = i % out.width();
            double max = Double.NEGATIVE_INFINITY;
            double sum = 0;
            int count = 0;
            for (int ky = 0; ky < g.kernelHeight(); ky++) {
                for (int kx = 0; kx < g.kernelWidth(); kx++) {
                    int y = oy * g.strideY() - g.padTop() + ky;
                    int x = ox * g.strideX() - g.padLeft() + kx;
                    if (y >= 0 && y < shape.height() && x >= 0 && x < shape.width()) {
                        double value = in[(c * shape.height() + y) * shape.width() + x];
                        max = Math.max(max, value);
                        sum += value;
                        count++;
                    }
                }
            }
            int divisor = p.countIncludePad() ? g.kernelHeight() * g.kernelWidth() : count;
            result[i] = p.kind() == PoolKind.MAX ? max : sum / divisor;
        }
        return result;
    }
}
