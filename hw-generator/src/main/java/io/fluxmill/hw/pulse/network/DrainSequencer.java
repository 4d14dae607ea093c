// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse.network;

import static io.fluxmill.hw.pulse.PulseArchitecture.FIELD_BITS;
import static io.fluxmill.hw.pulse.PulseArchitecture.ISSUE_WORDS;
import static io.fluxmill.hw.pulse.PulseArchitecture.LAYER_COUNT_BITS;
import static io.fluxmill.hw.pulse.PulseArchitecture.LAYER_WORDS;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.pulse.PulseArchitecture;
import io.fluxmill.hw.pulse.PulseConfig;

/**
 * Follows the layers a second time, at the queue of sums: a row is the sums of one PE, the rows of a position cover its channels,
 * and the elements leave in the order of their places. Says for each row where its elements go and which parameters they need.
 */
@Contract(
        """
        Follows the layers at the queue of sums: where a row of sums (those of one processing element) goes.
        available: a tile is in the queue; result_room: a row of results can be taken. drain: a row leaves, that of
        processing element element; pop: the tile with it. place, elements: first place and number of its results;
        parameter_row: row of the parameter memory for the row of the next cycle.
        layer_end: the layer's last row; final_layer: its sums are results; relu: of this layer.
        fetch, fetch_layer, row_<i>: the layer's last three words, one cycle after fetch; layers: how many there are.
        useful_macs: multiply-accumulates of the row, one cycle later. Reset, or enable 0: before the first layer.
        """)
final class DrainSequencer extends Module {
    private static final int LANES_BITS = 3;

    final Bit enable = inBit();
    final Word layers = in(LAYER_COUNT_BITS);
    final Word fetchLayer = out(LAYER_COUNT_BITS - 1);
    final Bit fetch = outBit();
    /** The layer's words, one cycle after {@link #fetch}, held. */
    final Word[] row = new Word[LAYER_WORDS - ISSUE_WORDS];

    /** A tile is at the head of the queue; there is room for a row of results. */
    final Bit available = inBit();

    final Bit resultRoom = inBit();

    /** A row leaves the queue; the tile with it. */
    final Bit drain = outBit();

    final Bit pop = outBit();
    final Word element;
    /** Row of the parameter memory, one cycle ahead of the row of sums that it belongs to. */
    final Word parameterRow;

    final Word place;
    final Word elements;
    final Bit layerEnd = outBit();
    final Bit finalLayer = outBit();
    final Bit relu = outBit();
    final Word usefulMacs;

