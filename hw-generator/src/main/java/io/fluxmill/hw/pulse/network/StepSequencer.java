// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse.network;

import static io.fluxmill.hw.pulse.PulseArchitecture.FIELD_BITS;
import static io.fluxmill.hw.pulse.PulseArchitecture.ISSUE_WORDS;
import static io.fluxmill.hw.pulse.PulseArchitecture.LAYER_COUNT_BITS;
import static io.fluxmill.hw.pulse.PulseArchitecture.SUM_TILES;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.pulse.PulseArchitecture;

/**
 * Issues the steps of one layer after the other, of one event after the other: positions, in each the channel tiles, in each the
 * steps of M elements. A step waits for the elements that it reads (a scoreboard of one place: elements are written in order),
 * the last one of a tile for room for its sums.
 *
 * <p>A layer is fetched from the table while the previous one is issued; this takes three cycles, which are visible only after a shorter layer.
 */
@Contract(
        """
        Issues the steps of the network: layers, in each positions, channel tiles, and runs of consecutive elements.
        step: one is issued; first_step, last_step: of its sum; place_<p>: first element of a processing element,
        signed, may be in the padding; low, high: the source's first place, and the one after its last.
        fetch, fetch_layer, row_<i>: the layer's words, one cycle after fetch; layers: how many there are.
        fill_buffer, fill_place, full0, full1: input buffers; free0, free1: the first layer has read one completely.
        written_place, written, layer_written: places that the layer before has written; a step waits for them.
        tile_popped: room for a tile of sums again; a tile's last step waits for room.
        event_starts, waits_for_source, waits_for_drain: status of this cycle.
        Reset, or enable 0: before the first layer, all sums free.
        """)
final class StepSequencer extends Module {
    final Bit enable = inBit();
    final Word layers = in(LAYER_COUNT_BITS);
    final Word inputElements = in(FIELD_BITS);

    final Word fetchLayer = out(LAYER_COUNT_BITS - 1);
    final Bit fetch = outBit();
    /** The layer's words, one cycle after {@link #fetch}. */
    final Word[] row = new Word[ISSUE_WORDS];

    /** Scoreboard of the input buffers: buffer being filled, its place after the last element, full buffers. */
    final Bit fillBuffer = inBit();

    final Word fillPlace;
    final Bit full0 = inBit();
    final Bit full1 = inBit();
    /** Scoreboard of the layer being written: the place after its last element, if it has any; its end. */
    final Word writtenPlace;

    final Bit written = inBit();
    final Bit layerWritten = inBit();
    final Bit tilePopped = inBit();

    final Bit step = outBit();
    final Bit firstStep = outBit();
    final Bit lastStep = outBit();
    final Word[] place;
    final Word low;
    final Word high;
    final Word weightAddress;
    final Bit free0 = outBit();
    final Bit free1 = outBit();
    final Bit eventStarts = outBit();
    final Bit waitsForSource = outBit();
    final Bit waitsForDrain = outBit();

    private final PulseArchitecture architecture;
    private final int windowBits;
    private final int processingElements;

    private final Bit nextValid;
    private final Bit nextFirst;
    private final Bit nextBuffer;
    private final Word nextLow;
    private final Word nextHigh;
    private final Word nextStart;
    private final Word nextAdvance;
    private final Word[] nextOffset;
    private final Word nextSteps;
    private final Word nextTiles;
    private final Word nextPositions;
    private final Word nextWeight;

    StepSequencer(PulseArchitecture architecture) {
        this.architecture = architecture;
        windowBits = architecture.windowBits();
        processingElements = architecture.config().processingElements();
        int placeBits = architecture.addressBits() + 1;
        int weightBits = PulseArchitecture.log2(architecture.config().weightWords());
        for (int i = 0; i < ISSUE_WORDS; i++) {
            row[i] = in(32);
        }
        fillPlace = in(placeBits);
        writtenPlace = in(placeBits);
        low = out(windowBits);
        high = out(windowBits);
        weightAddress = out(weightBits);
        place = new Word[processingElements];
        for (int p = 0; p < processingElements; p++) {
            place[p] = out(windowBits);
        }

        nextValid = regBit(false);
        nextFirst = regBit(false);
        nextBuffer = regBit(false);
        nextLow = reg(windowBits);
        nextHigh = reg(windowBits);
        nextStart = reg(windowBits);
        nextAdvance = reg(windowBits);
        nextOffset = new Word[processingElements];
        for (int p = 0; p < processingElements; p++) {
            nextOffset[p] = reg(windowBits);
        }
        nextSteps = reg(FIELD_BITS);
        nextTiles = reg(FIELD_BITS);
        nextPositions = reg(FIELD_BITS);
        nextWeight = reg(weightBits);
        Bit take = wireBit().named("take");
        fetchLayers(take);
        issue(take);
    }

    private Word field(int word, int lsb) {
        return row[word].slice(lsb, FIELD_BITS);
    }

