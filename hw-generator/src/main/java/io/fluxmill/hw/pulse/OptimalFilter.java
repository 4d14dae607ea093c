// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * Optimal filter: two sums of products with the coefficients of a bank, and their quotient. Keeps the samples of two events, so that
 * one is stored while the other is summed. From {@code start} to the last cycle of {@code busy}: FILTER_LENGTH + 53 cycles.
 */
@Contract(
        """
        Optimal filter: A = sum of a[i]*y[i] >> amplitude_shift, B = sum of b[i]*y[i] >> time_shift, tau = 1024*B/A.
        in_valid, in_first, in_sample: samples into half store_half of the sample memory, filter_length of them from
        number filter_start on; start: sum half sum_half with the coefficients of bank.
        amplitude (A), amplitude_time (B): saturated to 32 bits; quotient: tau, rounded on the magnitude, 0 if A <= 0.
        busy: from the cycle after start, filter_length + 53 cycles; then results are valid, until the next start.
        amplitude_write, time_write, load_address, load_data: writes a or b, signed; word = bank * samples + i.
        Reset: idle; coefficient and sample memories keep their words.
        """)
final class OptimalFilter extends Module {
    /** Bits of a coefficient, signed. */
    static final int COEFFICIENT_BITS = 18;

    /** Bits of a shift of a sum. */
    static final int SHIFT_BITS = 5;

    private static final int WORD_BITS = 32;

    /** Cycles from a read to its product in the sums. */
    private static final int SUM_STAGES = 5;

    final Word filterStart;
    final Word filterLength;
    final Word amplitudeShift = in(SHIFT_BITS);
    final Word timeShift = in(SHIFT_BITS);

    final Bit amplitudeWrite = inBit();
    final Bit timeWrite = inBit();
    final Word loadAddress;
    final Word loadData = in(COEFFICIENT_BITS);

    final Bit inValid = inBit();
    final Bit inFirst = inBit();
    final Word inSample;
    final Bit storeHalf = inBit();

    final Bit start = inBit();
    final Word bank;
    final Bit sumHalf = inBit();
    final Bit busy = outBit();
    final Word amplitude = out(WORD_BITS);
    final Word amplitudeTime = out(WORD_BITS);
    final Word quotient = out(WORD_BITS);

    final Memory samples;
    final Memory amplitudeCoefficients;
    final Memory timeCoefficients;
    final SerialDivider divider;

    private final int positionBits;
    private final int sampleBits;
    private final int indexBits;

    OptimalFilter(PulseConfig config) {
        EventLayout layout = new EventLayout(config);
        positionBits = layout.positionBits;
        sampleBits = layout.sampleBits;
        samples = memory(2 * config.filterSamples(), sampleBits);
        indexBits = samples.addressBits() - 1;
        int coefficients = config.phaseBanks() * config.filterSamples();
        amplitudeCoefficients = memory(coefficients, COEFFICIENT_BITS);
        timeCoefficients = memory(coefficients, COEFFICIENT_BITS);
        int loadBits = amplitudeCoefficients.addressBits();
        filterStart = in(positionBits);
        filterLength = in(indexBits + 1);
        loadAddress = in(loadBits);
        inSample = in(sampleBits);
        bank = in(loadBits - indexBits + (config.phaseBanks() == 1 ? 1 : 0));
        divider = child(() -> new SerialDivider(WORD_BITS + FractionDiscriminator.TIME_FRACTION + 1, WORD_BITS));

        store();
        amplitudeCoefficients.write(loadAddress, loadData, amplitudeWrite);
        timeCoefficients.write(loadAddress, loadData, timeWrite);

        Word left = reg(indexBits + 1, 0).named("left");
        Word index = reg(indexBits, 0).named("index");
        Bit reading = left.any().named("reading");
        when(reading, () -> {
            left.set(left.minus(1));
            index.set(index.plus(1));
        });
        when(start, () -> {
            left.set(filterLength);
            index.set(Word.of(0, indexBits));
        });
        Word sample = next(
                "sample_read", samples.read(Word.cat(sumHalf.asWord(), index).named("sum_address"), Bit.of(true)));
        Word address = config.phaseBanks() == 1 ? index : Word.cat(bank, index).named("coefficient_address");
        Bit add = delay("add", reading, SUM_STAGES - 1);
        Bit summed = delay("summed", reading.and(left.eq(1)), SUM_STAGES);
        Word a = sum("amplitude", amplitudeCoefficients.read(address, Bit.of(true)), sample, add, amplitudeShift);
        Word b = sum("time", timeCoefficients.read(address, Bit.of(true)), sample, add, timeShift);
        amplitude.set(a);
        amplitudeTime.set(b);
        Bit divided = divide(a, b, delay("words", summed, 2));
        Bit working = regBit(false).named("working");
        when(divided, () -> working.set(Bit.of(false)));
        when(start, () -> working.set(Bit.of(true)));
        busy.set(working);
    }

