// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import static io.fluxmill.hw.pulse.EventLayout.FRACTION_BITS;
import static io.fluxmill.hw.pulse.EventLayout.LEVEL_BITS;
import static io.fluxmill.hw.pulse.EventLayout.STAMP_BITS;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * The front end of a channel: running baseline, trigger, window, event buffers. One sample a cycle; all front ends take their samples
 * together. docs/pulse-engine.md is its contract.
 *
 * <pre>
 *  sample ─▶ 1 baseline, trigger ─▶ 2 ─▶ 3 buffer write, statistics ─▶ 4 event baseline ─▶ 5 record
 *              └─▶ ring, PRETRIGGER samples ─┘
 * </pre>
 */
@Contract(
        """
        Front end of one channel: running baseline, trigger, window of samples around each trigger, event buffers.
        Levels (threshold, hysteresis, baselines) are in 1/16 of an ADC step; stamp is the number of the sample.
        take: sample enters stage 1; go: the sample in stage 1 moves on. restart: begin anew before the first
        sample; abort: drop the event being recorded; enable: this channel takes part.
        available, oldest_record: the oldest event {stamp, over-range, pile-up, baseline, largest sample};
        read_sample is the sample at read_position, one cycle after read_enable; done frees its buffer.
        blocked: hold is set and no buffer is free. stuck: the trigger has not re-armed for stuck_limit samples.
        count_*: one-cycle pulses for the counters (event, pile-up, dead time, buffers full, over-range, stuck).
        An event is available 6 cycles after its last sample has moved on. Settings change only while disabled.
        Reset: no event, armed; ring, buffers and records keep their words (never read before they are written).
        """)
final class FrontEnd extends Module {
    private static final int RUNNING_FRACTION = 16;
    private static final int SHIFT_BITS = 4;
    private static final int STUCK_BITS = 24;
    private static final int SIGNED_LEVEL = LEVEL_BITS + 3;

    /** Pulse: sets everything to its initial state, before the first sample. */
    final Bit restart = inBit();
    /** Pulse: an event that is being recorded is dropped. */
    final Bit abort = inBit();

    final Bit enable = inBit();
    /** The sample is taken into stage 1. */
    final Bit take = inBit();

    final Word sample;
    /** The sample in stage 1 moves on. */
    final Bit go = inBit();

    final Word stamp = in(STAMP_BITS);
    /** Samples must wait, because no buffer is free and hold is set. */
    final Bit blocked = outBit();

    final Bit stuck = outBit();

    final Bit polarity = inBit();
    final Bit hold = inBit();
    final Word baselineMode = in(2);
    final Word window;
    final Word pretrigger;
    final Word threshold = in(LEVEL_BITS);
    final Word hysteresis = in(LEVEL_BITS);
    final Word stuckLimit = in(STUCK_BITS);
    final Word fixedBaseline;
    final Word baselineShift = in(SHIFT_BITS);
    final Word baselineSamples = in(SHIFT_BITS);

    /** The oldest event: its record, and a sample one cycle after its position while enabled. */
    final Bit available = outBit();

    final Word oldestRecord;
    final Word readPosition;
    final Bit readEnable = inBit();
    final Word readSample;
    final Bit done = inBit();

    final Bit countEvent = outBit();
    final Bit countPileUp = outBit();
    final Bit countDead = outBit();
    final Bit countFull = outBit();
    final Bit countOver = outBit();
    final Bit countStuck = outBit();

    final Memory ring;
    final Memory buffers;
    final Memory records;

    private final EventLayout layout;
    private final int slotBits;
    private final Word sample1;
    private final Word running;
    private final Bit recording = regBit(false);
    private final Word slot;
    private final Word position;
    private final Bit full;

    FrontEnd(PulseConfig config) {
        layout = new EventLayout(config);
        sample = in(layout.adcBits);
        window = in(layout.positionBits + 1);
        pretrigger = in(layout.positionBits);
        fixedBaseline = in(layout.baselineBits);
        oldestRecord = out(layout.recordBits);
        readPosition = in(layout.positionBits);
        readSample = out(layout.adcBits);
        ring = memory(config.windowSamples(), layout.adcBits);
        buffers = memory(config.eventBuffers() * config.windowSamples(), layout.adcBits);
        records = memory(config.eventBuffers(), layout.recordBits);
        slotBits = PulseArchitecture.log2(config.eventBuffers());
        sample1 = reg(layout.adcBits);
        running = reg(layout.adcBits + RUNNING_FRACTION);
        slot = reg(slotBits, 0);
        position = reg(layout.positionBits);
        Word used = reg(slotBits + 1, 0).named("used");
        full = used.eq(config.eventBuffers()).named("full");

        Word baseline = baseline();
        Bit crossing = trigger(baseline);
        Bit start = go.and(enable)
                .and(crossing)
                .and(recording.not())
                .and(full.not())
                .named("start");
        Bit last = record(start, crossing);
        Bit commit = store(baseline, start, last);
        Bit aborted = abort.and(recording).named("aborted");
        blocked.set(hold.and(enable).and(full).and(recording.not()));
        countDead.set(countDeadTime.or(aborted));
        countFull.set(go.and(enable).and(crossing).and(recording.not()).and(full));
        int bits = used.width();
        Word withStart = used.plus(start.extend(bits)).named("used_with_start");
        Word withoutDone = withStart.minus(done.extend(bits)).named("used_without_done");
        used.set(withoutDone.minus(aborted.extend(bits)));
        queue(commit);
    }

