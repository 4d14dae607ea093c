// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.grid;

import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.PoolLayer;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.Quant;
import java.util.Arrays;

/** Depthwise layers with weights of one, and changed copies of layers. */
final class MatrixLayers {
    /** The codes of weights of one. */
    private static final Quant ONES = new Quant(new double[] {1}, 0, -1, 1, false);

    private MatrixLayers() {}

    /** An average with the same count everywhere: the sum of each window, with 1/count as gain. */
    static MatrixLayer sum(PoolLayer pool) {
        Geometry g = pool.geometry();
        int count = g.kernelHeight() * g.kernelWidth();
        Geometry depthwise = new Geometry(
                1,
                g.kernelHeight(),
                g.kernelWidth(),
                g.strideY(),
                g.strideX(),
                g.padTop(),
                g.padLeft(),
                g.dilationY(),
                g.dilationX(),
                pool.inputShape().channels());
        return ones(
                pool.name(),
                pool.input(),
                pool.output(),
                pool.inputShape(),
                pool.outputShape(),
                depthwise,
                1.0 / count,
                pool.outputQuant());
    }

    /** The maximum alone, under another name. */
    static PoolLayer maximum(PoolLayer pool, String output) {
        return new PoolLayer(
                pool.name(),
                pool.input(),
                output,
                pool.inputShape(),
                pool.outputShape(),
                pool.kind(),
                pool.geometry(),
                pool.countIncludePad(),
                null);
    }

    /** A quantisation as a layer of its own. */
    static MatrixLayer unit(String name, String input, String output, Shape shape, Quant quant) {
        Geometry geometry = new Geometry(1, 1, 1, 1, 1, 0, 0, 1, 1, shape.channels());
        return ones(name, input, output, shape, shape, geometry, 1, quant);
    }

    private static MatrixLayer ones(
            String name,
            String input,
            String output,
            Shape in,
            Shape out,
            Geometry geometry,
            double gain,
            Quant quant) {
        float[] weights = new float[out.channels() * geometry.depth()];
        Arrays.fill(weights, 1);
        double[] gains = new double[out.channels()];
        Arrays.fill(gains, gain);
        double[] bias = new double[out.channels()];
        return new MatrixLayer(
                name, input, output, in, out, geometry, weights, gains, bias, Activation.NONE, ONES, quant);
    }

    /** Whether the layer is a depthwise one with weights of one. */
    static boolean isSum(MatrixLayer layer) {
        Geometry g = layer.geometry();
        boolean depthwise =
                g.channels() == 1 && g.groups() == layer.inputShape().channels();
        boolean ones = true;
        for (float weight : layer.weights()) {
            ones &= weight == 1;
        }
        return depthwise && layer.outChannels() == g.groups() && ones && layer.weightQuant() != null;
    }

    /** Whether it also reads one element for each result: affine, activation and quantisation only. */
    static boolean isUnit(MatrixLayer layer) {
        return isSum(layer) && layer.depth() == 1 && layer.inputShape().equals(layer.outputShape());
    }

    /** A sum without activation, then a one-to-one layer, as one layer. */
    static MatrixLayer joined(MatrixLayer sum, MatrixLayer unit) {
        double[] gain = new double[unit.outChannels()];
        double[] bias = new double[unit.outChannels()];
        for (int n = 0; n < gain.length; n++) {
            gain[n] = sum.gain()[n] * unit.gain()[n];
            bias[n] = sum.bias()[n] * unit.gain()[n] + unit.bias()[n];
        }
        return new MatrixLayer(
                unit.name(),
                sum.input(),
                unit.output(),
                sum.inputShape(),
                sum.outputShape(),
                sum.geometry(),
                sum.weights(),
                gain,
                bias,
                unit.activation(),
                sum.weightQuant(),
                unit.outputQuant());
    }
}
