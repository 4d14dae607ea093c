// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.core.program.spiking.EncoderRules;
import io.fluxmill.core.program.spiking.SpikingEnds;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.driver.spiking.SpikingInput;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import java.util.Arrays;
import java.util.Random;

/**
 * A random sample for an engine, which makes its spikes and reads its outputs if it can, and chance wills.
 *
 * @param spikes by the formulas, {@code [inputs of the network][ticks][values]}
 * @param input what the engine is given
 * @param encoder {@link EncoderRules#NONE} for spikes
 * @param readOut kind, or {@link ReadOutOracle#NONE}
 */
record RandomSample(int[][][] spikes, SpikingInput input, EncoderRules encoder, int readOut) {
    static RandomSample draw(Random random, SpikingNetwork network, IntegerNetwork integers, SpikingConfig config) {
        SpikingShape shape = config.shape();
        int ticks = 8 + random.nextInt(16);
        int readOut = config.ends().readOuts()
                ? ReadOutOracle.draw(random, integers, Math.min(shape.neurons(), SpikingEnds.MOST_OUTPUTS))
                : ReadOutOracle.NONE;
        int size =
                network.inputs().stream().mapToInt(SpikingNetwork.Input::size).sum();
        EncoderRules encoder = config.ends().encoder() && random.nextInt(4) != 0
                ? EncoderOracle.draw(random, config.ends().encoderBits(), shape.valueBits(), size, ticks)
                : null;
        if (encoder == null) {
            int[][][] spikes = RandomSpiking.inputs(random, network, ticks, (1 << shape.valueBits()) - 1);
            return new RandomSample(spikes, SpikingInput.spikes(SpikingBench.flat(spikes)), EncoderRules.NONE, readOut);
        }
        int seed = random.nextInt(1 << 28);
        int[][] codes = EncoderOracle.codes(random, encoder, ticks);
        return new RandomSample(
                split(network, EncoderOracle.spikes(encoder, codes, ticks, seed)),
                new SpikingInput(codes, ticks, encoder.kind(), seed),
                encoder,
                readOut);
    }

    /** Spikes by input of the network. */
    private static int[][][] split(SpikingNetwork network, int[][] spikes) {
        int[][][] inputs = new int[network.inputs().size()][spikes.length][];
        for (int t = 0; t < spikes.length; t++) {
            int at = 0;
            for (int i = 0; i < inputs.length; i++) {
                int end = at + network.inputs().get(i).size();
                inputs[i][t] = Arrays.copyOfRange(spikes[t], at, end);
                at = end;
            }
        }
        return inputs;
    }
}
