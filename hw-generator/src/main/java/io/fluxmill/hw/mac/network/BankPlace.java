// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;

/** Bank of a position, and its address in a plane. */
record BankPlace(Word bank, Word address) {
    /** @param paired whether banks have positions two by two */
    static BankPlace of(NetworkShape shape, String name, Word position, Bit paired) {
        int bits = shape.bankBits;
        Word pairs = Word.cat(position.slice(bits + 1, shape.addressBits - 1), position.slice(0, 1));
        Word bank = Word.mux(paired, position.slice(1, bits), position.slice(0, bits));
        Word address = Word.mux(paired, pairs, position.slice(bits, shape.addressBits));
        return new BankPlace(bank.named(name + "_bank"), address.named(name + "_group"));
    }
}
