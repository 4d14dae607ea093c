// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse.network;

import static io.fluxmill.hw.pulse.PulseArchitecture.FIELD_BITS;
import static io.fluxmill.hw.pulse.PulseArchitecture.ISSUE_WORDS;
import static io.fluxmill.hw.pulse.PulseArchitecture.LAYER_COUNT_BITS;
import static io.fluxmill.hw.pulse.PulseArchitecture.LAYER_WORDS;
import static io.fluxmill.hw.pulse.PulseArchitecture.LOAD_ADDRESS_BITS;
import static io.fluxmill.hw.pulse.PulseArchitecture.MAX_LAYERS;
import static io.fluxmill.hw.pulse.PulseArchitecture.SUM_BITS;

import io.fluxmill.core.program.pulse.PulseMemory;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.pulse.PulseArchitecture;
import io.fluxmill.hw.pulse.PulseConfig;
import java.util.ArrayList;
import java.util.List;

/** The network engine of docs/pulse-engine.md: events in, the last layer's sums out; ports and memory images are there. */
@Contract(
        """
        Network engine: up to 16 convolutional and dense layers; their table and weights are loaded at run time.
        in_valid, in_ready, in_data, in_last: events, a signed element a cycle, input_elements of each (rest dropped).
        out_valid, out_ready, out_data, out_last: the 32-bit sums of the last layer, in order.
        enable 0: drops what is under way; memories and layers, input_elements, round_even change only then.
        load_valid, load_address, load_data: one word into a memory; address 23..20 is 0 for weights, 1 for
        parameters, 2 for the layer table; 19..0 is the 32-bit word.
        running: an event is between its first step and its last result; useful_macs: products of this cycle;
        stall_source, stall_drain: running, and the next step waits for elements, or for room for its sums.
        Path: input_1 -> processor_<p> (sequencer) -> sum_queue -> result_drain -> their memories, or serialiser.
        Reset: as enable 0, then 12 cycles of quiet (13 above 4 multipliers); all memories keep their words.
        """)
public final class NetworkEngine extends Module {
    public final Bit enable = inBit();
    public final Word layers = in(LAYER_COUNT_BITS);
    public final Word inputElements = in(FIELD_BITS);
    public final Bit roundEven = inBit();

    public final Bit loadValid = inBit();
    public final Word loadAddress = in(LOAD_ADDRESS_BITS);
    public final Word loadData = in(32);

    public final Bit inValid = inBit();
    public final Bit inReady = outBit();
    public final Word inData;
    public final Bit inLast = inBit();

    public final Bit outValid = outBit();
    public final Bit outReady = inBit();
    public final Word outData = out(SUM_BITS);
    public final Bit outLast = outBit();

    public final Bit running = outBit();
    public final Word usefulMacs;
    public final Bit stallSource = outBit();
    public final Bit stallDrain = outBit();

    final StepSequencer sequencer;
    final ProcessingElement[] processor;
    final SumQueue sumQueue;
    final DrainSequencer drainSequencer;
    final ResultDrain resultDrain;
    final EventInput input;
    final ResultSerialiser serialiser;
    final Memory[] layerTable = new Memory[LAYER_WORDS];

    private final PulseArchitecture architecture;
    private final int processingElements;
    private final int multipliers;
    /** {@link #enable}, but only after everything of an earlier run has left the pipelines. */
    private final Bit runs;

    public NetworkEngine(PulseArchitecture architecture) {
        this.architecture = architecture;
        PulseConfig config = architecture.config();
        processingElements = config.processingElements();
        multipliers = config.multipliers();
        int rowBits = SUM_BITS * config.arithmeticUnits();
        inData = in(architecture.elementBits());
        usefulMacs = out(architecture.usefulMacsBits());

        sequencer = child(() -> new StepSequencer(architecture));
        sumQueue = child(() -> new SumQueue(processingElements, rowBits));
        drainSequencer = child(() -> new DrainSequencer(architecture));
        resultDrain = child(() -> new ResultDrain(architecture));
        input = child(() -> new EventInput(architecture));
        serialiser = child(() -> new ResultSerialiser(config.arithmeticUnits()));
        processor = new ProcessingElement[processingElements];
        for (int p = 0; p < processingElements; p++) {
            processor[p] = child(() -> new ProcessingElement(architecture));
        }
        runs = afterQuiet();
        tables();
        steps();
        drain();
        input();
        scoreboard();
        load();
        writeBanks();
        status();
    }