    /** The next layer's registers from the table. */
    private void fetchLayers(Bit take) {
        Word layer = reg(LAYER_COUNT_BITS - 1, 0).named("next_layer");
        Bit buffer = regBit(false).named("next_event_buffer");
        Bit fetched = regBit(false).named("fetched");
        Bit start = enable.and(nextValid.not()).and(fetched.not()).named("fetch_now");
        fetchLayer.set(layer);
        fetch.set(start);
        fetched.set(start);

        Bit first = layer.isZero().named("fetched_first");
        Word layersFetched = layer.resize(LAYER_COUNT_BITS).plus(1).named("layers_fetched");
        Bit last = layersFetched.eq(layers).named("fetched_last");
        Word input = inputElements.gate(buffer);
        Word place = Word.mux(first, input, field(0, 0)).named("source_place");
        Word base = place.resize(windowBits).named("fetched_base");
        Word stride =
                field(1, FIELD_BITS).named("stride_field").resize(windowBits).named("fetched_stride");
        Word lanes = row[4].slice(0, 3).named("fetched_lanes");
        when(take, () -> nextValid.set(Bit.of(false)));
        when(fetched, () -> {
            nextValid.set(Bit.of(true));
            nextFirst.set(first);
            nextBuffer.set(buffer);
            nextLow.set(base);
            nextHigh.set(
                    base.plus(field(0, FIELD_BITS).named("fetched_elements").resize(windowBits)));
            nextStart.set(base.minus(field(1, 0).named("fetched_padding").resize(windowBits)));
            nextAdvance.set(shiftedLeft(stride, lanes));
            nextSteps.set(field(2, 0));
            nextTiles.set(field(2, FIELD_BITS));
            nextPositions.set(field(3, 0));
            nextWeight.set(field(3, FIELD_BITS).named("fetched_weight").resize(nextWeight.width()));
            layer.set(layer.plus(1).named("following_layer").gate(last.not()));
            buffer.set(buffer.xor(first));
        });
        for (int p = 0; p < processingElements; p++) {
            Word offset = offset(p, stride, lanes);
            Word target = nextOffset[p];
            when(fetched, () -> target.set(offset));
        }
        when(enable.not(), () -> {
            nextValid.set(Bit.of(false));
            fetched.set(Bit.of(false));
            layer.set(Word.of(0, layer.width()));
            buffer.set(Bit.of(false));
        });
    }

    /** {@code stride << lanes}, lanes up to the processing elements. */
    private Word shiftedLeft(Word stride, Word lanes) {
        Word result = stride;
        for (int shift = 1; 1 << shift <= processingElements; shift++) {
            result = Word.mux(lanes.eq(shift), shiftedLeft(stride, shift), result);
        }
        return result;
    }

    private static Word shiftedLeft(Word word, int places) {
        return places == 0 ? word : word.slice(0, word.width() - places).padLow(places);
    }

    /** A PE works on position lane {@code p * lanes / P}: that many strides further. */
    private Word offset(int p, Word stride, Word lanes) {
        int log2 = PulseArchitecture.log2(processingElements);
        Word result = Word.of(0, windowBits);
        for (int bit = 0; bit < log2; bit++) {
            Bit gate = Bit.of(false);
            for (int shift = 1; shift <= log2; shift++) {
                int lane = p >> (log2 - shift);
                gate = (lane >> bit & 1) == 1 ? gate.or(lanes.eq(shift)) : gate;
            }
            result = p >> bit == 0
                    ? result
                    : result.plus(shiftedLeft(stride, bit).gate(gate)).named("offset_" + p + "_to_" + (1 << bit));
        }
        return result;
    }

