// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.grid;

import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Quant;

/** The range of the sum of (weight code) * (input code - zero point) of each output channel over all trained input codes. */
final class SumRange {
    private final double[] min;
    private final double[] max;

    SumRange(MatrixLayer layer, Quant input) {
        int channels = layer.outChannels();
        double low = input.low() - input.zeroPoint();
        double high = input.high() - input.zeroPoint();
        if (layer.geometry().reachesOutside(layer.inputShape(), layer.outputShape())) {
            low = Math.min(0, low);
            high = Math.max(0, high);
        }
        min = new double[channels];
        max = new double[channels];
        for (int i = 0; i < layer.weights().length; i++) {
            int n = i / layer.depth();
            int code = layer.weightQuant().codeOf(layer.weights()[i], n);
            min[n] += code > 0 ? code * low : code * high;
            max[n] += code > 0 ? code * high : code * low;
        }
    }

    double min(int channel) {
        return min[channel];
    }

    double max(int channel) {
        return max[channel];
    }
}
