// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.BlockFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.format.ScaleRule;
import io.fluxmill.core.program.mac.BlockRow;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Networks in block formats, and in BF16. */
class BlockLayersTest {
    private static final List<NumberFormat> RESULTS = List.of(NumberFormats.BF16, NumberFormats.INT16);

    /** Of three layers in dB: six sources of noise, each of which alone has the figure of docs/number-formats.md, and little room. */
    private static final Map<String, Double> LEAST_DECIBEL = Map.of(
            "MXFP4", 7.5,
            "MXFP6_E2M3", 19.5,
            "MXFP6_E3M2", 14.0,
            "MXFP8_E4M3", 17.5,
            "MXFP8_E5M2", 14.0,
            "MXINT8", 31.0,
            "NVFP4", 9.0,
            "BF16", 44.0);

    private static List<NumberFormat> formats() {
        List<NumberFormat> formats = new ArrayList<>(NumberFormats.blocks());
        formats.add(NumberFormats.BF16);
        return formats;
    }

    private static QuantizationPlan plan(NumberFormat format) {
        return QuantizationPlan.uniform(formats(), RESULTS, format);
    }

    private static Network network() {
        return new SmallNetworks(1, 40, 1, 1)
                .dense(70, Activation.RELU)
                .dense(33, new Activation(0.1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY))
                .dense(5, Activation.NONE)
                .build();
    }

    @Test
    void everyBlockFormatApproximatesADenseNetwork() {
        Network network = network();
        float[][] samples = SmallNetworks.samples(2, 200, 40);
        Calibration calibration = Calibration.calibrate(network, samples);
        for (NumberFormat format : formats()) {
            QuantizedNetwork quantized = Quantizer.quantize(network, plan(format), calibration);
            double[][] logits = new ReferenceExecutor(quantized).logits(samples);
            double noise = 0;
            double signal = 0;
            for (int s = 0; s < samples.length; s++) {
                double[] exact = SmallNetworks.evaluate(network, samples[s]).get("fc2");
                for (int i = 0; i < exact.length; i++) {
                    signal += exact[i] * exact[i];
                    noise += (exact[i] - logits[s][i]) * (exact[i] - logits[s][i]);
                }
            }
            double decibel = 10 * Math.log10(signal / noise);
            assertTrue(decibel > LEAST_DECIBEL.get(format.name()), format.name() + ": " + decibel + " dB");
        }
    }

    /** Inputs far beyond the calibrated ones: every sum is that of exact decimals, lies in the proved range, and differs by less than the proved bound. */
    @Test
    void sumsLieInTheProvedRangeAndWithinTheProvedBound() {
        Network network = network();
        float[][] samples = SmallNetworks.samples(2, 200, 40);
        Calibration calibration = Calibration.calibrate(network, samples);
        int results = 0;
        int wide = 0;
        for (NumberFormat format : formats()) {
            for (ScaleRule rule : ScaleRule.values()) {
                NumberFormat ruled =
                        format instanceof BlockFormat block ? block.with(rule, rule == ScaleRule.MSE) : format;
                QuantizedNetwork quantized = Quantizer.quantize(network, plan(ruled), calibration);
                ReferenceExecutor reference = new ReferenceExecutor(quantized);
                float[][] inputs = SmallNetworks.samples(5, 4, 40);
                Random random = new Random(6);
                for (int i = 0; i < 40; i++) {
                    inputs[1][i] *= 1000; // clipped
                    inputs[2][i] *= random.nextInt(40);
                    inputs[3][i] *= 1e-12f;
                }
                List<short[]> codes = reference.trace(reference.encode(inputs), inputs.length);
                for (Matrix layer : quantized.matrices()) {
                    AccumulatorRange range = AccumulatorRange.of(layer);
                    for (int s = 0; s < inputs.length; s++) {
                        for (int n = 0; n < layer.outChannels(); n++) {
                            BigDecimal[] sums = sums(quantized, layer, codes.get(layer.input()), s, n);
                            BigInteger units = sums[1].toBigIntegerExact();
                            assertTrue(units.compareTo(range.min()) >= 0 && units.compareTo(range.max()) <= 0);
                            int code = Rescale.apply(
                                    layer.rescale(), layer.channels().get(n), units, false);
                            assertEquals(
                                    code,
                                    codes.get(layer.output())[s * layer.outChannels() + n] & 0xFFFF,
                                    format.name());
                            double lost = sums[0].subtract(sums[1]).doubleValue();
                            double factor = range.lost() / Math.max(1, terms(format, layer.depth()));
                            assertTrue(lost >= 0 && lost * factor <= range.lost(), format.name() + " lost " + lost);
                            wide += units.bitLength() > range.neededBits() - 8 ? 1 : 0;
                            results++;
                        }
                    }
                    assertEquals(format.isWindowed(), range.lost() > 0);
                    assertTrue(range.lost() < 1e-4, format.name() + " " + range.lost());
                    assertTrue(range.neededBits() <= 64, format.name() + " " + range.neededBits());
                }
            }
        }
        assertEquals(8 * 5 * 4 * 108, results);
        assertTrue(wide > 100, "sums near the proved range: " + wide);
    }

