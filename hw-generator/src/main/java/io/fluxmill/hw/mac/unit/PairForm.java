// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.unit;

import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.hw.mac.multiply.Multiplier;
import java.math.BigInteger;

/**
 * How the operands of a pair of formats enter the array. A pair is aligned if one of its operands is.
 *
 * @param index that selects the pair
 * @param largestUnits largest magnitude of a product in units
 */
public record PairForm(
        int index, FormatPair formats, OperandForm weights, OperandForm activations, BigInteger largestUnits) {
    public static PairForm of(int index, FormatPair formats, Target target, Multiplier multiplier) {
        OperandForm weights = OperandForm.of(formats.weights(), target, multiplier);
        OperandForm activations = OperandForm.of(formats.activations(), target, multiplier);
        NumberFormat format = formats.weights();
        BigInteger largest = multiplier.isLogarithmic()
                ? multiplier.multiplication().units(format, format.maxBits(), format.maxBits())
                : weights.largestValue().multiply(activations.largestValue());
        return new PairForm(index, formats, weights, activations, largest);
    }

    public OperandForm form(Side side) {
        return side == Side.WEIGHTS ? weights : activations;
    }

    public int lanes() {
        return formats.lanes();
    }

    public boolean aligned() {
        return weights.aligned() || activations.aligned();
    }

    /** Whether all products of a word have one place. */
    public boolean shared() {
        return weights.shared() && activations.shared();
    }

    /** Paths of the lanes' products: one if they share a place. */
    public int paths() {
        return shared() ? 1 : lanes();
    }

    public boolean hasNar() {
        return weights.hasNar() || activations.hasNar();
    }

    /** Whether products can be tables of two codes. */
    public boolean isTable() {
        return weights.isTable() && activations.isTable();
    }

    /** Largest magnitude of a product of two operands, each shifted by {@code shift} if it is aligned. */
    BigInteger largestProduct(int shift) {
        return weights.largestOperand(shift).multiply(activations.largestOperand(shift));
    }

    /** Largest place of a product: the sum of those of its operands. */
    public int topPlace(int preshiftBits) {
        return (weights.topPlace() >> preshiftBits) + (activations.topPlace() >> preshiftBits);
    }
}
