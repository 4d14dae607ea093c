// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import io.fluxmill.core.program.mac.network.DescriptorField;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/** Tiles of a layer: for each tile of columns, for each tile of rows, the words of a window. */
@Contract(
        """
        Issues the words of a layer: for each tile of columns, for each tile of rows, the words of a window.
        in:  start (pulse) with rows, last_column_tile, weights, parameters, stable until the layer ends; at_last: the current
             word is the window's last; copies: every word goes to the result queue in place of the array; popped (pulse): a
             beat left it.
        out: issue: the current word is read in this cycle; last: it ends a sum; weight_address, parameter_address, tile_rows,
             final_tile belong to it. restart, advance: positions of the rows are set to the first, the next ones.
             stalls: a word waits.
        The last word of a tile waits until the positions of the next one are known, the rows of the tile before have left the
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
    final Bit copies = inBit();
    final Bit popped = inBit();
    final Bit issue = outBit();
    final Bit last = outBit();
    final Word weightAddress;
    final Word parameterAddress;
    final Word tileRows;
    final Bit finalTile = outBit();
    final Bit restart = outBit();
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
        Word tilesLeft = reg(lastColumnTile.width()).named("tiles_left");
        Word weight = reg(weightBits).named("weight");
        Word tileWeight = reg(weightBits).named("weight_of_tile");
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
        Bit drains = cooldown.isZero().and(settled).named("drains");
        Bit go = running.and(room).and(atLast.not().or(drains)).named("go");
        Bit tileEnd = go.and(atLast).named("tile_end");
        Bit columnEnd = tileEnd.and(lastRows).named("column_end");

        tileRows.set(Word.mux(lastRows, rowsLeft.slice(0, countBits), full.slice(0, countBits)));
        when(settled.not(), () -> settling.set(settling.minus(1)));
        when(cooldown.any(), () -> cooldown.set(cooldown.minus(1)));
        when(go, () -> weight.set(weight.plus(1)));
        Word following = weight.plus(1).named("weight_after");
        when(tileEnd, () -> {
            settling.set(Word.of(NetworkShape.STEP_LATENCY, 3));
            weight.set(tileWeight);
            rowsLeft.set(rowsLeft.minus(full));
            lastRows.set(rowsLeft.less(two));
            Word others = tileRows.minus(1).named("other_rows");
            cooldown.set(cycles == 1 ? others : Word.cat(others, Word.of(cycles - 1L, NetworkShape.log2(cycles))));
        });
        when(columnEnd, () -> {
            weight.set(following);
            tileWeight.set(following);
            parameter.set(parameter.plus(1));
            rowsLeft.set(rows);
            lastRows.set(oneTile);
            tilesLeft.set(tilesLeft.minus(1));
            running.set(tilesLeft.any());
        });
        when(start, () -> {
            running.set(Bit.of(true));
            settling.set(Word.of(NetworkShape.STEP_LATENCY, 3));
            rowsLeft.set(rows);
            lastRows.set(oneTile);
            tilesLeft.set(lastColumnTile);
            weight.set(weights);
            tileWeight.set(weights);
            parameter.set(parameters);
        });
        credits.set(credits.plus(popped.extend(creditBits))
                .named("credits_and_popped")
                .minus(go.and(copies).extend(creditBits)));

        issue.set(go);
        last.set(tileEnd);
        weightAddress.set(weight);
        parameterAddress.set(parameter);
        finalTile.set(columnEnd.and(tilesLeft.isZero()));
        restart.set(start.or(columnEnd));
        nextColumns.set(columnEnd);
        Bit atFirst = regBit(true).named("at_first");
        when(go, () -> atFirst.set(atLast));
        first.set(go.and(atFirst));
        advance.set(tileEnd.and(lastRows.not()));
        stalls.set(running.and(go.not()));
    }
}
