// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.quantizer.sfq.read.SfqNetwork;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Layer;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Neuron;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Synapse;
import io.fluxmill.quantizer.sfq.read.SfqNetwork.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;

class SfqRateModelTest {
    private static SfqRateModel model(double threshold, Unit... units) {
        return new SfqRateModel(new SfqNetwork("net", 2, 20, 64, 0.8, threshold, List.of(new Layer(List.of(units)))));
    }

    @Test
    void railsSaturate() {
        Unit or = new Unit(List.of(new Synapse(0, Synapse.WIRE), new Synapse(1, 129.4)), List.of(), null);
        assertEquals(1 - 0.2 * 0.6, model(0.5, or).rates(new double[] {1, 1})[0], 1e-12);
        assertEquals(0.4, model(0.5, or).rates(new double[] {0, 1})[0], 1e-12);
    }

    /** The chain of an INHIBIT that starts free: iterated by hand, it ends at the formula. */
    @Test
    void inhibitorRate() {
        double blocked = 0;
        double rate = 0;
        for (int slot = 0; slot < 200; slot++) {
            double asked = blocked + (1 - blocked) * 0.3;
            rate = 0.6 * (1 - asked);
            blocked = asked * 0.4;
        }
        assertEquals(rate, SfqRateModel.inhibited(0.6, 0.3), 1e-12);
        assertEquals(0.6, SfqRateModel.inhibited(0.6, 0), 1e-12);
        assertEquals(0, SfqRateModel.inhibited(0.6, 1), 1e-12);
        assertEquals(0, SfqRateModel.inhibited(0, 0.5));
    }

    /** Everything leaks: two pulses are never together, so θ above 1 is never reached. A leak of a half, by hand. */
    @Test
    void neuronRate() {
        assertEquals(0.3, new NeuronRate(1024, 2).of(0.3, 0));
        assertEquals(0, new NeuronRate(1025, 0).of(0.9, 0));
        NeuronRate half = new NeuronRate(1536, 1);
        assertEquals(
                1 / 2.0, half.of(1, 0), 1e-9, "1024, 1536 fires and leaves 512, 1280, 1664 fires and leaves 640, ...");
        assertEquals(0, half.of(0, 0));
        assertTrue(half.of(0.1, 0) < 0.02);
    }

    @Test
    void separationAndErrors() {
        assertEquals(0.6 * 8 / Math.sqrt(0.32), SfqRateModel.separation(0.8, 0.2, 64), 1e-12);
        Unit zero = new Unit(List.of(new Synapse(0, Synapse.WIRE)), List.of(), null);
        Unit one = new Unit(List.of(new Synapse(1, Synapse.WIRE)), List.of(), null);
        SfqRateModel two = model(0, zero, one);
        assertEquals(
                SfqRateModel.normal(-SfqRateModel.separation(0.8, 0.4, 64)),
                two.error(new double[] {0.4, 0.8}, 1, 64),
                1e-12);
        SfqRateModel single = model(0.5, zero);
        assertEquals(
                SfqRateModel.normal(-0.25 * 8 / Math.sqrt(0.1875)), single.error(new double[] {0.25}, 0, 64), 1e-12);
        assertEquals(0, single.error(new double[] {0}, 0, 64));
        assertEquals(1, single.error(new double[] {0}, 1, 64));
        assertEquals(0.5, SfqRateModel.normal(0), 1e-15);
        assertEquals(0.15865525393145707, SfqRateModel.normal(-1), 1e-12);
    }

    @Test
    void decisions() {
        Unit zero = new Unit(List.of(new Synapse(0, Synapse.WIRE)), List.of(), new Neuron(120.5, 3));
        assertEquals(1, model(0.3, zero).decide(model(0.3, zero).rates(new double[] {0.5, 0})));
        assertEquals(0, model(0, zero, zero).decide(new double[] {0.4, 0.4}), "the first of equals");
    }
}
