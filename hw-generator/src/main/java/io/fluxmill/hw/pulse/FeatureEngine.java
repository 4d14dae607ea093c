// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import static io.fluxmill.hw.pulse.EventLayout.GAIN_INDEX_BITS;

import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.core.program.pulse.PulseMemory;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.RegisterFields;
import io.fluxmill.hw.pulse.network.NetworkEngine;
import java.util.List;
import java.util.Locale;

/**
 * Serves a group of channels: reader, network engine, classical chain, packetiser. Features that the configuration does not have are null; their
 * ports exist but do nothing.
 */
@Contract(
        """
        All that serves a group of channels: event reader, network engine, classical chain, packetiser.
        set_*: the registers of the same names, unchanged while active. active: samples are taken or events under way.
        load_valid, load_address, load_data: one word into a memory; address 23..20 chooses the memory (0 weights,
        1 parameters, 2 layer table, 3 gains, 4 and 5 filter coefficients a and b), 19..0 the 32-bit word.
        available_<c>, records_<c>, samples_<c>, done_<c>, read_position, read_enable: events of the front ends.
        out_valid, out_ready, out_data, out_last: packets, one an event, one word a cycle.
        idle: no event inside. mismatch: pulse, the network had another number of outputs than set_network_outputs.
        running, useful_macs, stall_source, stall_drain: for the counters, of this cycle.
        Reset: no event inside; memories keep their words.
        """)
final class FeatureEngine extends Module implements RegisterFields {
    /** Registers that are ports of an engine. */
    static final List<String> SETTINGS = List.of(
            "FEATURES",
            "MODE",
            "WINDOW",
            "PRETRIGGER",
            "GAIN",
            "GAIN_SHIFT",
            "LAYERS",
            "NETWORK_SAMPLES",
            "NETWORK_OUTPUTS",
            "POLE",
            "RISE",
            "FLAT",
            "PICK",
            "FRACTION",
            "DELAY",
            "CFD_ARM",
            "BANK_ORIGIN",
            "BANK_SHIFT",
            "FILTER_START",
            "FILTER_LENGTH",
            "FILTER_SHIFT");

    final Word[] settings = new Word[SETTINGS.size()];
    /** Samples are taken or events are under way. */
    final Bit active = inBit();

    final Bit loadValid = inBit();
    final Word loadAddress = in(PulseArchitecture.LOAD_ADDRESS_BITS);
    final Word loadData = in(32);

    final Bit[] available;
    final Word[] records;
    final Word[] samples;
    final Bit[] done;
    final Word readPosition;
    final Bit readEnable = outBit();

    final Word outData = out(32);
    final Bit outLast = outBit();
    final Bit outValid = outBit();
    final Bit outReady = inBit();
    final Bit idle = outBit();
    final Bit mismatch = outBit();

    final Bit running = outBit();
    final Word usefulMacs;
    final Bit stallSource = outBit();
    final Bit stallDrain = outBit();

    final EventReader reader;
    final EventQueue headers;
    final Packetiser packetiser;
    final NetworkEngine network;
    final ClassicalChain classical;

    private final RegisterMap map;
    private final PulseConfig config;
    private final EventLayout layout;

    FeatureEngine(PulseArchitecture architecture, RegisterMap map, int firstChannel) {
        this.map = map;
        config = architecture.config();
        layout = new EventLayout(config);
        for (int i = 0; i < settings.length; i++) {
            settings[i] = in(32).named("set_" + SETTINGS.get(i).toLowerCase(Locale.ROOT));
        }
        int channels = config.channels() / config.engines();
        available = new Bit[channels];
        records = new Word[channels];
        samples = new Word[channels];
        done = new Bit[channels];
        for (int c = 0; c < channels; c++) {
            available[c] = inBit();
            records[c] = in(layout.recordBits);
            samples[c] = in(layout.adcBits);
            done[c] = outBit();
        }
        readPosition = out(layout.positionBits);
        usefulMacs = out(architecture.usefulMacsBits());
        reader = child(() -> new EventReader(config, firstChannel));
        headers = child(() -> new EventQueue(layout.headerBits));
        packetiser = child(() -> new Packetiser(layout));
        network = config.network() ? child(() -> new NetworkEngine(architecture)) : null;
        classical = config.classical() ? child(() -> new ClassicalChain(config)) : null;
        read();
        fork();
        network();
        classical();
        packets();
    }

    @Override
    public Register register(String name) {
        return map.register(name);
    }

    @Override
    public Word value(String register) {
        return settings[SETTINGS.indexOf(register)];
    }

    /** As many bits of a setting as its port has. */
    private Word set(String register, int widthBits) {
        return field(register, "value", widthBits);
    }

    private Bit useNetwork() {
        return config.network() ? flag("FEATURES", "network") : Bit.of(false);
    }

    private Bit useClassical() {
        return config.classical() ? flag("FEATURES", "classical") : Bit.of(false);
    }

    private Bit loads(PulseMemory memory) {
        Word select = loadAddress.slice(PulseMemory.WORD_BITS, PulseMemory.SELECT_BITS);
        return loadValid.and(select.eq(memory.select()));
    }

