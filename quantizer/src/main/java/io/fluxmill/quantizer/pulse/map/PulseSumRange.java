// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.map;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.Requantize;
import io.fluxmill.quantizer.pulse.read.PulseNetwork;
import io.fluxmill.quantizer.pulse.read.PulseNetwork.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Interval arithmetic over a network: from the range of the input's elements to the exact range of every sum with its bias. The order of
 * addition does not matter: int32 additions wrap around, so a sum within int32 is correct however it was reached.
 */
public final class PulseSumRange {
    /**
     * The sums of a layer over all its channels.
     *
     * @param depth products of a sum
     * @param min smallest sum with its bias that any input can give, in units of a product
     * @param max largest
     */
    public record Range(String layer, int depth, long min, long max) {
        /** Bits of two's complement that the sums need. */
        public int neededBits() {
            return 1
                    + Math.max(
                            Long.SIZE - Long.numberOfLeadingZeros(max < 0 ? 0 : max),
                            Long.SIZE - Long.numberOfLeadingZeros(min < 0 ? ~min : 0));
        }
    }

    private final PulseNetwork network;
    /** Smallest and largest element of each channel of the current layer's input. */
    private long[] low;

    private long[] high;

    private final List<Range> ranges = new ArrayList<>();

    private PulseSumRange(PulseNetwork network) {
        this.network = network;
        low = new long[network.inputChannels()];
        high = new long[network.inputChannels()];
        Arrays.fill(low, -(1L << network.activationBits()));
        Arrays.fill(high, (1L << network.activationBits()) - 1);
    }

    /**
     * The range of the sums of each layer.
     *
     * @throws InputException if a sum of some layer can overflow int32 for some input
     */
    public static List<Range> of(PulseNetwork network) {
        PulseSumRange range = new PulseSumRange(network);
        network.layers().forEach(range::through);
        return List.copyOf(range.ranges);
    }

    private void through(Layer layer) {
        int channels = layer.outputChannels();
        long[] outLow = new long[channels];
        long[] outHigh = new long[channels];
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int c = 0; c < channels; c++) {
            long smallest = layer.bias()[c];
            long largest = layer.bias()[c];
            for (int k = 0; k < layer.depth(); k++) {
                int in = k % layer.inputChannels() % low.length;
                int w = layer.weights()[c * layer.depth() + k];
                // 0 is the padding, and within the range of every requantised channel that a window may miss.
                long a = w * Math.min(low[in], 0);
                long b = w * Math.max(high[in], 0);
                smallest += Math.min(a, b);
                largest += Math.max(a, b);
            }
            requireInt32(layer, c, smallest, largest);
            min = Math.min(min, smallest);
            max = Math.max(max, largest);
            outLow[c] = element(layer, c, smallest);
            outHigh[c] = element(layer, c, largest);
        }
        ranges.add(new Range(layer.name(), layer.depth(), min, max));
        low = outLow;
        high = outHigh;
    }

    private void requireInt32(Layer layer, int c, long smallest, long largest) {
        if (smallest < Integer.MIN_VALUE || largest > Integer.MAX_VALUE) {
            throw new InputException(
                    String.format(
                            "network %s: sums of layer %s, channel %d, can reach %,d, but a sum has 32 bits",
                            network.name(), layer.name(), c, largest > Integer.MAX_VALUE ? largest : smallest),
                    "train with smaller weights or a smaller layer, or use 8-bit activations");
        }
    }

    private long element(Layer layer, int c, long sum) {
        return Requantize.apply(
                (int) sum,
                layer.multipliers()[c],
                layer.shifts()[c],
                network.rounding(),
                layer.relu(),
                network.activationBits());
    }
}
