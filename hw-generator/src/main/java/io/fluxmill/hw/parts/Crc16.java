// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.parts;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;

/** CRC-16/IBM-3740: polynomial 0x1021, start 0xFFFF, most significant bit first, no final inversion. */
public final class Crc16 {
    public static final int START = io.fluxmill.core.protocol.Crc16.START;

    private static final int POLYNOMIAL = io.fluxmill.core.protocol.Crc16.POLYNOMIAL;

    private Crc16() {}

    /**
     * The CRC after one more byte; combinational.
     *
     * @param name prefix of the wires' names, which end with the number of bits that are in
     */
    public static Word next(String name, Word crc, Word data) {
        Word result = crc;
        for (int bit = data.width() - 1; bit >= 0; bit--) {
            Bit feedback = result.top().xor(data.bit(bit));
            result = Word.cat(result.slice(0, 15), Word.of(0, 1))
                    .xor(Word.of(POLYNOMIAL, 16).gate(feedback))
                    .named(name + "_" + (data.width() - bit));
        }
        return result;
    }
}
