// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import static io.fluxmill.hw.pulse.EventLayout.CHANNEL_BITS;
import static io.fluxmill.hw.pulse.EventLayout.FRACTION_BITS;
import static io.fluxmill.hw.pulse.EventLayout.GAIN_BITS;
import static io.fluxmill.hw.pulse.EventLayout.GAIN_INDEX_BITS;
import static io.fluxmill.hw.pulse.EventLayout.LENGTH_BITS;
import static io.fluxmill.hw.pulse.EventLayout.STAMP_BITS;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes events from the front ends of its channels in turn: header first, then one sample a cycle with baseline subtracted, and the
 * same sample normalised. The pipeline stands still while its output is not taken.
 *
 * <pre>
 *  read ─▶ 1 channel ─▶ 2 − baseline ─▶ 3 magnitude ─▶ 4 × gain ─▶ 5 ─▶ 6 shift ─▶ 7 round, clip
 * </pre>
 */
@Contract(
        """
        Takes events of its channels in turn: a header for each, then its samples, one a cycle, raw and normalised.
        available_<c> (waiting, where there is one channel), records_<c>, samples_<c>: from the front ends;
        read_position and read_enable go to all of them, done_<c> frees the event after its last read.
        header_valid, header: {channel, gain index, p, peak, stamp, flags, baseline}, one cycle, if header_room.
        out_valid, out_ready, out_last: out_sample = 16*x - baseline (signed, 4 fractional bits) and
        out_element = out_sample * gain / 2^shift, rounded to nearest with ties away from zero, saturated.
        normalise 0: gain and gain_shift; 1: gain by the 4 bits below the peak's leading one, gain_shift + p.
        gain_write, gain_address, gain_data: writes the gain table. The pipeline stands still while out_ready is 0.
        Latency: 7 cycles from grant to the first read; 8 (3 without network) from a read to its output.
        Reset: idle, turn 0; the gain table keeps its words.
        """)
final class EventReader extends Module {
    private static final int SHIFT_BITS = 6;

    /** Cycles from a grant to the first read: record, peak, p, i, gain. */
    private static final int HEADER_CYCLES = 6;

    final Word window;
    final Bit normalise = inBit();
    final Word gain = in(GAIN_BITS);
    final Word gainShift = in(SHIFT_BITS - 1);
    final Bit gainWrite = inBit();
    final Word gainAddress = in(GAIN_INDEX_BITS);
    final Word gainData = in(GAIN_BITS);

    final Bit[] available;
    final Word[] records;
    final Word[] samples;
    final Bit[] done;
    final Word readPosition;
    final Bit readEnable = outBit();

    /** There is room for the header of another event. */
    final Bit headerRoom = inBit();

    final Bit headerValid = outBit();
    final Word header;

    final Bit outValid = outBit();
    final Bit outReady = inBit();
    final Word outSample;
    final Word outElement;
    final Bit outLast = outBit();
    final Bit idle = outBit();

    final Memory gains = memory(1 << GAIN_INDEX_BITS, GAIN_BITS);

    private final EventLayout layout;
    private final int channels;
    private final int firstChannel;
    private final Word turn;
    private final Bit move;

