// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

/** An AXI4 master that reads a burst and writes it to another address. */
final class Axi4Copier extends Module {
    private static final int READ_ID = 1;
    private static final int IDLE = 0;
    private static final int ASK = 1;
    private static final int READ = 2;
    private static final int OFFER = 3;
    private static final int WRITE = 4;
    private static final int AWAIT = 5;

    final Axi4 bus;
    final Bit start = inBit();
    final Word source = in(32);
    final Word destination = in(32);
    /** Beats less one. */
    final Word length = in(8);

    final Word strobe;
    /** The most significant address bit. */
    final Bit known = inBit();

    final Bit busy = outBit();
    final Bit error = outBit();

    private final Word state = reg(3, IDLE);
    private final Word index = reg(8);
    private final Bit failed = regBit(false);
    final Memory beats;

    Axi4Copier(Axi4.Widths widths) {
        bus = master("m_axi", widths);
        strobe = in(widths.dataBits() / 8);
        beats = memory(Axi4.MAX_BEATS, widths.dataBits());
        busy.set(state.any());
        error.set(failed);
        when(start.and(is(IDLE)), () -> {
            state.set(Word.of(ASK, 3));
            failed.set(Bit.of(false));
        });
        address(bus.readAddress, source, ASK, READ, READ_ID);
        address(bus.writeAddress, destination, OFFER, WRITE, 0);
        read();
        write();
    }

    private Bit is(int value) {
        return state.eq(value);
    }

    private void address(Axi4.AddressChannel channel, Word address, int in, int next, int id) {
        int bits = channel.address().width();
        Word low = address.resize(bits - 1);
        channel.address().set(Word.cat(known.asWord(), low));
        channel.length().set(length);
        channel.size().set(Word.of(bus.widths().size(), 3));
        channel.burst().set(Word.of(Axi4.INCREMENT, 2));
        channel.valid().set(is(in));
        if (channel.id() != null) {
            channel.id().set(Word.of(id, channel.id().width()));
        }
        when(is(in).and(channel.ready()), () -> {
            state.set(Word.of(next, 3));
            index.set(Word.of(0, 8));
        });
    }

    private void read() {
        Axi4.ReadChannel from = bus.readData;
        from.ready().set(is(READ));
        Bit moves = is(READ).and(from.valid()).named("read_moves");
        Bit end = index.eq(length);
        beats.write(index, from.data(), moves);
        when(moves, () -> index.set(index.plus(1)));
        when(moves.and(end), () -> state.set(Word.of(OFFER, 3)));
        Bit wrong = from.response().any().or(from.last().xor(end));
        Bit foreign = from.id() == null ? Bit.of(false) : from.id().eq(READ_ID).not();
        when(moves.and(wrong.or(foreign)), () -> failed.set(Bit.of(true)));
    }

    private void write() {
        Axi4.WriteChannel to = bus.writeData;
        Bit end = index.eq(length);
        to.data().set(beats.readNow(index));
        to.strobe().set(strobe);
        to.last().set(end);
        to.valid().set(is(WRITE));
        Bit moves = is(WRITE).and(to.ready()).named("write_moves");
        when(moves, () -> index.set(index.plus(1)));
        when(moves.and(end), () -> state.set(Word.of(AWAIT, 3)));
        Axi4.ResponseChannel answer = bus.writeResponse;
        answer.ready().set(is(AWAIT));
        Bit ends = is(AWAIT).and(answer.valid()).named("write_ends");
        Bit foreign = answer.id() == null ? Bit.of(false) : answer.id().any();
        when(ends, () -> state.set(Word.of(IDLE, 3)));
        when(ends.and(answer.response().any().or(foreign)), () -> failed.set(Bit.of(true)));
    }
}
