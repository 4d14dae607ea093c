// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.bus;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * An AXI4-Lite slave that hands accesses on one at a time, writes first. Address, data and strobes stand while {@link #pending} is 1;
 * {@link #done} ends the access in that cycle. Every access answers OKAY. Address and data of a write may come in any order; one write and one read
 * wait at most.
 */
final class BusSlave extends Module {
    private static final int DATA_BITS = 32;

    final Word awaddr;
    final Bit awvalid = inBit();
    final Bit awready = outBit();
    final Word wdata = in(DATA_BITS);
    final Word wstrb = in(DATA_BITS / 8);
    final Bit wvalid = inBit();
    final Bit wready = outBit();
    final Word bresp = out(2);
    final Bit bvalid = outBit();
    final Bit bready = inBit();
    final Word araddr;
    final Bit arvalid = inBit();
    final Bit arready = outBit();
    final Word rdata = out(DATA_BITS);
    final Word rresp = out(2);
    final Bit rvalid = outBit();
    final Bit rready = inBit();

    final Bit pending = outBit();
    final Bit write = outBit();
    final Word address;
    final Word data = out(DATA_BITS);
    final Word strobes = out(DATA_BITS / 8);
    final Bit done = inBit();
    /** With {@link #done} of a read. */
    final Word answer = in(DATA_BITS);

    BusSlave(int addressBits) {
        awaddr = in(addressBits);
        araddr = in(addressBits);
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
        awready.set(haveWriteAddress.not());
        wready.set(haveData.not());
        arready.set(haveReadAddress.not());
        when(awvalid.and(haveWriteAddress.not()), () -> {
            haveWriteAddress.set(Bit.of(true));
            writeAddress.set(awaddr);
        });
        when(wvalid.and(haveData.not()), () -> {
            haveData.set(Bit.of(true));
            writeWord.set(wdata);
            writeStrobes.set(wstrb);
        });
        when(arvalid.and(haveReadAddress.not()), () -> {
            haveReadAddress.set(Bit.of(true));
            readAddress.set(araddr);
        });
        when(bready, () -> written.set(Bit.of(false)));
        when(rready, () -> sampled.set(Bit.of(false)));
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
        bvalid.set(written);
        bresp.set(Word.of(0, 2));
        rvalid.set(sampled);
        rdata.set(readWord);
        rresp.set(Word.of(0, 2));
    }
}
