// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.precision;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.spiking.RandomWeights;
import io.fluxmill.quantizer.spiking.graph.Connection;
import io.fluxmill.quantizer.spiking.graph.DenseMap;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Connections whose weights are those of a register, times a unit: {@link RandomWeights}.
 *
 * @param seeds by number of the connection
 */
record DrawnConnections(SpikingNetwork network, int weightBits, Map<Integer, Integer> seeds) {
    /** What to do about a weight that is too large in the unit of random weights to the same neurons. */
    static final String SMALLER =
            "remove the random connections to the same neurons from quantization.random-weights, or scale their weights up";

    /**
     * The connections through named nodes.
     *
     * @throws InputException if there is no such node, or the connection is not dense
     */
    static DrawnConnections named(SpikingNetwork network, int weightBits, Map<String, Integer> named) {
        Map<Integer, Integer> seeds = new HashMap<>();
        named.forEach((name, seed) -> {
            int before = seeds.size();
            for (int c = 0; c < network.connections().size(); c++) {
                if (List.of(network.connections().get(c).name().split(",")).contains(name)) {
                    seeds.put(c, seed);
                }
            }
            if (seeds.size() == before) {
                throw new InputException(
                        "quantization.random-weights names " + name + ", which is no node between neurons",
                        "name some of: "
                                + network.connections().stream()
                                        .flatMap(connection ->
                                                Arrays.stream(connection.name().split(",")))
                                        .distinct()
                                        .collect(Collectors.joining(", ")));
            }
        });
        DrawnConnections drawn = new DrawnConnections(network, weightBits, seeds);
        seeds.keySet().forEach(drawn::check);
        return drawn;
    }

    int seed(int connection) {
        return seeds.getOrDefault(connection, 0);
    }

    private void check(int c) {
        Connection connection = network.connections().get(c);
        int extents = network.populations().get(connection.target()).shape().length;
        if (connection.maps().size() != 1 || !(connection.maps().get(0) instanceof DenseMap) || extents != 1) {
            throw new InputException(
                    "connection " + connection.name()
                            + " cannot have random weights: only one Linear or Affine node to neurons in one dimension can",
                    "remove it from quantization.random-weights");
        }
        if (connection.targetDelay() != null) {
            throw new InputException(
                    "connection " + connection.name() + " has delays of its targets, which random weights cannot have",
                    "remove it from quantization.random-weights, or the Delay behind it");
        }
    }

    /** What 1 is, by least squares; 0 if no drawn connection leads to the population. */
    double unit(int population) {
        double unit = 0;
        for (int c : seeds.keySet()) {
            Connection connection = network.connections().get(c);
            if (connection.target() != population) {
                continue;
            }
            double[] sums = new double[2];
            compare(c, (weight, code) -> {
                sums[0] += weight * code;
                sums[1] += (double) code * code;
                return true;
            });
            double own = sums[0] / sums[1];
            if (!(own > 0)) {
                throw foreign(connection, c);
            }
            if (unit > 0 && Math.abs(own / unit - 1) > UNIT_SLACK) {
                throw new InputException(
                        "the random weights of connection " + connection.name()
                                + " have another unit than those of another connection to the same neurons",
                        "scale the weights of both alike");
            }
            unit = own;
        }
        for (int c : seeds.keySet()) {
            Connection connection = network.connections().get(c);
            double one = unit;
            if (connection.target() == population && !compare(c, (weight, code) -> Math.rint(weight / one) == code)) {
                throw foreign(connection, c);
            }
        }
        return unit;
    }

    private static final double UNIT_SLACK = 1e-3;

    private InputException foreign(Connection connection, int c) {
        return new InputException(
                "the weights of connection " + connection.name() + " are not those of seed " + seed(c) + " in "
                        + weightBits + " bits",
                "use the seed and engine.weight-bits that it was trained with, or remove it from"
                        + " quantization.random-weights");
    }

    /** Whether all agree. */
    private boolean compare(int c, Agrees agrees) {
        DenseMap map = (DenseMap) network.connections().get(c).maps().get(0);
        int state = RandomWeights.start(seed(c));
        int bits = RandomWeights.drawnBits(weightBits);
        boolean all = true;
        for (int input = 0; input < map.inputs(); input++) {
            for (int output = 0; output < map.outputs(); output++) {
                int code = RandomWeights.weight(state, weightBits);
                all &= agrees.agree(map.weights()[output * map.inputs() + input], code);
                state = RandomWeights.skip(state, bits);
            }
        }
        return all;
    }

    @FunctionalInterface
    private interface Agrees {
        boolean agree(double weight, int code);
    }
}
