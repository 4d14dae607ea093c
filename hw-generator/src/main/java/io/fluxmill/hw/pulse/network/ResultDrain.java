// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse.network;

import static io.fluxmill.core.program.pulse.PulseMemory.WORD_BITS;
import static io.fluxmill.hw.pulse.PulseArchitecture.SCALE_BITS;
import static io.fluxmill.hw.pulse.PulseArchitecture.SHIFT_BITS;
import static io.fluxmill.hw.pulse.PulseArchitecture.SUM_BITS;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.pulse.PulseArchitecture;
import io.fluxmill.hw.pulse.PulseConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * Passes one row of sums per cycle through A requantisers: elements for consecutive places of the activation memory
 * {@link Requantiser#LATENCY} cycles later, or, of the last layer, sums with their biases one cycle later. Holds the parameters.
 */
@Contract(
        """
        Finishes a row of sums a cycle: bias, ReLU, scale, shift, rounding, saturation, in a requantiser a unit.
        drain, sums, place, elements, layer_end, final_layer, relu: the row; parameter_row: one cycle before its sums.
        write, write_place, write_elements, write_data_<a>: results for consecutive places, 5 cycles later;
        layer_written: those were the layer's last. In the final layer instead, one cycle later: result_valid,
        result_sums (sums with bias), result_count, result_last. round_even: ties to even, else away from zero.
        load_valid, load_word, load_data: parameters; word (row * units + a) * 2 is the bias, the next one has the
        scale in 15..0 and the shift in 21..16. Reset clears the valid bits; the parameters stay.
        """)
final class ResultDrain extends Module {
    final Bit drain = inBit();
    final Word sums;
    /** Parameters of the row of the next cycle. */
    final Word parameterRow;

    final Word place;
    final Word elements;
    final Bit layerEnd = inBit();
    final Bit finalLayer = inBit();
    final Bit relu = inBit();
    final Bit roundEven = inBit();

    final Bit loadValid = inBit();
    final Word loadWord = in(WORD_BITS);
    final Word loadData = in(32);

    final Bit resultValid = outBit();
    final Word resultSums;
    final Word resultCount;
    final Bit resultLast = outBit();

    final Bit write = outBit();
    final Word writePlace;
    final Word writeElements;
    final Word[] writeData;
    final Bit layerWritten = outBit();

    final Memory[] biases;
    final Memory[] scales;
    final Requantiser[] unit;

    ResultDrain(PulseArchitecture architecture) {
        PulseConfig config = architecture.config();
        int units = config.arithmeticUnits();
        int log2Units = PulseArchitecture.log2(units);
        int parameterBits = PulseArchitecture.log2(config.parameterRows());
        sums = in(SUM_BITS * units);
        parameterRow = in(parameterBits);
        place = in(architecture.addressBits());
        elements = in(log2Units + 1);
        resultSums = out(SUM_BITS * units);
        resultCount = out(log2Units + 1);
        writePlace = out(architecture.addressBits());
        writeElements = out(log2Units + 1);
        writeData = new Word[units];
        biases = new Memory[units];
        scales = new Memory[units];
        unit = new Requantiser[units];

        Bit valid1 = next("valid_1", drain);
        Bit final1 = next("final_1", finalLayer);
        Bit end1 = next("end_1", layerEnd);
        Bit relu1 = next("relu_1", relu);
        Bit relu4 = delay("relu_of_1", relu1, 3);
        Word loadRow = loadWord.slice(log2Units + 1, parameterBits).named("load_row");
        Bit readAlways = Bit.of(true);
        List<Word> biased = new ArrayList<>();
        for (int a = 0; a < units; a++) {
            Bit here = units == 1
                    ? loadValid
                    : loadValid.and(loadWord.slice(1, log2Units).eq(a)).named("load_unit_" + a);
            biases[a] = memory(config.parameterRows(), SUM_BITS);
            Bit writeBias = here.and(loadWord.bit(0).not()).named("write_bias_" + a);
            biases[a].write(loadRow, loadData, writeBias);
            scales[a] = memory(config.parameterRows(), SCALE_BITS + SHIFT_BITS);
            Bit writeScale = here.and(loadWord.bit(0)).named("write_scale_" + a);
            scales[a].write(loadRow, loadData.slice(0, SCALE_BITS + SHIFT_BITS), writeScale);
            Word scale = scales[a].read(parameterRow, readAlways).named("shift_and_scale_" + a);
            unit[a] = child(() -> new Requantiser(config.activationBits()));
            unit[a].sum.set(sums.slice(SUM_BITS * a, SUM_BITS));
            unit[a].bias.set(biases[a].read(parameterRow, readAlways));
            unit[a].scale.set(scale.slice(0, SCALE_BITS));
            unit[a].shift.set(scale.slice(SCALE_BITS, SHIFT_BITS));
            unit[a].relu1.set(relu1);
            unit[a].relu4.set(relu4);
            unit[a].roundEven.set(roundEven);
            biased.add(unit[a].biased);
            writeData[a] = out(architecture.elementBits());
            writeData[a].set(unit[a].result);
        }
        Word count1 = next("count_1", elements);
        resultValid.set(valid1.and(final1));
        resultSums.set(Word.catLow(biased));
        resultCount.set(count1);
        resultLast.set(end1);

        int rest = Requantiser.LATENCY - 1;
        write.set(delay("row", valid1.and(final1.not()), rest));
        layerWritten.set(delay("end", valid1.and(end1), rest));
        writePlace.set(delay("place", place, Requantiser.LATENCY));
        writeElements.set(delay("count_of_1", count1, rest));
    }
}
