// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.train;

import ai.djl.ndarray.NDArray;
import io.fluxmill.quantizer.pulse.train.PulseTopology.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives all channels of a layer the same range, so that all of them use all codes of the layer's one scale. ReLU lets a positive factor through,
 * so the weights in the next layer are divided by the factor of the channel (Nagel et al., arXiv 1906.04721). The network computes the same as
 * before.
 */
final class ChannelBalance implements PulseParameters.Arithmetic {
    private final List<float[]> largest = new ArrayList<>();

    @Override
    public NDArray weight(NDArray weight) {
        return weight;
    }

    /** Remembers the largest activation of each channel. */
    @Override
    public NDArray activation(int layer, NDArray activation) {
        float[] max = activation.max(new int[] {0}).toFloatArray();
        if (largest.size() <= layer) {
            largest.add(max);
        } else {
            float[] known = largest.get(layer);
            for (int c = 0; c < max.length; c++) {
                known[c] = Math.max(known[c], max[c]);
            }
        }
        return activation;
    }

    /** Changes the parameters according to the forward passes. A channel that is always 0 is not changed. */
    void apply(PulseParameters parameters) {
        List<Matrix> matrices = parameters.matrices();
        for (int layer = 0; layer + 1 < matrices.size(); layer++) {
            float[] max = largest.get(layer);
            double mean = 0;
            int alive = 0;
            for (float value : max) {
                mean += value;
                alive += value > 0 ? 1 : 0;
            }
            for (int c = 0; c < max.length; c++) {
                if (max[c] > 0) {
                    parameters.rescale(layer, c, mean / alive / max[c]);
                }
            }
        }
        parameters.upload();
    }
}
