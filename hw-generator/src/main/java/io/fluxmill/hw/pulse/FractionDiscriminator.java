// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * Constant-fraction discriminator over the samples of an event, one a cycle: the first negative crossing of
 * {@code c[i] = F y[i] - 2^8 y[i - d]} after c exceeded a level, linearly interpolated. {@code found}, and {@code crossingTime} while not
 * {@code busy}, are those of the whole event from four cycles after its last sample on.
 */
@Contract(
        """
        Constant-fraction discriminator over the samples of an event, one a cycle:
        c[i] = fraction * y[i] - 256 * y[i - delay_samples]; the first c > arm arms, the next c < 0 is the crossing.
        in_valid, in_first, in_sample: the samples, signed; samples before the first are 0.
        found: there was a crossing, valid 4 cycles after the event's last sample.
        crossing_time: of the crossing, in 2^-10 samples from the first one, linearly interpolated and rounded;
        valid while busy is 0 (the division takes 11 cycles). Reset: nothing found; the sample memory keeps its words.
        """)
final class FractionDiscriminator extends Module {
    /** Fractional bits of a time in samples. */
    static final int TIME_FRACTION = 10;

    /** Fractional bits of the CFD fraction. */
    static final int FRACTION_BITS = 8;

    /** Largest delay of a pulse in samples, plus one. */
    static final int DELAY_SAMPLES = 256;

    /** Bits of the level that arms, unsigned. */
    static final int ARM_BITS = 30;

    final Word fraction = in(FRACTION_BITS);
    final Word delaySamples = in(FRACTION_BITS);
    final Word arm = in(ARM_BITS);

    final Bit inValid = inBit();
    final Bit inFirst = inBit();
    final Word inSample;

    final Bit found = outBit();
    final Bit busy = outBit();
    final Word crossingTime;

    final Memory samples;
    final SerialDivider divider;

    FractionDiscriminator(PulseConfig config) {
        EventLayout layout = new EventLayout(config);
        int positionBits = layout.positionBits;
        int sampleBits = layout.sampleBits;
        inSample = in(sampleBits);
        crossingTime = out(positionBits + TIME_FRACTION + 1);
        samples = memory(delayDepth(config), sampleBits);
        int addressBits = samples.addressBits();

        Word following = reg(positionBits + 1).named("following");
        Word position = following.gate(inFirst.not()).named("position");
        when(inValid, () -> following.set(position.plus(1)));
        Word from = position.minus(delaySamples.resize(positionBits + 1)).named("delayed_position");
        samples.write(position.slice(0, addressBits).named("write_address"), inSample, inValid);
        Word kept = samples.read(from.slice(0, addressBits).named("read_address"), Bit.of(true));
        Bit inside = next("inside_window", from.top().not());
        Word sample1 = next("sample_1", inSample);
        Word factor = next("factor", fraction.resize(FRACTION_BITS + 1));
        Word product = next("product", sample1.timesSigned(factor));
        Word delayed = next("delayed", kept.gate(inside));
        int bits = sampleBits + FRACTION_BITS + 1;
        Word whole = product.signExtend(bits + 1)
                .minus(delayed.padLow(FRACTION_BITS).named("delayed_times_256").signExtend(bits + 1))
                .named("product_less_delayed");
        Word difference = next("difference", whole.slice(0, bits));
        Bit valid3 = delay("valid", inValid, 3);
        Bit first3 = delay("first", inFirst, 3);
        Word position3 = delay("position", position, 3);

        Word before = reg(bits).named("difference_before");
        Bit armed = regBit(false).named("armed");
        Bit have = regBit(false).named("have");
        int levelBits = Math.max(bits + 1, ARM_BITS + 1);
        Bit exceeds = arm.resize(levelBits)
                .named("arm_level")
                .lessSigned(difference.signExtend(levelBits).named("wide_difference"));
        Bit crossing = valid3.and(first3.not())
                .and(armed)
                .and(have.not())
                .and(difference.top())
                .named("crossing");
        Word integer = reg(positionBits + 1).named("sample_before_crossing");
        Word numerator = reg(bits).named("numerator");
        Word denominator = reg(bits).named("denominator");
        when(valid3, () -> {
            before.set(difference);
            armed.set(armed.and(first3.not()).or(exceeds));
            have.set(have.and(first3.not()).or(crossing));
        });
        when(crossing, () -> {
            integer.set(position3.minus(1));
            numerator.set(before);
            denominator.set(before.minus(difference));
        });
        // The numerator is less than the denominator: the quotient is all fraction, with a bit more than it is rounded
        // to.
        divider = child(() -> new SerialDivider(TIME_FRACTION + 1, bits));
        divider.start.set(next("divide", crossing));
        divider.head.set(numerator);
        divider.numerator.set(Word.of(0, TIME_FRACTION + 1));
        divider.denominator.set(denominator);
        Word rounded = divider.quotient
                .resize(TIME_FRACTION + 2)
                .plus(1)
                .named("quotient_plus_half")
                .slice(1, TIME_FRACTION + 1)
                .named("crossing_fraction");
        crossingTime.set(integer.padLow(TIME_FRACTION).plus(rounded.resize(crossingTime.width())));
        found.set(have);
        busy.set(divider.busy.or(divider.start));
    }

    /** Depth of the delay memory: the longest delay is one sample less. */
    static int delayDepth(PulseConfig config) {
        return Math.min(DELAY_SAMPLES, config.windowSamples());
    }
}
