// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import static io.fluxmill.core.program.mac.network.DescriptorField.*;
import static io.fluxmill.hw.mac.MacArchitecture.WORD_BITS;
import static io.fluxmill.hw.mac.network.NetworkShape.COORDINATE_BITS;

import io.fluxmill.core.program.mac.network.DescriptorField;
import io.fluxmill.core.program.mac.network.LayerKind;
import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.mac.LayerFields;
import io.fluxmill.hw.mac.MacArray;
import io.fluxmill.hw.mac.OutputPath;
import io.fluxmill.hw.mac.ResultQueue;
import io.fluxmill.hw.mac.WeightLoader;
import io.fluxmill.hw.parts.AxiLiteTop;
import java.util.Map;

/**
 * The network processor: program, maps, weights, parameters, array, output stages. docs/network-processor.md is its contract.
 *
 * <pre>
 *  s_axi ─▶ registers ─▶ descriptor ─▶ sequencer, window, positions ──addresses─┐
 *  s_axis_act ─▶ splitter ─┐                                                    ▼
 *                          ├─▶ writer ─▶ map banks ─▶ MAC array ─▶ output stages ─▶ queue ─▶ m_axis_res
 *                          │      ▲                      ▲               │
 *  s_axis_wgt ─▶ weights, parameters ────────────────────┘               │
 *                                 └──────────────────────────────────────┘
 * </pre>
 */
@Contract(
        """
        Network processor: runs the layers of a program one after the other from one start; maps stay in its memory.
        Registers: AXI4-Lite slave s_axi, 32 bits, described in the .md file of the design. irq: level, done and
        enabled. Streams (AXI4-Stream, 16 bits for each row or column of the array, lowest first):
          s_axis_act: words of input maps; ready only while a layer takes them;
          s_axis_wgt: weights, or parameters of the output stages; ready only while a load runs;
          m_axis_res: words of output maps, a word for each row of the array; tlast on the last beat of a map.
        Use: load weights, parameters and the program, CONTROL.start, stream, wait for STATUS.done.
        reset is synchronous: it ends network and load and sets the registers to their reset values; memories keep their
        words.
        """)
public final class NetworkProcessor extends AxiLiteTop {
    final AxiStream inputStream;
    final AxiStream weightStream;
    final AxiStream resultStream;
    final Bit irq;

    final WeightLoader loader;
    final DescriptorReader reader;
    final LayerSequencer sequencer;
    final WindowCounter counter;
    final RowPosition[] positions;
    final WindowAddress[] addresses;
    final MapBanks maps;
    final MacArray array;
    final BeatSplitter splitter;
    final PixelPacker packer;
    final InputWriter inputWriter;
    final ResultWriter writer;
    final ResultQueue results;
    /** Null without tables of terms. */
    final TermPath terms;

    final Memory weights;
    final Memory[] parameters;

    private final NetworkShape shape;

    NetworkProcessor(NetworkShape shape) {
        super(NetworkRegisters.of(shape), NetworkRegisters.ADDRESS_BITS);
        this.shape = shape;
        inputStream = streamIn("s_axis_act", WORD_BITS * shape.rows);
        weightStream = streamIn("s_axis_wgt", WORD_BITS * shape.columns);
        resultStream = streamOut("m_axis_res", WORD_BITS * shape.columns, true);
        irq = interruptOut("irq");
        int weightWords = shape.config.engine().weightWords();
        int tiles = shape.config.engine().parameterTiles();
        loader = child(() -> new WeightLoader(
                weightWords,
                tiles,
                shape.engine.parameterBeats(),
                registers.field("LOAD_ADDRESS", "address").width()));
        reader = child(() -> new DescriptorReader(shape));
        sequencer = child(() -> new LayerSequencer(shape));
        counter = child(() -> new WindowCounter(shape));
        positions = new RowPosition[shape.rows];
        addresses = new WindowAddress[shape.rows];
        for (int r = 0; r < shape.rows; r++) {
            positions[r] = child(() -> new RowPosition(shape));
            positions[r].setName("position_" + r);
            addresses[r] = child(() -> new WindowAddress(shape));
            addresses[r].setName("address_" + r);
        }
        maps = child(() -> new MapBanks(shape));
        array = child(() -> new MacArray(shape.engine, shape.depthwise));
        splitter = child(() -> new BeatSplitter(shape));
        packer = child(() -> new PixelPacker(shape));
        inputWriter = child(() -> new InputWriter(shape));
        writer = child(() -> new ResultWriter(shape));
        results = child(() -> new ResultQueue(shape.engine.resultBeats(), WORD_BITS * shape.columns));
        terms = shape.config.termTables() > 0 ? new TermPath(shape, child(() -> new TermAdder(shape))) : null;
        weights = memory(weightWords, WORD_BITS * shape.columns).named("weight_words");
        parameters = new Memory[shape.engine.parameterBeats()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = memory(tiles, WORD_BITS * shape.columns).named("parameter_words_" + i);
        }
        loader.connect(registers, weightStream, weights, parameters, busy);
        program();
        if (terms != null) {
            terms.write(registers, busy);
        }
        Bit begins = reader.ready.and(busy).named("layer_begins");
        Bit isInput = is(LayerKind.INPUT).or(is(LayerKind.PACKED_INPUT)).named("is_input");
        InputPath input = new InputPath(
                shape, reader, begins.and(isInput).named("input_begins"), inputStream, splitter, packer, inputWriter);
        input.write(maps);
        control(
                begins,
                Bit.mux(isInput, input.handsOver, input.idle.and(layerDone(begins)))
                        .named("layer_done"));
        sequencer.nextIsThere.set(input.isThere(positions[0].following));
        sequencer.inputPending.set(input.idle.not());
        fetch(begins);
        output(begins);
        count();
    }

