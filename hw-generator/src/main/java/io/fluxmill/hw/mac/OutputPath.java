// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static io.fluxmill.hw.hdl.Module.child;
import static io.fluxmill.hw.hdl.Module.delay;
import static io.fluxmill.hw.hdl.Module.reg;
import static io.fluxmill.hw.hdl.Module.regBit;
import static io.fluxmill.hw.hdl.Module.when;
import static io.fluxmill.hw.mac.MacArchitecture.WORD_BITS;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.List;

/** From the sums in the array to result codes, in the module that has the array: drain, parameters, output stages. A row takes {@code outputCycles}. */
public final class OutputPath {
    /** Beats of a tile of parameters that are its biases. */
    private static final int BIAS_FIELDS = 2;

    /**
     * A tile, in the cycle in which the addresses of its last operands are issued.
     *
     * @param last its operands are being issued
     * @param rows of the array that are of the tile
     * @param isFinal it is the last tile of a job
     * @param parameters address of its parameters
     */
    public record Tile(Bit last, Word rows, Bit isFinal, Word parameters) {}

    /**
     * Sums of a row, for each column.
     *
     * @param nar whether an operand was NaR
     */
    public record Sums(Word[] values, Bit[] nar) {
        /** The drain registers of the array's first row. */
        public static Sums of(MacArray array) {
            return new Sums(array.accumulators, array.nar);
        }
    }

    /** Result codes of a row, a word for each column. */
    public final List<Word> codes;

    /** The codes are there. */
    public final Bit push;

    /** They are the last of a job; with {@link #push}. */
    public final Bit pushLast;

    private final MacArchitecture architecture;
    private final Memory[] parameters;
    private final LayerFields layer;
    private final Tile tile;
    private final Word remaining;

    /**
     * @param sums of the row that leaves
     * @param start of a job: sums are zero
     */
    public OutputPath(
            MacArchitecture architecture,
            MacArray array,
            Sums sums,
            Memory[] parameters,
            LayerFields layer,
            Tile tile,
            Bit start) {
        this.architecture = architecture;
        this.parameters = parameters;
        this.layer = layer;
        this.tile = tile;
        int latency = architecture.macLatency();
        int lead = architecture.controlLead();
        Bit capture = delay("capture", tile.last, latency - lead).named("capture");
        Word rows = delay("capture_rows", tile.rows, latency - lead);
        Bit finalTile = delay("capture_final", tile.isFinal, latency - lead);

        remaining = reg(rows.width(), 0).named("drain_rows");
        Bit draining = remaining.any().named("draining");
        Bit lastTile = regBit(false).named("drain_final");
        Word phase = architecture.config().outputCycles() == 1 ? null : phase(capture);
        Bit begins = phase == null ? draining : draining.and(phase.isZero()).named("row_begins");
        Bit step = phase == null ? draining : draining.and(phase.not().isZero()).named("drain_step");
        when(step, () -> remaining.set(remaining.minus(1)));
        when(capture, () -> {
            remaining.set(rows);
            lastTile.set(finalTile);
        });
        array.last.set(capture);
        array.clear.set(start);
        array.shift.set(step);
        if (array.rows != null) {
            array.rows.set(rows);
        }

        Word[] fields = readParameters(latency);
        RoundingSelect roundings = RoundingSelect.of(architecture, layer);
        List<Word> codes = new ArrayList<>();
        Word lowOrder = order("low", layer.clipLow());
        Word highOrder = order("high", layer.clipHigh());
        Bit outputBegins = delay("output_begins", begins, lead);
        for (int c = 0; c < sums.values.length; c++) {
            OutputStage stage = outputStage(sums, c, fields, outputBegins, roundings);
            stage.lowOrder.set(lowOrder);
            stage.highOrder.set(highOrder);
            codes.add(stage.code);
        }
        this.codes = codes;
        push = delay("push", step, lead + OutputStage.latency(architecture));
        pushLast = delay("push_last", lastTile.and(remaining.eq(1)), lead + OutputStage.latency(architecture));
    }

    /** They are the last of a tile; with {@link #push}. */
    public Bit tileEnds() {
        int latency = architecture.controlLead() + OutputStage.latency(architecture);
        return delay("push_tile_end", remaining.eq(1), latency);
    }

    /** The parameters of a tile: biases from the cycle of its capture on, scales as much later as the output stages take them. */
    private Word[] readParameters(int latency) {
        int registers = architecture.memoryLatency() - 1;
        int lead = OutputStage.biasLead(architecture);
        int wait = latency - registers - lead;
        Bit biasRead = delay("bias_read", tile.last, wait);
        Word biasTile = delay("bias_tile", tile.parameters, wait);
        Bit scaleRead = delay("scale_read", biasRead, lead + OutputStage.scaleDelay(architecture));
        Word scaleTile = delay("scale_tile", biasTile, lead + OutputStage.scaleDelay(architecture));
        Word[] fields = new Word[parameters.length];
        for (int i = 0; i < fields.length; i++) {
            Word field =
                    i < BIAS_FIELDS ? parameters[i].read(biasTile, biasRead) : parameters[i].read(scaleTile, scaleRead);
            fields[i] = delay("parameter_" + i, field, registers);
        }
        return fields;
    }

    /** Counts the cycles of a row in the output stages, from 0. */
    private Word phase(Bit capture) {
        int bits = Sequencer.log2(architecture.config().outputCycles());
        Word phase = reg(bits).named("drain_phase");
        phase.set(phase.plus(1).named("drain_phase_next").gate(capture.not()));
        return phase;
    }

    private OutputStage outputStage(Sums sums, int column, Word[] fields, Bit begins, RoundingSelect roundings) {
        OutputStage stage = child(() -> new OutputStage(architecture));
        stage.setName("output_" + column);
        int at = WORD_BITS * column;
        stage.acc.set(sums.values[column]);
        stage.accNar.set(sums.nar[column]);
        stage.begins.set(begins);
        stage.bias.set(Word.cat(fields[1].slice(at, WORD_BITS), fields[0].slice(at, WORD_BITS)));
        stage.posMultiplier.set(fields[2].slice(at, WORD_BITS));
        stage.posScale.set(fields[3].slice(at, WORD_BITS));
        stage.negMultiplier.set(fields[4].slice(at, WORD_BITS));
        stage.negScale.set(fields[5].slice(at, WORD_BITS));
        if (architecture.hasFractions()) {
            stage.posFraction.set(fields[6].slice(at, WORD_BITS));
            stage.negFraction.set(fields[7].slice(at, WORD_BITS));
        }
        stage.biasShift.set(layer.biasShift());
        stage.resultFormat.set(layer.result());
        roundings.drive(stage);
        stage.clipLow.set(layer.clipLow());
        stage.clipHigh.set(layer.clipHigh());
        return stage;
    }

    /** A limit of result codes in the order of their format; a register unless stages are merged, because both are constant during a job. */
    private Word order(String limit, Word code) {
        return delay(
                "clip_" + limit + "_order",
                CodeOrder.of(
                        "clip_" + limit,
                        architecture.formats(),
                        ResultShape.of(architecture).orderBits(),
                        layer.result(),
                        code),
                architecture.config().target().mergesStages() ? 0 : 1);
    }
}
