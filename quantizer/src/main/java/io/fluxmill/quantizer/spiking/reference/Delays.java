// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.reference;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.quantizer.spiking.graph.Connection;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import java.util.Arrays;

/**
 * The delays of a connection in ticks: {@code all + ofSource[i] + ofTarget[k]} from value i to neuron k.
 *
 * @param ofSource null for none
 * @param ofTarget null for none
 */
public record Delays(int all, int[] ofSource, int[] ofTarget) {
    private static final int MOST_TICKS = 1 << 16;

    /**
     * By the rules, and the Delay nodes on the way, rounded to the nearest tick.
     *
     * @throws InputException if a delay is longer than 65,536 ticks
     */
    public static Delays of(SpikingNetwork network, Connection connection, TickRules rules) {
        boolean wire = !network.populations().get(connection.target()).kind().hasMembrane();
        int ruled = wire ? 0 : connection.fromInput() ? rules.inputDelay() : rules.forwardDelay();
        int all = connection.recurrent() ? rules.recurrentDelay() : ruled;
        return new Delays(
                all, ticks(connection, connection.delay(), rules), ticks(connection, connection.targetDelay(), rules));
    }

    private static int[] ticks(Connection connection, double[] seconds, TickRules rules) {
        if (seconds == null) {
            return null;
        }
        return Arrays.stream(seconds)
                .mapToInt(s -> {
                    double ticks = Math.rint(s / rules.dt());
                    if (!(ticks >= 0 && ticks <= MOST_TICKS)) {
                        throw new InputException(
                                "a delay of connection " + connection.name() + " is " + s + " s, which must be 0 to "
                                        + MOST_TICKS + " ticks of " + rules.dt() + " s",
                                "change contract.dt, or the delay");
                    }
                    return (int) ticks;
                })
                .toArray();
    }

    /** The longest. */
    public int most() {
        return all + most(ofSource) + most(ofTarget);
    }

    private static int most(int[] ticks) {
        return ticks == null ? 0 : Arrays.stream(ticks).max().orElse(0);
    }
}
