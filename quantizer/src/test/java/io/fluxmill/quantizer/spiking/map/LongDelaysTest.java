// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.map;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.SpikingFeatures;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.core.program.spiking.TickPreset;
import io.fluxmill.quantizer.spiking.TestGraph;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.nir.NirType;
import io.fluxmill.quantizer.spiking.precision.SpikingQuantizer;
import io.fluxmill.quantizer.spiking.precision.SpikingWidths;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which key a queue of delays that is too short names. */
class LongDelaysTest {
    private static final int TICKS = 9;

    private static SpikingShape shape(int delaySlots, int delayQueue) {
        SpikingShape shape =
                new SpikingShape(2, 64, 128, 64, 64, 16, 4, 8, 16, 0, 24, 12, delaySlots, 1, 0, false, false);
        return delayQueue == 0 ? shape : shape.with(SpikingFeatures.NONE.withDelayQueue(delayQueue));
    }

    private static IntegerNetwork network() {
        return SpikingQuantizer.quantize(
                new TestGraph()
                        .input("in", 1)
                        .output("out", 1)
                        .lif("n", 1)
                        .node("d", NirType.Delay, "delay", new double[] {TICKS * 1e-3})
                        .node("w", NirType.Linear, "weight", TestGraph.filled(1, 1, 1))
                        .way("in", "d", "w", "n", "out")
                        .network(),
                TickPreset.NORSE.rules(1e-3),
                SpikingWidths.of(shape(2, 16), null, StateRounding.NEAREST_EVEN));
    }

    @Test
    void theKeyThatLosesNothing() {
        IntegerNetwork network = network();
        SpikingShape shape = shape(2, 16);
        assertEquals(Optional.empty(), new LongDelays(16, 16).room(network, shape));
        assertEquals(Optional.of("engine.delay-queue: 32"), new LongDelays(17, 17).room(network, shape));
        assertEquals(Optional.of("engine.delay-queue: 32"), new LongDelays(32, 32).room(network, shape));
        assertEquals(Optional.of("engine.delay-queue: 16384"), new LongDelays(16384, 16384).room(network, shape));
        assertEquals(Optional.of("engine.delay-slots: 16"), new LongDelays(16385, 16385).room(network, shape));
        SpikingMapping.map(network, shape(16, 0));
    }

    /** A spike in every tick: in each tick as many wait as the delay has ticks. */
    @Test
    void aSpikeInEveryTick() {
        int[][][] sample = new int[1][40][];
        for (int t = 0; t < 40; t++) {
            sample[0][t] = new int[] {1};
        }
        List<int[][][]> samples = List.<int[][][]>of(sample);
        assertEquals(TICKS, LongDelays.of(network(), shape(2, 16), samples).most());
    }
}