    private Bit afterQuiet() {
        int bits = 5;
        int cycles = architecture.resultLatency() + 2;
        Word quiet = reg(bits, cycles).named("quiet");
        when(quiet.any(), () -> quiet.set(quiet.minus(1)));
        when(enable.not(), () -> quiet.set(Word.of(cycles, bits)));
        return enable.and(quiet.isZero());
    }

    private Bit loads(PulseMemory memory) {
        Word select = loadAddress.slice(PulseMemory.WORD_BITS, PulseMemory.SELECT_BITS);
        return loadValid.and(select.eq(memory.select()));
    }

    private void tables() {
        int wordBits = PulseArchitecture.log2(LAYER_WORDS);
        int layerBits = PulseArchitecture.log2(MAX_LAYERS);
        Word layer = loadAddress.slice(wordBits, layerBits).named("load_layer");
        for (int i = 0; i < LAYER_WORDS; i++) {
            layerTable[i] = memory(MAX_LAYERS, 32);
            Bit here = loads(PulseMemory.LAYERS)
                    .and(loadAddress.slice(0, wordBits).eq(i))
                    .named("load_layer_word_" + i);
            layerTable[i].write(layer, loadData, here);
            if (i < ISSUE_WORDS) {
                sequencer.row[i].set(layerTable[i].read(sequencer.fetchLayer, sequencer.fetch));
            } else {
                drainSequencer.row[i - ISSUE_WORDS].set(
                        layerTable[i].read(drainSequencer.fetchLayer, drainSequencer.fetch));
            }
        }
    }

    private void steps() {
        sequencer.enable.set(runs);
        sequencer.layers.set(layers);
        sequencer.inputElements.set(inputElements);
        int cycles = architecture.sumLatency() - 1;
        Bit accumulate = delay("accumulate", sequencer.step, cycles);
        Bit first = delay("first", sequencer.firstStep, cycles);
        Bit push = delay("push", sequencer.step.and(sequencer.lastStep), cycles);
        for (int p = 0; p < processingElements; p++) {
            processor[p].place.set(sequencer.place[p]);
            processor[p].low.set(sequencer.low);
            processor[p].high.set(sequencer.high);
            processor[p].weightAddress.set(sequencer.weightAddress);
            processor[p].read.set(sequencer.step);
            processor[p].accumulate.set(accumulate);
            processor[p].first.set(first);
            sumQueue.sums[p].set(processor[p].sums);
        }
        sumQueue.push.set(push);
        sumQueue.clear.set(runs.not());
    }

    private void drain() {
        drainSequencer.enable.set(runs);
        drainSequencer.layers.set(layers);
        drainSequencer.available.set(sumQueue.available);
        drainSequencer.resultRoom.set(serialiser.room);
        sumQueue.pop.set(drainSequencer.pop);
        sumQueue.element.set(drainSequencer.element);
        sequencer.tilePopped.set(drainSequencer.pop);

        resultDrain.drain.set(drainSequencer.drain);
        resultDrain.sums.set(sumQueue.selected);
        resultDrain.parameterRow.set(drainSequencer.parameterRow);
        resultDrain.place.set(drainSequencer.place);
        resultDrain.elements.set(drainSequencer.elements);
        resultDrain.layerEnd.set(drainSequencer.layerEnd);
        resultDrain.finalLayer.set(drainSequencer.finalLayer);
        resultDrain.relu.set(drainSequencer.relu);
        resultDrain.roundEven.set(roundEven);

        serialiser.clear.set(runs.not());
        serialiser.coming.set(resultDrain.resultValid);
        serialiser.push.set(resultDrain.resultValid);
        serialiser.sums.set(resultDrain.resultSums);
        serialiser.count.set(resultDrain.resultCount);
        serialiser.last.set(resultDrain.resultLast);
        outValid.set(serialiser.outValid);
        outData.set(serialiser.outData);
        outLast.set(serialiser.outLast);
        serialiser.outReady.set(outReady);
    }

    private void input() {
        input.enable.set(runs);
        input.inputElements.set(inputElements);
        input.inValid.set(inValid);
        input.inData.set(inData);
        input.inLast.set(inLast);
        input.writing.set(resultDrain.write);
        input.free0.set(sequencer.free0);
        input.free1.set(sequencer.free1);
        inReady.set(input.inReady);
        sequencer.fillBuffer.set(input.filling);
        sequencer.fillPlace.set(input.place);
        sequencer.full0.set(input.full0);
        sequencer.full1.set(input.full1);
    }

