// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.link;

import static io.fluxmill.core.protocol.LinkLayout.CRC_BYTES;
import static io.fluxmill.core.protocol.LinkLayout.HEADER_BYTES;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.Crc16;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns answers into bytes of a line (docs/uart-link.md). {@link #start} begins a frame; header and payload must stay while {@link #busy}.
 * Before a COBS block is sent, its end is searched, in three cycles per byte.
 */
@Contract(
        """
        Answers to bytes of a line: header, payload and CRC-16 as a COBS frame between two zero bytes.
        in:  start (pulse): begins a frame; header (ten bytes, first one least significant) and length (bytes of
             payload) must stay while busy is 1. payload: the byte at payload_address one cycle after payload_read.
        out: data with valid, taken in the cycle with ready; busy: a frame is being sent.
        Each block of at most 254 bytes is looked through for its end first, three cycles a byte. Reset: idle.
        """)
public final class FrameSender extends Module {
    private static final int BLOCK_BYTES = 254;

    private static final int IDLE = 0;
    private static final int BEGIN = 1;
    private static final int LOOK_AT = 2;
    private static final int LOOK = 3;
    private static final int CODE = 4;
    private static final int SEND_AT = 5;
    private static final int SEND = 6;
    private static final int END = 7;
    /** The byte is read from the memory, and chosen. */
    private static final int LOOK_READ = 8;

    private static final int SEND_READ = 9;
    private static final int STATE_BITS = 4;

    final Bit start = inBit();
    /** Ten bytes, the first one least significant. */
    final Word header = in(8 * HEADER_BYTES);
    /** Bytes of the payload. */
    final Word length;

    final Word payloadAddress;
    final Bit payloadRead = outBit();
    final Word payload = in(8);

    public final Word data = out(8);
    public final Bit valid = outBit();
    /** The byte is taken in this cycle, if there is one. */
    public final Bit ready = inBit();

    final Bit busy = outBit();

    private final Word state = reg(STATE_BITS, IDLE);
    private final Bit[] in = {
        state.eq(IDLE).named("in_idle"),
        state.eq(BEGIN).named("in_begin"),
        state.eq(LOOK_AT).named("in_look_at"),
        state.eq(LOOK).named("in_look"),
        state.eq(CODE).named("in_code"),
        state.eq(SEND_AT).named("in_send_at"),
        state.eq(SEND).named("in_send"),
        state.eq(END).named("in_end"),
        state.eq(LOOK_READ).named("in_look_read"),
        state.eq(SEND_READ).named("in_send_read")
    };
    private final Word from;
    private final Word at;
    private final Word following;
    private final Bit closed = regBit(false);
    private final Word crc = reg(16);

    /** Bytes of the block from its beginning to {@link #at}. */
    private final Word blockBytes;

    /** @param addressBits of the payload's memory */
    FrameSender(int addressBits) {
        int bits = addressBits + 1;
        length = in(bits);
        from = reg(bits);
        at = reg(bits);
        following = reg(bits);
        blockBytes = at.minus(from).named("block_bytes");
        payloadAddress = out(addressBits);
        busy.set(state.any());
        Word end = length.plus(HEADER_BYTES).named("crc_at");
        Word value = frameByte(end);
        Word total = length.plus(HEADER_BYTES + CRC_BYTES).named("total");
        look(value, end, total);
        send(value, total);
    }

    private Bit is(int value) {
        return in[value];
    }

    private void go(int value) {
        state.set(Word.of(value, STATE_BITS));
    }

    /** The frame's byte at {@link #at}, two cycles later: a memory of an FPGA needs most of a cycle for its word. */
    private Word frameByte(Word end) {
        payloadAddress.set(at.minus(HEADER_BYTES).named("payload_index").slice(0, payloadAddress.width()));
        payloadRead.set(is(LOOK_AT).or(is(SEND_AT)));
        List<Word> bytes = new ArrayList<>();
        for (int i = 0; i < HEADER_BYTES; i++) {
            bytes.add(header.slice(8 * i, 8));
        }
        Word ofHeader = next("header_byte", headerByte(bytes));
        Bit inHeader = next("in_header", at.less(HEADER_BYTES));
        Bit high = next("at_crc_high", at.eq(end));
        Bit low = next("at_crc_low", at.eq(length.plus(HEADER_BYTES + 1).named("crc_low_at")));
        Word body = Word.mux(inHeader, ofHeader, payload);
        return next("frame_byte", Word.mux(high, crc.slice(8, 8), Word.mux(low, crc.slice(0, 8), body)));
    }

    /** The byte of the header at {@link #at}. */
    private Word headerByte(List<Word> bytes) {
        Word place = at.slice(0, 4);
        Word result = bytes.get(bytes.size() - 1);
        for (int i = bytes.size() - 2; i >= 0; i--) {
            result = Word.mux(place.eq(i), bytes.get(i), result).named("header_from_" + i);
        }
        return result;
    }

    /** Finds the end of the block that begins at {@link #from}: a zero, 254 bytes, or the end of the frame. */
    private void look(Word value, Word end, Word total) {
        Bit last = at.eq(total).named("at_end");
        Bit full = blockBytes.eq(BLOCK_BYTES).named("block_full");
        when(is(LOOK_AT), () -> go(LOOK_READ));
        when(is(LOOK_READ), () -> go(LOOK));
        when(is(LOOK_AT).and(last.or(full)), () -> {
            go(CODE);
            following.set(at);
            closed.set(last);
        });
        when(is(LOOK), () -> go(LOOK_AT));
        when(is(LOOK).and(value.any()), () -> at.set(at.plus(1)));
        Word nextCrc = Crc16.next("crc_after", crc, value);
        when(is(LOOK).and(at.less(end)), () -> crc.set(nextCrc));
        when(is(LOOK).and(value.isZero()), () -> {
            go(CODE);
            following.set(at.plus(1));
            closed.set(Bit.of(false));
        });
    }

    private void send(Word value, Word total) {
        Word code = blockBytes.plus(1).named("block_code").slice(0, 8);
        Word blockEnd = reg(at.width()).named("block_end");
        Bit zero = is(BEGIN).or(is(END)).named("sends_delimiter");
        valid.set(zero.or(is(CODE)).or(is(SEND)));
        data.set(Word.mux(is(CODE), code, value).gate(zero.not()));
        when(start.and(is(IDLE)), () -> {
            go(BEGIN);
            crc.set(Word.of(Crc16.START, 16));
            from.set(Word.of(0, at.width()));
            at.set(Word.of(0, at.width()));
        });
        when(is(BEGIN).and(ready), () -> go(LOOK_AT));
        when(is(CODE).and(ready), () -> {
            go(SEND_AT);
            blockEnd.set(at);
            at.set(from);
        });
        Bit done = at.eq(blockEnd).named("block_done");
        when(is(SEND_AT), () -> go(SEND_READ));
        when(is(SEND_READ), () -> go(SEND));
        when(is(SEND_AT).and(done), () -> {
            go(LOOK_AT);
            from.set(following);
            at.set(following);
        });
        when(is(SEND_AT).and(done).and(closed), () -> go(END));
        when(is(SEND).and(ready), () -> {
            go(SEND_AT);
            at.set(at.plus(1));
        });
        when(is(END).and(ready), () -> go(IDLE));
    }
}
