// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.core.format.Multiplication;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Layer;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import java.util.ArrayList;
import java.util.List;

/** A quantised network as an engine with other products computes it: the same codes and scales, and new ranges of sums. */
public final class ApproximateProducts {
    private ApproximateProducts() {}

    /** The network in an arithmetic; the network itself in the exact one. */
    public static QuantizedNetwork of(QuantizedNetwork network, Multiplication multiplication) {
        if (multiplication == Multiplication.EXACT) {
            return network;
        }
        List<Layer> layers = new ArrayList<>();
        for (Layer layer : network.layers()) {
            layers.add(layer instanceof Matrix matrix ? with(matrix, multiplication) : layer);
        }
        return new QuantizedNetwork(network.name(), network.inputSteps(), network.tensors(), layers, network.output());
    }

    private static Matrix with(Matrix matrix, Multiplication multiplication) {
        Matrix other = new Matrix(
                matrix.name(),
                matrix.input(),
                matrix.output(),
                matrix.geometry(),
                matrix.weights(),
                matrix.padCode(),
                matrix.rescale().with(multiplication),
                matrix.channels(),
                matrix.accumulatorMin(),
                matrix.accumulatorMax());
        AccumulatorRange range = AccumulatorRange.of(other);
        return new Matrix(
                other.name(),
                other.input(),
                other.output(),
                other.geometry(),
                other.weights(),
                other.padCode(),
                other.rescale(),
                other.channels(),
                range.min(),
                range.max());
    }
}
