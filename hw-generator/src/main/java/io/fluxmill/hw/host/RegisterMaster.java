// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import io.fluxmill.hw.hdl.AxiLite;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * An AXI4-Lite master in the engine's time: the handshakes of an access advance in cycles with {@link #enable}, address and data at the same
 * time, and the answer is taken when it comes. {@link #done} is 1 in the last cycle of an access. An access that has taken {@value #PATIENCE}
 * clocks is given up; the engine must then be reset.
 */
@Contract(
        """
        AXI4-Lite master m_axi of an engine whose clock can be disabled: the bus moves only in cycles with enable.
        in:  start (pulse) with write; address and write_data must stay until done. reset (pulse)
             gives an access up. reset_1 is the reset of this module: no access.
        out: busy: an access is under way; done (pulse): it ends in this cycle, with read_data of a read, error if the
             answer was not OKAY, silent if none came in 16384 cycles: then the engine must be reset.
        Address and data of a write are offered at once.
        """)
public final class RegisterMaster extends Module {
    static final int PATIENCE = 16_384;

    final Bit enable = inBit();
    final Bit resetRequest = inBit();
    /** Begins an access; for one cycle. */
    public final Bit start = inBit();

    public final Bit write = inBit();
    public final Word address;
    public final Word writeData = in(32);

    final Bit busy = outBit();
    public final Bit done = outBit();
    /** With {@link #done}: no answer came. */
    public final Bit silent = outBit();
    /** With {@link #done}: the answer was an error. */
    public final Bit error = outBit();
    /** With {@link #done}: what was read. */
    public final Word readData = out(32);

    final AxiLite bus;

    RegisterMaster(int addressBits) {
        address = in(addressBits);
        bus = master("m_axi", addressBits);
        Bit writing = regBit(false).named("writing");
        Bit reading = regBit(false).named("reading");
        Bit addressPending = regBit(false).named("address_pending");
        Bit dataPending = regBit(false).named("data_pending");
        Word patience = reg(15, 0).named("patience");
        Bit active = writing.or(reading).named("active");
        bus.writeAddress.address().set(address);
        bus.readAddress.address().set(address);
        bus.writeData.data().set(writeData);
        bus.writeData.strobe().set(Word.of(0xF, 4));
        bus.writeAddress.valid().set(writing.and(addressPending));
        bus.writeData.valid().set(writing.and(dataPending));
        bus.writeResponse.ready().set(writing);
        bus.readAddress.valid().set(reading.and(addressPending));
        bus.readData.ready().set(reading);
        Bit addressTaken = Bit.mux(writing, bus.writeAddress.ready(), bus.readAddress.ready());
        when(enable.and(addressTaken), () -> addressPending.set(Bit.of(false)));
        when(enable.and(bus.writeData.ready()), () -> dataPending.set(Bit.of(false)));
        Bit answered = enable.and(writing.and(bus.writeResponse.valid()).or(reading.and(bus.readData.valid())))
                .named("answered");
        Bit given = active.and(patience.isZero()).and(answered.not()).named("given_up");
        Word response = Word.mux(writing, bus.writeResponse.response(), bus.readData.response());
        when(active, () -> patience.set(patience.minus(1)));
        when(answered.or(given).or(resetRequest), () -> {
            writing.set(Bit.of(false));
            reading.set(Bit.of(false));
        });
        when(start, () -> {
            writing.set(write);
            reading.set(write.not());
            addressPending.set(Bit.of(true));
            dataPending.set(write);
            patience.set(Word.of(PATIENCE - 1, 15));
        });
        busy.set(active);
        done.set(answered.or(given));
        silent.set(given);
        error.set(response.any());
        readData.set(bus.readData.data());
    }
}