    /** Keeps the samples from FILTER_START on, as many as fit. */
    private void store() {
        Word following = reg(positionBits).named("following");
        Word position = following.gate(inFirst.not()).named("position");
        when(inValid, () -> following.set(position.plus(1)));
        int bits = positionBits + 1;
        Word place = next("place", position.resize(bits).minus(filterStart.resize(bits)));
        Bit fits = place.top().not();
        if (indexBits < positionBits) {
            fits = fits.and(place.slice(indexBits, positionBits - indexBits).isZero());
        }
        Word kept = next("kept", inSample);
        Word half = next("kept_half", storeHalf.asWord());
        Word address = Word.cat(
                        half, place.slice(0, Math.min(indexBits, positionBits)).resize(indexBits))
                .named("store_address");
        samples.write(address, kept, next("kept_valid", inValid).and(fits).named("store"));
    }

    /** The shifted and saturated sum, two stages behind the last addition. */
    private Word sum(String name, Word read, Word sample, Bit add, Word shift) {
        Word coefficient = next(name + "_coefficient", read);
        Word product = delay(name + "_product", sample.timesSigned(coefficient), 2);
        int bits = product.width() + indexBits;
        Word sum = reg(bits).named(name + "_sum");
        when(add, () -> sum.set(sum.plus(product.signExtend(bits))));
        when(start, () -> sum.set(Word.of(0, bits)));
        Word shifted = next(name + "_shifted", sum.shiftRightSigned(shift));
        return next(name + "_word", Saturation.signed(name, shifted, WORD_BITS));
    }

    /** The quotient of both words, rounded on the magnitude; 0 if the amplitude is not positive. The result says that it is ready. */
    private Bit divide(Word a, Word b, Bit wordsValid) {
        Word magnitude = Word.mux(b.top(), b.negate().named("negated_time"), b);
        int fraction = FractionDiscriminator.TIME_FRACTION + 1;
        divider.start.set(next("divide", wordsValid));
        divider.head.set(Word.of(0, WORD_BITS));
        divider.numerator.set(next("dividend", magnitude).padLow(fraction));
        divider.denominator.set(a);
        Word rounded = divider.quotient
                .plusExpand(Word.of(1, 1))
                .named("quotient_plus_half")
                .slice(1, WORD_BITS + fraction)
                .named("rounded_quotient");
        Bit large = rounded.slice(WORD_BITS - 1, rounded.width() - WORD_BITS + 1)
                .any()
                .named("quotient_too_large");
        Word positive = rounded.slice(0, WORD_BITS - 1)
                .or(large.repeat(WORD_BITS - 1))
                .resize(WORD_BITS)
                .named("positive_quotient");
        Bit defined = a.top().not().and(a.any());
        Word signed = Word.mux(b.top(), positive.negate().named("negative_quotient"), positive);
        quotient.set(next("quotient_word", signed.gate(defined)));
        Bit running = divider.busy.or(divider.start).named("dividing");
        return next("divided", next("was_dividing", running).and(running.not()));
    }
}
