// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * Pole-zero cancellation, trapezoid, constant-fraction discriminator and optimal filter over the samples of an event. The filter sums
 * one event while the samples of the next one come in. docs/pulse-engine.md is its contract.
 */
@Contract(
        """
        Pole-zero cancellation, trapezoid, constant-fraction discriminator and optimal filter of an event.
        in_valid, in_ready, in_sample, in_last: its samples, signed with 4 fractional bits, one a cycle.
        out_valid, words_<i>, no_crossing: results, held until out_take. words_0 {bank, time in 2^-10 samples},
        words_1 largest trapezoid, words_2 trapezoid at picked, words_3 amplitude A, words_4 A*tau, words_5 tau.
        Settings: pole (16 fractional bits), rise, flat, picked, fraction, delay_samples, arm, filter_start,
        filter_length, amplitude_shift, time_shift, bank_origin, bank_shift; they change only between runs.
        amplitude_write, time_write, load_address, load_data: coefficients a and b; word = bank * samples + index.
        An event takes its samples and 15 cycles; the filter, meanwhile, filter_length + 59 cycles for the one before.
        Reset: no event; coefficient and sample memories keep their words.
        """)
final class ClassicalChain extends Module {
    /** Words of a result. */
    static final int WORDS = 6;

    private static final int WORD_BITS = 32;

    /** Bits of a CFD time in its word; the bank is above it. */
    private static final int TIME_BITS = 24;

    private static final int BANK_SHIFT_BITS = 5;

    final Word pole = in(TrapezoidShaper.POLE_FRACTION + 1);
    final Word rise;
    final Word flat;
    final Word picked;
    final Word fraction = in(FractionDiscriminator.FRACTION_BITS);
    final Word delaySamples = in(FractionDiscriminator.FRACTION_BITS);
    final Word arm = in(FractionDiscriminator.ARM_BITS);
    final Word filterStart;
    final Word filterLength;
    final Word amplitudeShift = in(OptimalFilter.SHIFT_BITS);
    final Word timeShift = in(OptimalFilter.SHIFT_BITS);
    final Bit amplitudeWrite = inBit();
    final Bit timeWrite = inBit();
    final Word loadAddress;
    final Word loadData = in(OptimalFilter.COEFFICIENT_BITS);
    final Word bankOrigin = in(TIME_BITS);
    final Word bankShift = in(BANK_SHIFT_BITS);

    final Bit inValid = inBit();
    final Bit inReady = outBit();
    final Word inSample;
    final Bit inLast = inBit();

    final Bit outValid = outBit();
    final Bit outTake = inBit();
    final Bit noCrossing = outBit();
    final Word[] words = new Word[WORDS];

    final TrapezoidShaper trapezoid;
    final FractionDiscriminator discriminator;
    final OptimalFilter filter;

    private final int bankBits;

    ClassicalChain(PulseConfig config) {
        EventLayout layout = new EventLayout(config);
        inSample = in(layout.sampleBits);
        rise = in(layout.positionBits);
        flat = in(layout.positionBits);
        picked = in(layout.positionBits);
        filterStart = in(layout.positionBits);
        for (int i = 0; i < WORDS; i++) {
            words[i] = out(WORD_BITS);
        }
        trapezoid = child(() -> new TrapezoidShaper(config));
        discriminator = child(() -> new FractionDiscriminator(config));
        filter = child(() -> new OptimalFilter(config));
        bankBits = filter.bank.width();
        filterLength = in(filter.filterLength.width());
        loadAddress = in(filter.loadAddress.width());
        settings();

        Bit accepting = regBit(true).named("accepting");
        Bit first = regBit(true).named("first");
        Bit shaped = regBit(false).named("shaped");
        Bit take = inValid.and(accepting).named("take");
        inReady.set(accepting);
        samples(take, first);
        Bit free = regBit(true).named("free");
        Bit hand = shaped.and(discriminator.busy.not()).and(free).named("hand_over");
        when(take, () -> first.set(Bit.of(false)));
        when(take.and(inLast), () -> accepting.set(Bit.of(false)));
        when(trapezoid.ended, () -> shaped.set(Bit.of(true)));
        when(hand, () -> {
            shaped.set(Bit.of(false));
            accepting.set(Bit.of(true));
            first.set(Bit.of(true));
            free.set(Bit.of(false));
        });
        Bit storeHalf = regBit(false).named("store_half");
        Bit sumHalf = regBit(false).named("sum_half");
        when(hand, () -> {
            storeHalf.set(storeHalf.not());
            sumHalf.set(storeHalf);
        });
        filter.storeHalf.set(storeHalf);
        filter.sumHalf.set(sumHalf);
        result(hand, config.phaseBanks());
        when(outTake, () -> free.set(Bit.of(true)));
    }