    private final Bit busy = regBit(false).named("busy");
    private final Bit executing = regBit(false).named("executing");
    private final Bit done = regBit(false).named("done");
    private final Bit error = regBit(false).named("error");

    private Bit flag(DescriptorField field) {
        return reader.field(field).bit(0);
    }

    private Bit is(LayerKind kind) {
        return reader.field(KIND).eq(kind.ordinal());
    }

    /** Writes of the program memory. */
    private void program() {
        Word pointer = reg(reader.writeAddress.width()).named("program_pointer");
        Bit write = registers.written("PROGRAM_DATA").and(busy.not()).named("program_write");
        when(write, () -> pointer.set(pointer.plus(1)));
        Bit moves = registers.written("PROGRAM_ADDRESS");
        Word target = registers.writtenField("PROGRAM_ADDRESS", "word");
        when(moves, () -> pointer.set(target));
        reader.write.set(write);
        reader.inspect.set(busy.not());
        // A host that has the answer to its write reads the new word.
        reader.shownAddress.set(Word.mux(moves, target, pointer));
        registers.show("PROGRAM_WORD", reader.shown);
        reader.writeAddress.set(pointer);
        reader.writeData.set(registers.written());
    }

    /** A memory of the host's is written. */
    private Bit writesMemory() {
        Bit program = registers.written("PROGRAM_DATA");
        return terms == null ? program : program.or(registers.written("TERM_DATA"));
    }

    /** All words of the layer's results are in the maps, or in the result queue; not of a layer of the input. */
    private Bit layerDone(Bit begins) {
        Bit copies = delay("copied", sequencer.finalTile, shape.fetchLatency());
        Bit copied = regBit(false).named("has_copied");
        when(copies, () -> copied.set(Bit.of(true)));
        when(begins, () -> copied.set(Bit.of(false)));
        return Bit.mux(is(LayerKind.OUTPUT), copies.or(copied), writer.done);
    }

    /**
     * STATUS and what runs when.
     *
     * @param begins pulse with which a layer begins
     * @param layerDone the layer has ended
     */
    private void control(Bit begins, Bit layerDone) {
        Bit request = registers.command("CONTROL", "start").named("start_request");
        Bit start = request.and(busy.not()).and(loader.loading.not()).named("start");
        Bit ends = executing.and(layerDone).named("layer_ends");
        Bit isLast = flag(LAST);
        Bit draining = regBit(false).named("waits_for_queue");
        Bit sends = ends.and(isLast).and(is(LayerKind.OUTPUT)).named("last_layer_sends");
        Bit finished = ends.and(isLast)
                .and(sends.not())
                .or(draining.and(results.ended))
                .named("finished");
        reader.rewind.set(start);
        reader.first.set(registers.field("PROGRAM", "word"));
        reader.fetch.set(next("started", start).or(ends.and(isLast.not())));
        when(registers.command("STATUS", "done"), () -> done.set(Bit.of(false)));
        when(registers.command("STATUS", "error"), () -> error.set(Bit.of(false)));
        Word runCycles = reg(32).named("cycles_of_run");
        runCycles.set(runCycles.plus(1));
        when(busy.not(), () -> runCycles.set(Word.of(0, 32)));
        reader.ended.set(ends);
        reader.cycles.set(runCycles);
        when(ends, () -> executing.set(Bit.of(false)));
        when(sends, () -> draining.set(Bit.of(true)));
        when(begins, () -> executing.set(Bit.of(true)));
        when(finished, () -> {
            busy.set(Bit.of(false));
            done.set(Bit.of(true));
            draining.set(Bit.of(false));
        });
        when(start, () -> busy.set(Bit.of(true)));
        registers.lock.set(busy);
        Bit refused = request.and(start.not())
                .or(loader.refused)
                .or(registers.lockedWrite)
                .or(writesMemory().and(busy))
                .named("refused");
        when(refused, () -> error.set(Bit.of(true)));
        irq.set(done.and(registers.flag("CONTROL", "interrupt_enable")));
        registers.show(
                "STATUS",
                Map.of(
                        "busy", busy.asWord(),
                        "done", done.asWord(),
                        "loading", loader.loading.asWord(),
                        "error", error.asWord()));
    }

