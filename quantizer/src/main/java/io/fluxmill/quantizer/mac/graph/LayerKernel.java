// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.graph;

import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.AddLayer;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.PoolKind;
import io.fluxmill.quantizer.mac.graph.Network.PoolLayer;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** One layer in double arithmetic; loops are ordered so that the innermost one adds a scaled row to a row. */
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
        double[] weights = dense ? transposed(layer) : widened(layer.weights());
        return inputs -> {
            double[] x = inputs[0];
            double[] y = dense ? dense(layer, weights, x) : convolution(layer, weights, x);
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
            addScaledRow(y, 0, weights, k * y.length, 1, x[k], y.length);
        }
        return y;
    }

    /** {@code y[at + i] += factor * x[from + i * step]} for {@code i < count}. */
    private static void addScaledRow(double[] y, int at, double[] x, int from, int step, double factor, int count) {
        if (step == 1) {
            for (int i = 0; i < count; i++) {
                y[at + i] += factor * x[from + i];
            }
        } else {
            for (int i = 0; i < count; i++) {
                y[at + i] += factor * x[from + i * step];
            }
        }
    }

    /** Window rows and columns over a copy of the input with its padding, so that no position needs a bounds check. */
    private static double[] convolution(MatrixLayer layer, double[] weights, double[] x) {
        Geometry g = layer.geometry();
        Shape out = layer.outputShape();
        int pitch = (out.width() - 1) * g.strideX() + (g.kernelWidth() - 1) * g.dilationX() + 1;
        int rows = (out.height() - 1) * g.strideY() + (g.kernelHeight() - 1) * g.dilationY() + 1;
        double[] padded = padded(layer, x, rows, pitch);
        boolean dense = g.strideX() == 1 && g.strideY() == 1;
        int sumPitch = dense ? pitch : out.width();
        double[] sums = new double[(out.height() - 1) * sumPitch + out.width()];
        double[] y = new double[out.elements()];
        int perGroup = layer.outChannels() / g.groups();
        for (int n = 0; n < layer.outChannels(); n++) {
            Arrays.fill(sums, 0);
            for (int k = 0; k < g.depth(); k++) {
                int kx = k % g.kernelWidth();
                int ky = k / g.kernelWidth() % g.kernelHeight();
                int channel = n / perGroup * g.channels() + k / (g.kernelWidth() * g.kernelHeight());
                int from = (channel * rows + ky * g.dilationY()) * pitch + kx * g.dilationX();
                double weight = weights[n * g.depth() + k];
                if (dense) {
                    addScaledRow(sums, 0, padded, from, 1, weight, sums.length);
                } else {
                    addScaledRows(sums, out, padded, from, g.strideY() * pitch, g.strideX(), weight);
                }
            }
            for (int oy = 0; oy < out.height(); oy++) {
                System.arraycopy(sums, oy * sumPitch, y, (n * out.height() + oy) * out.width(), out.width());
            }
        }
        return y;
    }

    private static void addScaledRows(
            double[] sums, Shape out, double[] padded, int from, int rowStep, int step, double weight) {
        for (int oy = 0; oy < out.height(); oy++) {
            addScaledRow(sums, oy * out.width(), padded, from + oy * rowStep, step, weight, out.width());
        }
    }

    /** {@code [channels][rows][pitch]}: the part of the input and its padding that windows see. */
    private static double[] padded(MatrixLayer layer, double[] x, int rows, int pitch) {
        Geometry g = layer.geometry();
        Shape in = layer.inputShape();
        double[] padded = new double[in.channels() * rows * pitch];
        int width = Math.min(in.width(), pitch - g.padLeft());
        int height = Math.min(in.height(), rows - g.padTop());
        for (int c = 0; c < in.channels() && width > 0; c++) {
            for (int iy = 0; iy < height; iy++) {
                int to = (c * rows + iy + g.padTop()) * pitch + g.padLeft();
                System.arraycopy(x, (c * in.height() + iy) * in.width(), padded, to, width);
            }
        }
        return padded;
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
