// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse.network;

import static io.fluxmill.hw.pulse.PulseArchitecture.SUM_BITS;
import static io.fluxmill.hw.pulse.PulseArchitecture.WEIGHT_BITS;

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
 * A PE: its copy of the activation memory in M banks, its weight memory and A arithmetic units that share M consecutive
 * elements. Pipeline of a step:
 * <pre>
 * 0  row of each bank, weight word; distances to both ends of the source
 * 1  memories; rotate by the place of the first element, zero outside the source
 * 2  multiply
 * 3  add the products (M above 4: register, then one cycle more), add to the sum
 * </pre>
 */
@Contract(
        """
        Processing element: its own copy of the activation memory in banks, weight memory, arithmetic units.
        read: a step, of consecutive elements from place on (0 outside low..high-1), with the word at weight_address.
        accumulate: adds the products of the step that was read 3 cycles before (4 with more than 4 multipliers);
        first: to zero instead of the sum. sums: 32 bits a unit, unit 0 lowest, with this step, before the clock edge.
        write_banks, write_row_<b>, write_data_<b>: writes one element into each bank whose bit is 1.
        load_valid, load_word, load_part, load_data: 32 bits of a weight word; byte a * multipliers + j is the
        weight of unit a for element j.
        Stages: memories; rotate (element_<j>); multiply (product_<a>_<j>); add (partial_*, total_<a>, sum_<a>).
        No reset: sums and products are guarded by accumulate and first, memories keep their words.
        """)
final class ProcessingElement extends Module {
    /** Place of the step's first element, signed; may be in the padding. */
    final Word place;

    /** The source's first place, and the one after its last. */
    final Word low;

    final Word high;
    final Word weightAddress;
    /** Reads for a step in this cycle. */
    final Bit read = inBit();

    /** With the sums of a step: add them, to zero if they are a tile's first. */
    final Bit accumulate = inBit();

    final Bit first = inBit();
    /** The sums with this step, before the accumulator's clock edge. */
    final Word sums;

    final Word writeBanks;
    final Word[] writeRow;
    final Word[] writeData;

    final Bit loadValid = inBit();
    final Word loadWord;
    final Word loadPart;
    final Word loadData = in(32);

    final Memory[] bank;
    final Memory[] weights;

    private final PulseArchitecture architecture;
    private final int elementBits;
    private final int multipliers;
    private final int laneBits;

    ProcessingElement(PulseArchitecture architecture) {
        this.architecture = architecture;
        PulseConfig config = architecture.config();
        elementBits = architecture.elementBits();
        multipliers = config.multipliers();
        laneBits = PulseArchitecture.log2(multipliers);
        int windowBits = architecture.windowBits();
        int rowBits = PulseArchitecture.log2(architecture.bankRows());
        int weightBits = PulseArchitecture.log2(config.weightWords());
        place = in(windowBits);
        low = in(windowBits);
        high = in(windowBits);
        weightAddress = in(weightBits);
        sums = out(SUM_BITS * config.arithmeticUnits());
        writeBanks = in(multipliers);
        writeRow = new Word[multipliers];
        writeData = new Word[multipliers];
        bank = new Memory[multipliers];
        for (int b = 0; b < multipliers; b++) {
            writeRow[b] = in(rowBits);
            writeData[b] = in(elementBits);
            bank[b] = memory(architecture.bankRows(), elementBits);
            bank[b].write(writeRow[b], writeData[b], writeBanks.bit(b).named("write_bank_" + b));
        }
        int parts = architecture.weightParts();
        loadWord = in(weightBits);
        loadPart = in(Math.max(1, PulseArchitecture.log2(parts)));
        weights = new Memory[parts];
        for (int part = 0; part < parts; part++) {
            weights[part] = memory(config.weightWords(), 32);
            Bit load = loadValid.and(loadPart.eq(part)).named("load_weights_" + part);
            weights[part].write(loadWord, loadData, load);
        }
        addSteps(products(elements(rowBits), weightWord()));
    }

    /** M elements from the step's place on, in order. */
    private List<Word> elements(int rowBits) {
        Word row = place.slice(laneBits, rowBits).named("first_row");
        Word start = place.slice(0, laneBits).named("first_bank");
        List<Word> read = new ArrayList<>();
        for (int b = 0; b < multipliers; b++) {
            Word address = Lanes.bankRow("read_row", row, start, b);
            read.add(bank[b].read(address, this.read).named("read_data_" + b));
        }
        Word fromLow = next("from_low", place.minus(low));
        Word toHigh = next("to_high", high.minus(place));
        List<Word> elements = new ArrayList<>();
        List<Word> rotated = Lanes.rotateDown("element", read, next("start", start));
        for (int j = 0; j < multipliers; j++) {
            Bit begun = atLeast("from_low", fromLow, -j);
            Bit notEnded = atLeast("to_high", toHigh, j + 1);
            Bit inside = begun.and(notEnded).named("inside_" + j);
            elements.add(next("element_" + j, rotated.get(j).gate(inside)));
        }
        return elements;
    }

    /** Whether a signed number is at least a constant from -(M - 1) to M; looks at the upper bits as a whole. */
    private Bit atLeast(String name, Word value, int least) {
        Word rest = value.slice(0, laneBits);
        if (least == 0) {
            return value.top().not();
        }
        if (least > 0) {
            Bit beyond = value.slice(laneBits, value.width() - laneBits - 1).any();
            Bit enough = least == multipliers ? Bit.of(false) : rest.greaterOrEqual(least);
            return value.top().not().and(beyond.or(enough)).named(name + "_at_least_" + least);
        }
        Bit justBelow = value.slice(laneBits, value.width() - laneBits).not().isZero();
        return value.top()
                .not()
                .or(justBelow.and(rest.greaterOrEqual(multipliers + least)))
                .named(name + "_at_least_minus_" + -least);
    }

    private Word weightWord() {
        List<Word> parts = new ArrayList<>();
        for (Memory part : weights) {
            parts.add(part.read(weightAddress, read));
        }
        return next("weight_word", Word.catLow(parts));
    }

    /** Products {@code [unit][multiplier]}. */
    private List<List<Word>> products(List<Word> elements, Word weightWord) {
        List<Word> bytes = Lanes.of(weightWord, WEIGHT_BITS);
        List<List<Word>> products = new ArrayList<>();
        for (int a = 0; a < architecture.config().arithmeticUnits(); a++) {
            List<Word> unit = new ArrayList<>();
            for (int j = 0; j < multipliers; j++) {
                Word product = elements.get(j).timesSigned(bytes.get(a * multipliers + j));
                unit.add(next("product_" + a + "_" + j, product));
            }
            products.add(unit);
        }
        return products;
    }

    private void addSteps(List<List<Word>> products) {
        List<Word> results = new ArrayList<>();
        for (int a = 0; a < products.size(); a++) {
            Word tree = delay("tree_" + a, Lanes.sumSigned("partial_" + a, products.get(a)), architecture.treeStages());
            Word sum = reg(SUM_BITS).named("sum_" + a);
            Word total = tree.signExtend(SUM_BITS).plus(sum.gate(first.not())).named("total_" + a);
            when(accumulate, () -> sum.set(total));
            results.add(total);
        }
        sums.set(Word.catLow(results));
    }
}