    /** From the layer's descriptor to operands at the array. */
    private void fetch(Bit begins) {
        sequencer.start.set(
                begins.and(is(LayerKind.MATRIX).or(is(LayerKind.OUTPUT)).or(is(LayerKind.TERMS)))
                        .named("reading_begins"));
        sequencer.rows.set(reader.field(ROWS));
        sequencer.rowsOfTile.set(reader.field(TILE_ROWS));
        sequencer.lastColumnTile.set(reader.field(LAST_COLUMN_TILE));
        sequencer.weights.set(reader.field(WEIGHTS, sequencer.weights.width()));
        sequencer.parameters.set(reader.field(PARAMETERS, sequencer.parameters.width()));
        sequencer.atLast.set(counter.atLast);
        sequencer.copies.set(is(LayerKind.OUTPUT));
        sequencer.popped.set(results.popped);

        counter.start.set(begins);
        counter.step.set(sequencer.issue);
        counter.nextColumns.set(sequencer.nextColumns);
        counter.tileStep.set(reader.field(TILE_STEP));
        counter.terms.set(terms == null ? Bit.of(false) : is(LayerKind.TERMS));
        counter.rightBase.set(reader.field(PAD, shape.addressBits));
        counter.depthwise.set(flag(DescriptorField.DEPTHWISE));
        counter.lastX.set(reader.field(LAST_KERNEL_X));
        counter.lastY.set(reader.field(LAST_KERNEL_Y));
        counter.lastWord.set(reader.field(LAST_WORD));
        counter.firstWord.set(reader.field(INPUT_FIRST_WORD));
        counter.dilationX.set(reader.field(DILATION_X));
        counter.dilationY.set(reader.field(DILATION_Y));
        counter.rowStep.set(reader.field(KERNEL_ROW_STEP, shape.positionBits));
        counter.base.set(reader.field(INPUT_BASE, shape.addressBits));
        counter.planeSize.set(reader.field(INPUT_PLANE, shape.addressBits));

        for (int r = 0; r < shape.rows; r++) {
            position(positions[r], r);
            WindowAddress address = addresses[r];
            address.x.set(positions[r].x);
            address.y.set(positions[r].y);
            address.linear.set(positions[r].linear);
            address.offsetX.set(counter.offsetX);
            address.offsetY.set(counter.offsetY);
            address.offset.set(counter.offset);
            address.plane.set(counter.plane);
            address.width.set(reader.field(WIDTH, COORDINATE_BITS));
            address.height.set(reader.field(HEIGHT, COORDINATE_BITS));
            address.paired.set(flag(INPUT_PAIRED));
            maps.bank[r].set(address.bank);
            maps.address[r].set(address.address);
            maps.inside[r].set(address.isInside);
        }
        maps.word.set(delay("word_in_bank", counter.word, 2));
        maps.pad.set(reader.field(PAD));

        int memory = shape.engine.memoryLatency();
        int lead = shape.fetchLatency() - memory;
        Word weightAddress = delay("weight_address", sequencer.weightAddress, lead);
        Bit weightRead = delay("weight_read", sequencer.issue, lead);
        if (shape.depthwise) {
            maps.format.set(reader.field(OPERAND));
            maps.depthwise.set(flag(DescriptorField.DEPTHWISE));
            maps.half.set(delay("half_of_word", counter.half, 2));
        }
        if (terms != null) {
            terms.add(reader, sequencer, counter, maps, is(LayerKind.TERMS));
        }
        array.activations.set(shape.depthwise ? maps.own : maps.words);
        array.weights.set(delay("weights_read", weights.read(weightAddress, weightRead), memory - 1));
        array.format.set(reader.field(OPERAND));
        Bit computes = is(LayerKind.MATRIX);
        array.valid.set(delay("operands_valid", sequencer.issue.and(computes), shape.fetchLatency()));
    }

