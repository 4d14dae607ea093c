// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.unit;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Places of operands and products: left shifts, in steps of {@code 2^preshiftBits}, side by side in a word of all paths.
 *
 * @param forms the aligned ones
 * @param paths to the accumulator
 * @param preshiftBits low bits of a place that are a shift of the operand itself
 */
public record Places(List<PairForm> forms, int paths, int preshiftBits) {
    /** First bit of a path's place in the word of all places. */
    int offset(Side side, int path) {
        return IntStream.range(0, path).map(other -> bits(side, other)).sum();
    }

    /** Bits of the word of all places. */
    public int wordBits(Side side) {
        return offset(side, paths);
    }

    /** Bits of an operand's place. */
    public int bits(Side side, int path) {
        int top = forms.stream()
                        .filter(form -> form.paths() > path)
                        .mapToInt(form -> form.form(side).topPlace())
                        .max()
                        .orElse(0)
                >> preshiftBits;
        int unsigned = Math.max(1, unsignedBits(top));
        return isWindow() ? 1 + Math.max(unsigned, unsignedBits(~least())) : unsigned;
    }

    private static int unsignedBits(int value) {
        return 32 - Integer.numberOfLeadingZeros(value);
    }

    /** Bits of a product's place. */
    int bits(int path) {
        return Math.max(bits(Side.ACTIVATIONS, path), bits(Side.WEIGHTS, path)) + 1;
    }

    /** Smallest place of an operand, rounded down: negative if products can reach below the unit of sums. */
    int least() {
        return forms.stream()
                        .flatMap(form -> Stream.of(form.weights(), form.activations()))
                        .filter(OperandForm::aligned)
                        .mapToInt(OperandForm::leastPlace)
                        .min()
                        .orElse(0)
                >> preshiftBits;
    }

    /** Whether places are two's complement. */
    boolean isWindow() {
        return least() < 0;
    }
}
