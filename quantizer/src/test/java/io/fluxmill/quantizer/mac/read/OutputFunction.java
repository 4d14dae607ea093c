// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graphs.Arithmetic;
import io.fluxmill.quantizer.mac.graphs.StandardOps;
import io.fluxmill.quantizer.mac.graphs.Values;
import java.util.Arrays;

/** What a network leaves to its user after the last layer: the one place to change when networks say it in another way. */
public final class OutputFunction {
    private OutputFunction() {}

    /** The outputs of the graph for the results of the network's last layer. */
    public static double[] apply(Network network, double[] scores) {
        return switch (network.ending()) {
            case NONE -> scores;
            case SOFTMAX -> StandardOps.softmax(new Values(new int[] {scores.length}, scores), Arithmetic.DOUBLE)
                    .data();
            case LOG_SOFTMAX -> Arrays.stream(
                            StandardOps.softmax(new Values(new int[] {scores.length}, scores), Arithmetic.DOUBLE)
                                    .data())
                    .map(Math::log)
                    .toArray();
            case SIGMOID -> Arrays.stream(scores)
                    .map(x -> 1 / (1 + Math.exp(-x)))
                    .toArray();
        };
    }
}