    private void settings() {
        trapezoid.pole.set(pole);
        trapezoid.rise.set(rise);
        trapezoid.flat.set(flat);
        trapezoid.picked.set(picked);
        discriminator.fraction.set(fraction);
        discriminator.delaySamples.set(delaySamples);
        discriminator.arm.set(arm);
        filter.filterStart.set(filterStart);
        filter.filterLength.set(filterLength);
        filter.amplitudeShift.set(amplitudeShift);
        filter.timeShift.set(timeShift);
        filter.amplitudeWrite.set(amplitudeWrite);
        filter.timeWrite.set(timeWrite);
        filter.loadAddress.set(loadAddress);
        filter.loadData.set(loadData);
    }

    private void samples(Bit take, Bit first) {
        trapezoid.inValid.set(take);
        trapezoid.inFirst.set(first);
        trapezoid.inLast.set(inLast);
        trapezoid.inSample.set(inSample);
        discriminator.inValid.set(take);
        discriminator.inFirst.set(first);
        discriminator.inSample.set(inSample);
        filter.inValid.set(take);
        filter.inFirst.set(first);
        filter.inSample.set(inSample);
    }

    /** The handed-over event: bank, filter, words. */
    private void result(Bit hand, int banks) {
        Bit found = regBit(false).named("found");
        Word time = reg(TIME_BITS).named("cfd_time");
        Word largest = reg(WORD_BITS).named("trapezoid_largest");
        Word picked = reg(WORD_BITS).named("trapezoid_picked");
        when(hand, () -> {
            found.set(discriminator.found);
            time.set(discriminator.crossingTime.resize(TIME_BITS));
            largest.set(trapezoid.largest);
            picked.set(trapezoid.atPick);
        });
        Word away = next("time_in_banks", time.resize(TIME_BITS + 1).minus(bankOrigin.signExtend(TIME_BITS + 1)));
        Word number = next("bank_number", away.shiftRightSigned(bankShift));
        Bit beyond = number.top().not().and(number.less(banks).not());
        Word clipped = Word.mux(beyond, Word.of(banks - 1L, bankBits), number.slice(0, bankBits));
        Word bank = next("bank", clipped.gate(number.top().not().and(found)));
        Bit start = delay("banked", hand, 4);
        filter.bank.set(bank);
        filter.start.set(start);
        Bit started = next("started", start);
        Bit pending = regBit(false).named("pending");
        when(started, () -> pending.set(Bit.of(true)));
        when(outTake, () -> pending.set(Bit.of(false)));
        outValid.set(pending.and(filter.busy.not()));
        noCrossing.set(found.not());
        Word none = Word.of((1L << TIME_BITS) - 1, TIME_BITS);
        words[0].set(Word.cat(bank.resize(WORD_BITS - TIME_BITS), Word.mux(found, time, none)));
        words[1].set(largest);
        words[2].set(picked);
        words[3].set(filter.amplitude);
        words[4].set(filter.amplitudeTime);
        words[5].set(filter.quotient);
    }
}