    private void issue(Bit take) {
        int multipliers = architecture.config().multipliers();
        int weightBits = nextWeight.width();
        Bit valid = regBit(false).named("layer_valid");
        Bit first = regBit(false).named("first_layer");
        Bit fresh = regBit(false).named("fresh_layer");
        Bit buffer = regBit(false).named("event_buffer");
        Word[] start = new Word[processingElements + 1];
        Word[] current = new Word[processingElements + 1];
        for (int p = 0; p <= processingElements; p++) {
            start[p] = reg(windowBits).named("start_" + p);
            current[p] = reg(windowBits).named("current_" + p);
        }
        Word from = reg(windowBits).named("source_low");
        Word to = reg(windowBits).named("source_high");
        Word advance = reg(windowBits).named("advance");
        Word steps = reg(FIELD_BITS).named("steps");
        Word stepsLeft = reg(FIELD_BITS).named("steps_left");
        Word tiles = reg(FIELD_BITS).named("tiles");
        Word tilesLeft = reg(FIELD_BITS).named("tiles_left");
        Word positionsLeft = reg(FIELD_BITS).named("positions_left");
        Word weightBase = reg(weightBits).named("weight_base");
        Word weight = reg(weightBits).named("weight");
        Bit tileStart = regBit(true).named("tile_start");
        Word ahead = reg(2, 0).named("layers_ahead");
        int creditBits = PulseArchitecture.log2(SUM_TILES) + 1;
        Word credits = reg(creditBits, SUM_TILES).named("credits");

        // Whether the counters are at their last value, in registers: everything below depends on them.
        Bit oneStep = regBit(false).named("one_step");
        Bit oneTile = regBit(false).named("one_tile");
        Bit atStep = regBit(false).named("at_step");
        Bit lastTile = regBit(false).named("last_tile");
        Bit lastPosition = regBit(false).named("last_position");
        Bit atTile = atStep.and(lastTile).named("at_tile");
        Bit atEnd = atTile.and(lastPosition).named("at_end");

        Bit received = Bit.mux(buffer, full1, full0);
        Bit filling = fillBuffer.xor(buffer).not();
        Bit partly = Bit.mux(first, filling, written.and(ahead.eq(1)));
        Word place = Word.mux(first, fillPlace, writtenPlace)
                .named("filled_or_written")
                .resize(windowBits);
        Word limit = Word.mux(partly, place, from).named("limit");
        Bit complete = Bit.mux(first, received, ahead.isZero()).named("complete");
        Word needed = current[processingElements];
        // Before an event's buffer is free again, it must have been filled.
        Bit source = complete.or(
                        limit.lessSigned(needed).not().and(first.and(atEnd).not()))
                .named("source");
        Bit room = atStep.not().or(credits.any()).and(ahead.eq(2).not()).named("room");
        Bit go = valid.and(source).and(room).named("go");
        Bit tileEnd = go.and(atStep).named("tile_end");
        Bit positionEnd = go.and(atTile).named("position_end");
        Bit layerEnd = go.and(atEnd).named("layer_end");
        take.set(nextValid.and(valid.not().or(layerEnd)));

        when(go, () -> {
            fresh.set(Bit.of(false));
            tileStart.set(atStep);
            stepsLeft.set(Word.mux(atStep, steps, stepsLeft.minus(1).named("steps_left_after")));
            atStep.set(Bit.mux(atStep, oneStep, stepsLeft.eq(2)));
            weight.set(Word.mux(atTile, weightBase, weight.plus(1).named("following_weight")));
        });
        when(tileEnd, () -> {
            tilesLeft.set(Word.mux(atTile, tiles, tilesLeft.minus(1).named("tiles_left_after")));
            lastTile.set(Bit.mux(lastTile, oneTile, tilesLeft.eq(2)));
        });
        when(positionEnd, () -> {
            positionsLeft.set(positionsLeft.minus(1));
            lastPosition.set(positionsLeft.eq(2));
        });
        when(layerEnd, () -> valid.set(Bit.of(false)));
        when(take, () -> {
            valid.set(Bit.of(true));
            first.set(nextFirst);
            fresh.set(Bit.of(true));
            buffer.set(nextBuffer);
            from.set(nextLow);
            to.set(nextHigh);
            advance.set(nextAdvance);
            steps.set(nextSteps);
            stepsLeft.set(nextSteps);
            tiles.set(nextTiles);
            tilesLeft.set(nextTiles);
            positionsLeft.set(nextPositions);
            oneStep.set(nextSteps.eq(1));
            oneTile.set(nextTiles.eq(1));
            atStep.set(nextSteps.eq(1));
            lastTile.set(nextTiles.eq(1));
            lastPosition.set(nextPositions.eq(1));
            weightBase.set(nextWeight);
            weight.set(nextWeight);
            tileStart.set(Bit.of(true));
        });
        for (int p = 0; p <= processingElements; p++) {
            Word firstPlace = p < processingElements
                    ? nextStart.plus(nextOffset[p])
                    : nextStart.plus(nextOffset[p - 1]).named("last_window").plus(multipliers);
            Word begin = firstPlace.named("first_of_layer_" + p);
            Word further = start[p].plus(advance).named("start_after_" + p);
            Word startOf = start[p];
            Word at = current[p];
            when(go, () -> at.set(at.plus(multipliers)));
            when(tileEnd, () -> at.set(startOf));
            when(positionEnd, () -> {
                at.set(further);
                startOf.set(further);
            });
            when(take, () -> {
                at.set(begin);
                startOf.set(begin);
            });
        }
        Word aheadNow = ahead.plus(layerEnd.extend(2)).named("ahead_with_end");
        ahead.set(aheadNow.minus(layerWritten.extend(2)));
        Word creditsNow = credits.plus(tilePopped.extend(creditBits)).named("credits_with_pop");
        credits.set(creditsNow.minus(tileEnd.extend(creditBits)));
        when(enable.not(), () -> {
            valid.set(Bit.of(false));
            ahead.set(Word.of(0, 2));
            credits.set(Word.of(SUM_TILES, creditBits));
        });

        step.set(go);
        firstStep.set(tileStart);
        lastStep.set(atStep);
        for (int p = 0; p < processingElements; p++) {
            this.place[p].set(current[p]);
        }
        low.set(from);
        high.set(to);
        weightAddress.set(weight);
        Bit freed = layerEnd.and(first).named("buffer_freed");
        free0.set(freed.and(buffer.not()));
        free1.set(freed.and(buffer));
        Bit begins = fresh.and(first).named("begins_event");
        eventStarts.set(go.and(begins));
        waitsForSource.set(valid.and(begins.not()).and(source.not()));
        waitsForDrain.set(Bit.mux(valid, source.and(room.not()).and(begins.not()), nextFirst.not()));
    }
}
