// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import io.fluxmill.core.protocol.RunCondition;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * Decides in which cycles the engine's clock is enabled: during an access or a run, while all streams are steady. A run ends
 * where a condition holds (bit 0: no beat is left, bit 1: interrupt) or after {@link #limit} enabled cycles. A reset takes
 * {@value #RESET_CYCLES} cycles, after which {@link #cycles} is 0.
 */
public final class EngineClock extends Module {
    static final int RESET_CYCLES = 8;
    public static final int CYCLE_BITS = RunCondition.LIMIT_BITS;

    final Bit accessing = inBit();
    final Bit steady = inBit();
    final Bit anyLeft = inBit();
    final Bit interrupt = inBit();

    public final Bit start = inBit();
    public final Word limit = in(CYCLE_BITS);
    public final Word conditions = in(RunCondition.COUNT);
    final Bit stop = inBit();
    final Bit resetRequest = inBit();

    final Bit enable = outBit();
    final Bit engineEnable = outBit();
    final Bit engineReset = outBit();
    public final Bit running = outBit();
    public final Bit reached = outBit();
    public final Word cycles = out(CYCLE_BITS);

    EngineClock() {
        Word left = reg(CYCLE_BITS, 0).named("cycles_left");
        Word until = reg(2, 0).named("until_conditions");
        Word count = reg(CYCLE_BITS, 0).named("count");
        Word resetting = reg(4, RESET_CYCLES).named("resetting");
        Bit holds =
                until.bit(0).and(anyLeft.not()).or(until.bit(1).and(interrupt)).named("condition_holds");
        Bit inReset = resetting.any().named("in_reset");
        Bit ends = left.any().and(holds).named("ends");
        Bit runs = left.any().and(holds.not()).named("runs");
        Bit ended = regBit(false).named("ended");
        when(ends, () -> {
            left.set(Word.of(0, CYCLE_BITS));
            ended.set(Bit.of(true));
        });
        Bit goes = accessing.or(runs).and(steady).and(inReset.not()).named("goes");
        when(inReset, () -> {
            resetting.set(resetting.minus(1));
            count.set(Word.of(0, CYCLE_BITS));
        });
        when(goes, () -> count.set(count.plus(1)));
        when(goes.and(runs), () -> left.set(left.minus(1)));
        when(start, () -> {
            left.set(limit);
            until.set(conditions);
            ended.set(Bit.of(false));
        });
        when(stop, () -> {
            left.set(Word.of(0, CYCLE_BITS));
            ended.set(Bit.of(false));
        });
        when(resetRequest, () -> resetting.set(Word.of(RESET_CYCLES, 4)));
        enable.set(goes);
        engineEnable.set(goes.or(inReset));
        engineReset.set(inReset);
        running.set(runs.or(inReset));
        reached.set(ended.or(ends));
        cycles.set(count);
    }
}
