// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.PoolKind;
import java.util.Random;

/** Random float networks whose channels differ in magnitude by orders, as those of trained networks do. */
final class ChannelScaleNetworks {
    private static final int[] WIDTHS = {8, 12, 16, 24, 32, 48, 64};

    private final Random random;

    private ChannelScaleNetworks(long seed) {
        random = new Random(seed);
    }

    /** @param samples 64 to 300 of them */
    record Trained(Network network, float[][] samples) {}

    static Trained of(long seed) {
        ChannelScaleNetworks maker = new ChannelScaleNetworks(seed);
        return seed % 2 == 0 ? maker.dense(seed) : maker.convolutional(seed);
    }

    private int width() {
        return WIDTHS[random.nextInt(WIDTHS.length)];
    }

    private Trained dense(long seed) {
        int inputs = width();
        SmallNetworks network = new SmallNetworks(seed, inputs, 1, 1);
        int layers = 1 + random.nextInt(3);
        for (int i = 0; i < layers; i++) {
            network.dense(width(), random.nextInt(4) == 0 ? Activation.NONE : Activation.RELU);
        }
        network.dense(1 + random.nextInt(12), Activation.NONE);
        return trained(network.build(), seed, inputs, 1);
    }

    private Trained convolutional(long seed) {
        int channels = 1 + random.nextInt(4);
        int size = 6 + random.nextInt(4);
        SmallNetworks network = new SmallNetworks(seed, channels, size, size);
        int first = 4 + 4 * random.nextInt(3);
        network.conv(first, new Geometry(channels, 3, 3, 1, 1, 1, 1, 1, 1, 1), Activation.RELU);
        network.pool(random.nextBoolean() ? PoolKind.MAX : PoolKind.AVERAGE, 2, 2, 0, false);
        int second = 4 + 4 * random.nextInt(3);
        network.conv(second, new Geometry(first, 3, 3, 1, 1, 1, 1, 1, 1, 1), Activation.RELU);
        network.dense(10, Activation.NONE);
        return trained(network.build(), seed, channels, size * size);
    }

    private Trained trained(Network network, long seed, int channels, int plane) {
        double spread = random.nextDouble() * 3;
        for (Network.Layer layer : network.layers()) {
            if (layer instanceof MatrixLayer matrix && layer != network.last()) {
                spread(matrix, spread);
            }
        }
        float[][] samples = SmallNetworks.samples(seed + 1_000_000, 64 + random.nextInt(237), channels * plane);
        double inputSpread = random.nextBoolean() ? 0 : spread;
        for (int c = 0; c < channels; c++) {
            double factor = Math.pow(10, inputSpread * random.nextDouble());
            for (float[] sample : samples) {
                for (int i = c * plane; i < (c + 1) * plane; i++) {
                    sample[i] *= (float) factor;
                }
            }
        }
        return new Trained(network, samples);
    }

    /** Multiplies each output channel by up to 10^spread. */
    private void spread(MatrixLayer matrix, double spread) {
        for (int n = 0; n < matrix.outChannels(); n++) {
            double factor = Math.pow(10, spread * random.nextDouble());
            for (int k = 0; k < matrix.depth(); k++) {
                matrix.weights()[n * matrix.depth() + k] *= (float) factor;
            }
            matrix.bias()[n] *= factor;
        }
    }
}
