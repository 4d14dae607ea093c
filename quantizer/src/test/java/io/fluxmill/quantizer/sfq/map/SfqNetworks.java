// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.map;

import io.fluxmill.quantizer.sfq.read.SfqNetwork;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Layer;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Neuron;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Synapse;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;

/** Random rate-coded networks. */
final class SfqNetworks {
    private SfqNetworks() {}

    /** @param widths of the inputs and of each layer */
    static SfqNetwork random(long seed, int... widths) {
        Random random = new Random(seed);
        List<Layer> layers = new ArrayList<>();
        for (int l = 1; l < widths.length; l++) {
            List<Unit> units = new ArrayList<>();
            for (int u = 0; u < widths[l]; u++) {
                units.add(unit(random, widths[l - 1]));
            }
            layers.add(new Layer(units));
        }
        double threshold = widths[widths.length - 1] == 1 ? 0.5 : 0;
        return new SfqNetwork("net" + seed, widths[0], 20, 64, 0.9, threshold, layers);
    }

    private static Unit unit(Random random, int inputs) {
        List<Synapse> plus = new ArrayList<>();
        List<Synapse> minus = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            int kind = random.nextInt(5);
            double bias = random.nextInt(6) == 0 ? Synapse.WIRE : 125 + random.nextInt(10);
            if (kind > 2) {
                (kind == 3 ? plus : minus).add(new Synapse(i, bias));
            }
        }
        if (plus.isEmpty()) {
            int input = random.nextInt(inputs);
            minus.removeIf(s -> s.input() == input);
            plus.add(new Synapse(input, 133));
        }
        Neuron neuron = random.nextInt(3) == 0 ? new Neuron(60 + random.nextInt(50), 1 + random.nextInt(3)) : null;
        return new Unit(plus, minus, neuron);
    }

    static double[] sample(Random random, int inputs) {
        return DoubleStream.generate(random::nextDouble).limit(inputs).toArray();
    }
}
