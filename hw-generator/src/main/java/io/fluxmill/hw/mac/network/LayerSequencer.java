// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import io.fluxmill.core.program.mac.network.DescriptorField;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/** Tiles of a layer: for each tile of rows, for each tile of columns, the words of a window. */
@Contract(
        """
        Issues the words of a layer: for each tile of rows, for each tile of columns, the words of a window.
        in:  start (pulse) with rows, last_column_tile, weights, parameters, stable until the layer ends; at_last: the current
             word is the window's last; next_is_there: what the next tile reads is in the maps, which counts two cycles later than its positions while
             input_pending; copies: every word goes to the result queue in place of the array; popped (pulse): a
             beat left it.
        out: issue: the current word is read in this cycle; last: it ends a sum; weight_address, parameter_address, tile_rows,
             is_final (it is of the layer's last tile) belong to it; final_tile: it is the layer's last. advance: positions of the rows go to the next ones; next_columns: the next tile has the same rows.
             stalls: a word waits.
        The last word of a tile waits until the positions of the next one are known and what it reads is there, the rows of the tile before have left the
        array; of a copy each waits until the queue has room. Reset ends the layer.
        """)
final class LayerSequencer extends Module {
    final Bit start = inBit();
    final Word rows = in(DescriptorField.ROWS.bits());
    final Word rowsOfTile = in(DescriptorField.TILE_ROWS.bits());
    final Word lastColumnTile = in(DescriptorField.LAST_COLUMN_TILE.bits());
    final Word weights;
    final Word parameters;
    final Bit atLast = inBit();
    final Bit nextIsThere = inBit();
    final Bit inputPending = inBit();
    final Bit copies = inBit();
    final Bit popped = inBit();
    final Bit issue = outBit();
    final Bit last = outBit();
    final Word weightAddress;
    final Word parameterAddress;
    final Word tileRows;
    final Bit isFinal = outBit();
    final Bit finalTile = outBit();
    final Bit advance = outBit();
    final Bit nextColumns = outBit();
    /** The first word of a tile is issued. */
    final Bit first = outBit();

    final Bit stalls = outBit();

    LayerSequencer(NetworkShape shape) {
        int arrayRows = shape.rows;
        int weightBits = NetworkShape.log2(shape.config.engine().weightWords());
        int tileBits = NetworkShape.log2(shape.config.engine().parameterTiles());
        int countBits = NetworkShape.log2(arrayRows) + 1;
        weights = in(weightBits);
        parameters = in(tileBits);
        weightAddress = out(weightBits);
        parameterAddress = out(tileBits);
        tileRows = out(countBits);

        Bit running = regBit(false).named("running");
        Word rowsLeft = reg(rows.width()).named("rows_left");
        Word columnsLeft = reg(lastColumnTile.width()).named("columns_left");
        Word weight = reg(weightBits).named("weight");
        Word parameter = reg(tileBits).named("parameter_tile");
        Bit lastRows = regBit(false).named("last_rows");
        // The layer's fields are there some cycles before it begins.
        Word full = rowsOfTile.resize(rows.width()).named("full_tile");
        Word two =
                next("more_than_two_tiles", Word.cat(rowsOfTile, Word.of(1, 1)).resize(rows.width()));
        Bit oneTile = next("one_tile", rows.less(full.plus(1).named("more_than_a_tile")));

        Word settling = reg(3, 0).named("settling");
        Bit settled = settling.isZero().named("settled");
        int cycles = shape.config.engine().outputCycles();
        int cooldownBits = countBits + NetworkShape.log2(cycles);
        Word cooldown = reg(cooldownBits, 0).named("cooldown");
        int beats = shape.engine.resultBeats();
        int creditBits = NetworkShape.log2(beats) + 1;
        Word credits = reg(creditBits, beats).named("credits");
        Bit room = copies.not().or(credits.any()).named("has_room");
        Bit drains = cooldown.isZero()
                .and(settled)
                .and(nextIsThere.or(lastRows).or(columnsLeft.any()))
                .named("drains");
        Word settles = Word.mux(
                        inputPending,
                        Word.of(NetworkShape.STEP_LATENCY + NetworkShape.INPUT_LATENCY, 3),
                        Word.of(NetworkShape.STEP_LATENCY, 3))
                .named("settles");
        Bit go = running.and(room).and(atLast.not().or(drains)).named("go");
        Bit tileEnd = go.and(atLast).named("tile_end");
        Bit rowsEnd = tileEnd.and(columnsLeft.isZero()).named("rows_end");
        Bit layerEnd = rowsEnd.and(lastRows).named("layer_end");

        tileRows.set(Word.mux(lastRows, rowsLeft.slice(0, countBits), full.slice(0, countBits)));
        when(settled.not(), () -> settling.set(settling.minus(1)));
        when(cooldown.any(), () -> cooldown.set(cooldown.minus(1)));
        when(go, () -> weight.set(weight.plus(1)));
        when(tileEnd, () -> {
            settling.set(settles);
            columnsLeft.set(columnsLeft.minus(1));
            parameter.set(parameter.plus(1));
            Word others = tileRows.minus(1).named("other_rows");
            cooldown.set(cycles == 1 ? others : Word.cat(others, Word.of(cycles - 1L, NetworkShape.log2(cycles))));
        });
        when(rowsEnd, () -> {
            rowsLeft.set(rowsLeft.minus(full));
            lastRows.set(rowsLeft.less(two));
        });
        when(layerEnd, () -> running.set(Bit.of(false)));
        when(start.or(rowsEnd), () -> {
            columnsLeft.set(lastColumnTile);
            weight.set(weights);
            parameter.set(parameters);
        });
        when(start, () -> {
            running.set(Bit.of(true));
            settling.set(settles);
            rowsLeft.set(rows);
            lastRows.set(oneTile);
        });
        credits.set(credits.plus(popped.extend(creditBits))
                .named("credits_and_popped")
                .minus(go.and(copies).extend(creditBits)));

        issue.set(go);
        last.set(tileEnd);
        weightAddress.set(weight);
        parameterAddress.set(parameter);
        Bit inLastTile = lastRows.and(columnsLeft.isZero()).named("in_last_tile");
        isFinal.set(inLastTile);
        finalTile.set(layerEnd);
        nextColumns.set(tileEnd.and(columnsLeft.any()));
        Bit atFirst = regBit(true).named("at_first");
        when(go, () -> atFirst.set(atLast));
        first.set(go.and(atFirst));
        advance.set(rowsEnd.and(lastRows.not()));
        stalls.set(running.and(go.not()));
    }
}
