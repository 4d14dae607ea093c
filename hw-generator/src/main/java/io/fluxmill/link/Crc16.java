// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.link;

import io.fluxmill.hdl.Bit;
import io.fluxmill.hdl.Word;

/** CRC-16/IBM-3740: polynomial 0x1021, start 0xFFFF, most significant bit first, no final inversion. */
final class Crc16 {
    static final int START = 0xFFFF;

    private static final int POLYNOMIAL = 0x1021;

    private Crc16() {}

    /** The CRC after one more byte; combinational. */
    static Word next(Word crc, Word data) {
        Word result = crc;
        for (int bit = data.width() - 1; bit >= 0; bit--) {
            Bit feedback = result.top().xor(data.bit(bit));
            result = Word.cat(result.slice(0, 15), Word.of(0, 1))
                    .xor(Word.of(POLYNOMIAL, 16).gate(feedback));
        }
        return result;
    }
}
