// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

/** The operands of an array: activations go along its rows, weights along its columns. */
enum Side {
    ACTIVATIONS("a"),
    WEIGHTS("b");

    private final String letter;

    Side(String letter) {
        this.letter = letter;
    }

    /** In names of ports and modules. */
    String letter() {
        return letter;
    }
}
