// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow.xc7;

import java.util.BitSet;

/**
 * A line of FASM: a feature of a tile, and which of its addresses are on.
 *
 * @param line from 1
 * @param name without the tile
 * @param addresses that are on; {@code {0}} for a feature without addresses, none for a value of 0
 */
record FasmFeature(int line, String tile, String name, BitSet addresses) {
    FasmFeature {
        addresses = (BitSet) addresses.clone();
    }

    @Override
    public BitSet addresses() {
        return (BitSet) addresses.clone();
    }

    @Override
    public String toString() {
        return tile + "." + name;
    }
}
