// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.graph;

import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.AddLayer;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.PoolKind;
import io.fluxmill.quantizer.mac.graph.Network.PoolLayer;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.linear.ScaledRows;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** One layer in double arithmetic; loops are ordered so that the innermost one adds scaled rows to a row. */
interface LayerKernel {
    /** The layer's output in a new array. */
    double[] apply(double[]... inputs);

    static LayerKernel of(Network.Layer layer) {
        if (layer instanceof MatrixLayer matrix) {
            return of(matrix);
        }
        if (layer instanceof PoolLayer pool) {
            return of(pool);
        }
        if (layer instanceof AddLayer add) {
            return of(add);
        }
        if (layer instanceof Network.MoveLayer move) {
            return of(move);
        }
        DoubleUnaryOperator function = layer instanceof Network.FunctionLayer f ? f.function()::apply : null;
        return inputs -> {
            double[] y = new double[inputs[0].length];
            for (int i = 0; i < y.length; i++) {
                y[i] = function == null ? inputs[0][i] * inputs[1][i] : function.applyAsDouble(inputs[0][i]);
            }
            FloatExecutor.quantise(y, layer.outputQuant(), layer.outputShape());
            return y;
        };
    }

    static LayerKernel of(MatrixLayer layer) {
        boolean dense = layer.geometry().equals(Geometry.dense(layer.inputShape()))
                && layer.outputShape().height() * layer.outputShape().width() == 1;
        double[] transposed = dense ? transposed(layer) : null;
        ConvolutionKernel convolution = dense ? null : new ConvolutionKernel(layer, widened(layer.weights()));
        return inputs -> {
            double[] x = inputs[0];
            double[] y = dense ? dense(layer, transposed, x) : convolution.sums(x);
            finish(layer, y);
            return y;
        };
    }

    static LayerKernel of(PoolLayer layer) {
        return inputs -> {
            double[] y = pool(layer, inputs[0]);
            FloatExecutor.quantise(y, layer.outputQuant(), layer.outputShape());
            return y;
        };
    }

    static LayerKernel of(AddLayer layer) {
        return inputs -> {
            double[] y = new double[inputs[0].length];
            for (int i = 0; i < y.length; i++) {
                y[i] = layer.activation().apply(inputs[0][i] + inputs[1][i]);
            }
            FloatExecutor.quantise(y, layer.outputQuant(), layer.outputShape());
            return y;
        };
    }

    static LayerKernel of(Network.MoveLayer layer) {
        return inputs -> {
            double[] all = inputs.length == 1
                    ? inputs[0]
                    : Arrays.stream(inputs).flatMapToDouble(Arrays::stream).toArray();
            double[] y = new double[layer.from().length];
            for (int i = 0; i < y.length; i++) {
                y[i] = layer.from()[i] < 0 ? layer.fill() : all[layer.from()[i]];
            }
            return y;
        };
    }

    private static double[] widened(float[] weights) {
        double[] wide = new double[weights.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = weights[i];
        }
        return wide;
    }

    /** {@code [depth][outChannels]}. */
    private static double[] transposed(MatrixLayer layer) {
        int depth = layer.depth();
        int channels = layer.outChannels();
        double[] result = new double[depth * channels];
        for (int n = 0; n < channels; n++) {
            for (int k = 0; k < depth; k++) {
                result[k * channels + n] = layer.weights()[n * depth + k];
            }
        }
        return result;
    }

    private static double[] dense(MatrixLayer layer, double[] weights, double[] x) {
        double[] y = new double[layer.outChannels()];
        for (int k = 0; k < x.length; k++) {
            ScaledRows.add(y, 0, weights, k * y.length, x[k], y.length);
        }
        return y;
    }

    private static void finish(MatrixLayer layer, double[] y) {
        Shape out = layer.outputShape();
        int plane = out.height() * out.width();
        Activation activation = layer.activation();
        for (int i = 0; i < y.length; i++) {
            int n = i / plane;
            y[i] = activation.apply(layer.gain()[n] * y[i] + layer.bias()[n]);
        }
        FloatExecutor.quantise(y, layer.outputQuant(), out);
    }

    private static double[] pool(PoolLayer layer, double[] x) {
        Shape out = layer.outputShape();
        double[] y = new double[out.elements()];
        for (int i = 0; i < y.length; i++) {
            int ox = i % out.width();
            int oy = i / out.width() % out.height();
            y[i] = poolWindow(layer, x, i / (out.width() * out.height()), oy, ox);
        }
        return y;
    }

    private static double poolWindow(PoolLayer layer, double[] x, int channel, int oy, int ox) {
        Geometry g = layer.geometry();
        Shape in = layer.inputShape();
        double max = Double.NEGATIVE_INFINITY;
        double sum = 0;
        int count = 0;
        for (int ky = 0; ky < g.kernelHeight(); ky++) {
            int iy = oy * g.strideY() - g.padTop() + ky * g.dilationY();
            for (int kx = 0; kx < g.kernelWidth() && iy >= 0 && iy < in.height(); kx++) {
                int ix = ox * g.strideX() - g.padLeft() + kx * g.dilationX();
                if (ix >= 0 && ix < in.width()) {
                    double value = x[(channel * in.height() + iy) * in.width() + ix];
                    max = Math.max(max, value);
                    sum += value;
                    count++;
                }
            }
        }
        if (layer.kind() == PoolKind.MAX) {
            return max;
        }
        return sum / (layer.countIncludePad() ? g.kernelHeight() * g.kernelWidth() : count);
    }
}