    private final Bit first = regBit(true);
    private final Bit armed = regBit(true);
    private final Bit above = wireBit();

    /** The running or fixed baseline before the update by the sample in stage 1, and that update. */
    private Word baseline() {
        when(take, () -> sample1.set(sample.xor(polarity.repeat(layout.adcBits))));
        Word followed = running.slice(RUNNING_FRACTION - FRACTION_BITS, layout.baselineBits);
        Word runningNow = Word.mux(first, sample1.padLow(FRACTION_BITS), followed);
        int width = running.width() + 1;
        Word error = sample1.padLow(RUNNING_FRACTION)
                .resize(width)
                .minus(running.resize(width))
                .named("baseline_error");
        Word step = error.shiftRightSigned(baselineShift).named("baseline_step");
        Word updated = running.plus(step.slice(0, running.width()));
        Bit follow = above.not().and(recording.not()).or(stuckNow);
        Bit begins = go.and(first).named("first_sample");
        when(go.and(follow), () -> running.set(updated));
        when(begins, () -> {
            running.set(sample1.padLow(RUNNING_FRACTION));
            first.set(Bit.of(false));
        });
        when(restart, () -> first.set(Bit.of(true)));
        return Word.mux(baselineMode.isZero(), fixedBaseline, runningNow).named("reference");
    }

    private final Bit stuckNow = regBit(false);
    private final Word stuckLeft = reg(STUCK_BITS, 0);

    /** Whether the sample in stage 1 is a crossing. Comparisons are with sums made before stage 1. */
    private Bit trigger(Word baseline) {
        Word upper = next("upper", threshold.resize(SIGNED_LEVEL));
        Word lower = next("lower", threshold.resize(SIGNED_LEVEL).minus(hysteresis.resize(SIGNED_LEVEL)));
        Word level = sample.xor(polarity.repeat(layout.adcBits))
                .padLow(FRACTION_BITS)
                .resize(SIGNED_LEVEL)
                .named("level");
        Word overUpper = reg(SIGNED_LEVEL).named("over_upper");
        Word overLower = reg(SIGNED_LEVEL).named("over_lower");
        when(take, () -> {
            overUpper.set(level.minus(upper));
            overLower.set(level.minus(lower));
        });
        Word compared = baseline.resize(SIGNED_LEVEL).named("compared_level");
        above.set(overUpper.lessSigned(compared).not());
        Bit below = overLower.lessSigned(compared).named("below");
        Bit crossing = armed.and(above).named("crossing");
        Bit rearm = armed.not().and(below).named("rearm");
        Bit sticks = armed.not().and(below.not()).and(stuckLeft.eq(1)).named("sticks");
        when(go, () -> {
            when(stuckLeft.any(), () -> stuckLeft.set(stuckLeft.minus(1)));
            when(sticks, () -> stuckNow.set(Bit.of(true)));
            when(crossing, () -> {
                armed.set(Bit.of(false));
                stuckLeft.set(stuckLimit);
            });
            when(rearm, () -> {
                armed.set(Bit.of(true));
                stuckNow.set(Bit.of(false));
                stuckLeft.set(Word.of(0, STUCK_BITS));
            });
        });
        when(restart, () -> {
            armed.set(Bit.of(true));
            stuckNow.set(Bit.of(false));
            stuckLeft.set(Word.of(0, STUCK_BITS));
        });
        stuck.set(stuckNow);
        countStuck.set(go.and(enable).and(sticks));
        return crossing;
    }

    private final Bit pileUp = regBit(false);
    private final Bit countDeadTime = wireBit();

    /** The window from its trigger on, in stage 1; the result says that its last sample moves on. */
    private Bit record(Bit start, Bit crossing) {
        int bits = layout.positionBits + 1;
        Word left = reg(bits, 0).named("left");
        Word inside = reg(bits, 0).named("in_window");
        Word less = window.minus(1).named("window_less_one");
        Word lastLeft = next("last_left", less);
        Word lastInside = next("last_inside", less.minus(pretrigger.resize(bits)));
        Bit moving = go.and(recording).named("moving");
        Bit last = moving.and(left.eq(1)).named("last");
        Bit again = moving.and(crossing).named("again");
        countPileUp.set(again.and(inside.any()));
        countDeadTime.set(again.and(inside.isZero()));
        when(again.and(inside.any()), () -> pileUp.set(Bit.of(true)));
        when(moving, () -> {
            left.set(left.minus(1));
            position.set(position.plus(1));
        });
        when(moving.and(inside.any()), () -> inside.set(inside.minus(1)));
        when(last, () -> {
            recording.set(Bit.of(false));
            slot.set(slot.plus(1));
        });
        when(start, () -> {
            recording.set(Bit.of(true));
            pileUp.set(Bit.of(false));
            left.set(lastLeft);
            inside.set(lastInside);
            position.set(Word.of(1, layout.positionBits));
        });
        when(abort, () -> recording.set(Bit.of(false)));
        return last;
    }

