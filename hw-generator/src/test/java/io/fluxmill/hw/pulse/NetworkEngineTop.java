// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import io.fluxmill.core.manifest.Access;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.emit.Elaboration;
import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.AxiLiteTop;
import io.fluxmill.hw.pulse.network.NetworkEngine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The network engine alone, between an AXI4-Lite slave, a stream of load words, one of events and one of results. */
final class NetworkEngineTop extends AxiLiteTop {
    /** Bit 0 enable, bit 1 ties to even, bit 2 results are discarded. */
    static final int CONTROL = 0x00;

    static final int LAYERS = 0x04;
    static final int INPUT_ELEMENTS = 0x08;
    static final int CYCLES = 0x0C;
    static final int MACS = 0x10;
    static final int STALL_SOURCE = 0x14;
    static final int STALL_DRAIN = 0x18;
    /** Cycles from the latest end of an event at the input to the latest end of results. */
    static final int LATENCY = 0x1C;

    private static final int BUS_BITS = 8;
    private static final int LAST_BIT = 31;

    /** Load address in bits 23..0, word in bits 63..32. */
    final AxiStream load = streamIn("s_axis_load", 64);

    /** Element, and bit 31 on the last of an event. */
    final AxiStream event = streamIn("s_axis_event", 32);

    final AxiStream result = streamOut("m_axis_result", 32, true);

    final NetworkEngine engine;

    private NetworkEngineTop(PulseArchitecture architecture) {
        super(map(), BUS_BITS);
        engine = child(() -> new NetworkEngine(architecture));
        engine.enable.set(registers.value("CONTROL").bit(0));
        engine.roundEven.set(registers.value("CONTROL").bit(1));
        engine.layers.set(registers.value("LAYERS").slice(0, engine.layers.width()));
        engine.inputElements.set(registers.value("INPUT_ELEMENTS").slice(0, engine.inputElements.width()));
        engine.loadValid.set(load.valid);
        engine.loadAddress.set(load.data.slice(0, engine.loadAddress.width()));
        engine.loadData.set(load.data.slice(32, 32));
        load.ready.set(Bit.of(true));
        engine.inValid.set(event.valid);
        engine.inData.set(event.data.slice(0, engine.inData.width()));
        engine.inLast.set(event.data.bit(LAST_BIT));
        event.ready.set(engine.inReady);
        result.data.set(engine.outData);
        result.last.set(engine.outLast);
        Bit discard = registers.value("CONTROL").bit(2);
        result.valid.set(engine.outValid.and(discard.not()));
        engine.outReady.set(result.ready.or(discard));
        count("CYCLES", engine.running.extend(32));
        count("MACS", engine.usefulMacs.resize(32));
        count("STALL_SOURCE", engine.stallSource.extend(32));
        count("STALL_DRAIN", engine.stallDrain.extend(32));
        latency();
    }

    private void latency() {
        Word since = reg(32, 0).named("since_last_element");
        Word latency = reg(32, 0).named("latency");
        since.set(since.plus(1));
        when(engine.inValid.and(engine.inReady).and(engine.inLast), () -> since.set(Word.of(1, 32)));
        when(engine.outValid.and(engine.outReady).and(engine.outLast), () -> latency.set(since));
        registers.show("LATENCY", latency);
    }

    private void count(String register, Word step) {
        Word count = reg(32, 0).named("count_" + register.toLowerCase(Locale.ROOT));
        count.set(count.plus(step));
        registers.show(register, count);
    }

    private static RegisterMap map() {
        RegisterMap.Builder map = RegisterMap.from(0);
        for (String name : List.of("CONTROL", "LAYERS", "INPUT_ELEMENTS")) {
            map.word(name, Access.RW, name, "value");
        }
        for (String name : List.of("CYCLES", "MACS", "STALL_SOURCE", "STALL_DRAIN", "LATENCY")) {
            map.word(name, Access.RO, name, "value");
        }
        return map.build();
    }

    /** The Verilog of an engine under this top, and a manifest as the mapper and the simulator know it. */
    static Design generate(PulseConfig config) {
        PulseArchitecture architecture = new PulseArchitecture(config);
        Map<String, Long> parameters = new LinkedHashMap<>();
        parameters.put("processingElements", (long) config.processingElements());
        parameters.put("arithmeticUnits", (long) config.arithmeticUnits());
        parameters.put("multipliers", (long) config.multipliers());
        parameters.put("activationBits", (long) config.activationBits());
        parameters.put("elements", (long) config.elements());
        parameters.put("weightWords", (long) config.weightWords());
        parameters.put("parameterRows", (long) config.parameterRows());
        parameters.put("maxLayers", (long) PulseArchitecture.MAX_LAYERS);
        parameters.put("windowSamples", (long) config.windowSamples());
        return Elaboration.of(config.name(), "pulse", () -> new NetworkEngineTop(architecture))
                .design(manifest -> manifest.parameters(parameters));
    }
}