    /** Elements of the layer being written: all places before {@code written_place} can be read. */
    private void scoreboard() {
        int bits = architecture.addressBits() + 1;
        Word writtenPlace = reg(bits).named("written_place");
        Bit written = regBit(false).named("written");
        when(resultDrain.write, () -> {
            writtenPlace.set(resultDrain.writePlace.resize(bits).plus(resultDrain.writeElements.resize(bits)));
            written.set(Bit.of(true));
        });
        when(resultDrain.layerWritten.or(runs.not()), () -> written.set(Bit.of(false)));
        sequencer.writtenPlace.set(writtenPlace);
        sequencer.written.set(written);
        sequencer.layerWritten.set(resultDrain.layerWritten);
    }

    private void load() {
        int partBits = PulseArchitecture.log2(architecture.weightParts());
        int elementBits = PulseArchitecture.log2(processingElements);
        int wordBits = PulseArchitecture.log2(architecture.config().weightWords());
        for (int p = 0; p < processingElements; p++) {
            Bit here = loads(PulseMemory.WEIGHTS);
            if (elementBits > 0) {
                here = here.and(loadAddress.slice(partBits, elementBits).eq(p));
            }
            processor[p].loadValid.set(here);
            processor[p].loadPart.set(partBits == 0 ? Word.of(0, 1) : loadAddress.slice(0, partBits));
            processor[p].loadWord.set(loadAddress.slice(partBits + elementBits, wordBits));
            processor[p].loadData.set(loadData);
        }
        resultDrain.loadValid.set(loads(PulseMemory.PARAMETERS));
        resultDrain.loadWord.set(loadAddress.slice(0, PulseMemory.WORD_BITS));
        resultDrain.loadData.set(loadData);
    }

    /** Writes results for consecutive places, which are in different banks, or a row of an event, into every copy. */
    private void writeBanks() {
        int laneBits = PulseArchitecture.log2(multipliers);
        int rowBits = PulseArchitecture.log2(architecture.bankRows());
        int units = architecture.config().arithmeticUnits();
        Word first = resultDrain.writePlace.slice(0, laneBits).named("result_bank");
        Word row = resultDrain.writePlace.slice(laneBits, rowBits).named("result_row");
        Word count = resultDrain.writeElements.resize(laneBits + 1);
        List<Word> enables = new ArrayList<>();
        for (int i = 0; i < multipliers; i++) {
            enables.add(count.greaterOrEqual(i + 1L).asWord().named("result_there_" + i));
        }
        Word resultBanks = Word.catLow(Lanes.rotateUp("bank_enable", enables, first));
        Word banks = Word.mux(resultDrain.write, resultBanks, input.writeBanks).named("write_banks");
        List<Word> results = Lanes.rotateUp("result_data", List.of(resultDrain.writeData), first);
        for (int b = 0; b < multipliers; b++) {
            Word data = Word.mux(resultDrain.write, results.get(b % units), input.writeData[b])
                    .named("write_data_" + b);
            Word bankRow = Word.mux(resultDrain.write, Lanes.bankRow("result_row", row, first, b), input.writeRow)
                    .named("write_row_" + b);
            for (int p = 0; p < processingElements; p++) {
                processor[p].writeData[b].set(data);
                processor[p].writeRow[b].set(bankRow);
            }
        }
        for (int p = 0; p < processingElements; p++) {
            processor[p].writeBanks.set(banks);
        }
    }

    private void status() {
        Word inside = reg(3, 0).named("events_inside");
        Bit ends = serialiser.outValid.and(outReady).and(serialiser.outLast).named("event_leaves");
        Word started = inside.plus(sequencer.eventStarts.extend(3)).named("inside_with_start");
        inside.set(started.minus(ends.extend(3)));
        when(runs.not(), () -> inside.set(Word.of(0, 3)));
        Bit busy = inside.any().named("busy");
        running.set(busy);
        usefulMacs.set(drainSequencer.usefulMacs);
        stallSource.set(busy.and(sequencer.waitsForSource));
        stallDrain.set(busy.and(sequencer.waitsForDrain));
    }
}
