// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.fluxmill.driver.spiking.SpikingRunner;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.NeuronKind;
import io.fluxmill.quantizer.spiking.reference.IntegerReference;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One wrong number of the hardware is found, counted and named. */
class TallyTest {
    private static final IntegerNetwork NETWORK = new IntegerNetwork(
            "",
            null,
            0,
            16,
            12,
            0,
            List.of(),
            List.of(neurons("lif", NeuronKind.LIF), neurons("cuba", NeuronKind.CUBA_LIF)),
            List.of(),
            List.of());

    private static IntegerNetwork.Neurons neurons(String name, NeuronKind kind) {
        int[] two = new int[2];
        return new IntegerNetwork.Neurons(name, kind, two, two, two, two, two, two, new double[2]);
    }

    /** {@code [populations][ticks][neurons]}, one value set. */
    private static int[][][] values(int population, int tick, int neuron, int value) {
        int[][][] values = new int[2][3][2];
        values[population][tick][neuron] = value;
        return values;
    }

    private static Tally tally(int[][][] spikes, int[][][] membranes, int[][][] currents) {
        int[][][] zero = new int[2][3][2];
        return Tally.of(
                NETWORK,
                new IntegerReference.Run(values(0, 1, 1, 1), zero, zero, 0),
                new SpikingRunner.Run(spikes, membranes, currents, Map.of(), null));
    }

    @Test
    void equal() {
        Tally tally = tally(values(0, 1, 1, 1), new int[2][3][2], new int[2][3][2]);
        assertEquals(3 * (2 * 4 + 2), tally.compared(), "spikes and membranes of 4 neurons, currents of 2");
        assertEquals(1, tally.spikes());
        assertEquals(0, tally.spikeMismatches() + tally.stateMismatches());
        assertNull(tally.first());
    }

    @Test
    void aSpike() {
        Tally tally = tally(values(1, 2, 0, 1), new int[2][3][2], new int[2][3][2]);
        assertEquals(2, tally.spikeMismatches());
        assertEquals(0, tally.stateMismatches());
        assertEquals("spikes of lif, neuron 1, tick 1: 0, the reference has 1", tally.first());
    }

    @Test
    void states() {
        Tally tally = tally(values(0, 1, 1, 1), values(1, 0, 1, -7), values(1, 2, 0, 5));
        assertEquals(0, tally.spikeMismatches());
        assertEquals(2, tally.stateMismatches());
        assertEquals("membrane of cuba, neuron 1, tick 0: -7, the reference has 0", tally.first());
        Tally both = tally.plus(tally(values(0, 1, 1, 1), new int[2][3][2], new int[2][3][2]));
        assertEquals(60, both.compared());
        assertEquals(2, both.stateMismatches());
        assertEquals(tally.first(), Tally.NONE.plus(both).first());
    }

    /** Ticks whose states were not asked for are not compared. */
    @Test
    void statesOfTheLastTickOnly() {
        int[][][] last = new int[2][3][];
        last[0][2] = new int[2];
        last[1][2] = new int[2];
        Tally tally = tally(values(0, 1, 1, 1), last, last);
        assertEquals(3 * 4 + 4 + 2, tally.compared());
    }

    @Test
    void classesAndReadOuts() {
        int[] words = {3, 5, 5};
        assertEquals(Tally.NONE, Tally.of(words, 1, null));
        Tally same = Tally.of(words, 1, new SpikingRunner.Read(1, new int[] {3, 5, 5}));
        assertEquals(4, same.compared());
        assertEquals(0, same.stateMismatches());
        Tally other = Tally.of(words, 1, new SpikingRunner.Read(2, new int[] {3, 5, 6}));
        assertEquals(2, other.stateMismatches());
        assertEquals("class of outputs, neuron 0: 2, the reference has 1", other.first());
    }
}
