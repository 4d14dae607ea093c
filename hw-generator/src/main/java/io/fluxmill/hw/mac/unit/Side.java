// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.unit;

/** The operands of an array: activations go along its rows, weights along its columns. */
public enum Side {
    ACTIVATIONS("a"),
    WEIGHTS("b");

    private final String letter;

    Side(String letter) {
        this.letter = letter;
    }

    /** In names of ports and modules. */
    public String letter() {
        return letter;
    }
}
