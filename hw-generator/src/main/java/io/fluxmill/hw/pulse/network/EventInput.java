// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse.network;

import static io.fluxmill.hw.pulse.PulseArchitecture.FIELD_BITS;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.pulse.PulseArchitecture;

/**
 * Takes events into two input buffers at places 0 and {@code inputElements} of the activation memory, in turn. An event ends with
 * its last element; elements beyond {@code inputElements} are dropped. Elements of one row of the banks are collected and
 * written together, in a cycle without results; not ready while such a write has to wait, or while both buffers are full.
 */
@Contract(
        """
        Takes events into two input buffers, at places 0 and input_elements of the activation memory, in turn.
        in_valid, in_ready, in_data, in_last: elements, one a cycle; those beyond input_elements are dropped.
        write_banks, write_row, write_data_<b>: a row of elements, one a bank, written in a cycle without writing.
        place: the place after all that are written of buffer filling; full0, full1: complete; free0, free1: read.
        in_ready is 0 while a complete row waits for writing to end, and while the buffer in turn is full.
        Reset, or enable 0: both buffers empty.
        """)
final class EventInput extends Module {
    final Bit enable = inBit();
    final Word inputElements = in(FIELD_BITS);
    final Bit inValid = inBit();
    final Bit inReady = outBit();
    final Word inData;
    final Bit inLast = inBit();
    /** Results are written in this cycle. */
    final Bit writing = inBit();

    /** The first layer has read this buffer for the last time. */
    final Bit free0 = inBit();

    final Bit free1 = inBit();

    final Word writeBanks;
    final Word writeRow;
    final Word[] writeData;
    /** The place after all that are written, in the buffer that is being filled. */
    final Word place;

    final Bit filling = outBit();
    final Bit full0 = outBit();
    final Bit full1 = outBit();

    EventInput(PulseArchitecture architecture) {
        int multipliers = architecture.config().multipliers();
        int laneBits = PulseArchitecture.log2(multipliers);
        int placeBits = architecture.addressBits() + 1;
        int rowBits = architecture.addressBits() - laneBits;
        inData = in(architecture.elementBits());
        writeBanks = out(multipliers);
        writeRow = out(rowBits);
        writeData = new Word[multipliers];
        place = out(placeBits);

        Word next = reg(placeBits, 0).named("next_place");
        Word left = reg(FIELD_BITS, 0).named("left");
        Bit target = regBit(false).named("target_buffer");
        Bit fill = regBit(false).named("filled_buffer");
        Bit[] full = {regBit(false).named("buffer_full_0"), regBit(false).named("buffer_full_1")};
        Word mask = reg(multipliers, 0).named("collected");
        Word row = reg(rowBits).named("row");
        Word rowEnd = reg(placeBits, 0).named("row_end");
        Word readable = reg(placeBits, 0).named("readable");
        Bit complete = regBit(false).named("row_complete");
        Bit ends = regBit(false).named("row_ends_event");

        Bit flush = complete.and(writing.not()).named("flush");
        Bit blocked = complete.and(writing);
        Bit ready = enable.and(blocked.not())
                .and(Bit.mux(target, full[1], full[0]).not())
                .named("ready");
        Bit take = inValid.and(ready).named("take");
        Bit kept = take.and(left.any()).named("kept");
        Bit eventEnd = take.and(inLast).named("event_end");
        Word lane = next.slice(0, laneBits).named("lane");
        Bit rowFull = kept.and(lane.eq(multipliers - 1L));
        Bit bufferFilled = flush.and(ends).named("buffer_filled");
        Word base = wire(placeBits).named("second_buffer");
        base.set(inputElements.resize(placeBits));

        for (int b = 0; b < multipliers; b++) {
            Bit here = kept.and(lane.eq(b));
            Word data = reg(inData.width()).named("collected_" + b);
            when(here, () -> data.set(inData));
            writeData[b] = out(inData.width());
            writeData[b].set(data);
        }
        Word one = kept.extend(multipliers).named("kept_in_lane_0");
        mask.set(mask.gate(flush.not()).or(oneHot(one, lane)));
        when(kept, () -> {
            row.set(next.slice(laneBits, rowBits));
            rowEnd.set(next.plus(1));
            next.set(next.plus(1));
            left.set(left.minus(1));
        });
        when(flush, () -> {
            readable.set(rowEnd);
            complete.set(Bit.of(false));
        });
        when(bufferFilled, () -> {
            readable.set(base.gate(fill.not()));
            fill.set(fill.not());
        });
        when(rowFull.or(eventEnd), () -> {
            complete.set(Bit.of(true));
            ends.set(inLast);
        });
        when(eventEnd, () -> {
            target.set(target.not());
            left.set(inputElements);
            next.set(base.gate(target.not()));
        });
        when(free0, () -> full[0].set(Bit.of(false)));
        when(free1, () -> full[1].set(Bit.of(false)));
        when(bufferFilled.and(fill.not()), () -> full[0].set(Bit.of(true)));
        when(bufferFilled.and(fill), () -> full[1].set(Bit.of(true)));
        when(enable.not(), () -> {
            next.set(Word.of(0, placeBits));
            readable.set(Word.of(0, placeBits));
            left.set(inputElements);
            mask.set(Word.of(0, multipliers));
            complete.set(Bit.of(false));
            target.set(Bit.of(false));
            fill.set(Bit.of(false));
            full[0].set(Bit.of(false));
            full[1].set(Bit.of(false));
        });

        inReady.set(ready);
        writeBanks.set(mask.gate(flush));
        writeRow.set(row);
        place.set(readable);
        filling.set(fill);
        full0.set(full[0]);
        full1.set(full[1]);
    }

    /** The lowest bit of a word moved to a place. */
    private static Word oneHot(Word lowest, Word index) {
        Word result = lowest;
        for (int bit = 0; bit < index.width(); bit++) {
            int places = 1 << bit;
            Word moved = result.slice(0, result.width() - places).padLow(places);
            result = Word.mux(index.bit(bit), moved, result).named("kept_by_" + places);
        }
        return result;
    }
}
