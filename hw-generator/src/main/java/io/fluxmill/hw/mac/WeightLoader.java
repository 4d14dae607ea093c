// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.AxiLiteSlave;

/**
 * Takes a counted number of beats from the weight stream and addresses the weight buffer (one word a beat) or the parameter buffer
 * (six or eight beats, one a field, to a tile). Not ready while no load is under way. A load is refused while {@link #forbidden}: a job that is busy reads both buffers.
 */
@Contract(
        """
        Takes a counted number of beats from a stream and addresses the weight buffer or the parameter buffer with
        them.
        in:  start_weights, start_parameters (pulses, not both) with address (first word or tile) and beats, which are
             stable for two cycles before; forbidden: a job runs, or both are asked for.
        out: refused (pulse, in the cycle of the start): forbidden, loading, no beats, or beyond the end of the buffer.
             loading, tready: 1 from the cycle after an accepted start until the last beat is taken.
             write_weights with weight_address: the beat that is taken in this cycle is a word of weights.
             write_field_<i> with parameter_address: it is field i of a tile of parameters, in the order of the
             fields.
        address and beats are unsigned. Reset ends a load; words that were written stay.
        """)
public final class WeightLoader extends Module {
    private static final int SHORT_TILE = 6;

    final Bit startWeights = inBit();
    final Bit startParameters = inBit();
    /** With {@link #startWeights} or {@link #startParameters}: the load is not to be. */
    final Bit forbidden = inBit();

    final Word address;
    final Word beats;
    final Bit tvalid = inBit();
    final Bit tready = outBit();
    public final Bit loading = outBit();
    public final Bit refused = outBit();
    final Bit writeWeights = outBit();
    final Word weightAddress;
    final Bit[] writeField;
    final Word parameterAddress;

    /** @param weightWords depth of the weight buffer
     *  @param parameterTiles depth of the parameter buffer
     *  @param fields beats of a tile of parameters: 6 or 8
     *  @param countBits of addresses and beats */
    public WeightLoader(int weightWords, int parameterTiles, int fields, int countBits) {
        address = in(countBits);
        beats = in(countBits);
        writeField = new Bit[fields];
        int weightBits = Sequencer.log2(weightWords);
        int tileBits = Sequencer.log2(parameterTiles);
        weightAddress = out(weightBits);
        parameterAddress = out(tileBits);

        Word left = reg(countBits, 0).named("left");
        Bit parameters = regBit(false).named("parameters_target");
        Word word = reg(weightBits).named("word");
        Word tile = reg(tileBits).named("tile");
        Word field = reg(3).named("field");

        Bit idle = left.isZero().named("idle");
        Bit take = idle.not().and(tvalid).named("take");
        Word end = address.plusExpand(beats).named("load_end");
        Bit fitsWeights = next("fits_weights", end.less(weightWords + 1L).and(beats.any()));
        // What is free behind a tile of the buffer, in beats, is compared with beats, so nothing is divided. A tile
        // beyond the buffer has other low bits and is refused on its own.
        Word tileAddress = address.slice(0, tileBits).named("tile_address");
        int restBits = tileBits + 4;
        Word rest = Word.of((long) parameterTiles * fields, restBits)
                .minus(beats(tileAddress, restBits, fields).named("beats_before"));
        Word beatsFree = next("beats_free", rest);
        Bit inBuffer = next("tile_in_buffer", address.less(parameterTiles));
        int compared = Math.max(restBits, countBits);
        Bit fitsParameters = next(
                "fits_parameters",
                inBuffer.and(beatsFree
                                .resize(compared)
                                .less(beats.resize(compared))
                                .not())
                        .and(beats.any()));
        Bit accept = startWeights
                .and(fitsWeights)
                .or(startParameters.and(fitsParameters))
                .and(idle)
                .and(forbidden.not())
                .named("accept");
        refused.set(startWeights.or(startParameters).and(accept.not()));

        when(take, () -> {
            left.set(left.minus(1));
            word.set(word.plus(1));
            field.set(field.plus(1));
        });
        when(take.and(field.eq(fields - 1)), () -> {
            field.set(Word.of(0, 3));
            tile.set(tile.plus(1));
        });
        when(accept, () -> {
            left.set(beats);
            parameters.set(startParameters);
            word.set(address.slice(0, weightBits));
            tile.set(address.slice(0, tileBits));
            field.set(Word.of(0, 3));
        });
        tready.set(idle.not());
        loading.set(idle.not());
        writeWeights.set(take.and(parameters.not()));
        weightAddress.set(word);
        parameterAddress.set(tile);
        for (int i = 0; i < fields; i++) {
            writeField[i] = outBit();
            writeField[i].set(take.and(parameters).and(field.eq(i)));
        }
    }

    /**
     * Connects it in the module that has it: the registers LOAD_ADDRESS, LOAD_BEATS and LOAD_CONTROL, the stream, the buffers.
     *
     * @param busy loads are refused
     */
    public void connect(AxiLiteSlave registers, AxiStream stream, Memory weights, Memory[] parameters, Bit busy) {
        Bit weightLoad = registers.command("LOAD_CONTROL", "weights").named("weight_load");
        Bit parameterLoad = registers.command("LOAD_CONTROL", "parameters").named("parameter_load");
        startWeights.set(weightLoad);
        startParameters.set(parameterLoad);
        forbidden.set(busy.or(weightLoad.and(parameterLoad)).named("load_forbidden"));
        address.set(registers.field("LOAD_ADDRESS", "address").resize(address.width()));
        beats.set(registers.field("LOAD_BEATS", "beats").resize(beats.width()));
        tvalid.set(stream.valid);
        stream.ready.set(tready);
        weights.write(weightAddress, stream.data, writeWeights);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i].write(parameterAddress, stream.data, writeField[i]);
        }
    }

    /** Tiles times fields. */
    private static Word beats(Word tiles, int bits, int fields) {
        return fields == SHORT_TILE
                ? tiles.padLow(2).resize(bits).plus(tiles.padLow(1).resize(bits))
                : tiles.padLow(3).resize(bits);
    }
}
