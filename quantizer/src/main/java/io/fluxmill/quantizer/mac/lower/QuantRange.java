// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.lower;

import io.fluxmill.quantizer.mac.graph.Quant;

/**
 * The codes of a QONNX Quant node.
 *
 * <pre>
 *   signed narrow   low            high
 *   no     no       0              2^bits - 1
 *   no     yes      0              2^bits - 2
 *   yes    no       -2^(bits-1)    2^(bits-1) - 1
 *   yes    yes      1-2^(bits-1)   2^(bits-1) - 1
 * </pre>
 *
 * @param bits 1 to 31, or 32 when signed
 */
public record QuantRange(int bits, boolean signed, boolean narrow) {
    /** Codes are int. */
    static final int MAX_UNSIGNED_BITS = 31;

    static final int MAX_SIGNED_BITS = 32;

    public int low() {
        long half = 1L << (bits - 1);
        return signed ? (int) (narrow ? 1 - half : -half) : 0;
    }

    public int high() {
        long half = 1L << (bits - 1);
        return (int) (signed ? half - 1 : 2 * half - (narrow ? 2 : 1));
    }

    /** @throws IllegalArgumentException when no bit width has exactly these codes */
    public static QuantRange of(Quant quant) {
        for (int bits = 1; bits <= MAX_UNSIGNED_BITS; bits++) {
            for (int choice = 0; choice < 4; choice++) {
                QuantRange range = new QuantRange(bits, choice < 2, choice % 2 == 1);
                if (range.low() == quant.low() && range.high() == quant.high()) {
                    return range;
                }
            }
        }
        throw new IllegalArgumentException("the codes of a quantisation must be those of a bit width: low="
                + quant.low() + ", high=" + quant.high());
    }
}