    DrainSequencer(PulseArchitecture architecture) {
        PulseConfig config = architecture.config();
        int processingElements = config.processingElements();
        int log2Elements = PulseArchitecture.log2(processingElements);
        int elementBits = Math.max(1, log2Elements);
        int units = config.arithmeticUnits();
        int countBits = PulseArchitecture.log2(units) + 1;
        int addressBits = architecture.addressBits();
        int parameterBits = PulseArchitecture.log2(config.parameterRows());
        for (int i = 0; i < row.length; i++) {
            row[i] = in(32);
        }
        element = out(elementBits);
        parameterRow = out(parameterBits);
        place = out(addressBits);
        elements = out(countBits);
        usefulMacs = out(architecture.usefulMacsBits());

        Word layer = reg(LAYER_COUNT_BITS - 1, 0).named("next_layer");
        Bit fetched = regBit(false).named("fetched");
        Bit valid = regBit(false).named("layer_valid");
        Bit last = regBit(false).named("last_layer");
        Bit rectify = regBit(false).named("rectify");
        Word rows = reg(FIELD_BITS).named("rows");
        Word rowsLeft = reg(FIELD_BITS).named("rows_left");
        Word positionsLeft = reg(FIELD_BITS).named("positions_left");
        Word lastElements = reg(countBits).named("last_elements");
        Word groupMask = reg(elementBits).named("group_mask");
        Word depth = reg(FIELD_BITS).named("depth");
        Word parameterBase = reg(parameterBits).named("parameter_base");
        Word parameter = reg(parameterBits).named("parameter_row_now");
        Word next = reg(addressBits).named("next_place");
        Word selected = reg(elementBits, 0).named("selected");

        // Whether the counters are at their last value, in registers: the parameters' address depends on them.
        Bit oneRow = regBit(false).named("one_row");
        Bit lastRow = regBit(false).named("last_row");
        Bit lastPosition = regBit(false).named("last_position");
        Bit go = valid.and(available).and(last.not().or(resultRoom)).named("go");
        Bit end = go.and(lastRow).and(lastPosition).named("layer_ends");
        Bit take = fetched.and(valid.not().or(end)).named("take");
        Word layersFetched = layer.resize(LAYER_COUNT_BITS).plus(1).named("layers_fetched");
        Bit atLayer = layersFetched.eq(layers).named("fetched_last");
        Word skipped = Word.mux(lastRow, selected.or(groupMask), selected).named("last_of_group");
        Bit tileEnd = skipped.eq(processingElements - 1L)
                .or(lastRow.and(lastPosition))
                .named("tile_end");
        Word count = Word.mux(lastRow, lastElements, Word.of(units, countBits)).named("count");

        Word parameterField = row[0].slice(FIELD_BITS, FIELD_BITS).named("parameter_field");
        Word fetchedParameters = wire(parameterBits).named("fetched_parameters");
        fetchedParameters.set(parameterField.resize(parameterBits));
        Bit start = enable.and(fetched.not()).named("start");
        fetchLayer.set(layer);
        fetch.set(start);
        when(start, () -> fetched.set(Bit.of(true)));
        when(go, () -> {
            selected.set(skipped.plus(1).named("following_element").gate(tileEnd.not()));
            next.set(next.plus(count.resize(addressBits)));
            rowsLeft.set(Word.mux(lastRow, rows, rowsLeft.minus(1).named("rows_left_after")));
            positionsLeft.set(positionsLeft.minus(lastRow.extend(FIELD_BITS)));
            lastRow.set(Bit.mux(lastRow, oneRow, rowsLeft.eq(2)));
        });
        when(go.and(lastRow), () -> lastPosition.set(positionsLeft.eq(2)));
        when(end, () -> valid.set(Bit.of(false)));
        when(take, () -> {
            valid.set(Bit.of(true));
            fetched.set(Bit.of(false));
            layer.set(layer.plus(1).named("following_layer").gate(atLayer.not()));
            last.set(atLayer);
            next.set(row[0].slice(0, FIELD_BITS).named("fetched_place").resize(addressBits));
            parameterBase.set(fetchedParameters);
            rows.set(row[1].slice(0, FIELD_BITS));
            rowsLeft.set(row[1].slice(0, FIELD_BITS));
            positionsLeft.set(row[1].slice(FIELD_BITS, FIELD_BITS));
            oneRow.set(row[1].slice(0, FIELD_BITS).eq(1));
            lastRow.set(row[1].slice(0, FIELD_BITS).eq(1));
            lastPosition.set(row[1].slice(FIELD_BITS, FIELD_BITS).eq(1));
            depth.set(row[2].slice(0, FIELD_BITS));
            lastElements.set(row[2].slice(16, countBits));
            groupMask.set(Word.of(processingElements - 1L, elementBits).shiftRight(row[2].slice(21, LANES_BITS)));
            rectify.set(row[2].bit(24));
        });
        Word following = Word.mux(
                lastRow,
                parameterBase,
                parameter.plus(1).named("parameter_row_after")); // the same parameters again for the next position
        Word advanced = Word.mux(go, following, parameter);
        Word upcoming = Word.mux(take, fetchedParameters, advanced).named("upcoming_row");
        parameter.set(upcoming);
        when(enable.not(), () -> {
            fetched.set(Bit.of(false));
            valid.set(Bit.of(false));
            layer.set(Word.of(0, layer.width()));
            selected.set(Word.of(0, elementBits));
        });

        drain.set(go);
        pop.set(go.and(tileEnd));
        element.set(selected);
        parameterRow.set(upcoming);
        place.set(next);
        elements.set(count);
        layerEnd.set(end);
        finalLayer.set(last);
        relu.set(rectify);
        usefulMacs.set(next("macs", times(count, depth).gate(go)));
    }

    /** A product of shifts and additions: too small for a multiplier. */
    private Word times(Word count, Word depth) {
        Word result = Word.of(0, usefulMacs.width());
        for (int bit = 0; bit < count.width(); bit++) {
            Word part = depth.gate(count.bit(bit)).padLow(bit);
            result = result.plus(part.resize(usefulMacs.width())).named("macs_of_bits_to_" + bit);
        }
        return result;
    }
}