    EventReader(PulseConfig config, int firstChannel) {
        layout = new EventLayout(config);
        this.firstChannel = firstChannel;
        channels = config.channels() / config.engines();
        window = in(layout.positionBits + 1);
        available = new Bit[channels];
        records = new Word[channels];
        samples = new Word[channels];
        done = new Bit[channels];
        for (int c = 0; c < channels; c++) {
            available[c] = inBit();
            records[c] = in(layout.recordBits);
            samples[c] = in(layout.adcBits);
            done[c] = outBit();
        }
        readPosition = out(layout.positionBits);
        header = out(layout.headerBits);
        outSample = out(layout.sampleBits);
        outElement = out(config.activationBits() + 1);
        turn = reg(CHANNEL_BITS, 0);
        move = outReady.or(outValid.not()).named("move");

        Bit[] stage = new Bit[HEADER_CYCLES + 1];
        Bit grant = wireBit().named("grant");
        stage[0] = grant;
        for (int i = 1; i <= HEADER_CYCLES; i++) {
            stage[i] = next("header_" + i, stage[i - 1]);
        }
        Bit streaming = stream(stage[HEADER_CYCLES]);
        Word shift = head(stage);
        Bit busy = samples(streaming, shift, config);
        Bit waiting = Bit.anyOf(Arrays.asList(available)).named("waiting");
        Bit heading = Bit.anyOf(Arrays.asList(stage).subList(1, stage.length)).named("heading");
        Bit quiet = heading.or(streaming).or(busy).not().named("quiet");
        Bit offered = wireBit().named("offered");
        offered.set(turn.select(words(available)).named("offered_by_turn").bit(0));
        grant.set(quiet.and(offered).and(headerRoom).and(served.not()));
        Bit pass = quiet.and(served.or(offered.not().and(waiting))).named("pass");
        when(lastRead, () -> served.set(Bit.of(true)));
        when(pass, () -> {
            served.set(Bit.of(false));
            turn.set(Word.mux(
                    turn.eq(channels - 1L),
                    Word.of(0, CHANNEL_BITS),
                    turn.plus(1).named("following_turn")));
        });
        idle.set(quiet.and(waiting.not()));
    }

    private static List<Word> words(Bit[] bits) {
        List<Word> words = new ArrayList<>();
        for (Bit bit : bits) {
            words.add(bit.asWord());
        }
        return words;
    }

    private final Bit lastRead = wireBit();
    private final Bit served = regBit(false);

    /** Reads the event's samples, once every pipeline stage before is empty. */
    private Bit stream(Bit first) {
        Bit streaming = regBit(false).named("streaming");
        Word position = reg(layout.positionBits, 0).named("position");
        Word lastPosition =
                next("last_position", window.minus(1).named("window_less_one").slice(0, layout.positionBits));
        lastRead.set(streaming.and(move).and(position.eq(lastPosition)));
        when(streaming.and(move), () -> position.set(position.plus(1)));
        when(lastRead, () -> streaming.set(Bit.of(false)));
        when(first, () -> {
            streaming.set(Bit.of(true));
            position.set(Word.of(0, layout.positionBits));
        });
        readPosition.set(position);
        readEnable.set(move);
        for (int c = 0; c < channels; c++) {
            done[c].set(lastRead.and(turn.eq(c)));
        }
        return streaming;
    }

    private Word baseline;
    private Word usedGain;

    /** The header's words, one stage a cycle; the result is s. */
    private Word head(Bit[] stage) {
        int baselineBits = layout.baselineBits;
        Word record = reg(layout.recordBits).named("event_record");
        when(stage[1], () -> record.set(turn.select(Arrays.asList(records))));
        Word largest = record.slice(0, layout.adcBits);
        baseline = record.slice(layout.adcBits, baselineBits);
        Word peak = next(
                "peak",
                largest.padLow(FRACTION_BITS).resize(layout.sampleBits).minus(baseline.resize(layout.sampleBits)));
        Bit positive = peak.top().not().and(peak.any()).named("peak_positive");
        Word magnitude = Word.mux(positive, peak.slice(0, baselineBits), Word.of(1, baselineBits))
                .named("peak_or_one");
        Word length = next("peak_length", bitLength(magnitude));
        Word held = next("peak_magnitude", magnitude);
        // The leading one goes to bit 4 of (magnitude * 16) >> (p - 1).
        Word aligned = held.padLow(GAIN_INDEX_BITS)
                .shiftRight(length.minus(1).named("peak_shift"))
                .named("aligned_peak");
        Word index = next("gain_index", aligned.slice(0, GAIN_INDEX_BITS));
        gains.write(gainAddress, gainData, gainWrite);
        Word tableGain = gains.read(index, Bit.of(true));
        usedGain = next("used_gain", Word.mux(normalise, tableGain, gain));
        Word p = length.gate(normalise).named("used_length");
        headerValid.set(stage[HEADER_CYCLES - 1]);
        header.set(Word.cat(
                Word.of(firstChannel, CHANNEL_BITS).plus(turn).named("channel"),
                index.gate(normalise),
                p,
                peak,
                record.slice(layout.adcBits, baselineBits + 2 + STAMP_BITS)));
        return next("used_shift", gainShift.resize(SHIFT_BITS).plus(p));
    }

