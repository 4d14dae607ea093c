// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import io.fluxmill.core.protocol.RunCondition;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * Decides in which cycles the engine's clock is enabled: during an access or a run, while all streams are steady. A run ends
 * where a condition holds (bit 0: no beat is left, bit 1: interrupt) or after {@link #limit} enabled cycles. A reset takes
 * {@value #RESET_CYCLES} cycles, after which {@link #cycles} is 0.
 */
@Contract(
        """
        Decides in which cycles the clock of an engine is enabled.
        in:  accessing: a register access is under way; steady: no stream of the engine has to wait.
             start (pulse) with limit (cycles) and conditions: a run begins; it ends after limit enabled cycles, or
             where bit 0 is set and any_left is 0, or bit 1 is set and interrupt is 1. stop (pulse) ends it.
             reset (pulse): resets the engine. reset_1 is the reset of this module.
        out: enable: the engine's clock is enabled by an access or a run; engine_enable: so, or by its reset,
             engine_reset; running: a run or a reset of the engine is under way; reached: the last run ended by a
             condition; cycles: enabled cycles since the engine's reset, 40 bits.
        A reset of the engine takes 8 cycles; reset_1 begins one, too.
        """)
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
        // A register, because the engine's enable comes of it.
        Bit anyCycles = regBit(false).named("any_cycles_left");
        Bit ends = anyCycles.and(holds).named("ends");
        Bit runs = anyCycles.and(holds.not()).named("runs");
        Bit ended = regBit(false).named("ended");
        when(ends, () -> {
            left.set(Word.of(0, CYCLE_BITS));
            anyCycles.set(Bit.of(false));
            ended.set(Bit.of(true));
        });
        Bit goes = accessing.or(runs).and(steady).and(inReset.not()).named("goes");
        when(inReset, () -> {
            resetting.set(resetting.minus(1));
            count.set(Word.of(0, CYCLE_BITS));
        });
        when(goes, () -> count.set(count.plus(1)));
        when(goes.and(runs), () -> {
            left.set(left.minus(1));
            anyCycles.set(left.eq(1).not());
        });
        when(start, () -> {
            left.set(limit);
            anyCycles.set(limit.any());
            until.set(conditions);
            ended.set(Bit.of(false));
        });
        when(stop, () -> {
            left.set(Word.of(0, CYCLE_BITS));
            anyCycles.set(Bit.of(false));
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
