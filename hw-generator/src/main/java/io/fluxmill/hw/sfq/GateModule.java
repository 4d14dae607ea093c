// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.netlist.cell.Gate;
import io.fluxmill.netlist.cell.Lfsr;
import io.fluxmill.netlist.cell.Settings;

/**
 * Decides whether a pulse passes: the draw of an LFSR against a threshold, or the current of a neuron's loop. {@code passes} answers
 * {@code pulse} in the same clock. The initial threshold and seed hold until others are written; the written ones hold until a reset.
 */
@Contract(
        """
        Gate of a stochastic synapse (lfsr) or of an integrate-and-fire neuron (current).
        pulse: a pulse comes in this quantum; passes: it goes on, in the same clock; tick: the quantum passes.
        Synapse: the generator makes 16 steps a pulse, and passes if its low 16 bits are less than the threshold.
        Neuron: a pulse adds 1024 to the current; at the threshold it passes, and 1024 leave again; the current leaks.
        initial_threshold, initial_seed: constants; write_threshold, write_seed: write_data instead, until a reset.
        Clear: the generator from its seed, no current. Reset: the same, with the initial threshold and seed.
        """)
final class GateModule extends Module {
    /** Bits of a threshold, 0 to 65536. */
    static final int THRESHOLD_BITS = 17;

    private static final int SEED_BITS = 32;

    /** Bits of a neuron's current, less than twice the largest threshold. */
    private static final int CURRENT_BITS = 18;

    final Bit tick = inBit();
    final Bit clear = inBit();
    final Bit pulse = inBit();
    final Bit passes = outBit();
    final Word initialThreshold = in(THRESHOLD_BITS);
    final Word writeData = in(SEED_BITS);
    final Bit writeThreshold = inBit();
    /** Null for a neuron, as {@link #initialSeed}. */
    final Bit writeSeed;

    final Word initialSeed;

    private final Word givenThreshold = reg(THRESHOLD_BITS);
    private final Bit thresholdGiven = regBit(false);

    GateModule(String name, Gate gate, int leakPeriod, int leakShift) {
        definition(name);
        boolean draws = gate == Gate.DRAW;
        writeSeed = draws ? inBit() : null;
        initialSeed = draws ? in(SEED_BITS) : null;
        when(writeThreshold, () -> {
            givenThreshold.set(writeData.slice(0, THRESHOLD_BITS));
            thresholdGiven.set(Bit.of(true));
        });
        Word threshold =
                Word.mux(thresholdGiven, givenThreshold, initialThreshold).named("threshold");
        if (draws) {
            draw(threshold);
        } else {
            integrate(threshold, leakPeriod, leakShift);
        }
    }

    private void draw(Word threshold) {
        Word givenSeed = reg(SEED_BITS).named("given_seed");
        Bit seedGiven = regBit(false).named("seed_given");
        when(writeSeed, () -> {
            givenSeed.set(writeData);
            seedGiven.set(Bit.of(true));
        });
        Bit drawn = regBit(false).named("drawn");
        Word lfsr = reg(SEED_BITS).named("lfsr");
        Word seed = Word.mux(seedGiven, givenSeed, initialSeed).named("seed");
        Word next = Word.mux(drawn, lfsr, seed).named("step_0");
        for (int i = 0; i < Lfsr.STEPS; i++) {
            Word shifted = Word.cat(Word.of(0, 1), next.slice(1, SEED_BITS - 1));
            next = shifted.xor(Word.of(Integer.toUnsignedLong(Lfsr.TAPS), SEED_BITS)
                            .gate(next.bit(0)))
                    .named("step_" + (i + 1));
        }
        Word advanced = next.named("advanced");
        passes.set(advanced.slice(0, Lfsr.DRAW_BITS).resize(THRESHOLD_BITS).less(threshold));
        when(tick.and(pulse), () -> {
            lfsr.set(advanced);
            drawn.set(Bit.of(true));
        });
        when(clear, () -> drawn.set(Bit.of(false)));
    }

    private void integrate(Word threshold, int leakPeriod, int leakShift) {
        Word current = reg(CURRENT_BITS, 0).named("current");
        Word left = leakPeriod == 0
                ? current
                : Word.mux(leaks(leakPeriod), leaked(current, leakShift), current)
                        .named("left");
        Word charged = left.plus(Settings.FLUX_QUANTUM).named("charged");
        Bit fires = charged.greaterOrEqual(threshold.resize(CURRENT_BITS)).named("fires");
        passes.set(fires);
        Word after = Word.mux(pulse.and(fires.not()), charged, left);
        when(tick, () -> current.set(after));
        when(clear, () -> current.set(Word.of(0, CURRENT_BITS)));
    }

    private static Word leaked(Word current, int shift) {
        Word part = shift == 0 ? current : current.slice(shift, current.width() - shift);
        return current.minus(part.resize(current.width()));
    }

    /** High in each quantum whose time is a positive multiple of the period. */
    private Bit leaks(int period) {
        int width = CellArchitecture.bits(period);
        Word phase = reg(width, 0).named("phase");
        Bit due = phase.eq(period).named("leak_due");
        when(
                tick,
                () -> phase.set(Word.mux(due, Word.of(1, width), phase.plus(1).named("following_phase"))));
        when(clear, () -> phase.set(Word.of(0, width)));
        return due;
    }
}
