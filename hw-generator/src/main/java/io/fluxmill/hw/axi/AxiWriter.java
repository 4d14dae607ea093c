// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.axi;

import static io.fluxmill.hw.axi.AxiSettings.ADDRESS_BITS;
import static io.fluxmill.hw.axi.AxiSettings.COUNT_BITS;
import static io.fluxmill.hw.axi.AxiSettings.LENGTH_BITS;
import static io.fluxmill.hw.axi.AxiSettings.TIMEOUT_BITS;

import io.fluxmill.hw.hdl.Axi4;
import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.Fifo;

/** Writes a stream into ranges of memory through an AXI4 master. */
@Contract(
        """
        Writes a stream into ranges of memory through an AXI4 master (channels AW, W and B).
        in:  command_address (bytes, of a whole word), command_words, first_strobe and last_strobe (bytes of the command's first and last
             word that are written; both hold for a single word) with command_valid and command_ready. words: the words in order.
             abort: all commands end, and words that were taken and are in no burst are dropped.
             timeout_cycles: cycles without a transfer on AW, W and B while bursts are under way after which a command ends; 0: never.
        out: done: a command has ended, all its bursts were answered, with error (0 none, 1 address not of a whole word, 2 SLVERR, 3 DECERR,
             5 time-out, 6 aborted), error_address (first byte of the burst, for errors 2, 3 and 5). busy: a command or a burst is under way.
        Bursts: INCR, whole words, none over a multiple of 4 kB; one is offered only when all its words are here, so that it can always be
        finished. BREADY is always 1. A wrong answer ends the command when its bursts under way have ended and the rest of its words came and were
        dropped. Commands are ended in order, and the bursts of one may be under way while those before it are.
        After an abort or time-out, no command and no word is taken until all bursts have ended.
        Reset forgets all; the memory must be reset with it if bursts are under way.
        """)
public final class AxiWriter extends Module {
    public final Bit commandValid = inBit();
    public final Bit commandReady = outBit();
    public final Word commandAddress = in(ADDRESS_BITS);
    public final Word commandWords = in(COUNT_BITS);
    public final Word firstStrobe;
    public final Word lastStrobe;
    public final Bit abort = inBit();
    public final Word timeoutCycles = in(TIMEOUT_BITS);
    public final AxiStream words;
    public final Bit busy = outBit();
    public final Bit done = outBit();
    public final Word error = out(AxiError.BITS);
    public final Word errorAddress = out(ADDRESS_BITS);
    public final Axi4.AddressChannel writeAddress;
    public final Axi4.WriteChannel writeData;
    public final Axi4.ResponseChannel writeResponse;

    private final AxiSettings settings;
    private final int strobes;
    private final BurstPlanner planner;
    private final BurstLedger ledger;
    private final Fifo queue;
    /** Bursts of which beats are to come: length, strobes of the first and of the last beat. */
    final Memory sending;

    private final Word sendingCount;

    public AxiWriter(AxiSettings settings) {
        this.settings = settings;
        strobes = settings.wordBytes();
        firstStrobe = in(strobes);
        lastStrobe = in(strobes);
        words = streamIn("words", settings.dataBits());
        writeAddress = AxiChannels.address("m_axi_aw");
        writeData = new Axi4.WriteChannel(
                out(settings.dataBits()).named("m_axi_wdata"),
                out(strobes).named("m_axi_wstrb"),
                outBit().named("m_axi_wlast"),
                outBit().named("m_axi_wvalid"),
                inBit().named("m_axi_wready"));
        writeResponse = new Axi4.ResponseChannel(
                null, in(2).named("m_axi_bresp"), inBit().named("m_axi_bvalid"), outBit().named("m_axi_bready"));
        sending = memory(BurstLedger.slots(settings), LENGTH_BITS + 2 * strobes);
        sendingCount = reg(32 - Integer.numberOfLeadingZeros(settings.outstanding()), 0);
        planner = child(() -> new BurstPlanner(settings));
        ledger = child(() -> new BurstLedger(settings));
        queue = child(() -> new Fifo(settings.queueWords(), settings.dataBits()));

        commandReady.set(planner.commandReady);
        AxiChannels.join(planner, ledger, commandValid, commandAddress, commandWords, abort);
        ledger.timeout.set(timeoutCycles);
        busy.set(ledger.busy);
        done.set(ledger.done);
        error.set(ledger.error);
        errorAddress.set(ledger.errorAddress);
        words.ready.set(queue.ready.and(ledger.stopped.not()).and(abort.not()));
        queue.push.set(words.moves());
        queue.pushed.set(words.data);

        Bit drops = drop();
        Bit issues = offer(words.moves(), drops);
        Bit beat = send(issues);
        queue.pop.set(beat.or(drops));
        Bit answer = writeResponse.valid().and(ledger.any).named("answer");
        writeResponse.ready().set(Bit.of(true));
        ledger.ended.set(answer);
        ledger.wrong.set(answer.and(writeResponse.response().bit(1)));
        ledger.wrongKind.set(writeResponse.response().resize(AxiError.BITS));
        Bit addressMoves = writeAddress.valid().and(writeAddress.ready());
        ledger.progress.set(answer.or(beat).or(addressMoves));
    }

