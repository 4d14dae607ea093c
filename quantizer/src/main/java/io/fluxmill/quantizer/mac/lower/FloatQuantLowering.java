// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.lower;

import io.fluxmill.core.format.FixedPoint;
import io.fluxmill.core.format.MinifloatFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.quantizer.mac.graph.Quant;
import java.util.Locale;
import java.util.Optional;

/**
 * QONNX's FloatQuant: x, scale, exponent bits, mantissa bits, exponent bias, and, optionally, the largest value; saturating, to nearest even, with
 * subnormals. Its values are those of a number format times a power of two, which goes into the scale: E4M3 up to 448 is FP8_E4M3FN, and with all codes, up to 480, BINARY8P4SF
 * doubled.
 *
 * <p>Source: <a href="https://github.com/fastmachinelearning/qonnx/blob/main/src/qonnx/custom_op/general/floatquant.py">QONNX's executor</a>.
 */
final class FloatQuantLowering {
    static final String OPERATOR = "FloatQuant";

    /** A format's values are kept as whole multiples of the smallest. */
    private static final int MAGNITUDE_BITS = 30;

    private FloatQuantLowering() {}

    /** The quantisation of a node with this scale. */
    static Quant quant(NodeScope node, double scale) {
        float magnitude = (float) scale;
        node.require(
                magnitude > 0 && Float.isFinite(magnitude),
                "must have a finite positive scale, not " + scale,
                "train again; a scale collapsed");
        String mode = node.string("rounding_mode", "ROUND").toUpperCase(Locale.ROOT);
        node.require(
                mode.equals("ROUND") || mode.equals("HALF_EVEN"),
                "must have the rounding_mode ROUND, not " + mode,
                "train and export with it");
        node.require(node.integer("saturation", 1) != 0, "must saturate", "train and export with saturation");
        for (String backend : new String[] {"has_inf", "has_nan", "has_subnormal"}) {
            node.integer(backend, 0); // for backends; the executor does not look at them
        }
        double exponentBits = node.scalar(2);
        double mantissaBits = node.scalar(3);
        double bias = node.scalar(4);
        double unit = Math.pow(2, 1 - bias - mantissaBits);
        double full = Math.pow(2, Math.pow(2, exponentBits) - 1 - bias) * (2 - Math.pow(2, -mantissaBits));
        double largest = node.inputCount() > 5 ? Math.min(full, node.scalar(5)) : full;
        NumberFormat format = format(mantissaBits, largest / unit)
                .orElseThrow(() -> node.refuse(
                        String.format(
                                Locale.ROOT,
                                "has values that no number format here has: %.0f bits of exponent, %.0f of mantissa, up to %s",
                                exponentBits,
                                mantissaBits,
                                largest),
                        "use FP4, FP6 or FP8 with at most four bits of exponent"));
        int most = (int) (largest / unit);
        double[] steps = {(float) (magnitude * unit)};
        return new Quant(steps, 0, -most, most, Quant.Rule.HALF_EVEN, null, format);
    }

    /** The first format with a sign, so many bits of mantissa, and a largest value of so many smallest ones. */
    private static Optional<NumberFormat> format(double mantissaBits, double most) {
        return NumberFormats.all().stream()
                .filter(format -> format instanceof MinifloatFormat
                        && format.significandBits() == mantissaBits + 1
                        && format.toDouble(format.minBits()) == -format.toDouble(format.maxBits())
                        && FixedPoint.magnitudeBits(format) <= MAGNITUDE_BITS
                        && FixedPoint.of(format, format.maxBits()) == most)
                .findFirst();
    }
}