    private static Word bitLength(Word value) {
        Word length = Word.of(0, LENGTH_BITS);
        for (int i = 0; i < value.width(); i++) {
            length = Word.mux(value.bit(i), Word.of(i + 1L, LENGTH_BITS), length);
            if (i % 8 == 7) {
                length.named("peak_length_to_" + (i + 1)); // not one expression of 20 levels
            }
        }
        return length;
    }

    /** The pipeline behind the read; the result says that a sample is in it. */
    private Bit samples(Bit streaming, Word shift, PulseConfig config) {
        List<Bit> valid = new ArrayList<>();
        List<Bit> last = new ArrayList<>();
        Bit nextValid = streaming;
        Bit nextLast = lastRead;
        int stages = config.network() ? 8 : 3;
        for (int i = 1; i <= stages; i++) {
            nextValid = held("valid_" + i, nextValid);
            nextLast = held("last_" + i, nextLast);
            valid.add(nextValid);
            last.add(nextLast);
        }
        Word raw = held("raw", turn.select(Arrays.asList(samples)));
        Word sample = held(
                "sample",
                raw.padLow(FRACTION_BITS).resize(layout.sampleBits).minus(baseline.resize(layout.sampleBits)));
        if (config.network()) {
            outSample.set(held("sample_d", sample, 5));
            outElement.set(element(sample, shift, config.activationBits()));
        } else {
            outSample.set(sample);
            outElement.set(Word.of(0, outElement.width()));
        }
        outValid.set(valid.get(stages - 1));
        outLast.set(last.get(stages - 1));
        return Bit.anyOf(valid);
    }

    /** clip( R(y G, s) ), five stages behind the sample. */
    private Word element(Word sample, Word shift, int bits) {
        Bit negative = sample.top().named("negative");
        Word absolute = Word.mux(negative, sample.negate().named("negated_sample"), sample)
                .named("absolute_sample");
        Word magnitude = held("magnitude", absolute.slice(0, layout.baselineBits));
        Word product = held("product_registered", held("product", magnitude.times(usedGain)));
        Word shifted = held("shifted", product.padLow(1).shiftRight(shift));
        Word rounded = shifted.plusExpand(Word.of(1, shifted.width())).named("shifted_plus_half");
        Word whole = rounded.slice(1, rounded.width() - 1).named("whole");
        Bit clips = whole.slice(bits, whole.width() - bits).any().named("clips");
        Word clipped =
                whole.slice(0, bits).or(clips.repeat(bits)).resize(bits + 1).named("clipped");
        Bit sign = heldBit("negative", negative, 4);
        // Two's complement reaches one further down: -2^bits where the magnitude is that or more.
        Word lowest = Word.of(1L << bits, bits + 1);
        Word negated = clipped.negate().named("negated_element");
        return held("element", Word.mux(sign, Word.mux(clips, lowest, negated), clipped));
    }

    private Word held(String name, Word value) {
        Word register = reg(value.width()).named(name);
        when(move, () -> register.set(value));
        return register;
    }

    private Word held(String name, Word value, int stages) {
        Word result = value;
        for (int i = 1; i <= stages; i++) {
            result = held(name + i, result);
        }
        return result;
    }

    private Bit held(String name, Bit value) {
        Bit register = regBit(false).named(name);
        when(move, () -> register.set(value));
        return register;
    }

    private Bit heldBit(String name, Bit value, int stages) {
        Bit result = value;
        for (int i = 1; i <= stages; i++) {
            result = held(name + "_d" + i, result);
        }
        return result;
    }
}
