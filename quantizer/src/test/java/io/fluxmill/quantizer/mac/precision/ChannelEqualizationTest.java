// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.PoolKind;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChannelEqualizationTest {
    private static final Activation LEAKY = new Activation(0.1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    private static Network network() {
        return new SmallNetworks(61, 3, 6, 6)
                .conv(4, new Geometry(3, 3, 3, 1, 1, 1, 1, 1, 1, 1), Activation.RELU)
                .pool(PoolKind.MAX, 2, 2, 0, false)
                .conv(4, new Geometry(1, 3, 3, 1, 1, 1, 1, 1, 1, 4), LEAKY)
                .conv(6, new Geometry(2, 1, 1, 1, 1, 0, 0, 1, 1, 2), new Activation(0, 0, 2))
                .dense(8, Activation.RELU)
                .dense(3, Activation.NONE)
                .build();
    }

    /** Samples whose channels differ by a factor of a thousand. */
    private static float[][] samples() {
        float[][] samples = SmallNetworks.samples(62, 40, 3 * 36);
        for (float[] sample : samples) {
            for (int i = 0; i < sample.length; i++) {
                sample[i] *= (float) Math.pow(0.03, i / 36);
            }
        }
        return samples;
    }

    @Test
    void theFunctionStaysTheSame() {
        float[][] samples = samples();
        ChannelEqualization equal = ChannelEqualization.of(network(), Calibration.calibrate(network(), samples));
        for (int s = 0; s < samples.length; s++) {
            assertArrayEquals(
                    SmallNetworks.evaluate(network(), samples[s]).get("fc5"),
                    SmallNetworks.evaluate(equal.network(), equal.samples()[s]).get("fc5"),
                    1e-5,
                    "sample " + s);
        }
        assertEquals(40, samples.length);
    }

    /** Not after the bounded activation of conv3, not the result. */
    @Test
    void tensorsThatAllowItAreEqualised() {
        ChannelEqualization equal = ChannelEqualization.of(network(), Calibration.calibrate(network(), samples()));
        assertEquals(
                Set.of("input", "conv0", "pool1", "conv2", "fc4"),
                equal.factors().keySet());
        assertArrayEquals(equal.factors().get("conv0"), equal.factors().get("pool1"));
    }

    /** In a small format the small channels are lost otherwise. */
    @Test
    void smallChannelsSurviveQuantisation() {
        Network network =
                new SmallNetworks(63, 3, 6, 6).dense(16, Activation.NONE).build();
        for (int i = 0; i < 16 * 3 * 36; i++) {
            Network.MatrixLayer layer = (Network.MatrixLayer) network.last();
            layer.weights()[i] *= (float) Math.pow(1 / 0.03, i % 108 / 36);
        }
        double equalised = error(network, true);
        double plain = error(network, false);
        assertTrue(equalised < 0.05 && plain > 5 * equalised, equalised + " against " + plain);
    }

    private static double error(Network network, boolean fit) {
        float[][] samples = samples();
        var formats = NumberFormats.named();
        QuantizationPlan plan =
                QuantizationPlan.uniform(formats, formats, NumberFormats.INT8).withFit(fit);
        double[][] actual = new ReferenceExecutor(
                        Quantizer.quantize(network, plan, Calibration.calibrate(network, samples)))
                .logits(samples);
        double noise = 0;
        double signal = 0;
        for (int s = 0; s < samples.length; s++) {
            double[] exact = SmallNetworks.evaluate(network, samples[s]).get("fc0");
            for (int i = 0; i < exact.length; i++) {
                noise += Math.pow(actual[s][i] - exact[i], 2);
                signal += exact[i] * exact[i];
            }
        }
        return Math.sqrt(noise / signal);
    }
}
