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
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.Fifo;

/** Reads ranges of memory through an AXI4 master into a stream. */
@Contract(
        """
        Reads ranges of memory through an AXI4 master (channels AR and R) into a stream.
        in:  command_address (bytes, of a whole word), command_words with command_valid and command_ready. abort: all commands end.
             timeout_cycles: cycles without a transfer on AR and R while bursts are under way after which a command ends; 0: never.
        out: words: the words in order. done: a command has ended, with error (0 none, 1 address not of a whole word, 2 SLVERR, 3 DECERR,
             4 RLAST wrong, 5 time-out, 6 aborted), error_address (first byte of the burst, for errors 2 to 5), delivered_words: how many
             words of the command are in the stream. busy: a command or a burst is under way.
        Bursts: INCR, whole words, none over a multiple of 4 kB; one is offered only if its words have room, so that RREADY is always 1.
        A wrong answer ends the command when its bursts under way have ended; their words are dropped. Commands are ended in order, and
        the bursts of one may be under way while those before it are. After an abort or time-out, no command is taken until all bursts have ended.
        Reset forgets all; the memory must be reset with it if bursts are under way.
        """)
public final class AxiReader extends Module {
    public final Bit commandValid = inBit();
    public final Bit commandReady = outBit();
    public final Word commandAddress = in(ADDRESS_BITS);
    public final Word commandWords = in(COUNT_BITS);
    public final Bit abort = inBit();
    public final Word timeoutCycles = in(TIMEOUT_BITS);
    public final AxiStream words;
    public final Bit busy = outBit();
    public final Bit done = outBit();
    public final Word error = out(AxiError.BITS);
    public final Word errorAddress = out(ADDRESS_BITS);
    public final Word deliveredWords = out(COUNT_BITS);
    public final Axi4.AddressChannel readAddress;
    public final Axi4.ReadChannel readData;

    private final AxiSettings settings;
    private final BurstPlanner planner;
    private final BurstLedger ledger;
    private final Fifo queue;

    public AxiReader(AxiSettings settings) {
        this.settings = settings;
        words = streamOut("words", settings.dataBits());
        readAddress = AxiChannels.address("m_axi_ar");
        readData = new Axi4.ReadChannel(
                null,
                in(settings.dataBits()).named("m_axi_rdata"),
                in(2).named("m_axi_rresp"),
                inBit().named("m_axi_rlast"),
                inBit().named("m_axi_rvalid"),
                outBit().named("m_axi_rready"));
        planner = child(() -> new BurstPlanner(settings));
        ledger = child(() -> new BurstLedger(settings));
        queue = child(() -> new Fifo(settings.queueWords(), settings.dataBits()));

        commandReady.set(planner.commandReady);
        AxiChannels.join(planner, ledger, commandValid, commandAddress, commandWords, abort);
        planner.dropped.set(Bit.of(false));
        ledger.drained.set(Bit.of(true));
        ledger.timeout.set(timeoutCycles);
        busy.set(ledger.busy);
        done.set(ledger.done);
        error.set(ledger.error);
        errorAddress.set(ledger.errorAddress);

        Bit pops = queue.valid.and(words.ready).named("pops");
        queue.pop.set(pops);
        words.data.set(queue.data);
        words.valid.set(queue.valid);
        Bit drops = receive();
        offer(pops, drops);
    }

    /** Takes beats; the result is 1 for one that does not go into the queue. */
    private Bit receive() {
        readData.ready().set(Bit.of(true));
        Bit beat = readData.valid().and(ledger.any).named("beat");
        Word index = reg(LENGTH_BITS, 0).named("beat_index");
        Bit last = index.eq(ledger.oldestLength).named("beat_last");
        Bit refused = readData.response().bit(1);
        Bit wrong = beat.and(refused.or(readData.last().xor(last))).named("beat_wrong");
        Word nextIndex = index.plus(1).named("next_index");
        when(beat, () -> index.set(nextIndex.gate(last.not())));
        ledger.ended.set(beat.and(last));
        ledger.wrong.set(wrong);
        ledger.wrongKind.set(Word.mux(refused, readData.response().resize(AxiError.BITS), AxiError.LAST.word()));
        Bit stores = beat.and(wrong.not()).and(ledger.accepting).named("stores");
        queue.push.set(stores);
        queue.pushed.set(readData.data());

        Word good = reg(COUNT_BITS, 0).named("good_words");
        Word total = good.plus(stores.extend(COUNT_BITS)).named("total_words");
        Word ended = reg(COUNT_BITS, 0).named("ended_words");
        good.set(total.gate(ledger.ends.not()));
        when(ledger.ends, () -> ended.set(total));
        deliveredWords.set(ended);
        Bit addressMoves = readAddress.valid().and(readAddress.ready());
        ledger.progress.set(beat.or(addressMoves));
        return beat.and(stores.not()).named("drops");
    }

    private void offer(Bit pops, Bit drops) {
        int bits = Math.max(32 - Integer.numberOfLeadingZeros(settings.queueWords()), LENGTH_BITS + 1);
        Word free = reg(bits, settings.queueWords()).named("free_words");
        Bit offered = regBit(false).named("offered");
        Word at = reg(settings.wordAddressBits()).named("offered_at");
        Word length = reg(LENGTH_BITS).named("offered_length");
        Bit fits = planner.burstLength.resize(bits).less(free).named("fits");
        Bit vacant = offered.not().or(readAddress.ready());
        Bit issues = planner.burstValid
                .and(fits)
                .and(vacant)
                .and(ledger.room)
                .and(ledger.halt.not())
                .named("issues");
        planner.taken.set(issues);
        ledger.issue.set(issues);
        when(readAddress.ready(), () -> offered.set(Bit.of(false)));
        when(issues, () -> {
            offered.set(Bit.of(true));
            at.set(planner.burstAt);
            length.set(planner.burstLength);
        });
        Word needed = planner.burstLength.resize(bits).plus(1).named("needed_words");
        Word used = needed.gate(issues).named("used_words");
        Word back = pops.extend(2).plus(drops.extend(2)).named("freed_words");
        Word unused = free.minus(used).named("unused_words");
        free.set(unused.plus(back.resize(bits)));
        AxiChannels.drive(readAddress, settings, offered, at, length);
    }
}
