// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.read;

import io.fluxmill.graph.Network;

/** What a network leaves to its user after the last layer: the one place to change when networks say it in another way. */
final class OutputFunction {
    private OutputFunction() {}

    /** The outputs of the graph for the results of the network's last layer. */
    static double[] apply(Network network, double[] scores) {
        return network.softmax()
                ? StandardOps.softmax(new Values(new int[] {scores.length}, scores), Arithmetic.DOUBLE)
                        .data()
                : scores;
    }
}
