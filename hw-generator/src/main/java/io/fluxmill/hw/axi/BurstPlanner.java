// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.axi;

import static io.fluxmill.hw.axi.AxiSettings.ADDRESS_BITS;
import static io.fluxmill.hw.axi.AxiSettings.COUNT_BITS;
import static io.fluxmill.hw.axi.AxiSettings.LENGTH_BITS;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/** Cuts commands into bursts that end where a block of the longest burst's size ends. */
@Contract(
        """
        Cuts commands into bursts. A burst ends where a block of the longest burst's size ends, so that none passes a multiple of 4 kB.
        in:  command_address, command_words with command_valid and command_ready; blocked: no command is taken.
             taken, only while burst_valid is 1: the burst was offered. halt: no further burst is planned.
             dropped, only while halt and rest are 1: a word of the command is given up. close: the command is given up.
        out: opened: a command was taken and its last burst was not. trivial: the opened command has no bursts; misaligned: because of its address.
             burst_at (number of the first word), burst_length (beats less one), burst_first, burst_last (of the command) with burst_valid.
             rest: words of the command are in no burst that was taken.
        A burst is there two cycles after the command, then one a cycle. Reset forgets all.
        """)
final class BurstPlanner extends Module {
    final Bit commandValid = inBit();
    final Bit commandReady = outBit();
    final Word commandAddress = in(ADDRESS_BITS);
    final Word commandWords = in(COUNT_BITS);
    final Bit blocked = inBit();
    final Bit taken = inBit();
    final Bit halt = inBit();
    final Bit dropped = inBit();
    final Bit close = inBit();
    final Bit opened = outBit();
    final Bit trivial = outBit();
    final Bit misaligned = outBit();
    final Bit burstValid = outBit();
    final Word burstAt;
    final Word burstLength = out(LENGTH_BITS);
    final Bit burstFirst = outBit();
    final Bit burstLast = outBit();
    final Bit rest = outBit();

    private final int blockBits;
    private final Bit underWay = regBit(false);
    private final Bit planned = regBit(false);
    private final Bit more = regBit(false);
    private final Word at;
    /** Words that are in no planned burst, less one; while {@link #more}. */
    private final Word left = reg(COUNT_BITS);

    private final Bit fresh = regBit(false);

    BurstPlanner(AxiSettings settings) {
        blockBits = Integer.numberOfTrailingZeros(settings.burstBeats());
        burstAt = out(settings.wordAddressBits());
        at = reg(settings.wordAddressBits());
        opened.set(underWay);
        commandReady.set(underWay.not().and(blocked.not()));
        burstValid.set(planned);
        rest.set(planned.or(more));
        plan();
        drop();
        command(settings);
        when(close, () -> {
            underWay.set(Bit.of(false));
            planned.set(Bit.of(false));
            more.set(Bit.of(false));
        });
    }

    private void plan() {
        Word lastAt = reg(at.width()).named("planned_at");
        Word length = reg(LENGTH_BITS).named("planned_length");
        Bit first = regBit(false).named("planned_first");
        Bit last = regBit(false).named("planned_last");
        Bit plans = more.and(planned.not().or(taken)).and(halt.not()).named("plans");
        Word room = at.slice(0, Math.max(1, blockBits))
                .not()
                .gate(Bit.of(blockBits > 0))
                .named("room");
        Bit fits = left.slice(room.width(), COUNT_BITS - room.width())
                .isZero()
                .and(room.less(left.slice(0, room.width())).not())
                .named("fits");
        Word beats = Word.mux(fits, left.slice(0, room.width()), room)
                .resize(LENGTH_BITS)
                .named("next_length");
        // Less a whole burst; of no account if the rest fits into it.
        Word after = left.plus(room.resize(COUNT_BITS).not()).named("left_after");
        Word block = nextBlock();
        when(taken, () -> planned.set(Bit.of(false)));
        when(taken.and(last), () -> underWay.set(Bit.of(false)));
        when(plans, () -> {
            planned.set(Bit.of(true));
            lastAt.set(at);
            length.set(beats);
            first.set(fresh);
            last.set(fits);
            fresh.set(Bit.of(false));
            more.set(fits.not());
            at.set(block);
            left.set(after);
        });
        when(dropped.and(planned), () -> length.set(length.minus(1)));
        when(dropped.and(planned).and(length.isZero()), () -> planned.set(Bit.of(false)));
        burstAt.set(lastAt);
        burstLength.set(length);
        burstFirst.set(first);
        burstLast.set(last);
    }

    private Word nextBlock() {
        Word block = at.slice(blockBits, at.width() - blockBits).plus(1).named("next_block");
        return block.padLow(blockBits);
    }

    private void drop() {
        Bit drops = dropped.and(planned.not()).named("drops_unplanned");
        when(drops, () -> left.set(left.minus(1)));
        when(drops.and(left.isZero()), () -> more.set(Bit.of(false)));
    }

    private void command(AxiSettings settings) {
        Bit accepted = commandValid.and(commandReady).named("accepted");
        Bit unaligned = commandAddress.slice(0, settings.lowBits()).any().named("unaligned");
        Bit nothing = unaligned.or(commandWords.isZero()).named("nothing");
        Bit empty = regBit(false).named("empty");
        Bit wrong = regBit(false).named("wrong");
        when(accepted, () -> {
            underWay.set(Bit.of(true));
            more.set(nothing.not());
            at.set(commandAddress.slice(settings.lowBits(), at.width()));
            left.set(commandWords.minus(1));
            fresh.set(Bit.of(true));
            empty.set(nothing);
            wrong.set(unaligned);
        });
        trivial.set(underWay.and(empty));
        misaligned.set(wrong);
    }
}
