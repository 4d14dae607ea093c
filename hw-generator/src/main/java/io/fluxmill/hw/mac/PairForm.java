// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.core.format.FormatPair;
import java.math.BigInteger;

/**
 * How the operands of a pair of formats enter the array. A pair is aligned if one of its operands is.
 *
 * @param index that selects the pair
 */
record PairForm(int index, FormatPair formats, OperandForm weights, OperandForm activations) {
    static PairForm of(int index, FormatPair formats, Target target) {
        return new PairForm(
                index,
                formats,
                OperandForm.of(formats.weights(), target),
                OperandForm.of(formats.activations(), target));
    }

    OperandForm form(Side side) {
        return side == Side.WEIGHTS ? weights : activations;
    }

    int lanes() {
        return formats.lanes();
    }

    boolean aligned() {
        return weights.aligned() || activations.aligned();
    }

    /** Whether all products of a word have one place. */
    boolean shared() {
        return weights.shared() && activations.shared();
    }

    /** Paths of the lanes' products: one if they share a place. */
    int paths() {
        return shared() ? 1 : lanes();
    }

    boolean hasNar() {
        return weights.hasNar() || activations.hasNar();
    }

    /** Whether products can be tables of two codes. */
    boolean isTable() {
        return weights.isTable() && activations.isTable();
    }

    /** Largest magnitude of a product of two operands, each shifted by {@code shift} if it is aligned. */
    BigInteger largestProduct(int shift) {
        return weights.largestOperand(shift).multiply(activations.largestOperand(shift));
    }

    /** Largest magnitude of a product in units. */
    BigInteger largestUnits() {
        return weights.largestValue().multiply(activations.largestValue());
    }

    /** Largest place of a product: the sum of those of its operands. */
    int topPlace(int preshiftBits) {
        return (weights.topPlace() >> preshiftBits) + (activations.topPlace() >> preshiftBits);
    }
}
