// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.map;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.quantizer.sfq.read.SfqNetwork;
import io.fluxmill.quantizer.sfq.reference.SfqRateModel;
import io.fluxmill.quantizer.sfq.reference.SfqSimulator;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Mean field against pulses. */
class SfqMeanFieldTest {
    private static final int WINDOWS = 100;
    private static final int SLOTS = 100;

    /**
     * One layer, where it is exact: each output's rate within four standard errors, taken from the scatter of the windows, so that memory
     * from slot to slot counts. With 90 rates, one beyond 4σ in 170 such tests.
     */
    @Test
    void exactInTheFirstLayer() {
        int rates = 0;
        for (int seed = 0; seed < 30; seed++) {
            SfqNetwork network = SfqNetworks.random(seed, 6, 3);
            double[] sample = SfqNetworks.sample(new Random(1000 + seed), 6);
            double[] expected = new SfqRateModel(network).rates(sample);
            int[][] counts = counts(network, sample, seed);
            for (int k = 0; k < 3; k++) {
                int output = k;
                double[] shares = Arrays.stream(counts)
                        .mapToDouble(c -> (double) c[output] / SLOTS)
                        .toArray();
                double mean = Arrays.stream(shares).average().orElseThrow();
                double variance =
                        Arrays.stream(shares).map(s -> (s - mean) * (s - mean)).sum() / (WINDOWS - 1);
                double sigma = Math.sqrt(variance / WINDOWS) + 1e-4;
                assertEquals(expected[k], mean, 4 * sigma, "seed " + seed + " output " + k);
                rates++;
            }
        }
        assertEquals(90, rates);
    }

    private static int[][] counts(SfqNetwork network, double[] sample, int seed) {
        SfqCircuit circuit = SfqMapping.map(network, CellLibrary.of("rsfqlib-v3"), seed);
        SfqEncoder encoder = new SfqEncoder(circuit, 1);
        double[][] samples = new double[WINDOWS][];
        Arrays.fill(samples, sample);
        SfqTrace trace = new SfqSimulator(circuit.netlist())
                .run(encoder.stimuli(samples, SLOTS, seed), encoder.end(WINDOWS, SLOTS));
        return new SfqDecoder(circuit, 1).counts(trace, WINDOWS, SLOTS);
    }
}
