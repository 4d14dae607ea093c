// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse.network;

import static io.fluxmill.hw.pulse.PulseArchitecture.SUM_BITS;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.pulse.PulseArchitecture;

/** Takes a row of the last layer's sums and sends it word by word. */
@Contract(
        """
        Sends a row of sums of the last layer word by word.
        coming: a row is about to come; push, sums, count, last: the row, its number of words, the event's last row.
        room: no row is here or coming. out_valid, out_ready, out_data, out_last: the words, unit 0 first.
        A word is out one cycle after push. Reset, or clear: no row.
        """)
final class ResultSerialiser extends Module {
    final Bit clear = inBit();
    /** A row that is on its way here, and the row itself. */
    final Bit coming = inBit();

    final Bit push = inBit();
    final Word sums;
    final Word count;
    final Bit last = inBit();
    final Bit room = outBit();

    final Bit outValid = outBit();
    final Bit outReady = inBit();
    final Word outData = out(SUM_BITS);
    final Bit outLast = outBit();

    ResultSerialiser(int arithmeticUnits) {
        int rowBits = SUM_BITS * arithmeticUnits;
        int countBits = PulseArchitecture.log2(arithmeticUnits) + 1;
        sums = in(rowBits);
        count = in(countBits);
        Word row = reg(rowBits).named("result_row");
        Word left = reg(countBits, 0).named("left");
        Bit ends = regBit(false).named("event_ends");
        Bit valid = left.any().named("busy");
        Bit sent = valid.and(outReady).named("sent");
        when(sent, () -> {
            left.set(left.minus(1));
            if (arithmeticUnits > 1) {
                row.set(row.slice(SUM_BITS, rowBits - SUM_BITS).resize(rowBits));
            }
        });
        when(push, () -> {
            row.set(sums);
            left.set(count);
            ends.set(last);
        });
        when(clear, () -> left.set(Word.of(0, countBits)));
        room.set(valid.not().and(coming.not()));
        outValid.set(valid);
        outData.set(row.slice(0, SUM_BITS));
        outLast.set(ends.and(left.eq(1)));
    }
}
