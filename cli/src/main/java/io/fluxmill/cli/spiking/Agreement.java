// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.Population;
import io.fluxmill.quantizer.spiking.reference.FloatReference;
import io.fluxmill.quantizer.spiking.reference.IntegerReference;
import java.util.Locale;

/**
 * Spikes of a network in integers beside those in floating point.
 *
 * @param compared neurons times ticks
 * @param differing those with another number of spikes
 * @param spikes in floating point
 * @param firstPopulation where they part first, or null
 * @param firstTick the tick, or -1
 * @param firstNeuron the neuron, or -1
 */
record Agreement(long compared, long differing, long spikes, String firstPopulation, int firstTick, int firstNeuron) {
    /** Runs a sample on both. */
    static Agreement of(SpikingJob job, IntegerNetwork integers, int sample) {
        int[][][] inputs = job.inputs(sample);
        return of(job, new IntegerReference(integers).run(inputs), floats(job, job.rules(), inputs));
    }

    /** A sample in floating point. */
    static FloatReference.Run floats(
            SpikingJob job, io.fluxmill.core.program.spiking.TickRules rules, int[][][] inputs) {
        return new FloatReference(job.network(), rules).run(reals(inputs));
    }

    /** Spikes as numbers of floating point. */
    static double[][][] reals(int[][][] inputs) {
        double[][][] values = new double[inputs.length][inputs[0].length][];
        for (int i = 0; i < inputs.length; i++) {
            for (int t = 0; t < inputs[i].length; t++) {
                values[i][t] =
                        java.util.Arrays.stream(inputs[i][t]).asDoubleStream().toArray();
            }
        }
        return values;
    }

    static Agreement of(SpikingJob job, IntegerReference.Run integers, FloatReference.Run floats) {
        long compared = 0;
        long differing = 0;
        long spikes = 0;
        String population = null;
        int tick = -1;
        int neuron = -1;
        for (int t = 0; t < integers.spikes()[0].length; t++) {
            for (int p = 0; p < integers.spikes().length; p++) {
                Population of = job.network().populations().get(p);
                for (int n = 0; of.kind().fires() && n < of.size(); n++) {
                    compared++;
                    spikes += (long) floats.activity()[p][t][n];
                    if (integers.spikes()[p][t][n] != floats.activity()[p][t][n]) {
                        differing++;
                        if (population == null) {
                            population = of.name();
                            tick = t;
                            neuron = n;
                        }
                    }
                }
            }
        }
        return new Agreement(compared, differing, spikes, population, tick, neuron);
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("compared", compared).put("differing", differing).put("float-spikes", spikes);
        if (firstPopulation != null) {
            json.putObject("first-deviation")
                    .put("population", firstPopulation)
                    .put("tick", firstTick)
                    .put("neuron", firstNeuron);
        }
        return json;
    }

    String line() {
        return differing == 0
                ? String.format(
                        Locale.ROOT,
                        "integers and floating point agree in all spikes: %,d spikes in %,d neurons times ticks",
                        spikes,
                        compared)
                : String.format(
                        Locale.ROOT,
                        "integers and floating point differ in %,d of %,d neurons times ticks (%,d spikes), first in tick %d: %s, neuron %d",
                        differing,
                        compared,
                        spikes,
                        firstTick,
                        firstPopulation,
                        firstNeuron);
    }
}
