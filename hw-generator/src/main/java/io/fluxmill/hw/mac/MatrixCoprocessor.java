// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static io.fluxmill.hw.mac.MacArchitecture.WORD_BITS;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.AxiLiteTop;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The matrix co-processor: registers, buffers, sequencer, array, output stages, result queue. docs/mac-engine.md is its contract.
 *
 * <pre>
 *  s_axi ─▶ registers ─▶ sequencer ──addresses──┐
 *  s_axis_act ─▶ activation buffer (2 halves) ──┼─▶ MAC array ─▶ drain ─▶ output stages ─▶ result queue ─▶ m_axis_res
 *  s_axis_wgt ─▶ weight buffer, parameters ─────┘                             ▲ parameters
 * </pre>
 */
public final class MatrixCoprocessor extends AxiLiteTop {
    final Word sAxisActTdata;
    final Bit sAxisActTvalid = inBit();
    final Bit sAxisActTready = outBit();
    final Word sAxisWgtTdata;
    final Bit sAxisWgtTvalid = inBit();
    final Bit sAxisWgtTready = outBit();
    final Word mAxisResTdata;
    final Bit mAxisResTlast = outBit();
    final Bit mAxisResTvalid = outBit();
    final Bit mAxisResTready = inBit();
    final Bit irq = outBit();

    final ActivationBuffer activations;
    final WeightLoader loader;
    final Sequencer sequencer;
    final MacArray array;
    final ResultQueue results;
    final Memory weights;
    final Memory[] parameters;

    private final MacArchitecture architecture;
    private final int columns;
    private final List<Register> map;