    private void position(RowPosition position, int row) {
        position.restart.set(sequencer.start);
        position.advance.set(sequencer.advance);
        position.firstX.set(reader.x[row]);
        position.firstY.set(reader.y[row]);
        position.firstLinear.set(reader.linear[row]);
        position.advanceX.set(reader.field(ADVANCE_X, COORDINATE_BITS));
        position.limitX.set(reader.limitX[row]);
        position.spanX.set(reader.field(SPAN_X, COORDINATE_BITS));
        position.stepY.set(reader.field(STEP_Y, COORDINATE_BITS));
        position.advanceY.set(reader.field(ADVANCE_Y, COORDINATE_BITS));
        position.limitY.set(reader.limitY[row]);
        position.spanY.set(reader.field(SPAN_Y, COORDINATE_BITS));
        position.advanceL.set(reader.field(ADVANCE_L, shape.positionBits));
        position.carryL.set(reader.field(CARRY_L, shape.positionBits));
        position.overL.set(reader.field(OVER_L, shape.positionBits));
    }

    /** From the array's sums to maps and the result stream, and the input's words to maps. */
    private void output(Bit begins) {
        int lead = shape.fetchLatency() - shape.engine.memoryLatency();
        boolean inference = shape.engine.isForInference();
        LayerFields layer = new LayerFields(
                reader.field(RESULT),
                inference ? reader.field(ROUND) : reader.field(ROUND, 1),
                reader.field(BIAS_SHIFT),
                reader.field(CLIP_LOW),
                reader.field(CLIP_HIGH),
                inference ? reader.field(OUTPUT_ZERO) : null);
        Bit last = sequencer.last.and(is(LayerKind.MATRIX)).named("tile_of_matrix");
        OutputPath.Sums products = OutputPath.Sums.of(array);
        OutputPath.Sums sums = terms == null
                ? products
                : terms.sums(products, is(LayerKind.TERMS).named("adds_terms"));
        OutputPath.Tile tile = new OutputPath.Tile(
                delay("tile_last", terms == null ? last : terms.tileEnd(last, sequencer, is(LayerKind.TERMS)), lead),
                delay("rows_of_tile", sequencer.tileRows, lead),
                delay("tile_final", sequencer.isFinal, lead),
                delay("tile_parameters", sequencer.parameterAddress, lead));
        OutputPath output = new OutputPath(shape.engine, array, sums, parameters, layer, tile, begins);

        writer.start.set(begins);
        writer.push.set(output.push);
        writer.tileEnd.set(output.tileEnds());
        writer.last.set(output.pushLast);
        for (int c = 0; c < shape.columns; c++) {
            writer.codes[c].set(output.codes.get(c));
        }
        writer.format.set(reader.field(RESULT));
        writer.window.set(reader.field(WINDOW));
        writer.lastColumnTile.set(reader.field(LAST_COLUMN_TILE));
        writer.paired.set(flag(OUTPUT_PAIRED));
        writer.base.set(reader.field(OUTPUT_BASE, shape.addressBits));
        writer.planeSize.set(reader.field(OUTPUT_PLANE, shape.addressBits));
        writer.firstWord.set(reader.field(FIRST_WORD));
        writer.lastX.set(reader.field(LAST_OUTPUT_X));
        writer.lastY.set(reader.field(LAST_OUTPUT_Y));
        writer.rowSkip.set(reader.field(ROW_SKIP, shape.positionBits));
        writer.imageSkip.set(reader.field(IMAGE_SKIP, shape.positionBits));
        maps.writeEnable.set(writer.writeEnable);
        maps.writeBank.set(writer.writeBank);
        maps.writeAddress.set(writer.writeAddress);
        maps.writeData.set(writer.writeData);
        maps.writeMask.set(writer.writeMask);

        Bit copies = is(LayerKind.OUTPUT);
        results.pushData.set(maps.words.resize(WORD_BITS * shape.columns));
        results.push.set(delay("copy", sequencer.issue.and(copies), shape.fetchLatency()));
        results.pushLast.set(delay("copy_last", sequencer.finalTile, shape.fetchLatency()));
        resultStream.data.set(results.tdata);
        resultStream.last.set(results.tlast);
        resultStream.valid.set(results.tvalid);
        results.tready.set(resultStream.ready);
    }

    private void count() {
        Bit clear = registers.command("CONTROL", "clear_counters").named("clear_counters");
        registers.counter("CYCLES", busy, Word.of(1, 1), clear);
        registers.counter("WORDS", sequencer.issue, Word.of(1, 1), clear);
        registers.counter("STALLS", sequencer.stalls, Word.of(1, 1), clear);
    }
}
