// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.parts;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.RiscvCore;
import io.fluxmill.hw.hdl.Word;

/**
 * An RV32IM processor with one port for instructions and one for data.
 *
 * <p>Instructions: {@link #instruction} is the word at {@link #fetchAddress} one cycle after {@link #fetch} and is held until the next
 * one. Data: an access is made in the cycle in which {@link #dataValid} and {@link #dataReady} are 1; the word that a read finds is
 * expected on {@link #dataRead} exactly two cycles later (the core loses an earlier answer, and its divider can lock up while the
 * core waits for a later one). Words are aligned; a write changes the bytes whose strobe is 1.
 */
@Contract(
        """
        RV32IM processor with an instruction port and a data port; starts at address 0, traps go to 0x20.
        Instructions: fetch with fetch_address (bytes); instruction is expected one cycle later and must be held.
             run: instructions are fetched while it is 1.
        Data: data_valid with data_write, data_address (bytes, of a word), data_written, data_strobe; an access is
        made in the cycle with data_valid and data_ready; data_read is expected exactly two cycles after the one of a
        read. Narrow data is repeated over the word, data_strobe tells its bytes.
        in:  interrupts: four lines, level-sensitive, line p is interrupt number p + 2.
        Reset begins at address 0; one access and one fetch are in flight at most.
        """)
public final class RiscvCpu extends Module {
    public static final int RESET_VECTOR = 0;

    /** Where traps and interrupts go. */
    public static final int TRAP_VECTOR = 0x20;

    /** Lines of {@link #interrupts}; line p has number {@code RiscvCore.FIRST_PIN} + p. */
    public static final int INTERRUPTS = 4;

    /** Instructions are fetched while this is 1. */
    public final Bit run = inBit();

    public final Word interrupts = in(INTERRUPTS);
    public final Bit fetch = outBit();
    public final Word fetchAddress = out(32);
    public final Word instruction = in(32);
    public final Bit dataValid = outBit();
    public final Bit dataReady = inBit();
    public final Bit dataWrite = outBit();
    public final Word dataAddress = out(32);
    public final Word dataWritten = out(32);
    public final Word dataStrobe = out(4);
    public final Word dataRead = in(32);

    public RiscvCpu() {
        RiscvCore core = RiscvCore.in(this, RESET_VECTOR, TRAP_VECTOR, interrupts);
        instructions(core);
        write(core);
        read(core);
    }

    private void instructions(RiscvCore core) {
        Bit fetched = regBit(false).named("fetched");
        Word pc = reg(32).named("fetched_pc");
        Bit free = run.and(fetched.not().or(core.iResponseReady)).named("fetch_free");
        core.iCommandReady.set(free);
        fetch.set(core.iCommandValid.and(free));
        fetchAddress.set(core.iCommandPc);
        when(core.iResponseReady, () -> fetched.set(Bit.of(false)));
        when(fetch, () -> {
            fetched.set(Bit.of(true));
            pc.set(Word.cat(core.iCommandPc.slice(1, 31), Word.of(0, 1))); // a jump drops bit 0; the core keeps it
        });
        core.iResponseValid.set(fetched);
        core.iResponsePc.set(pc);
        core.iResponseInstruction.set(instruction);
    }

    /** Narrow data is repeated over the word; strobes choose its place. */
    private void write(RiscvCore core) {
        dataValid.set(core.dCommandValid);
        core.dCommandReady.set(dataReady);
        dataWrite.set(core.dCommandWrite);
        dataAddress.set(Word.cat(core.dCommandAddress.slice(2, 30), Word.of(0, 2)));
        Word data = core.dCommandData.resize(32).named("core_data");
        Bit byteWide = core.dCommandSize.eq(0).named("byte_access");
        Bit halfWide = core.dCommandSize.eq(1).named("half_access");
        Word half = data.slice(0, 16);
        Word single = data.slice(0, 8);
        dataWritten.set(Word.mux(
                byteWide, Word.cat(single, single, single, single), Word.mux(halfWide, Word.cat(half, half), data)));
        Bit upper = core.dCommandAddress.bit(1);
        Bit odd = core.dCommandAddress.bit(0);
        Word halves = Word.cat(upper.repeat(2), upper.not().repeat(2)).named("half_strobes");
        Word bytes = Word.cat(
                        odd.asWord(),
                        odd.not().asWord(),
                        odd.asWord(),
                        odd.not().asWord())
                .named("byte_strobes");
        dataStrobe.set(Word.mux(byteWide, halves.and(bytes), Word.mux(halfWide, halves, Word.of(0xF, 4))));
    }

    /** The addressed byte comes to the bottom of the word; the core extends it. */
    private void read(RiscvCore core) {
        Bit accepted = dataValid.and(dataReady).and(dataWrite.not()).named("read_accepted");
        core.dResponseValid.set(delay("read", accepted, 2));
        Word offset = delay("offset", core.dCommandAddress.slice(0, 2), 2);
        Word half = Word.mux(offset.bit(1), dataRead.slice(16, 16), dataRead.slice(0, 16))
                .named("read_half");
        Word low = Word.mux(offset.bit(0), half.slice(8, 8), half.slice(0, 8));
        core.dResponseData.set(Word.cat(dataRead.slice(16, 16), half.slice(8, 8), low));
    }
}
