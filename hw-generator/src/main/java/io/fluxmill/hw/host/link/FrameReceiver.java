// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.link;

import static io.fluxmill.core.protocol.LinkLayout.CRC_BYTES;
import static io.fluxmill.core.protocol.LinkLayout.HEADER_BYTES;
import static io.fluxmill.core.protocol.LinkLayout.SPARE_BYTES;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.Crc16;
import io.fluxmill.hw.parts.Fifo;
import java.util.List;

/**
 * Turns bytes of a line into requests (docs/uart-link.md). Bytes wait in a queue while {@link #busy}, so the header and the payload of the
 * latest good frame stay. {@link #good}, or one of the bits of {@link #dropped} (stop bits, overrun, length, CRC), is 1 for one cycle at a
 * frame's end.
 */
@Contract(
        """
        Bytes of a line to requests: COBS frames that end with a zero byte, header of ten bytes, payload, CRC-16.
        in:  data with valid: a byte; faulty: in its place, one without stop bit; busy: a request is carried out,
             bytes wait.
        out: room: a byte would not be lost.
             good (pulse): a request is there: sequence_number, command, session, length, address, count, and payload.
             dropped (pulses): a frame was dropped: bit 0 missing stop bit, 1 lost bytes, 2 wrong length, 3 wrong CRC.
             payload: the byte at payload_address one cycle after payload_read.
        The request stays while busy is 1. Reset begins a new frame; the payload's memory keeps its bytes.
        """)
public final class FrameReceiver extends Module {
    /** Bytes that may come while a request is carried out. */
    private static final int QUEUE_BYTES = 64;

    private static final int FAULT = 8;
    private static final int LOST = 9;

    public final Word data = in(8);
    public final Bit valid = inBit();
    /** In the place of a byte: its stop bit was missing. */
    public final Bit faulty = inBit();
    /** A byte would not be lost. */
    public final Bit room = outBit();

    final Bit busy = inBit();

    final Bit good = outBit();
    final Word dropped = out(4);
    final Word sequence = out(8).named("sequence_number");
    final Word command = out(8);
    final Word session = out(16);
    final Word length = out(16);
    final Word address = out(16);
    final Word count = out(16);

    final Word payloadAddress;
    final Bit payloadRead = inBit();
    /** The byte at the address presented one cycle ago with {@link #payloadRead}. */
    final Word payload = out(8);

    final Fifo queue = child(() -> new Fifo(QUEUE_BYTES, 10));
    final Memory bytes;

    private final int limit;
    private final Word index;
    private final Bit beyond = regBit(false).named("beyond_buffer");
    private final Word crc = reg(16, Crc16.START);

    FrameReceiver(int bufferBytes) {
        limit = bufferBytes - SPARE_BYTES + HEADER_BYTES + CRC_BYTES;
        index = reg(Integer.SIZE - Integer.numberOfLeadingZeros(limit), 0);
        bytes = memory(bufferBytes, 8);
        payloadAddress = in(bytes.addressBits());
        payload.set(bytes.read(payloadAddress, payloadRead));
        room.set(queue.ready);
        enqueue();
        decode();
    }

    /** Bytes and missing stop bits; the first of them for which there is room again also carries the mark that others were lost. */
    private void enqueue() {
        Bit item = valid.or(faulty).named("item");
        Bit lost = regBit(false).named("lost");
        when(item, () -> lost.set(queue.ready.not()));
        queue.push.set(item);
        queue.pushed.set(Word.catLow(List.of(data.gate(valid), faulty.asWord(), lost.asWord())));
    }

    private void decode() {
        Bit take = queue.valid.and(busy.not()).named("take");
        queue.pop.set(take);
        Word value = queue.data.slice(0, 8);
        Bit fault = queue.data.bit(FAULT);
        Bit delimiter = value.isZero().and(fault.not()).named("delimiter");
        Word left = reg(8, 0).named("block_left");
        Bit implied = regBit(false).named("block_implies_zero");
        Bit begun = regBit(false).named("begun");
        Bit stop = regBit(false).named("stop_bit_missing");
        Bit lost = regBit(false).named("bytes_lost");
        Bit code = left.isZero().named("block_begins");
        Bit taken = take.and(delimiter.not()).and(fault.not()).named("byte_taken");
        when(take, () -> begun.set(Bit.of(true)));
        when(take.and(fault), () -> stop.set(Bit.of(true)));
        when(take.and(queue.data.bit(LOST)), () -> lost.set(Bit.of(true)));
        when(taken, () -> left.set(Word.mux(code, value, left).minus(1)));
        when(taken.and(code), () -> implied.set(value.eq(0xFF).not()));
        store(
                taken.and(code.not().or(implied)).named("decoded"),
                value.gate(code.not()).named("decoded_byte"));

        Bit end = take.and(delimiter).named("frame_end");
        Bit anything = begun.or(queue.data.bit(LOST));
        Bit overrun = lost.or(queue.data.bit(LOST)).named("overrun");
        Bit whole = code.and(beyond.not())
                .and(index.resize(16).eq(length.plus(HEADER_BYTES + CRC_BYTES).named("frame_bytes")))
                .named("whole");
        Bit checked = end.and(anything).named("checked");
        Bit stopped = checked.and(stop.not()).named("stop_bits_right");
        Bit first = checked.and(stop);
        Bit second = stopped.and(overrun);
        Bit complete = stopped.and(overrun.not()).named("complete");
        Bit third = complete.and(whole.not());
        Bit fourth = complete.and(whole).and(crc.any());
        dropped.set(Word.catLow(List.of(first.asWord(), second.asWord(), third.asWord(), fourth.asWord())));
        good.set(complete.and(whole).and(crc.isZero()));
        when(end, () -> {
            left.set(Word.of(0, 8));
            implied.set(Bit.of(false));
            begun.set(Bit.of(false));
            stop.set(Bit.of(false));
            lost.set(Bit.of(false));
            index.set(Word.of(0, index.width()));
            beyond.set(Bit.of(false));
            crc.set(Word.of(Crc16.START, 16));
        });
    }

    /** Takes a decoded byte to its place; where the buffer ends, the index stands and {@link #beyond} stays 1 to the frame's end. */
    private void store(Bit decoded, Word value) {
        Bit full = index.eq(limit).named("buffer_full");
        Word nextCrc = Crc16.next("crc_after", crc, value);
        Word nextIndex = index.plus(1).named("index_plus_1");
        when(decoded, () -> {
            crc.set(nextCrc);
            index.set(Word.mux(full, index, nextIndex));
        });
        when(decoded.and(full), () -> beyond.set(Bit.of(true)));
        Bit inHeader = index.less(HEADER_BYTES);
        bytes.write(
                index.minus(HEADER_BYTES).named("payload_index").resize(bytes.addressBits()),
                value,
                decoded.and(inHeader.not()).and(full.not()));
        Word[] fields = {sequence, command, session, length, address, count};
        int at = 0;
        for (Word field : fields) {
            Word held = reg(field.width(), 0).named("held_" + at);
            for (int low = 0; low < field.width(); low += 8) {
                int place = low;
                when(decoded.and(index.eq(at)), () -> held.set(replaced(held, place, value)));
                at++;
            }
            field.set(held);
        }
    }

    private static Word replaced(Word word, int low, Word value) {
        if (word.width() == 8) {
            return value;
        }
        return low == 0 ? Word.cat(word.slice(8, 8), value) : Word.cat(value, word.slice(0, 8));
    }
}