    /** Drops the words of a command that has failed, or, after a stop, all that are here. */
    private Bit drop() {
        Bit all = ledger.stopped;
        Bit drops = ledger.halt
                .and(sendingCount.isZero())
                .and(queue.valid)
                .and(all.or(planner.rest))
                .named("drops");
        planner.dropped.set(drops.and(all.not()));
        ledger.drained.set(Bit.mux(all, queue.level.isZero(), planner.rest.not()));
        return drops;
    }

    private Bit offer(Bit pushes, Bit drops) {
        int bits = Math.max(34 - Integer.numberOfLeadingZeros(settings.queueWords()), LENGTH_BITS + 1);
        Word here = reg(bits, 0).named("words_here");
        Bit offered = regBit(false).named("offered");
        Word at = reg(settings.wordAddressBits()).named("offered_at");
        Word length = reg(LENGTH_BITS).named("offered_length");
        Bit whole = planner.burstLength.resize(bits).less(here).named("whole");
        Bit issues = planner.burstValid
                .and(whole)
                .and(offered.not().or(writeAddress.ready()))
                .and(ledger.room)
                .and(ledger.halt.not())
                .named("issues");
        planner.taken.set(issues);
        ledger.issue.set(issues);
        when(writeAddress.ready(), () -> offered.set(Bit.of(false)));
        when(issues, () -> {
            offered.set(Bit.of(true));
            at.set(planner.burstAt);
            length.set(planner.burstLength);
        });
        Word needed = planner.burstLength.resize(bits).plus(1).named("needed_words");
        Word used = needed.gate(issues).named("used_words");
        Word unused = here.minus(used).named("unused_words");
        Word pushed = unused.plus(pushes.extend(bits)).named("words_with_pushed");
        here.set(pushed.minus(drops.extend(bits)));
        AxiChannels.drive(writeAddress, settings, offered, at, length);
        return issues;
    }

    /** Sends the beats of the bursts that were offered; the result is 1 when one moves. */
    private Bit send(Bit issues) {
        Bit accepted = commandValid.and(commandReady).named("accepted");
        Word first = reg(strobes).named("command_first_strobe");
        Word last = reg(strobes).named("command_last_strobe");
        when(accepted, () -> {
            first.set(firstStrobe);
            last.set(lastStrobe);
        });
        Word burstFirst = first.or(planner.burstFirst.not().repeat(strobes)).named("burst_first_strobe");
        Word burstLast = last.or(planner.burstLast.not().repeat(strobes)).named("burst_last_strobe");
        Word head = reg(sending.addressBits(), 0).named("head");
        Word tail = reg(sending.addressBits(), 0).named("tail");
        sending.write(tail, Word.cat(burstLast, burstFirst, planner.burstLength), issues);
        Word burst = sending.readNow(head).named("sent_burst");

        Word index = reg(LENGTH_BITS, 0).named("beat_index");
        Bit valid = queue.valid.and(sendingCount.any()).named("beat_valid");
        Bit ends = index.eq(burst.slice(0, LENGTH_BITS)).named("beat_last");
        Bit beat = valid.and(writeData.ready()).named("beat");
        Bit burstEnds = beat.and(ends).named("burst_ends");
        when(issues, () -> tail.set(tail.plus(1)));
        Word nextIndex = index.plus(1).named("next_index");
        when(beat, () -> index.set(nextIndex.gate(ends.not())));
        when(burstEnds, () -> head.set(head.plus(1)));
        when(issues.and(burstEnds.not()), () -> sendingCount.set(sendingCount.plus(1)));
        when(burstEnds.and(issues.not()), () -> sendingCount.set(sendingCount.minus(1)));
        Word full = Word.of((1L << strobes) - 1, strobes);
        writeData.valid().set(valid);
        writeData.data().set(queue.data);
        writeData.last().set(ends);
        Word firstMask = Word.mux(index.isZero(), burst.slice(LENGTH_BITS, strobes), full);
        Word lastMask = Word.mux(ends, burst.slice(LENGTH_BITS + strobes, strobes), full);
        writeData.strobe().set(firstMask.and(lastMask));
        return beat;
    }
}
