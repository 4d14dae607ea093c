// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Tensor;

/**
 * The range of a channel's accumulator over the codes that its input tensor can have; integer formats only.
 *
 * @param min smallest sum of products
 * @param max largest
 */
record InputRange(long min, long max) {
    /** @param padded whether windows read the code of zero around the tensor, too */
    static InputRange of(WeightCodes weights, int channel, Tensor input, boolean padded) {
        int zero = (int) input.format().toDouble(input.zeroCode());
        int low = (int) input.format().toDouble(input.low());
        int high = (int) input.format().toDouble(input.high());
        low = padded ? Math.min(low, zero) : low;
        high = padded ? Math.max(high, zero) : high;
        long min = 0;
        long max = 0;
        for (int i = channel * weights.depth(); i < (channel + 1) * weights.depth(); i++) {
            long weight = (long) weights.value(i);
            min += weight * (weight > 0 ? low : high);
            max += weight * (weight > 0 ? high : low);
        }
        return new InputRange(min, max);
    }
}
