// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static io.fluxmill.hw.mac.MacArchitecture.WORD_BITS;

import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.mac.unit.PairForm;
import io.fluxmill.hw.parts.AxiLiteTop;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The matrix co-processor: registers, buffers, sequencer, array, output stages, result queue. docs/mac-engine.md is its contract.
 *
 * <pre>
 *  s_axi ─▶ registers ─▶ sequencer ──addresses──┐
 *  s_axis_act ─▶ activation buffer (2 halves) ──┼─▶ MAC array ─▶ drain ─▶ output stages ─▶ result queue ─▶ m_axis_res
 *  s_axis_wgt ─▶ weight buffer, parameters ─────┘                             ▲ parameters
 * </pre>
 */
@Contract(
        """
        Matrix co-processor: result[m][n] = rescale(sum over k of activation[m][k] * weight[n][k]); sums are exact.
        Registers: AXI4-Lite slave s_axi, 32 bits, described in the .md file of the design. irq: level, done and
        enabled. Streams (AXI4-Stream, 16 bits for each row or column of the array, lowest first):
          s_axis_act: activations, for each tile of rows the words of its sums; ready only while a job runs;
          s_axis_wgt: weights, or parameters of the output stages; ready only while a load runs;
          m_axis_res: result codes, a beat for each row of a tile; tlast on the last beat of a job.
        Use: load weights and parameters, write the layer's registers, CONTROL.start, stream, wait for STATUS.done.
        reset is synchronous: it ends job and load and sets the registers to their reset values; buffers keep their
        words.
        """)
public final class MatrixCoprocessor extends AxiLiteTop {
    final AxiStream activationStream;
    final AxiStream weightStream;
    final AxiStream resultStream;
    final Bit irq;

    final ActivationBuffer activations;
    final WeightLoader loader;
    final Sequencer sequencer;
    final MacArray array;
    final ResultQueue results;
    final Memory weights;
    final Memory[] parameters;

    private final MacArchitecture architecture;
    private final int columns;