    /** Stages 2 to 5: delayed samples into the buffer, statistics over the window, the record; the result says that it is written. */
    private Bit store(Word baseline, Bit start, Bit last) {
        int adcBits = layout.adcBits;
        Bit start2 = next("start_2", start);
        Bit last2 = next("last_2", last);
        Bit valid2 = next("valid_2", start.or(go.and(recording)));
        Word slot2 = next("slot_2", slot);
        Word position2 = next("position_2", position.gate(start.not()));
        Word delayed = delayed();

        Word sample3 = next("sample_3", delayed);
        Word address3 = next("address_3", Word.cat(slot2, position2));
        Bit valid3 = next("valid_3", valid2);
        Bit start3 = next("start_3", start2);
        Bit last3 = next("last_3", last2);
        buffers.write(address3, sample3, valid3);

        Word largest = reg(adcBits).named("largest");
        Bit over = regBit(false).named("over");
        Word sum = reg(adcBits + 10).named("sum");
        Bit extreme = sample3.isZero().or(sample3.not().isZero()).named("extreme");
        Bit larger = largest.less(sample3);
        Word sumLeft = reg(11).named("sum_left");
        Word sumFirst = next("sum_first", powerMinusOne(baselineSamples));
        when(valid3, () -> {
            when(larger, () -> largest.set(sample3));
            over.set(over.or(extreme));
            when(sumLeft.any(), () -> {
                sum.set(sum.plus(sample3.resize(sum.width())));
                sumLeft.set(sumLeft.minus(1));
            });
        });
        when(start3, () -> {
            largest.set(sample3);
            over.set(extreme);
            sum.set(sample3.resize(sum.width()));
            sumLeft.set(sumFirst);
        });

        Word triggerStamp = reg(STAMP_BITS).named("trigger_stamp");
        Word triggerBaseline = reg(layout.baselineBits).named("trigger_baseline");
        when(start, () -> {
            triggerStamp.set(stamp);
            triggerBaseline.set(baseline);
        });
        Word closed = reg(STAMP_BITS + 1 + layout.baselineBits).named("closed");
        when(last2, () -> closed.set(Word.cat(triggerStamp, pileUp.asWord(), triggerBaseline)));

        Bit last4 = next("last_4", last3);
        Word mean = sum.padLow(FRACTION_BITS)
                .shiftRight(baselineSamples)
                .named("mean_of_sum")
                .slice(0, layout.baselineBits);
        Word chosen = Word.mux(baselineMode.bit(1), mean, closed.slice(0, layout.baselineBits));
        Word ready = next(
                "record_5",
                Word.cat(
                        closed.slice(layout.baselineBits + 1, STAMP_BITS),
                        over.asWord(),
                        closed.slice(layout.baselineBits, 1),
                        chosen,
                        largest));
        Bit commit = next("commit", last4);
        Word slot5 = delay("slot_of_record", slot2, 3);
        records.write(slot5, ready, commit);
        countEvent.set(commit);
        countOver.set(commit.and(ready.bit(layout.baselineBits + adcBits + 1)));
        return commit;
    }

    /** 2^k - 1 for k of 4 bits up to 10. */
    private static Word powerMinusOne(Word k) {
        return Word.of(1023, 11).shiftRight(Word.of(10, 4).minus(k).named("ten_less_samples"));
    }

    /** The sample PRETRIGGER before the one in stage 2; 0 before the first one. */
    private Word delayed() {
        int bits = layout.positionBits;
        Word write = reg(bits, 0).named("ring_write");
        Word read = reg(bits, 0).named("ring_read");
        Word missing = reg(bits, 0).named("missing");
        ring.write(write, sample1, go);
        Word kept = ring.read(read, go);
        when(go, () -> {
            write.set(write.plus(1));
            read.set(read.plus(1));
        });
        when(go.and(missing.any()), () -> missing.set(missing.minus(1)));
        when(restart, () -> {
            write.set(Word.of(0, bits));
            read.set(pretrigger.negate());
            missing.set(pretrigger);
        });
        Bit absent = next("absent", missing.any());
        Word undelayed = next("undelayed", sample1);
        return Word.mux(pretrigger.isZero(), undelayed, kept).gate(absent.not()).named("delayed");
    }

    /** Events from their record to their last read. */
    private void queue(Bit commit) {
        Word waiting = reg(slotBits + 1, 0).named("waiting");
        Word oldest = reg(slotBits, 0).named("oldest");
        when(commit.and(done.not()), () -> waiting.set(waiting.plus(1)));
        when(commit.not().and(done), () -> waiting.set(waiting.minus(1)));
        when(done, () -> oldest.set(oldest.plus(1)));
        available.set(waiting.any());
        oldestRecord.set(records.read(oldest, Bit.of(true)));
        Word address = Word.cat(oldest, readPosition).named("read_address");
        readSample.set(buffers.read(address, readEnable));
    }
}