    private void read() {
        for (int c = 0; c < available.length; c++) {
            reader.available[c].set(available[c]);
            reader.records[c].set(records[c]);
            reader.samples[c].set(samples[c]);
            done[c].set(reader.done[c]);
        }
        readPosition.set(reader.readPosition);
        readEnable.set(reader.readEnable);
        reader.window.set(set("WINDOW", layout.positionBits + 1));
        reader.normalise.set(flag("MODE", "normalise"));
        reader.gain.set(set("GAIN", EventLayout.GAIN_BITS));
        reader.gainShift.set(set("GAIN_SHIFT", reader.gainShift.width()));
        reader.gainWrite.set(loads(PulseMemory.GAINS));
        reader.gainAddress.set(loadAddress.slice(0, GAIN_INDEX_BITS));
        reader.gainData.set(loadData.slice(0, EventLayout.GAIN_BITS));
        reader.headerRoom.set(headers.room);
        headers.push.set(reader.headerValid);
        headers.pushed.set(reader.header);
    }

    /** A sample goes to both features in the same cycle. */
    private void fork() {
        Bit networkReady =
                config.network() ? network.inReady.or(useNetwork().not()).named("network_ready_or_off") : Bit.of(true);
        Bit classicalReady = config.classical()
                ? classical.inReady.or(useClassical().not()).named("classical_ready_or_off")
                : Bit.of(true);
        reader.outReady.set(networkReady.and(classicalReady));
        if (config.network()) {
            network.inValid.set(reader.outValid.and(useNetwork()).and(classicalReady));
            network.inData.set(reader.outElement);
            network.inLast.set(reader.outLast);
        }
        if (config.classical()) {
            classical.inValid.set(reader.outValid.and(useClassical()).and(networkReady));
            classical.inSample.set(reader.outSample);
            classical.inLast.set(reader.outLast);
        }
    }

    private void network() {
        if (!config.network()) {
            running.set(Bit.of(false));
            usefulMacs.set(Word.of(0, usefulMacs.width()));
            stallSource.set(Bit.of(false));
            stallDrain.set(Bit.of(false));
            return;
        }
        network.enable.set(active);
        network.layers.set(field("LAYERS", "layers"));
        network.roundEven.set(flag("LAYERS", "round_even"));
        network.inputElements.set(field("NETWORK_SAMPLES", "value").resize(PulseArchitecture.FIELD_BITS));
        network.loadValid.set(loadValid);
        network.loadAddress.set(loadAddress);
        network.loadData.set(loadData);
        running.set(network.running);
        usefulMacs.set(network.usefulMacs);
        stallSource.set(network.stallSource);
        stallDrain.set(network.stallDrain);
    }

    private void classical() {
        if (!config.classical()) {
            return;
        }
        int positionBits = layout.positionBits;
        classical.pole.set(set("POLE", classical.pole.width()));
        classical.rise.set(set("RISE", positionBits));
        classical.flat.set(set("FLAT", positionBits));
        classical.picked.set(set("PRETRIGGER", positionBits).plus(set("PICK", positionBits)));
        classical.fraction.set(set("FRACTION", classical.fraction.width()));
        classical.delaySamples.set(set("DELAY", classical.delaySamples.width()));
        classical.arm.set(set("CFD_ARM", classical.arm.width()));
        classical.bankOrigin.set(set("BANK_ORIGIN", classical.bankOrigin.width()));
        classical.bankShift.set(set("BANK_SHIFT", classical.bankShift.width()));
        classical.filterStart.set(set("FILTER_START", positionBits));
        classical.filterLength.set(set("FILTER_LENGTH", classical.filterLength.width()));
        classical.amplitudeShift.set(field("FILTER_SHIFT", "amplitude"));
        classical.timeShift.set(field("FILTER_SHIFT", "time"));
        classical.amplitudeWrite.set(loads(PulseMemory.AMPLITUDE));
        classical.timeWrite.set(loads(PulseMemory.TIME));
        classical.loadAddress.set(loadAddress.slice(0, classical.loadAddress.width()));
        classical.loadData.set(loadData.slice(0, OptimalFilter.COEFFICIENT_BITS));
    }

    private void packets() {
        packetiser.network.set(useNetwork());
        packetiser.classical.set(useClassical());
        packetiser.networkOutputs.set(set("NETWORK_OUTPUTS", packetiser.networkOutputs.width()));
        packetiser.headerValid.set(headers.valid);
        packetiser.header.set(headers.front);
        headers.pop.set(packetiser.headerPop);
        if (config.network()) {
            packetiser.networkValid.set(network.outValid);
            packetiser.networkData.set(network.outData);
            packetiser.networkLast.set(network.outLast);
            network.outReady.set(packetiser.networkReady);
        } else {
            packetiser.networkValid.set(Bit.of(false));
            packetiser.networkData.set(Word.of(0, 32));
            packetiser.networkLast.set(Bit.of(false));
        }
        packetiser.classicalValid.set(config.classical() ? classical.outValid : Bit.of(false));
        packetiser.noCrossing.set(config.classical() ? classical.noCrossing : Bit.of(false));
        for (int i = 0; i < ClassicalChain.WORDS; i++) {
            packetiser.classicalWords[i].set(config.classical() ? classical.words[i] : Word.of(0, 32));
        }
        if (config.classical()) {
            classical.outTake.set(packetiser.classicalTake);
        }
        outData.set(packetiser.outData);
        outLast.set(packetiser.outLast);
        outValid.set(packetiser.outValid);
        packetiser.outReady.set(outReady);
        mismatch.set(packetiser.mismatch);
        idle.set(reader.idle.and(headers.empty));
    }
}
