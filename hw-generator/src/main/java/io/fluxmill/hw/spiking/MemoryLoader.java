// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Makes words of the program's memories from beats. */
@Contract(
        """
        Makes words of the program's memories from beats, low beats first.
        in:  start with memory, address: a load begins; its first beat is the number of words. beat with take: while busy.
        out: busy. write_<i> with write_address: word is for memory i; data: the word in its low bits.
             failed (pulse): the load reaches beyond its memory, or there is no such memory in this engine; its words are not
             written.
        Reset: not busy.
        """)
final class MemoryLoader extends Module {
    final Bit start = inBit();
    final Word memory = in(SpikingLayout.VALUE_BITS);
    final Word address = in(SpikingLayout.INDEX_BITS);
    final Word beat = in(SpikingLayout.BEAT_BITS);
    final Bit take = inBit();
    final Bit busy = outBit();
    private final Map<SpikingLayout.Memory, Bit> write = new EnumMap<>(SpikingLayout.Memory.class);
    final Word writeAddress = out(SpikingLayout.INDEX_BITS);
    final Word data;
    final Bit failed = outBit();

    /** The enable of a memory, 0 if the engine does not have it. */
    Bit write(SpikingLayout.Memory of) {
        return write.getOrDefault(of, Bit.of(false));
    }

    /** Bits of the widest word, rounded up to beats. */
    static int dataBits(SpikingShape shape) {
        int beats = 1;
        for (SpikingLayout.Memory each : shape.memories()) {
            beats = Math.max(beats, SpikingLayout.beats(shape.widthBits(each)));
        }
        return beats * SpikingLayout.BEAT_BITS;
    }

    MemoryLoader(SpikingShape shape) {
        List<SpikingLayout.Memory> all = shape.memories();
        int bits = dataBits(shape);
        int beatBits = SpikingLayout.BEAT_BITS;
        int counterBits = 32 - Integer.numberOfLeadingZeros(bits / beatBits);
        data = out(bits);
        Bit counting = regBit(false).named("counting");
        Bit loading = regBit(false).named("loading");
        Bit allowed = regBit(false).named("allowed");
        Word target = reg(SpikingLayout.VALUE_BITS).named("target");
        Word at = reg(SpikingLayout.INDEX_BITS).named("at");
        Word words = reg(SpikingLayout.INDEX_BITS + 1).named("words_left");
        Word beats = reg(counterBits).named("beats_left");
        Word kept = bits > beatBits ? reg(bits - beatBits).named("beats_kept") : null;
        Word joined = (kept == null ? beat : Word.cat(beat, kept)).named("beats_joined");
        Word room = Word.of(0, SpikingLayout.INDEX_BITS + 1);
        Word needed = Word.of(0, counterBits);
        Word aligned = Word.of(0, bits);
        for (int i = 0; i < all.size(); i++) {
            Bit chosen = target.eq(all.get(i).ordinal())
                    .named("is_" + all.get(i).name().toLowerCase(java.util.Locale.ROOT));
            int length = SpikingLayout.beats(shape.widthBits(all.get(i)));
            room = room.or(Word.of(shape.depthWords(all.get(i)), room.width()).gate(chosen))
                    .named("room_to_" + i);
            needed = needed.or(Word.of(length - 1, counterBits).gate(chosen)).named("needed_to_" + i);
            aligned = aligned.or(joined.slice(bits - length * beatBits, length * beatBits)
                            .resize(bits)
                            .gate(chosen))
                    .named("aligned_to_" + i);
        }
        Word beatsOfWord = needed;
        Word count = beat.slice(0, words.width());
        Word end = at.plusExpand(count).named("load_end");
        Bit fits = end.less(room.resize(end.width()))
                .or(end.eq(room.resize(end.width())))
                .and(beat.slice(words.width(), beatBits - words.width()).isZero())
                .named("fits");
        Bit counted = take.and(counting).named("counted");
        Bit moved = take.and(loading).named("moved");
        Bit complete = moved.and(beats.isZero()).named("complete");
        when(start, () -> {
            counting.set(Bit.of(true));
            target.set(memory);
            at.set(address);
        });
        when(counted, () -> {
            counting.set(Bit.of(false));
            loading.set(count.any());
            allowed.set(fits);
            words.set(count);
            beats.set(beatsOfWord);
        });
        if (kept != null) {
            when(moved, () -> kept.set(joined.slice(beatBits, bits - beatBits)));
        }
        when(moved, () -> beats.set(beats.minus(1)));
        when(complete, () -> {
            beats.set(beatsOfWord);
            at.set(at.plus(1));
            words.set(words.minus(1));
            loading.set(words.eq(1).not());
        });
        busy.set(counting.or(loading));
        writeAddress.set(at);
        data.set(aligned);
        for (int i = 0; i < all.size(); i++) {
            Bit enable = outBit().named("write_" + all.get(i).name().toLowerCase(java.util.Locale.ROOT));
            enable.set(complete.and(allowed).and(target.eq(all.get(i).ordinal())));
            write.put(all.get(i), enable);
        }
        failed.set(counted.and(fits.not()));
    }

    /** Connects what is written to the memories; called where the loader stands. */
    void feed(SynapseEngine synapses, NeuronUpdate neurons, Memory populations) {
        synapses.loadAddress.set(writeAddress);
        synapses.loadData.set(data);
        synapses.loadWeights.set(write(SpikingLayout.Memory.WEIGHTS));
        synapses.loadSources.set(write(SpikingLayout.Memory.SOURCES));
        synapses.loadWalks.set(write(SpikingLayout.Memory.WALKS));
        synapses.loadRows.set(write(SpikingLayout.Memory.ROWS));
        neurons.loadAddress.set(writeAddress);
        neurons.loadData.set(data);
        neurons.loadIndex.set(write(SpikingLayout.Memory.PARAMETER_INDEX));
        neurons.loadParameters.set(write(SpikingLayout.Memory.PARAMETERS));
        populations.write(
                writeAddress.slice(0, populations.addressBits()),
                data.slice(0, populations.widthBits()),
                write(SpikingLayout.Memory.POPULATIONS));
    }
}
