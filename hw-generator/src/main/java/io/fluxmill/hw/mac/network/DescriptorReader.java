// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import io.fluxmill.core.program.mac.network.DescriptorField;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The program memory and the descriptor of the layer that runs. */
@Contract(
        """
        Program memory, and registers with the fields of the descriptor that was read last.
        in:  write with write_address, write_data: a word of the program; not while inspect is 0. rewind (pulse) with first:
             the next descriptor begins there. fetch (pulse): the next descriptor is read; not while another is. ended
             (pulse) with cycles: the layer has ended, cycles is written to the last word of its descriptor.
             inspect: no program runs.
        out: fields and first positions of rows, stable until the next one is read; ready (pulse): all have come, so
             many cycles after fetch as a descriptor has words, and two. shown: while inspect is 1 the word at
             shown_address, one cycle later.
        Reset ends the reading; words and fields stay.
        """)
final class DescriptorReader extends Module {
    final Bit write = inBit();
    final Word writeAddress;
    final Word writeData = in(32);
    final Bit inspect = inBit();
    final Bit ended = inBit();
    final Word cycles = in(32);
    final Word shownAddress;
    final Word shown = out(32);
    final Bit rewind = inBit();
    final Word first;
    final Bit fetch = inBit();
    final Bit ready = outBit();
    /** First positions of the rows. */
    final Word[] x;

    final Word[] y;
    final Word[] linear;

    /** The limits of the rows' coordinates. */
    final Word[] limitX;

    final Word[] limitY;

    private final Map<DescriptorField, Word> fields = new EnumMap<>(DescriptorField.class);

    DescriptorReader(NetworkShape shape) {
        Memory program =
                memory(shape.config.programWords(), 32).named("program_words").initial(0);
        int bits = program.addressBits();
        writeAddress = in(bits);
        shownAddress = in(bits);
        first = in(bits);
        int words = DescriptorField.words(shape.rows);
        int indexBits = 32 - Integer.numberOfLeadingZeros(words);
        Word pointer = reg(bits, 0).named("pointer");
        Word index = reg(indexBits).named("index");
        Bit reading = regBit(false).named("reading");
        Word ofLayer = pointer.minus(1).named("last_word_of_layer");
        program.write(Word.mux(ended, ofLayer, writeAddress), Word.mux(ended, cycles, writeData), write.or(ended));
        Word data = program.read(Word.mux(inspect, shownAddress, pointer), Bit.of(true));
        shown.set(data);
        Word stored = delay("stored_index", index, 1);
        Bit storing = delay("storing", reading, 1);
        Bit ends = index.eq(words - 1L).named("at_last_word");
        when(reading, () -> {
            pointer.set(pointer.plus(1));
            index.set(index.plus(1));
        });
        when(reading.and(ends), () -> reading.set(Bit.of(false)));
        when(fetch, () -> {
            reading.set(Bit.of(true));
            index.set(Word.of(0, indexBits));
        });
        when(rewind, () -> pointer.set(first));
        for (DescriptorField field : DescriptorField.values()) {
            String name = field.name().toLowerCase(Locale.ROOT);
            Word value = out(field.bits()).named("field_" + name);
            value.set(kept(name, data, storing, stored, field.word(), field.low(), field.bits()));
            fields.put(field, value);
        }
        x = new Word[shape.rows];
        y = new Word[shape.rows];
        linear = new Word[shape.rows];
        limitX = new Word[shape.rows];
        limitY = new Word[shape.rows];
        for (int r = 0; r < shape.rows; r++) {
            int at = DescriptorField.FIXED_WORDS + DescriptorField.ROW_WORDS * r;
            x[r] = out(NetworkShape.COORDINATE_BITS).named("row_x_" + r);
            y[r] = out(NetworkShape.COORDINATE_BITS).named("row_y_" + r);
            linear[r] = out(shape.positionBits).named("row_linear_" + r);
            x[r].set(kept("x_" + r, data, storing, stored, at, 0, NetworkShape.COORDINATE_BITS));
            y[r].set(kept("y_" + r, data, storing, stored, at, 16, NetworkShape.COORDINATE_BITS));
            linear[r].set(kept("linear_" + r, data, storing, stored, at + 1, 0, shape.positionBits));
            limitX[r] =
                    limit("x_" + r, DescriptorField.LIMIT_X, kept("more_x_" + r, data, storing, stored, at + 1, 16, 8));
            limitY[r] =
                    limit("y_" + r, DescriptorField.LIMIT_Y, kept("more_y_" + r, data, storing, stored, at + 1, 24, 8));
        }
        ready.set(delay("finished", storing.and(stored.eq(words - 1L)), 1));
    }

    private Word limit(String name, DescriptorField field, Word more) {
        int bits = NetworkShape.COORDINATE_BITS;
        Word limit = out(bits).named("limit_of_" + name);
        limit.set(next("limit_" + name, field(field, bits).plus(more.resize(bits))));
        return limit;
    }

    private static Word kept(String name, Word data, Bit storing, Word stored, int word, int low, int bits) {
        Word register = reg(bits).named("kept_" + name);
        when(storing.and(stored.eq(word)), () -> register.set(data.slice(low, bits)));
        return register;
    }

    /** A field. */
    Word field(DescriptorField field) {
        return fields.get(field);
    }

    /** A field cut or extended with its sign to so many bits. */
    Word field(DescriptorField field, int bits) {
        Word value = fields.get(field);
        if (bits <= value.width()) {
            return value.slice(0, bits);
        }
        return field.signed() ? value.signExtend(bits) : value.resize(bits);
    }
}
