// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.axi;

import static io.fluxmill.hw.axi.AxiSettings.ADDRESS_BITS;
import static io.fluxmill.hw.axi.AxiSettings.LENGTH_BITS;
import static io.fluxmill.hw.axi.AxiSettings.TIMEOUT_BITS;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/** Keeps count of bursts under way and of how the commands end to which they belong. */
@Contract(
        """
        Bursts under way, and the end of each command.
        in:  issue with issue_at, issue_length (beats less one), issue_last (of its command): a burst was offered; only while room is 1.
             ended: the oldest burst has ended; wrong, wrong_kind: an answer to it was wrong, before or while it ends; progress: anything moved.
             opened, trivial, misaligned: the command with bursts to come; drained: nothing of it is left beside its bursts.
             abort: all commands end; timeout: cycles without progress after which the oldest command ends, 0 for never.
        out: room: another burst may be offered; halt: none may; accepting: the oldest command is well; stopped: after abort or time-out, until all
             bursts have ended; any: bursts are under way; oldest_length: of the oldest. close: the command with bursts to come ends.
             ends: a command ends in this cycle. In the next one done is 1, with error, error_at (first word of the burst, 0 if there is none).
        A wrong answer halts the command's bursts to come; it ends when those under way have ended. A later command goes on.
        Reset forgets all.
        """)
final class BurstLedger extends Module {
    final Bit issue = inBit();
    final Word issueAt;
    final Word issueLength = in(LENGTH_BITS);
    final Bit issueLast = inBit();
    final Bit ended = inBit();
    final Bit wrong = inBit();
    final Word wrongKind = in(AxiError.BITS);
    final Bit progress = inBit();
    final Bit opened = inBit();
    final Bit trivial = inBit();
    final Bit misaligned = inBit();
    final Bit drained = inBit();
    final Bit abort = inBit();
    final Word timeout = in(TIMEOUT_BITS);
    final Bit room = outBit();
    final Bit halt = outBit();
    final Bit accepting = outBit();
    final Bit stopped = outBit();
    final Bit any = outBit();
    final Word oldestLength = out(LENGTH_BITS);
    final Bit close = outBit();
    final Bit ends = outBit();
    final Bit done = outBit();
    final Word error = out(AxiError.BITS);
    final Word errorAddress = out(ADDRESS_BITS);
    final Bit busy = outBit();

    private final AxiSettings settings;
    private final Word count;
    /** How many of the bursts under way are the last ones of their commands. */
    private final Word lasts;

    private final Bit stopping = regBit(false);
    private final Bit failed = regBit(false);
    private final Word failedKind = reg(AxiError.BITS, 0);
    private final Word failedAt;
    /** The oldest command was reported before its end: its time was out. */
    private final Bit reported = regBit(false);

    final Memory bursts;

    BurstLedger(AxiSettings settings) {
        this.settings = settings;
        int bits = settings.wordAddressBits();
        issueAt = in(bits);
        failedAt = reg(bits);
        bursts = memory(slots(settings), bits + LENGTH_BITS + 1);
        int countBits = 32 - Integer.numberOfLeadingZeros(settings.outstanding());
        count = reg(countBits, 0);
        lasts = reg(countBits, 0);

        Word oldest = bursts();
        Bit oldestLast = oldest.top();
        Word oldestAt = oldest.slice(0, bits);
        oldestLength.set(oldest.slice(bits, LENGTH_BITS));
        count(count, issue, ended);
        count(
                lasts,
                issue.and(issueLast).named("last_issued"),
                ended.and(oldestLast).named("last_ended"));
        any.set(count.any());
        room.set(count.eq(settings.outstanding()).not());
        stopped.set(stopping);
        accepting.set(stopping.not().and(failed.not()));
        halt.set(stopping.or(failed.and(lasts.isZero())));
        busy.set(count.any().or(opened).or(stopping));
        ends(ended.and(oldestLast), oldestAt);
    }

    static int slots(AxiSettings settings) {
        return Math.max(2, Integer.highestOneBit(2 * settings.outstanding() - 1));
    }

    /** The oldest burst. */
    private Word bursts() {
        Word head = reg(bursts.addressBits(), 0).named("head");
        Word tail = reg(bursts.addressBits(), 0).named("tail");
        when(issue, () -> tail.set(tail.plus(1)));
        when(ended, () -> head.set(head.plus(1)));
        bursts.write(tail, Word.cat(issueLast.asWord(), issueLength, issueAt), issue);
        return bursts.readNow(head).named("oldest");
    }

    private static void count(Word counter, Bit up, Bit down) {
        when(up.and(down.not()), () -> counter.set(counter.plus(1)));
        when(down.and(up.not()), () -> counter.set(counter.minus(1)));
    }

    private void ends(Bit lastEnded, Word oldestAt) {
        Bit idle = count.isZero().named("idle");
        Bit stopsOpened = failed.or(stopping).or(trivial);
        Bit openedEnds = opened.and(idle).and(drained).and(stopsOpened).named("opened_ends");
        Bit commandEnds = lastEnded.or(openedEnds).named("command_ends");
        Bit expires = expires(idle);
        Bit fails = wrong.and(accepting).named("fails");
        when(fails, () -> {
            failed.set(Bit.of(true));
            failedKind.set(wrongKind);
            failedAt.set(oldestAt);
        });
        when(commandEnds, () -> {
            failed.set(Bit.of(false));
            reported.set(Bit.of(false));
        });
        when(stopping.and(idle).and(opened.not()).and(drained), () -> stopping.set(Bit.of(false)));
        when(expires, () -> {
            stopping.set(Bit.of(true));
            reported.set(Bit.of(true));
        });
        when(abort, () -> stopping.set(Bit.of(true)));
        close.set(openedEnds);
        ends.set(commandEnds.or(expires));

        Word plain = Word.mux(
                stopping,
                AxiError.ABORTED.word(),
                Word.mux(trivial.and(idle).and(misaligned), AxiError.COMMAND.word(), AxiError.NONE.word()));
        Word kind = Word.mux(failed, failedKind, Word.mux(fails, wrongKind, plain));
        done.set(next("finished", commandEnds.and(reported.not()).or(expires)));
        Word lastError = reg(AxiError.BITS, 0).named("last_error");
        Word lastAt = reg(oldestAt.width(), 0).named("last_at");
        when(ends, () -> {
            lastError.set(Word.mux(expires, AxiError.TIMEOUT.word(), kind));
            Word found = Word.mux(failed.and(expires.not()), failedAt, oldestAt);
            lastAt.set(found.gate(failed.or(fails).or(expires)));
        });
        error.set(lastError);
        errorAddress.set(lastAt.padLow(settings.lowBits()));
    }

    private Bit expires(Bit idle) {
        Word waited = reg(TIMEOUT_BITS, 0).named("waited");
        Bit waits = idle.or(progress).or(stopping).not().named("waits");
        Word longer = waited.plus(1).named("waited_longer");
        waited.set(longer.gate(waits));
        return waits.and(timeout.any()).and(waited.eq(timeout)).named("expires");
    }
}