    private static int terms(NumberFormat format, int depth) {
        int lanes =
                switch (format.name()) {
                    case "MXFP4" -> 4;
                    case "MXFP6_E2M3", "MXFP6_E3M2", "MXINT8" -> 2;
                    default -> 1;
                };
        return (depth + lanes - 1) / lanes;
    }

    /** The exact sum, and that of terms rounded down, in units. */
    private static BigDecimal[] sums(QuantizedNetwork network, Matrix layer, short[] source, int sample, int n) {
        NumberFormat format = layer.rescale().operands().weights();
        NumberFormat carrier = network.tensors().get(layer.input()).format();
        int depth = layer.depth();
        BigDecimal unit = new BigDecimal(Math.scalb(1.0, format.name().equals("NVFP4") ? 20 : 40));
        int lanes = format.name().equals("NVFP4") ? 4 : (depth + terms(format, depth) - 1) / terms(format, depth);
        short[] row = new short[depth];
        System.arraycopy(source, sample * depth, row, 0, depth);
        short[] words =
                format instanceof BlockFormat block ? new BlockRow(block, carrier).words(row, 0, null, depth) : row;
        BigDecimal exact = BigDecimal.ZERO;
        BigDecimal rounded = BigDecimal.ZERO;
        for (int k = 0; k < depth; k += lanes) {
            BigDecimal term = BigDecimal.ZERO;
            for (int j = k; j < Math.min(depth, k + lanes); j++) {
                term = term.add(new BigDecimal(value(format, words, 0, j))
                        .multiply(new BigDecimal(value(format, layer.weights(), n * format(format, depth), j))));
            }
            term = term.multiply(unit);
            exact = exact.add(term);
            rounded = rounded.add(term.setScale(0, RoundingMode.FLOOR));
        }
        return new BigDecimal[] {exact, rounded};
    }

    private static int format(NumberFormat format, int depth) {
        return format instanceof BlockFormat block ? block.words(depth) : depth;
    }

    private static double value(NumberFormat format, short[] operands, int offset, int k) {
        return format instanceof BlockFormat block
                ? block.value(operands, offset, k)
                : format.toDouble(operands[offset + k] & 0xFFFF);
    }

    @Test
    void plansWithoutAFormatForResultsAreRefused() {
        InputException e = assertThrows(
                InputException.class,
                () -> QuantizationPlan.uniform(formats(), List.of(NumberFormats.INT16), NumberFormats.MXFP4));
        assertEquals(
                "format of results that become blocks must be one that the engine has (INT16), not BF16",
                e.getMessage());
        assertEquals("add BF16 to engine.result-formats, or choose another", e.remedy());
    }
}
