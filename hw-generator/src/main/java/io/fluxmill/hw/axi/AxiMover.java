// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.axi;

import static io.fluxmill.hw.axi.AxiSettings.ADDRESS_BITS;
import static io.fluxmill.hw.axi.AxiSettings.COUNT_BITS;
import static io.fluxmill.hw.axi.AxiSettings.TIMEOUT_BITS;

import io.fluxmill.hw.hdl.Axi4;
import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.Fifo;

/** A reader and a writer behind one AXI4 port, worked by streams. */
@Contract(
        """
        A reader and a writer behind one AXI4 port, worked by streams.
        s_axis_read_command:  [31:0] byte address, [55:32] words.
        s_axis_write_command: the same, [79:64] strobe of the first word, [95:80] of the last one.
        m_axis_read, s_axis_write: the words.
        m_axis_read_status, m_axis_write_status, one for each command in order: [31:0] address of the burst that was answered wrong,
             [55:32] words that were delivered (reads), [58:56] error.
        read_abort, write_abort, timeout_cycles, busy: as in the reader and the writer. Reset forgets all.
        """)
public final class AxiMover extends Module {
    private static final int STATUSES = 16;

    public final AxiStream readCommand = streamIn("s_axis_read_command", 64);
    public final AxiStream read;
    public final AxiStream readStatus = streamOut("m_axis_read_status", 64);
    public final AxiStream writeCommand = streamIn("s_axis_write_command", 96);
    public final AxiStream write;
    public final AxiStream writeStatus = streamOut("m_axis_write_status", 64);
    public final Bit readAbort = inBit();
    public final Bit writeAbort = inBit();
    public final Word timeoutCycles = in(TIMEOUT_BITS);
    /** A command or a burst is under way. */
    public final Bit busy = outBit();

    public final Axi4 bus;

    private final AxiReader reader;
    private final AxiWriter writer;
    private final Fifo readStatuses = child(() -> new Fifo(STATUSES, 64));
    private final Fifo writeStatuses = child(() -> new Fifo(STATUSES, 64));

    public AxiMover(AxiSettings settings) {
        read = streamOut("m_axis_read", settings.dataBits());
        write = streamIn("s_axis_write", settings.dataBits());
        bus = master("m_axi", settings.widths());
        reader = child(() -> new AxiReader(settings));
        writer = child(() -> new AxiWriter(settings));

        reader.commandAddress.set(readCommand.data.slice(0, ADDRESS_BITS));
        reader.commandWords.set(readCommand.data.slice(ADDRESS_BITS, COUNT_BITS));
        reader.abort.set(readAbort);
        reader.timeoutCycles.set(timeoutCycles);
        read.connect(reader.words);
        Word delivered = Word.cat(Word.of(0, 5), reader.error, reader.deliveredWords, reader.errorAddress);
        Bit readGoes =
                status("read", readStatuses, readStatus, reader.done, delivered, reader.commandReady, readCommand);
        reader.commandValid.set(readGoes);

        writer.commandAddress.set(writeCommand.data.slice(0, ADDRESS_BITS));
        writer.commandWords.set(writeCommand.data.slice(ADDRESS_BITS, COUNT_BITS));
        writer.firstStrobe.set(writeCommand.data.slice(64, settings.wordBytes()));
        writer.lastStrobe.set(writeCommand.data.slice(80, settings.wordBytes()));
        writer.abort.set(writeAbort);
        writer.timeoutCycles.set(timeoutCycles);
        writer.words.connect(write);
        Word written = Word.cat(Word.of(0, 5), writer.error, Word.of(0, COUNT_BITS), writer.errorAddress);
        Bit writeGoes =
                status("write", writeStatuses, writeStatus, writer.done, written, writer.commandReady, writeCommand);
        writer.commandValid.set(writeGoes);
        AxiChannels.connect(bus, reader, writer);
        busy.set(reader.busy.or(writer.busy));
    }

    /** Queues the ends of commands; a command goes on, which the result says, if its end will have room. */
    private static Bit status(
            String name, Fifo queue, AxiStream statuses, Bit done, Word status, Bit ready, AxiStream command) {
        Word owed = reg(5, 0).named(name + "_owed");
        Bit vacant = owed.less(STATUSES).named(name + "_vacant");
        Bit goes = command.valid.and(vacant).named(name + "_goes");
        Bit begins = goes.and(ready).named(name + "_begins");
        Bit taken = queue.valid.and(statuses.ready).named(name + "_reported");
        command.ready.set(ready.and(vacant));
        when(begins.and(taken.not()), () -> owed.set(owed.plus(1)));
        when(taken.and(begins.not()), () -> owed.set(owed.minus(1)));
        queue.push.set(done);
        queue.pushed.set(status);
        queue.pop.set(taken);
        statuses.data.set(queue.data);
        statuses.valid.set(queue.valid);
        return goes;
    }
}
