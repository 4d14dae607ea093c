// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.Layer;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.PoolKind;
import io.fluxmill.quantizer.mac.graph.Network.PoolLayer;
import io.fluxmill.quantizer.mac.graph.Quant;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.precision.QuantizationPlan.Trained;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What has no grid is refused by layer, and each remedy that is named works. */
class TrainedGridsTest {
    private static final List<NumberFormat> FORMATS = List.of(NumberFormats.INT8, NumberFormats.INT16);
    private static final float[][] SAMPLES = SmallNetworks.samples(4, 30, 2 * 6 * 6);
    private static final String NEAREST = "or use the format trained-nearest, which rounds ";

    private static Quant quant(double scale, int low, int high) {
        return new Quant(new double[] {scale}, 0, low, high, false);
    }

    private static SmallNetworks network() {
        return new SmallNetworks(5, 2, 6, 6).inputQuant(quant(0.0625, -8, 7));
    }

    private static QuantizedNetwork quantize(Network network, Trained trained) {
        QuantizationPlan plan = QuantizationPlan.uniform(FORMATS, FORMATS, null).withTrained(trained);
        return Quantizer.quantize(network, plan, Calibration.calibrate(network, SAMPLES));
    }

    /** Refused when exact; the nearest differ from the float graph by at most {@code most}. */
    private static void refused(Network network, double most, String fact, String remedy) {
        InputException e = assertThrows(InputException.class, () -> quantize(network, Trained.EXACT));
        assertEquals(fact, e.getMessage());
        assertEquals(remedy, e.remedy());
        compare(network, quantize(network, Trained.NEAREST), most);
    }

    private static void compare(Network network, QuantizedNetwork quantized, double most) {
        double[][] found = new ReferenceExecutor(quantized).logits(SAMPLES);
        String last = network.last().output();
        for (int s = 0; s < SAMPLES.length; s++) {
            double[] expected = SmallNetworks.evaluate(network, SAMPLES[s]).get(last);
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], found[s][i], most, "sample " + s + " element " + i);
            }
        }
    }

    @Test
    void weightsWithoutQuantiser() {
        refused(
                network().dense(4, Activation.NONE).build(),
                0.05,
                "the weights of layer fc0 must be quantised in training, like the rest of the network",
                "put a Quant node before them, with one scale or one for each output (not for each block), " + NEAREST
                        + "them to calibrated codes");
    }

    /** Gains of the channels differ, so their results have no grid in common. */
    @Test
    void resultsWithoutQuantiser() {
        Quant weights = quant(0.125, -3, 3);
        refused(
                network()
                        .trained(4, Activation.RELU, weights, null)
                        .trained(3, Activation.NONE, weights, null)
                        .build(),
                0.2,
                "the result of layer fc0 must be quantised in training, because another layer reads it and its values lie on"
                        + " no common grid of codes",
                "put a Quant node behind it, " + NEAREST + "such tensors to calibrated codes");
        compare(
                network()
                        .trained(4, Activation.RELU, weights, quant(0.25, 0, 15))
                        .trained(3, Activation.NONE, weights, quant(0.25, -64, 63))
                        .build(),
                quantize(
                        network()
                                .trained(4, Activation.RELU, weights, quant(0.25, 0, 15))
                                .trained(3, Activation.NONE, weights, quant(0.25, -64, 63))
                                .build(),
                        Trained.EXACT),
                1e-9);
    }

    @Test
    void averagesOverWindowsOfDifferentSizes() {
        Network network = averaged(false);
        refused(
                network,
                0.1,
                "the average pool0 must have windows of one size: those at the border have less than 9 elements and"
                        + " count_include_pad is 0",
                "train without padding or with count_include_pad=1, " + NEAREST + "the average to calibrated codes");
        compare(averaged(true), quantize(averaged(true), Trained.EXACT), 1e-3);
    }

    private static Network averaged(boolean countIncludePad) {
        return network()
                .pool(PoolKind.AVERAGE, 3, 1, 1, countIncludePad)
                .trained(3, Activation.NONE, quant(0.125, -3, 3), null)
                .build();
    }

    /** The quantiser behind a maximum comes before it, and an average behind a quantiser is the exact sum. */
    @Test
    void poolsKeepTrainedCodes() {
        Quant weights = quant(0.125, -3, 3);
        Network network = network()
                .pool(PoolKind.MAX, 2, 2, 0, false)
                .pool(PoolKind.AVERAGE, 3, 3, 0, false)
                .trained(3, Activation.NONE, weights, quant(0.25, -64, 63))
                .build();
        QuantizedNetwork quantized = quantize(network, Trained.EXACT);
        compare(network, quantized, 1e-9);
        List<Class<?>> kinds =
                quantized.layers().stream().<Class<?>>map(Object::getClass).toList();
        assertEquals(
                List.of(QuantizedNetwork.Host.class, QuantizedNetwork.Matrix.class, QuantizedNetwork.Matrix.class),
                kinds);
        Layer sum = network.layers().get(1);
        assertEquals(PoolLayer.class, sum.getClass());
        assertEquals(MatrixLayer.class, network.last().getClass());
    }
}
