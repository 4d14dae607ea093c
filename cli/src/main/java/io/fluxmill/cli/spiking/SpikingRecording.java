// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import io.fluxmill.core.config.InputException;
import io.fluxmill.driver.spiking.SpikingRunner;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Neurons;
import io.fluxmill.quantizer.spiking.nir.NirData;
import io.fluxmill.quantizer.spiking.nir.Observable;
import io.fluxmill.quantizer.spiking.nir.TimeGriddedData;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the hardware did, as NIRData: for each population its spikes, and its membranes in volts if they were read in every tick. */
final class SpikingRecording {
    private SpikingRecording() {}

    /** @param runs of the samples, all of as many ticks */
    static NirData of(IntegerNetwork network, double dt, List<SpikingRunner.Run> runs) {
        int ticks = runs.get(0).membranes()[0].length;
        if (runs.stream().anyMatch(run -> run.membranes()[0].length != ticks)) {
            throw new InputException(
                    "verify.record needs samples of as many ticks, as NIRData does",
                    "set verify.samples: 1, or use samples of one length");
        }
        Map<String, Map<String, Observable>> nodes = new LinkedHashMap<>();
        for (int p = 0; p < network.populations().size(); p++) {
            Neurons population = network.populations().get(p);
            int index = p;
            Map<String, Observable> observables = new LinkedHashMap<>();
            if (population.kind().fires()) {
                double[][][] spikes = runs.stream()
                        .map(run -> reals(run.spikes()[index], null))
                        .toArray(double[][][]::new);
                boolean binary = Arrays.stream(spikes)
                        .flatMap(Arrays::stream)
                        .flatMapToDouble(Arrays::stream)
                        .allMatch(value -> value <= 1);
                observables.put("spikes", new TimeGriddedData(dt, ticks, population.size(), binary, spikes));
            }
            boolean read = runs.stream()
                    .flatMap(run -> Arrays.stream(run.membranes()[index]))
                    .allMatch(tick -> tick != null);
            if (read && (population.kind().hasMembrane() || !population.kind().fires())) {
                double[][][] membranes = runs.stream()
                        .map(run -> reals(run.membranes()[index], population.unit()))
                        .toArray(double[][][]::new);
                observables.put("membrane", new TimeGriddedData(dt, ticks, population.size(), false, membranes));
            }
            if (!observables.isEmpty()) {
                nodes.put(population.name(), observables);
            }
        }
        return new NirData(nodes);
    }

    /** @param unit of each neuron, or null for 1 */
    private static double[][] reals(int[][] ticks, double[] unit) {
        double[][] reals = new double[ticks.length][];
        for (int t = 0; t < ticks.length; t++) {
            reals[t] = Arrays.stream(ticks[t]).asDoubleStream().toArray();
            for (int n = 0; unit != null && n < unit.length; n++) {
                reals[t][n] *= unit[n];
            }
        }
        return reals;
    }
}
