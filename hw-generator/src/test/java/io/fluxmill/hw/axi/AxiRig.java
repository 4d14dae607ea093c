// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.axi;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.hw.emit.Elaboration;
import io.fluxmill.hw.hdl.Axi4;
import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.Fifo;

/**
 * An {@link AxiMover} with a checker on its port, for simulation with long lists of commands: a command with bit 63 aborts after [47:32] cycles, the ends of
 * commands are kept, and after an abort of writes the words to the end of the packet are dropped.
 */
final class AxiRig extends Module {
    /** Most commands in a list. */
    static final int COMMANDS = 1024;

    final Axi4 bus;
    final Word axiViolation = out(5);
    final Word timeoutCycles = in(AxiSettings.TIMEOUT_BITS);
    final Word readEnds = out(12);
    final Word writeEnds = out(12);
    final Bit busy = outBit();

    private AxiRig(AxiSettings settings) {
        AxiStream readCommand = streamIn("s_axis_read_command", 64);
        AxiStream read = streamOut("m_axis_read", settings.dataBits());
        AxiStream readStatus = streamOut("m_axis_read_status", 64);
        AxiStream writeCommand = streamIn("s_axis_write_command", 96);
        AxiStream write = streamIn("s_axis_write", settings.dataBits(), true);
        AxiStream writeStatus = streamOut("m_axis_write_status", 64);
        bus = master("m_axi", settings.widths());
        AxiMover mover = child(() -> new AxiMover(settings));
        AxiChecker checker = child(() -> new AxiChecker(settings.widths(), settings.outstanding()));
        bus.connect(mover.bus);
        checker.watch(bus);
        axiViolation.set(checker.violation);
        mover.timeoutCycles.set(timeoutCycles);
        mover.readAbort.set(commands(readCommand, mover.readCommand, "read"));
        Bit aborts = commands(writeCommand, mover.writeCommand, "write");
        mover.writeAbort.set(aborts);
        read.connect(mover.read);
        keep(mover.readStatus, readStatus, readEnds);
        keep(mover.writeStatus, writeStatus, writeEnds);
        busy.set(mover.read.valid.or(mover.busy));

        Bit complete = regBit(true).named("packet_complete");
        Bit drops = regBit(false).named("drops");
        when(write.moves(), () -> complete.set(write.last));
        when(write.moves().and(write.last), () -> drops.set(Bit.of(false)));
        when(aborts.and(complete.not()).and(write.moves().and(write.last).not()), () -> drops.set(Bit.of(true)));
        mover.write.data.set(write.data);
        mover.write.valid.set(write.valid.and(drops.not()));
        write.ready.set(mover.write.ready.or(drops));
    }

    private static Bit commands(AxiStream list, AxiStream mover, String name) {
        Word waited = reg(16, 0).named(name + "_waited");
        Bit abort = list.valid.and(list.data.bit(63));
        Bit now = abort.and(waited.eq(list.data.slice(32, 16))).named(name + "_aborts");
        waited.set(waited.plus(1).gate(abort.and(now.not())));
        mover.data.set(list.data);
        mover.valid.set(list.valid.and(list.data.bit(63).not()));
        list.ready.set(Bit.mux(list.data.bit(63), now, mover.ready));
        return now;
    }

    private static void keep(AxiStream from, AxiStream to, Word count) {
        Fifo queue = child(() -> new Fifo(COMMANDS, 64));
        queue.push.set(from.valid);
        queue.pushed.set(from.data);
        from.ready.set(queue.ready);
        queue.pop.set(to.moves());
        to.data.set(queue.data);
        to.valid.set(queue.valid);
        count.set(queue.level.resize(12));
    }

    static Design design(AxiSettings settings) {
        String name = "axi_rig_" + settings.dataBits() + "_" + settings.burstBeats() + "_" + settings.outstanding();
        return Elaboration.of(name, "axi", settings.toString(), () -> new AxiRig(settings), 0, java.util.Map.of())
                .design();
    }
}
