// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.hdl;

import java.util.ArrayList;
import java.util.List;

/**
 * 4 KiB behind an AXI4 slave, which waits at random. An address without its most significant bit is answered with DECERR, a burst whose last beat comes
 * too early or too late with SLVERR. A word can be looked at beside the bus.
 */
final class Axi4Memory extends Module {
    static final int BYTES = 4096;

    private static final int SLAVE_ERROR = 2;
    private static final int DECODE_ERROR = 3;

    final Axi4 bus;
    /** Of a beat. */
    final Word look;

    final Word seen;

    private final Memory[] lanes;
    private final int laneBits;
    private final int indexBits;
    private final Word noise = reg(16, 0xACE1);

    /** @param initial contents */
    Axi4Memory(Axi4.Widths widths, byte[] initial) {
        bus = slave("s_axi", widths);
        laneBits = widths.size();
        lanes = new Memory[1 << laneBits];
        for (int lane = 0; lane < lanes.length; lane++) {
            long[] bytes = new long[BYTES / lanes.length];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = initial[i * lanes.length + lane] & 0xFF;
            }
            lanes[lane] = memory(bytes.length, 8).initial(bytes);
        }
        indexBits = lanes[0].addressBits();
        look = in(indexBits);
        seen = out(widths.dataBits());
        seen.set(beat(look));
        Bit feedback = noise.bit(0).xor(noise.bit(2)).xor(noise.bit(3)).xor(noise.bit(5));
        noise.set(Word.cat(feedback.asWord(), noise.slice(1, 15)));
        write();
        read();
    }

    private Word beat(Word index) {
        List<Word> bytes = new ArrayList<>();
        for (Memory lane : lanes) {
            bytes.add(lane.readNow(index));
        }
        return Word.catLow(bytes);
    }

    private void write() {
        Bit taking = regBit(false).named("taking");
        Bit answering = regBit(false).named("answering");
        Word index = reg(indexBits).named("write_index");
        Word left = reg(8).named("write_left");
        Word response = reg(2).named("write_answer");
        bus.writeAddress.ready().set(taking.not().and(answering.not()).and(noise.bit(1)));
        Bit begins = bus.writeAddress.valid().and(bus.writeAddress.ready()).named("write_begins");
        Word id = id("write_id", bus.writeAddress.id(), begins);
        when(begins, () -> {
            taking.set(Bit.of(true));
            index.set(bus.writeAddress.address().slice(laneBits, indexBits));
            left.set(bus.writeAddress.length());
            response.set(firstResponse(bus.writeAddress));
        });
        bus.writeData.ready().set(taking.and(noise.bit(4)));
        Bit moves = bus.writeData.valid().and(bus.writeData.ready()).named("write_moves");
        for (int lane = 0; lane < lanes.length; lane++) {
            lanes[lane].write(
                    index,
                    bus.writeData.data().slice(8 * lane, 8),
                    moves.and(bus.writeData.strobe().bit(lane)));
        }
        Bit last = left.isZero();
        when(moves, () -> {
            index.set(index.plus(1));
            left.set(left.minus(1));
        });
        when(moves.and(bus.writeData.last().xor(last)), () -> response.set(Word.of(SLAVE_ERROR, 2)));
        when(moves.and(last), () -> {
            taking.set(Bit.of(false));
            answering.set(Bit.of(true));
        });
        bus.writeResponse.valid().set(answering);
        bus.writeResponse.response().set(response);
        if (id != null) {
            bus.writeResponse.id().set(id);
        }
        when(answering.and(bus.writeResponse.ready()), () -> answering.set(Bit.of(false)));
    }

    private void read() {
        Bit giving = regBit(false).named("giving");
        Bit offered = regBit(false).named("offered");
        Word index = reg(indexBits).named("read_index");
        Word left = reg(8).named("read_left");
        Word response = reg(2).named("read_answer");
        bus.readAddress.ready().set(giving.not().and(noise.bit(6)));
        Bit begins = bus.readAddress.valid().and(bus.readAddress.ready()).named("read_begins");
        Word id = id("read_id", bus.readAddress.id(), begins);
        when(begins, () -> {
            giving.set(Bit.of(true));
            index.set(bus.readAddress.address().slice(laneBits, indexBits));
            left.set(bus.readAddress.length());
            response.set(firstResponse(bus.readAddress));
        });
        when(giving.and(noise.bit(8)), () -> offered.set(Bit.of(true)));
        Bit moves = offered.and(bus.readData.ready()).named("read_moves");
        when(moves, () -> {
            offered.set(Bit.of(false));
            index.set(index.plus(1));
            left.set(left.minus(1));
        });
        when(moves.and(left.isZero()), () -> giving.set(Bit.of(false)));
        bus.readData.valid().set(offered);
        bus.readData.data().set(beat(index));
        bus.readData.response().set(response);
        bus.readData.last().set(left.isZero());
        if (id != null) {
            bus.readData.id().set(id);
        }
    }

    private static Word id(String name, Word id, Bit taken) {
        if (id == null) {
            return null;
        }
        Word held = reg(id.width()).named(name);
        when(taken, () -> held.set(id));
        return held;
    }

    private Word firstResponse(Axi4.AddressChannel burst) {
        Bit known = burst.address().top();
        Bit whole = burst.size().eq(laneBits).and(burst.burst().eq(Axi4.INCREMENT));
        return Word.mux(known, Word.mux(whole, Word.of(0, 2), Word.of(SLAVE_ERROR, 2)), Word.of(DECODE_ERROR, 2));
    }
}