    public MatrixCoprocessor(MacArchitecture architecture, List<Register> map) {
        super(map, MacRegisters.latches(), MacRegisters.ADDRESS_BITS);
        this.architecture = architecture;
        this.map = map;
        MacConfig config = architecture.config();
        columns = config.columns();
        sAxisActTdata = in(WORD_BITS * config.rows());
        sAxisWgtTdata = in(WORD_BITS * columns);
        mAxisResTdata = out(WORD_BITS * columns);
        activations = child(() -> new ActivationBuffer(architecture));
        loader = child(
                () -> new WeightLoader(config.weightWords(), config.parameterTiles(), architecture.parameterBeats()));
        parameters = new Memory[architecture.parameterBeats()];
        int wordBits = Sequencer.log2(config.activationWords());
        sequencer = child(() -> new Sequencer(
                architecture, Sequencer.log2(config.weightWords()), Sequencer.log2(config.parameterTiles()), wordBits));
        array = child(() -> new MacArray(architecture));
        results = child(() -> new ResultQueue(architecture.resultBeats(), WORD_BITS * columns));
        weights = memory(config.weightWords(), WORD_BITS * columns);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = memory(config.parameterTiles(), WORD_BITS * columns);
        }
        Bit start = control();
        load();
        issue(start, wordBits);
        drain();
        count();
    }

    private final Bit busy = regBit(false);
    private final Bit done = regBit(false);
    private final Bit error = regBit(false);

    /** STATUS and the start of a job; the result is the start pulse. */
    private Bit control() {
        MacConfig config = architecture.config();
        Word command = registers.writeData;
        Bit request = written("CONTROL").and(command.bit(0)).named("start_request");
        Bit operandKnown =
                value("FORMAT").slice(0, 4).resize(5).less(config.formats().size());
        Bit resultKnown = value("FORMAT")
                .slice(8, 4)
                .resize(5)
                .less(architecture.formats().size());
        Bit sizes = value("ROWS")
                .any()
                .and(value("COLUMNS").any())
                .and(value("DEPTH").any())
                .and(value("DEPTH_WORDS").any())
                .and(value("DEPTH_WORDS").less(config.activationWords() + 1L))
                .and(value("WEIGHT_BASE").less(config.weightWords()))
                .and(value("PARAMETER_BASE").less(config.parameterTiles()));
        Bit start = request.and(busy.not())
                .and(sizes)
                .and(operandKnown)
                .and(resultKnown)
                .named("start");
        Bit ended = results.popped.and(results.tlast).named("ended");
        Bit acknowledge = written("STATUS");
        when(acknowledge.and(command.bit(1)), () -> done.set(Bit.of(false)));
        when(acknowledge.and(command.bit(3)), () -> error.set(Bit.of(false)));
        when(ended, () -> {
            busy.set(Bit.of(false));
            done.set(Bit.of(true));
        });
        when(start, () -> busy.set(Bit.of(true)));
        when(request.and(start.not()).or(loader.refused).or(sequencer.overrun), () -> error.set(Bit.of(true)));
        irq.set(done.and(value("CONTROL").bit(1)));
        status(
                "STATUS",
                Word.catLow(List.of(busy.asWord(), done.asWord(), loader.loading.asWord(), error.asWord()))
                        .resize(32));
        for (String constant : List.of("ID", "VERSION", "CONFIG_HASH")) {
            status(constant, Word.of(map.get(registers.index(constant)).reset(), 32));
        }
        return start;
    }

    private void load() {
        Word command = registers.writeData;
        Bit request = written("LOAD_CONTROL");
        loader.startWeights.set(request.and(command.bit(0)));
        loader.startParameters.set(
                request.and(command.bit(1)).and(command.bit(0).not()));
        loader.busy.set(busy);
        loader.address.set(value("LOAD_ADDRESS").slice(0, 24));
        loader.beats.set(value("LOAD_BEATS").slice(0, 24));
        loader.tvalid.set(sAxisWgtTvalid);
        sAxisWgtTready.set(loader.tready);
        weights.write(loader.weightAddress, sAxisWgtTdata, loader.writeWeights);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i].write(loader.parameterAddress, sAxisWgtTdata, loader.writeField[i]);
        }
    }

    private void issue(Bit start, int wordBits) {
        Word lastWord = value("DEPTH_WORDS").minus(1).slice(0, wordBits);
        activations.tdata.set(sAxisActTdata);
        activations.tvalid.set(sAxisActTvalid);
        sAxisActTready.set(activations.tready);
        activations.start.set(start);
        activations.rows.set(value("ROWS"));
        activations.lastWord.set(lastWord);
        activations.readAddress.set(sequencer.activationAddress);
        activations.readEnable.set(sequencer.issue);
        activations.tileDone.set(sequencer.tileDone);
        sequencer.start.set(start);
        sequencer.rows.set(value("ROWS"));
        sequencer.columns.set(value("COLUMNS").slice(0, 16));
        sequencer.lastWord.set(lastWord);
        sequencer.weightBase.set(value("WEIGHT_BASE").slice(0, sequencer.weightBase.width()));
        sequencer.parameterBase.set(value("PARAMETER_BASE").slice(0, sequencer.parameterBase.width()));
        sequencer.available.set(activations.available);
        sequencer.popped.set(results.popped);

        Word operand = value("FORMAT").slice(0, 4);
        array.activations.set(activations.data);
        array.weights.set(weights.read(sequencer.weightAddress, sequencer.issue));
        array.format.set(operand);
        array.mode2.set(mode(operand, 2));
        array.mode4.set(mode(operand, 4));
        array.valid.set(next("operands_valid", sequencer.issue));
        array.first.set(next("operands_first", sequencer.first));
    }

    /** Whether the selected operand format has this many lanes; a register unless all have, the format is constant during a job. */
    private Bit mode(Word operand, int lanes) {
        if (architecture.onlyLanes(lanes)) {
            return Bit.of(true);
        }
        List<NumberFormat> formats = architecture.config().formats();
        List<Bit> hits = new ArrayList<>();
        for (int i = 0; i < formats.size(); i++) {
            if (formats.get(i).lanes() == lanes) {
                hits.add(operand.eq(i));
            }
        }
        return next("mode_" + lanes, Bit.anyOf(hits));
    }

    /** From the end of a tile: capture, one row every {@code outputCycles} through the output stages, into the queue. */
    private void drain() {
        int latency = architecture.macLatency();
        Bit capture = delay("capture", sequencer.last, latency).named("capture");
        Word rows = delay("capture_rows", sequencer.tileRows, latency);
        Bit finalTile = delay("capture_final", sequencer.finalTile, latency);
        Word tile = delay("capture_tile", sequencer.parameterAddress, latency);

        Word remaining = reg(rows.width(), 0).named("drain_rows");
        Bit draining = remaining.any().named("draining");
        Bit lastTile = regBit(false).named("drain_final");
        Word phase = architecture.config().outputCycles() == 1 ? null : phase(capture);
        Bit begins = phase == null ? draining : draining.and(phase.isZero());
        Bit step = phase == null ? draining : draining.and(phase.not().isZero()).named("drain_step");
        when(step, () -> remaining.set(remaining.minus(1)));
        when(capture, () -> {
            remaining.set(rows);
            lastTile.set(finalTile);
        });
        array.capture.set(capture);
        array.shift.set(step);

        Bit scaleRead = delay("scale_read", capture, OutputStage.SCALE_DELAY);
        Word scaleTile = delay("scale_tile", tile, OutputStage.SCALE_DELAY);
        Word[] fields = new Word[parameters.length];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = i < 2 ? parameters[i].read(tile, capture) : parameters[i].read(scaleTile, scaleRead);
        }
        List<Word> codes = new ArrayList<>();
        for (int c = 0; c < columns; c++) {
            codes.add(outputStage(c, fields, begins));
        }
        results.pushData.set(Word.catLow(codes));
        results.push.set(delay("push", step, OutputStage.LATENCY));
        results.pushLast.set(delay("push_last", lastTile.and(remaining.eq(1)), OutputStage.LATENCY));
        mAxisResTdata.set(results.tdata);
        mAxisResTlast.set(results.tlast);
        mAxisResTvalid.set(results.tvalid);
        results.tready.set(mAxisResTready);
    }

    /** Counts the cycles of a row in the output stages, from 0. */
    private Word phase(Bit capture) {
        int bits = Sequencer.log2(architecture.config().outputCycles());
        Word phase = reg(bits).named("drain_phase");
        phase.set(phase.plus(1).gate(capture.not()));
        return phase;
    }

    private Word outputStage(int column, Word[] fields, Bit begins) {
        OutputStage stage = child(() -> new OutputStage(architecture));
        stage.setName("output_" + column);
        int at = WORD_BITS * column;
        stage.acc.set(array.accumulators[column]);
        stage.accNar.set(array.nar[column]);
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
        stage.mode2.set(array.mode2);
        stage.mode4.set(array.mode4);
        stage.biasShift.set(value("BIAS_SHIFT").slice(0, 8));
        stage.resultFormat.set(value("FORMAT").slice(8, 4));
        stage.roundAway.set(value("FORMAT").bit(16));
        stage.clipLow.set(value("CLIP").slice(0, WORD_BITS));
        stage.clipHigh.set(value("CLIP").slice(WORD_BITS, WORD_BITS));
        return stage.code;
    }

    private final Word high = reg(32, 0);

    private void count() {
        Word product = next("tile_macs", sequencer.tileRows.times(sequencer.tileColumns));
        Word lanes = next("word_lanes", wordLanes());
        Bit counted = next("counted", sequencer.issue);
        Word useful = next("useful_macs", product.times(lanes));
        Bit countUseful = next("count_useful", counted);
        counter("CYCLES", busy, Word.of(1, 1));
        counter("MACS", countUseful, useful);
        counter("STALL_IN", sequencer.stallIn, Word.of(1, 1));
        counter("STALL_OUT", sequencer.stallOut, Word.of(1, 1));
    }

    /** Elements of the word being issued: all lanes, or those before K in the last word of a sum. */
    private Word wordLanes() {
        Word lanes = Word.mux(array.mode4, Word.of(4, 3), Word.mux(array.mode2, Word.of(2, 3), Word.of(1, 3)));
        Word rest = value("DEPTH").slice(0, 2).minus(1).and(lanes.minus(1).slice(0, 2));
        return Word.mux(sequencer.last, rest.resize(3).plus(1), lanes);
    }

    private void counter(String name, Bit enable, Word increment) {
        Word value = reg(64, 0).named("counter_" + name.toLowerCase(Locale.ROOT));
        when(enable, () -> value.set(value.plus(increment.resize(64))));
        when(written("CONTROL").and(registers.writeData.bit(2)), () -> value.set(Word.of(0, 64)));
        status(name + "_LOW", value.slice(0, 32));
        status(name + "_HIGH", high);
        when(registers.read[registers.index(name + "_LOW")], () -> high.set(value.slice(32, 32)));
    }
}
