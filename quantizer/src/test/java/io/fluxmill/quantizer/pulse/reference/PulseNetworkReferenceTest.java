// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.format.Rounding;
import io.fluxmill.quantizer.pulse.read.PulseNetwork;
import io.fluxmill.quantizer.pulse.read.PulseNetwork.Layer;
import io.fluxmill.quantizer.pulse.read.PulseNetwork.Output;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against the contract's equations in BigDecimal, element by element over padded inputs. */
class PulseNetworkReferenceTest {
    private static final Output OUTPUT = new Output("time", "samples", 1, 0);

    @Test
    void aSumByHand() {
        Layer layer = dense("only", 3, new byte[] {1, -128, 127}, 10);
        PulseNetwork network =
                new PulseNetwork("hand", 3, 1, 16, Rounding.NEAREST_AWAY, List.of(layer), List.of(OUTPUT));
        int[] sums = new PulseNetworkReference(network).run(new int[] {1, 2, 3, -65536, 65535, 0});
        assertArrayEquals(new int[] {10 + 1 - 256 + 381, 10 - 65536 - 128 * 65535}, sums);
    }

    @Test
    void convolutionsOfEveryPaddingAndRounding() {
        int compared = 0;
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            PulseNetwork network = network(random);
            int[] elements = random.ints(network.inputLength() * network.inputChannels(), -256, 256)
                    .toArray();
            int[] expected = expected(network, elements);
            assertArrayEquals(expected, new PulseNetworkReference(network).run(elements), "seed " + seed);
            compared += expected.length;
        }
        assertEquals(400, compared);
    }

    @Test
    void partsOfEventsAreRefused() {
        Layer layer = dense("only", 3, new byte[3], 0);
        PulseNetwork network =
                new PulseNetwork("hand", 3, 1, 16, Rounding.NEAREST_AWAY, List.of(layer), List.of(OUTPUT));
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new PulseNetworkReference(network).run(new int[4]));
        assertEquals("elements must be whole events of 3: elements=4", e.getMessage());
    }

    private static Layer dense(String name, int inputs, byte[] weights, int bias) {
        return new Layer(name, inputs, 1, inputs, 1, 0, 1, 1, false, weights, new int[] {bias}, new int[1], new int[1]);
    }

    /** A convolution with any padding on the left, one on the right as its positions need, and a dense layer of two outputs. */
    private static PulseNetwork network(Random random) {
        int length = 1 + random.nextInt(12);
        int kernel = 1 + random.nextInt(4);
        int positions = 1 + random.nextInt(6);
        int filters = 1 + random.nextInt(4);
        Layer first = random(
                random, "conv", length, 2, kernel, 1 + random.nextInt(3), random.nextInt(kernel), positions, filters);
        Layer last = random(random, "dense", 1, positions * filters, 1, 1, 0, 1, 2);
        Rounding rounding = random.nextBoolean() ? Rounding.NEAREST_AWAY : Rounding.NEAREST_EVEN;
        return new PulseNetwork("random", length, 2, 8, rounding, List.of(first, last), List.of(OUTPUT, OUTPUT));
    }

    private static Layer random(
            Random random,
            String name,
            int length,
            int channels,
            int kernel,
            int stride,
            int pad,
            int positions,
            int filters) {
        byte[] weights = new byte[filters * kernel * channels];
        random.nextBytes(weights);
        return new Layer(
                name,
                length,
                channels,
                kernel,
                stride,
                pad,
                positions,
                filters,
                random.nextBoolean(),
                weights,
                random.ints(filters, -5000, 5000).toArray(),
                random.ints(filters, 0, 4).map(i -> 1 << (12 + i)).toArray(),
                random.ints(filters, 14, 24).toArray());
    }

    private static int[] expected(PulseNetwork network, int[] elements) {
        int[] values = elements;
        for (int i = 0; i < network.layers().size(); i++) {
            Layer layer = network.layers().get(i);
            int[] out = new int[layer.outputLength() * layer.outputChannels()];
            for (int o = 0; o < out.length; o++) {
                BigInteger sum = sum(layer, values, o / layer.outputChannels(), o % layer.outputChannels());
                boolean last = i == network.layers().size() - 1;
                out[o] = last ? sum.intValueExact() : element(layer, o % layer.outputChannels(), sum, network);
            }
            values = out;
        }
        return values;
    }

    private static BigInteger sum(Layer layer, int[] in, int position, int channel) {
        BigInteger sum = BigInteger.valueOf(layer.bias()[channel]);
        for (int tap = 0; tap < layer.kernel(); tap++) {
            int sample = position * layer.stride() + tap - layer.padLeft();
            for (int c = 0; c < layer.inputChannels(); c++) {
                int weight = layer.weights()[(channel * layer.kernel() + tap) * layer.inputChannels() + c];
                boolean inside = sample >= 0 && sample < layer.inputLength();
                int element = inside ? in[sample * layer.inputChannels() + c] : 0;
                sum = sum.add(BigInteger.valueOf((long) element * weight));
            }
        }
        return sum;
    }

    private static int element(Layer layer, int channel, BigInteger sum, PulseNetwork network) {
        BigInteger rectified = layer.relu() ? sum.max(BigInteger.ZERO) : sum;
        BigDecimal scaled = new BigDecimal(rectified)
                .multiply(BigDecimal.valueOf(layer.multipliers()[channel]))
                .divide(BigDecimal.valueOf(2).pow(layer.shifts()[channel]));
        RoundingMode mode = network.rounding() == Rounding.NEAREST_EVEN ? RoundingMode.HALF_EVEN : RoundingMode.HALF_UP;
        BigInteger rounded = scaled.setScale(0, mode).toBigIntegerExact();
        int high = layer.relu() ? 255 : 127;
        int low = layer.relu() ? 0 : -128;
        return rounded.max(BigInteger.valueOf(low))
                .min(BigInteger.valueOf(high))
                .intValueExact();
    }
}
