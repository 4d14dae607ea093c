// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.Rescale;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;

/**
 * Sums in a window and sums of blocks, in exact decimals, written from docs/mac-engine.md and docs/number-formats.md: nothing but names and {@link Rescale} is
 * shared with the code under test.
 */
final class WindowOracle {
    private WindowOracle() {}

    static int[][] expected(
            Rescale.Layer layer, int[][] a, int[][] w, List<Rescale.Channel> channels, int accumulatorBits) {
        String format = layer.operands().weights().name();
        BigDecimal[][] left = values(layer.operands().weights(), a);
        BigDecimal[][] right = values(layer.operands().weights(), w);
        int[][] codes = new int[a.length][w.length];
        for (int m = 0; m < a.length; m++) {
            for (int n = 0; n < w.length; n++) {
                BigInteger sum = sum(format, left[m], right[n]);
                codes[m][n] = Rescale.apply(
                        layer,
                        channels.get(n),
                        sum == null ? BigInteger.ZERO : wrapped(sum, accumulatorBits),
                        sum == null);
            }
        }
        return codes;
    }

    private static BigInteger wrapped(BigInteger sum, int bits) {
        BigInteger low = sum.mod(BigInteger.ONE.shiftLeft(bits));
        return low.testBit(bits - 1) ? low.subtract(BigInteger.ONE.shiftLeft(bits)) : low;
    }

    /** Terms rounded down to multiples of 2^-40; of NVFP4 exact, in 2^-20; null for NaN. */
    private static BigInteger sum(String format, BigDecimal[] left, BigDecimal[] right) {
        int lanes =
                switch (format) {
                    case "MXFP4", "NVFP4" -> 4;
                    case "MXFP6_E2M3", "MXFP6_E3M2", "MXINT8" -> 2;
                    default -> 1;
                };
        BigDecimal units = new BigDecimal(BigInteger.ONE.shiftLeft(format.equals("NVFP4") ? 20 : 40));
        BigInteger sum = BigInteger.ZERO;
        for (int k = 0; k < left.length; k += lanes) {
            BigDecimal term = BigDecimal.ZERO;
            for (int j = k; j < Math.min(left.length, k + lanes); j++) {
                if (left[j] == null || right[j] == null) {
                    return null;
                }
                term = term.add(left[j].multiply(right[j]));
            }
            sum = sum.add(term.multiply(units).setScale(0, RoundingMode.FLOOR).toBigIntegerExact());
        }
        return sum;
    }

    private static BigDecimal[][] values(NumberFormat format, int[][] rows) {
        BigDecimal[][] values = new BigDecimal[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            values[row] = format.name().startsWith("MX") || format.name().startsWith("NV")
                    ? blocks(format.name(), rows[row])
                    : codes(format, rows[row]);
        }
        return values;
    }

    private static BigDecimal[] codes(NumberFormat format, int[] codes) {
        BigDecimal[] values = new BigDecimal[codes.length];
        for (int k = 0; k < codes.length; k++) {
            double value =
                    format.name().equals("BF16") ? Float.intBitsToFloat(codes[k] << 16) : format.toDouble(codes[k]);
            values[k] = Double.isFinite(value) ? new BigDecimal(value) : null;
        }
        return values;
    }

    /** The elements of all words, times their scales. */
    private static BigDecimal[] blocks(String format, int[] words) {
        int lanes = format.endsWith("FP4") ? 4 : 2;
        int blockWords = (format.equals("NVFP4") ? 16 : 32) / lanes;
        int period = 2 * blockWords + 1;
        BigDecimal[] values = new BigDecimal[(words.length - (words.length + period - 1) / period) * lanes];
        int k = 0;
        for (int word = 0; word < words.length; word++) {
            int place = word % period;
            if (place == 0) {
                continue;
            }
            int scales = words[word - place];
            double scale = scale(format, place <= blockWords ? scales & 255 : scales >> 8 & 255);
            for (int lane = 0; lane < lanes; lane++) {
                double element = element(format, words[word] >> lane * 16 / lanes);
                values[k++] = Double.isFinite(scale) && Double.isFinite(element)
                        ? new BigDecimal(element).multiply(new BigDecimal(scale))
                        : null;
            }
        }
        return values;
    }

    private static double scale(String format, int code) {
        if (format.equals("NVFP4")) {
            int magnitude = code & 127;
            return magnitude == 127 ? Double.NaN : minifloat(magnitude, 4, 3, 7);
        }
        return code == 255 ? Double.NaN : Math.pow(2, code - 127);
    }

    private static double element(String format, int bits) {
        return switch (format) {
            case "MXFP4", "NVFP4" -> minifloat(bits & 15, 2, 1, 1);
            case "MXFP6_E2M3" -> minifloat(bits & 63, 2, 3, 1);
            case "MXFP6_E3M2" -> minifloat(bits & 63, 3, 2, 3);
            case "MXFP8_E4M3" -> (bits & 127) == 127 ? Double.NaN : minifloat(bits & 255, 4, 3, 7);
            case "MXFP8_E5M2" -> (bits & 124) == 124 ? Double.NaN : minifloat(bits & 255, 5, 2, 15);
            default -> (byte) bits / 64.0;
        };
    }

    private static double minifloat(int code, int exponentBits, int mantissaBits, int bias) {
        int field = code >> mantissaBits & (1 << exponentBits) - 1;
        double mantissa = (code & (1 << mantissaBits) - 1) / (double) (1 << mantissaBits);
        double magnitude = field == 0 ? mantissa * Math.pow(2, 1 - bias) : (1 + mantissa) * Math.pow(2, field - bias);
        return code >> exponentBits + mantissaBits == 0 ? magnitude : -magnitude;
    }
}
