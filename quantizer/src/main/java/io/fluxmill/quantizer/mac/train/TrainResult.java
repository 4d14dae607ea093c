// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.train;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.quantizer.mac.graph.Network;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A trained network and its accuracy on the test set.
 *
 * @param macs multiply-accumulates for one image
 * @param before fine-tuning: the float network, rounded after training
 * @param after fine-tuning
 */
public record TrainResult(Network network, long macs, Accuracy before, Accuracy after, double seconds) {
    /**
     * Fractions of right answers, 0 to 1.
     *
     * @param inFloat without rounding
     * @param inFormats operands of every layer rounded to the format, sums and results in float
     */
    public record Accuracy(double inFloat, Map<NumberFormat, Double> inFormats) {
        public Accuracy {
            inFormats = Collections.unmodifiableMap(new LinkedHashMap<>(inFormats));
        }
    }
}
