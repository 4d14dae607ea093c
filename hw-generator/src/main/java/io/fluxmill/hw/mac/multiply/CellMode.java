// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.multiply;

/**
 * What an array of cells does for the formats of so many lanes.
 *
 * @param lanes 1, 2 or 4
 * @param significandBits of the widest of these formats
 */
public record CellMode(int lanes, int significandBits) {
    /** Digits of two bits of a lane's significand. */
    public int digits() {
        return (significandBits + 1) / 2;
    }

    /** Digits of all lanes. */
    int allDigits() {
        return lanes * digits();
    }

    /** Whether the cell of these digits multiplies: both are of the same lane. */
    boolean multiplies(int aDigit, int bDigit) {
        return aDigit < allDigits() && aDigit / digits() == bDigit / digits();
    }
}
