// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import io.fluxmill.core.format.Rounding;
import io.fluxmill.quantizer.pulse.read.PulseNetwork;
import io.fluxmill.quantizer.pulse.read.PulseNetwork.Layer;
import io.fluxmill.quantizer.pulse.read.PulseNetwork.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Networks with random weights, biases and scales: of given shapes or of random ones. */
public final class RandomNetworks {
    private final Random random;
    private final int bits;
    private final List<Layer> layers = new ArrayList<>();
    private final int inputLength;
    private final int inputChannels;
    private int length;
    private int channels;

    public RandomNetworks(Random random, int bits, int inputLength, int inputChannels) {
        this.random = random;
        this.bits = bits;
        this.inputLength = inputLength;
        this.inputChannels = inputChannels;
        length = inputLength;
        channels = inputChannels;
    }

    /** A convolution with SAME padding, as TensorFlow defines it. */
    public RandomNetworks same(int filters, int kernel, int stride) {
        int positions = (length + stride - 1) / stride;
        int padding = Math.max(0, (positions - 1) * stride + kernel - length);
        return layer(filters, kernel, stride, padding / 2, positions);
    }

    /** A convolution without padding. */
    RandomNetworks valid(int filters, int kernel, int stride) {
        return layer(filters, kernel, stride, 0, (length - kernel) / stride + 1);
    }

    /** A dense layer over everything. */
    public RandomNetworks dense(int units) {
        channels = length * channels;
        length = 1;
        return layer(units, 1, 1, 0, 1);
    }

    private RandomNetworks layer(int filters, int kernel, int stride, int padding, int positions) {
        int depth = kernel * channels;
        byte[] weights = new byte[filters * depth];
        int[] bias = new int[filters];
        int[] multipliers = new int[filters];
        int[] shifts = new int[filters];
        int kind = random.nextInt(6);
        for (int i = 0; i < weights.length; i++) {
            int extreme = random.nextBoolean() ? -128 : 127;
            weights[i] = (byte) (kind == 0 ? extreme : kind <= 2 ? random.nextInt(5) - 2 : random.nextInt(256));
        }
        limit(weights, depth);
        // A typical sum comes to the middle of the activations' range; some are far above, some far below.
        int fit = 7 + (32 - Integer.numberOfLeadingZeros(depth)) / 2;
        for (int c = 0; c < filters; c++) {
            bias[c] = random.nextInt(1 << (bits + 10)) - (1 << (bits + 9));
            multipliers[c] = random.nextInt(8) == 0 ? random.nextInt(4) : 0x8000 | random.nextInt(0x8000);
            shifts[c] = random.nextInt(16) == 0 ? random.nextInt(48) : Math.max(0, 15 + fit - 2 + random.nextInt(5));
            if (kind == 1 || kind == 2) {
                // Halves and quarters of small sums: ties of both signs.
                bias[c] = random.nextInt(17) - 8;
                multipliers[c] = 0x8000 >> random.nextInt(2);
                shifts[c] = 15 + random.nextInt(3);
            }
        }
        boolean relu = random.nextInt(4) != 0;
        String name = "layer" + layers.size();
        layers.add(new Layer(
                name,
                length,
                channels,
                kernel,
                stride,
                padding,
                positions,
                filters,
                relu,
                weights,
                bias,
                multipliers,
                shifts));
        length = positions;
        channels = filters;
        return this;
    }

    /** Keeps every channel's largest sum within int32, as training would. */
    private void limit(byte[] weights, int depth) {
        long budget = (1L << (31 - bits)) - (1 << 11);
        for (int first = 0; first < weights.length; first += depth) {
            long total = 0;
            for (int k = 0; k < depth; k++) {
                int w = weights[first + k];
                total += Math.abs(w);
                weights[first + k] = total <= budget ? (byte) w : (byte) 0;
            }
        }
    }

    public PulseNetwork build(String name) {
        List<Output> outputs = new ArrayList<>();
        for (int i = 0; i < channels; i++) {
            outputs.add(new Output("output" + i, "", 1, 0));
        }
        Rounding rounding = random.nextBoolean() ? Rounding.NEAREST_EVEN : Rounding.NEAREST_AWAY;
        return new PulseNetwork(name, inputLength, inputChannels, bits, rounding, layers, outputs);
    }

    /** Random shapes: up to 16 layers, ragged channels, every padding, strides beyond the kernel. */
    static PulseNetwork any(Random random, int bits) {
        RandomNetworks network = new RandomNetworks(random, bits, 1 + random.nextInt(40), 1 + random.nextInt(2));
        int convolutions = random.nextInt(5);
        for (int i = 0; i < convolutions && network.length > 1; i++) {
            int filters = 1 + random.nextInt(random.nextBoolean() ? 4 : 11);
            int kernel = 1 + random.nextInt(Math.min(6, network.length));
            int stride = 1 + random.nextInt(3);
            if (random.nextBoolean()) {
                network.same(filters, kernel, stride);
            } else {
                network.valid(filters, kernel, stride);
            }
            if (network.length * network.channels > 60) {
                break;
            }
        }
        int dense = random.nextInt(random.nextInt(4) == 0 ? 11 : 3);
        for (int i = 0; i < dense; i++) {
            network.dense(1 + random.nextInt(random.nextBoolean() ? 5 : 20));
        }
        return network.dense(1 + random.nextInt(random.nextInt(4) == 0 ? 20 : 3))
                .build("random");
    }

    /** Events of random elements over the whole range, some of extremes or of small ones only. */
    static int[] events(Random random, PulseNetwork network, int events) {
        int inputs = network.inputLength() * network.inputChannels();
        int[] elements = new int[events * inputs];
        int high = (1 << network.activationBits()) - 1;
        for (int event = 0; event < events; event++) {
            int kind = random.nextInt(4);
            for (int i = 0; i < inputs; i++) {
                int value = random.nextInt(2 * high + 2) - high - 1;
                int extreme = value < 0 ? -high - 1 : high;
                int small = value >> network.activationBits() - 4;
                elements[event * inputs + i] = kind == 0 ? extreme : kind == 1 ? small : value;
            }
        }
        return elements;
    }

    /** Shapes, for failure messages. */
    static String describe(PulseNetwork network) {
        StringBuilder text = new StringBuilder(network.inputLength() + "x" + network.inputChannels());
        for (Layer l : network.layers()) {
            text.append(String.format(
                    " -> %dx%d (k%d s%d p%d%s)",
                    l.outputLength(),
                    l.outputChannels(),
                    l.kernel(),
                    l.stride(),
                    l.padLeft(),
                    l.relu() ? "" : " linear"));
        }
        return text.toString();
    }
}
