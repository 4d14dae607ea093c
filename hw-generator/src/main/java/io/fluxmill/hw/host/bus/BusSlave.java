// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.bus;

import io.fluxmill.hw.hdl.AxiLite;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * An AXI4-Lite slave that hands accesses on one at a time, writes first. Address, data and strobes stand while {@link #pending} is 1;
 * {@link #done} ends the access in that cycle. Every access answers OKAY. Address and data of a write may come in any order; one write and one read
 * wait at most.
 */
@Contract(
        """
        AXI4-Lite slave of 32-bit words that hands accesses on one at a time, a waiting write before a read.
        out: pending: an access waits, write tells which; address (bytes), data and strobes of it stay while pending
             is 1.
        in:  done: the access ends in this cycle; answer: the word that a read gets.
        Every access answers OKAY, bvalid or rvalid in the cycle after done. Address and data of a write come in any
        order; one write and one read wait at most. Reset: no access.
        """)
final class BusSlave extends Module {
    private static final int DATA_BITS = AxiLite.DATA_BITS;

    final AxiLite bus;

    final Bit pending = outBit();
    final Bit write = outBit();
    final Word address;
    final Word data = out(DATA_BITS);
    final Word strobes = out(DATA_BITS / 8);
    final Bit done = inBit();
    /** With {@link #done} of a read. */
    final Word answer = in(DATA_BITS);

    BusSlave(int addressBits) {
        bus = slave("s_axi", addressBits);
        address = out(addressBits);
        Bit haveWriteAddress = regBit(false).named("have_write_address");
        Bit haveData = regBit(false).named("have_data");
        Bit haveReadAddress = regBit(false).named("have_read_address");
        Bit active = regBit(false).named("active");
        Bit writing = regBit(false).named("writing");
        Bit written = regBit(false).named("written");
        Bit sampled = regBit(false).named("sampled");
        Word writeAddress = reg(addressBits).named("write_address");
        Word readAddress = reg(addressBits).named("read_address");
        Word writeWord = reg(DATA_BITS).named("write_word");
        Word writeStrobes = reg(DATA_BITS / 8).named("write_strobes");
        Word readWord = reg(DATA_BITS).named("read_word");
        bus.writeAddress.ready().set(haveWriteAddress.not());
        bus.writeData.ready().set(haveData.not());
        bus.readAddress.ready().set(haveReadAddress.not());
        when(bus.writeAddress.valid().and(haveWriteAddress.not()), () -> {
            haveWriteAddress.set(Bit.of(true));
            writeAddress.set(bus.writeAddress.address());
        });
        when(bus.writeData.valid().and(haveData.not()), () -> {
            haveData.set(Bit.of(true));
            writeWord.set(bus.writeData.data());
            writeStrobes.set(bus.writeData.strobe());
        });
        when(bus.readAddress.valid().and(haveReadAddress.not()), () -> {
            haveReadAddress.set(Bit.of(true));
            readAddress.set(bus.readAddress.address());
        });
        when(bus.writeResponse.ready(), () -> written.set(Bit.of(false)));
        when(bus.readData.ready(), () -> sampled.set(Bit.of(false)));
        Bit canWrite = haveWriteAddress.and(haveData).and(written.not()).named("can_write");
        Bit canRead = haveReadAddress.and(sampled.not()).named("can_read");
        when(active.not().and(canWrite.or(canRead)), () -> {
            active.set(Bit.of(true));
            writing.set(canWrite);
        });
        when(active.and(done), () -> active.set(Bit.of(false)));
        when(active.and(done).and(writing), () -> {
            haveWriteAddress.set(Bit.of(false));
            haveData.set(Bit.of(false));
            written.set(Bit.of(true));
        });
        when(active.and(done).and(writing.not()), () -> {
            haveReadAddress.set(Bit.of(false));
            sampled.set(Bit.of(true));
            readWord.set(answer);
        });
        pending.set(active);
        write.set(writing);
        address.set(Word.mux(writing, writeAddress, readAddress));
        data.set(writeWord);
        strobes.set(writeStrobes);
        bus.writeResponse.valid().set(written);
        bus.writeResponse.response().set(Word.of(0, 2));
        bus.readData.valid().set(sampled);
        bus.readData.data().set(readWord);
        bus.readData.response().set(Word.of(0, 2));
    }
}
