// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import static io.fluxmill.hw.pulse.EventLayout.CHANNEL_BITS;
import static io.fluxmill.hw.pulse.EventLayout.GAIN_INDEX_BITS;
import static io.fluxmill.hw.pulse.EventLayout.LENGTH_BITS;
import static io.fluxmill.hw.pulse.EventLayout.STAMP_BITS;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.List;

/** Makes one packet of an event's header, its network outputs and its classical words, once the first word of each is there. */
@Contract(
        """
        Makes one packet of an event: 5 header words, network_outputs words of the network, 6 classical words.
        network, classical: which parts are in it. It begins when its header and the first of each part are there.
        header: {channel, gain index, p, peak, stamp, flags, baseline}, valid with header_valid, taken by header_pop.
        network_valid, network_ready, network_data, network_last: the outputs as a stream.
        classical_valid, no_crossing, classical_words_<i>: the results of the chain, taken by classical_take.
        out_valid, out_ready, out_data, out_last: the packet; no register in between, a word a cycle.
        mismatch: one cycle after a network result that had another number of words. Reset: before the first word.
        """)
final class Packetiser extends Module {
    /** Words of a header. */
    static final int HEADER_WORDS = 5;

    private static final int WORD_BITS = 32;
    private static final int STEP_BITS = 4;
    private static final int COUNT_BITS = 8;

    /** The step that sends the network outputs, all of their words; header words come before, classical words after it. */
    private static final int NETWORK_STEP = HEADER_WORDS;

    private static final int FIRST_CLASSICAL = NETWORK_STEP + 1;
    private static final int LAST_STEP = NETWORK_STEP + ClassicalChain.WORDS;

    final Bit network = inBit();
    final Bit classical = inBit();
    final Word networkOutputs = in(COUNT_BITS);

    final Bit headerValid = inBit();
    final Word header;
    final Bit headerPop = outBit();

    final Bit networkValid = inBit();
    final Word networkData = in(WORD_BITS);
    final Bit networkLast = inBit();
    final Bit networkReady = outBit();

    final Bit classicalValid = inBit();
    final Bit noCrossing = inBit();
    final Word[] classicalWords = new Word[ClassicalChain.WORDS];
    final Bit classicalTake = outBit();

    final Word outData = out(WORD_BITS);
    final Bit outLast = outBit();
    final Bit outValid = outBit();
    final Bit outReady = inBit();
    /** The number of the network's outputs differed from NETWORK_OUTPUTS. */
    final Bit mismatch = outBit();

    Packetiser(EventLayout layout) {
        header = in(layout.headerBits);
        for (int i = 0; i < classicalWords.length; i++) {
            classicalWords[i] = in(WORD_BITS);
        }
        Word step = reg(STEP_BITS, 0).named("step");
        Word sent = reg(COUNT_BITS, 0).named("sent");
        Bit begins = headerValid
                .and(networkValid.or(network.not()))
                .and(classicalValid.or(classical.not()))
                .named("begins");
        Bit inNetwork = step.eq(NETWORK_STEP).named("in_network");
        Bit valid =
                Bit.mux(step.isZero(), begins, inNetwork.not().or(networkValid)).named("word_valid");
        Bit networkEnds = inNetwork.and(networkLast).named("network_ends");
        Word sentNow = sent.plus(1).named("sent_with_this");
        Bit last = step.eq(LAST_STEP).or(networkEnds.and(classical.not())).named("ends");
        Bit move = valid.and(outReady).named("move");
        Bit skips = step.eq(NETWORK_STEP - 1L).and(network.not()).named("skips");
        when(move.and(inNetwork.not().or(networkLast)), () -> step.set(step.plus(1)));
        when(move.and(skips), () -> step.set(Word.of(FIRST_CLASSICAL, STEP_BITS)));
        when(move.and(last), () -> step.set(Word.of(0, STEP_BITS)));
        when(move.and(inNetwork), () -> sent.set(sentNow));
        when(move.and(networkEnds), () -> sent.set(Word.of(0, COUNT_BITS)));
        mismatch.set(next(
                "miscounted",
                move.and(networkEnds).and(sentNow.eq(networkOutputs).not())));

        outData.set(chosen(step, words(layout)));
        outLast.set(last);
        outValid.set(valid);
        networkReady.set(inNetwork.and(outReady));
        headerPop.set(move.and(last));
        classicalTake.set(move.and(last).and(classical));
    }

    /** The word of a step, the last one beyond: as {@link Word#select}, in two wires. */
    private static Word chosen(Word step, List<Word> words) {
        Word result = words.get(words.size() - 1);
        for (int i = words.size() - 2; i >= 0; i--) {
            result = Word.mux(step.eq(i), words.get(i), result);
            if (i == NETWORK_STEP) {
                result.named("result_word");
            }
        }
        return result;
    }

    private List<Word> words(EventLayout layout) {
        int at = 0;
        Word baseline = header.slice(at, layout.baselineBits).named("event_baseline");
        at += layout.baselineBits;
        Word flags = header.slice(at, 2).named("flags");
        at += 2;
        Word stamp = header.slice(at, STAMP_BITS).named("time_stamp");
        at += STAMP_BITS;
        Word peak = header.slice(at, layout.sampleBits).named("peak");
        at += layout.sampleBits;
        Word length = header.slice(at, LENGTH_BITS).named("peak_length");
        at += LENGTH_BITS;
        Word index = header.slice(at, GAIN_INDEX_BITS).named("gain_index");
        at += GAIN_INDEX_BITS;
        Word channel = header.slice(at, CHANNEL_BITS).named("channel");

        Word outputs = networkOutputs.gate(network);
        Word following = outputs.plus(HEADER_WORDS - 1L)
                .named("words_to_network")
                .plus(Word.of(ClassicalChain.WORDS, COUNT_BITS).gate(classical));
        Word content = Word.cat(classical.asWord(), network.asWord()).named("content");
        List<Word> words = new ArrayList<>();
        words.add(Word.cat(
                        channel.resize(8),
                        noCrossing
                                .and(classical)
                                .named("misses_crossing")
                                .asWord()
                                .resize(6),
                        flags,
                        content.resize(8),
                        next("following", following))
                .named("header_word_0"));
        words.add(stamp.slice(0, WORD_BITS));
        words.add(Word.cat(index.resize(8), length.resize(8), stamp.slice(WORD_BITS, STAMP_BITS - WORD_BITS))
                .named("header_word_2"));
        words.add(baseline.resize(WORD_BITS));
        words.add(peak.signExtend(WORD_BITS));
        words.add(networkData);
        words.addAll(List.of(classicalWords));
        return words;
    }
}
