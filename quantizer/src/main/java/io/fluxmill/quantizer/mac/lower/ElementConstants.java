// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.lower;

import io.fluxmill.quantizer.mac.lower.Value.Feature;

/** Constants of a tensor's elements as those of its channels. */
final class ElementConstants {
    private ElementConstants() {}

    /** Values of the graph's elements in the order of the tensor. */
    static double[] stored(Feature x, double[] values) {
        if (values.length == 1 || x.order() == null) {
            return values;
        }
        double[] stored = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            stored[x.at(i)] = values[i];
        }
        return stored;
    }

    /** One value for each channel, or null if elements of one channel have several. */
    static double[] channels(double[] values, int plane) {
        if (values.length == 1) {
            return values;
        }
        double[] channels = new double[values.length / plane];
        for (int i = 0; i < values.length; i++) {
            if (values[i] != values[i / plane * plane]) {
                return null;
            }
            channels[i / plane] = values[i];
        }
        return channels;
    }
}