    public MatrixCoprocessor(MacArchitecture architecture) {
        super(MacRegisters.of(architecture), MacRegisters.ADDRESS_BITS);
        this.architecture = architecture;
        MacConfig config = architecture.config();
        columns = config.columns();
        activationStream = streamIn("s_axis_act", WORD_BITS * config.rows());
        weightStream = streamIn("s_axis_wgt", WORD_BITS * columns);
        resultStream = streamOut("m_axis_res", WORD_BITS * columns, true);
        irq = interruptOut("irq");
        int rowBits = bits("ROWS", "rows");
        activations = child(() -> new ActivationBuffer(architecture, rowBits));
        loader = child(() -> new WeightLoader(
                config.weightWords(),
                config.parameterTiles(),
                architecture.parameterBeats(),
                Math.max(bits("LOAD_ADDRESS", "address"), bits("LOAD_BEATS", "beats"))));
        parameters = new Memory[architecture.parameterBeats()];
        int wordBits = Sequencer.log2(config.activationWords());
        sequencer = child(() -> new Sequencer(
                architecture,
                rowBits,
                bits("COLUMNS", "columns"),
                Sequencer.log2(config.weightWords()),
                Sequencer.log2(config.parameterTiles()),
                wordBits));
        array = child(() -> new MacArray(architecture));
        results = child(() -> new ResultQueue(architecture.resultBeats(), WORD_BITS * columns));
        weights = memory(config.weightWords(), WORD_BITS * columns);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = memory(config.parameterTiles(), WORD_BITS * columns);
        }
        Bit start = control();
        loader.connect(registers, weightStream, weights, parameters, busy);
        issue(start, wordBits);
        results(start);
        count();
    }

    /** Bits of a field. */
    private int bits(String register, String field) {
        return registers.register(register).field(field).widthBits();
    }

    private final Bit busy = regBit(false);
    private final Bit done = regBit(false);
    private final Bit error = regBit(false);

    /** Two cycles after the registers, of which the last before CONTROL was written earlier. */
    private Bit jobRulesHold() {
        JobRules rules = new JobRules(architecture, registers);
        return next("job_rules_hold", rules.hold(next("parameter_end", rules.parameterEnd())));
    }

    /** STATUS and the start of a job; the result is the start pulse. */
    private Bit control() {
        Bit request = registers.command("CONTROL", "start").named("start_request");
        Bit start = request.and(busy.not())
                .and(loader.loading.not())
                .and(jobRulesHold())
                .named("start");
        when(registers.command("STATUS", "done"), () -> done.set(Bit.of(false)));
        when(registers.command("STATUS", "error"), () -> error.set(Bit.of(false)));
        when(results.ended, () -> {
            busy.set(Bit.of(false));
            done.set(Bit.of(true));
        });
        when(start, () -> busy.set(Bit.of(true)));
        registers.lock.set(busy);
        Bit refused = request.and(start.not())
                .or(loader.refused)
                .or(registers.lockedWrite)
                .or(sequencer.overrun)
                .named("refused");
        when(refused, () -> error.set(Bit.of(true)));
        irq.set(done.and(registers.flag("CONTROL", "interrupt_enable")));
        registers.show(
                "STATUS",
                Map.of(
                        "busy",
                        busy.asWord(),
                        "done",
                        done.asWord(),
                        "loading",
                        loader.loading.asWord(),
                        "error",
                        error.asWord()));
        return start;
    }

    private void issue(Bit start, int wordBits) {
        Word lastWord = next(
                "last_word",
                registers
                        .value("DEPTH_WORDS")
                        .minus(1)
                        .named("depth_words_less_1")
                        .slice(0, wordBits));
        activations.tdata.set(activationStream.data);
        activations.tvalid.set(activationStream.valid);
        activationStream.ready.set(activations.tready);
        activations.start.set(start);
        activations.rows.set(registers.field("ROWS", "rows"));
        activations.lastWord.set(lastWord);
        activations.readAddress.set(sequencer.activationAddress);
        activations.readEnable.set(sequencer.issue);
        activations.tileDone.set(sequencer.tileDone);
        sequencer.start.set(start);
        sequencer.rows.set(registers.field("ROWS", "rows"));
        sequencer.columns.set(registers.field("COLUMNS", "columns"));
        sequencer.lastWord.set(lastWord);
        sequencer.weightBase.set(registers.field("WEIGHT_BASE", "word", sequencer.weightBase.width()));
        sequencer.parameterBase.set(registers.field("PARAMETER_BASE", "tile", sequencer.parameterBase.width()));
        sequencer.available.set(activations.available);
        sequencer.popped.set(results.popped);

        Word operand = registers.field("FORMAT", "operand");
        int latency = architecture.memoryLatency();
        array.activations.set(delay("activation_words", activations.data, latency - 1));
        array.weights.set(delay("weight_words", weights.read(sequencer.weightAddress, sequencer.issue), latency - 1));
        array.format.set(operand);
        array.valid.set(delay("operands_valid", sequencer.issue, latency));
        array.setGates(sequencer, latency);
        if (array.weightPart != null) {
            sequencer.lastPart.set(lastPart());
            array.weightPart.set(delay("weight_part", sequencer.weightPart, latency));
        }
    }

    /** Words of activations to a word of weights of the selected operand formats, less one. */
    private Word lastPart() {
        Word last = Word.of(0, 2);
        for (int words : new int[] {2, 4}) {
            last = Word.mux(
                    selects("parts_" + words, form -> form.formats().wordsPerWeightWord() == words),
                    Word.of(words - 1L, 2),
                    last);
        }
        return last;
    }

    /** Whether the selected operand formats are of a kind; a register unless all or none are, because the formats are constant during a job. */
    private Bit selects(String name, Predicate<PairForm> kind) {
        List<PairForm> all = architecture.unit().forms();
        List<PairForm> some = all.stream().filter(kind).toList();
        if (some.isEmpty() || some.size() == all.size()) {
            return Bit.of(!some.isEmpty());
        }
        Word operand = registers.field("FORMAT", "operand");
        return next(
                name,
                Bit.anyOf(some.stream().map(form -> operand.eq(form.index())).toList()));
    }

    private Bit mode(int lanes) {
        return selects("mode_" + lanes, form -> form.lanes() == lanes);
    }

    private void results(Bit start) {
        OutputPath.Tile tile = new OutputPath.Tile(
                sequencer.last, sequencer.tileRows, sequencer.finalTile, sequencer.parameterAddress);
        OutputPath output = new OutputPath(
                architecture,
                array,
                OutputPath.Sums.of(array),
                parameters,
                LayerFields.of(architecture, registers),
                tile,
                start);
        results.pushData.set(Word.catLow(output.codes));
        results.push.set(output.push);
        results.pushLast.set(output.pushLast);
        resultStream.data.set(results.tdata);
        resultStream.last.set(results.tlast);
        resultStream.valid.set(results.tvalid);
        results.tready.set(resultStream.ready);
    }

    private void count() {
        Bit clear = registers.command("CONTROL", "clear_counters").named("clear_counters");
        if (architecture.config().registers() == MacConfig.Registers.SHORT) {
            Word cycles = reg(32, 0).named("counter_cycles");
            when(busy, () -> cycles.set(cycles.plus(1)));
            when(clear, () -> cycles.set(Word.of(0, 32)));
            registers.show("CYCLES_LOW", cycles);
            return;
        }
        Word product = next("tile_macs", byLogic("tile_macs", sequencer.tileRows, sequencer.tileColumns));
        Word lanes = next("word_lanes", wordLanes());
        Bit counted = next("counted", sequencer.issue);
        Word useful = next("useful_macs", byLogic("useful_macs", product, lanes));
        Bit countUseful = next("count_useful", counted);
        registers.counter("CYCLES", busy, Word.of(1, 1), clear);
        registers.counter("MACS", countUseful, useful, clear);
        registers.counter("STALL_IN", sequencer.stallIn, Word.of(1, 1), clear);
        registers.counter("STALL_OUT", sequencer.stallOut, Word.of(1, 1), clear);
    }

    /** A product of short words, for which synthesis takes no DSP block, which may be far away. */
    private static Word byLogic(String name, Word a, Word b) {
        int bits = a.width() + b.width();
        Word sum = a.gate(b.bit(0)).resize(bits);
        for (int i = 1; i < b.width(); i++) {
            sum = sum.plus(a.gate(b.bit(i)).padLow(i).resize(bits)).named(name + "_rows_" + i);
        }
        return sum;
    }

    /** Elements of the word being issued: all lanes, or those before K in the last word of a sum. */
    private Word wordLanes() {
        Bit two = mode(2);
        Word lanes = Word.mux(mode(4), Word.of(4, 3), Word.mux(two, Word.of(2, 3), Word.of(1, 3)))
                .named("lanes");
        Word mask = lanes.minus(1).named("lanes_less_1").slice(0, 2);
        Word rest = registers
                .field("DEPTH", "depth", 2)
                .minus(1)
                .named("depth_less_1")
                .and(mask);
        return Word.mux(sequencer.last, rest.resize(3).plus(1).named("lanes_of_last"), lanes);
    }
}
