// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Field;
import io.fluxmill.core.manifest.Manifest.Port;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.hw.emit.Design;
import io.fluxmill.hw.emit.Lint;
import io.fluxmill.hw.emit.Ports;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Rtl;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.AxiLiteTop;
import io.fluxmill.hw.pulse.network.NetworkEngine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    final Word sAxisLoadTdata = in(64);

    final Bit sAxisLoadTvalid = inBit();
    final Bit sAxisLoadTready = outBit();
    /** Element, and bit 31 on the last of an event. */
    final Word sAxisEventTdata = in(32);

    final Bit sAxisEventTvalid = inBit();
    final Bit sAxisEventTready = outBit();
    final Word mAxisResultTdata = out(32);
    final Bit mAxisResultTlast = outBit();
    final Bit mAxisResultTvalid = outBit();
    final Bit mAxisResultTready = inBit();

    final NetworkEngine engine;

    private NetworkEngineTop(PulseArchitecture architecture) {
        super(map(), Set.of(), BUS_BITS);
        engine = child(() -> new NetworkEngine(architecture));
        engine.enable.set(registers.value[0].bit(0));
        engine.roundEven.set(registers.value[0].bit(1));
        engine.layers.set(registers.value[1].slice(0, engine.layers.width()));
        engine.inputElements.set(registers.value[2].slice(0, engine.inputElements.width()));
        engine.loadValid.set(sAxisLoadTvalid);
        engine.loadAddress.set(sAxisLoadTdata.slice(0, engine.loadAddress.width()));
        engine.loadData.set(sAxisLoadTdata.slice(32, 32));
        sAxisLoadTready.set(Bit.of(true));
        engine.inValid.set(sAxisEventTvalid);
        engine.inData.set(sAxisEventTdata.slice(0, engine.inData.width()));
        engine.inLast.set(sAxisEventTdata.bit(LAST_BIT));
        sAxisEventTready.set(engine.inReady);
        mAxisResultTdata.set(engine.outData);
        mAxisResultTlast.set(engine.outLast);
        Bit discard = registers.value[0].bit(2);
        mAxisResultTvalid.set(engine.outValid.and(discard.not()));
        engine.outReady.set(mAxisResultTready.or(discard));
        count(3, engine.running.extend(32));
        count(4, engine.usefulMacs.resize(32));
        count(5, engine.stallSource.extend(32));
        count(6, engine.stallDrain.extend(32));
        latency();
    }

    private void latency() {
        Word since = reg(32, 0).named("since_last_element");
        Word latency = reg(32, 0).named("latency");
        since.set(since.plus(1));
        when(engine.inValid.and(engine.inReady).and(engine.inLast), () -> since.set(Word.of(1, 32)));
        when(engine.outValid.and(engine.outReady).and(engine.outLast), () -> latency.set(since));
        registers.status[7].set(latency);
    }

    private void count(int register, Word step) {
        Word count = reg(32, 0).named("count_" + register);
        count.set(count.plus(step));
        registers.status[register].set(count);
    }

    private static List<Register> map() {
        String[] names = {
            "CONTROL", "LAYERS", "INPUT_ELEMENTS", "CYCLES", "MACS", "STALL_SOURCE", "STALL_DRAIN", "LATENCY"
        };
        List<Register> registers = new ArrayList<>();
        for (String name : names) {
            String access = registers.size() < 3 ? "rw" : "ro";
            Field whole = new Field("value", 0, 32, access, name);
            registers.add(new Register(name, 4 * registers.size(), access, 0, name, List.of(whole)));
        }
        return registers;
    }

    /** The Verilog of an engine under this top, and a manifest as the mapper and the simulator know it. */
    static Design generate(PulseConfig config) {
        PulseArchitecture architecture = new PulseArchitecture(config);
        String text = Rtl.verilog(config.name(), () -> new NetworkEngineTop(architecture));
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
        Manifest manifest = new Manifest(
                config.name(),
                "pulse",
                "00000000",
                List.of(config.name() + ".v"),
                "clk",
                "reset",
                null,
                "s_axi",
                BUS_BITS,
                ports(),
                map(),
                List.of(
                        new Stream("s_axis_load", "in", 64, false),
                        new Stream("s_axis_event", "in", 32, false),
                        new Stream("m_axis_result", "out", 32, true)),
                List.of(),
                parameters,
                List.of());
        return new Design(Lint.header(text), manifest);
    }

    private static List<Port> ports() {
        return new Ports()
                .axiLiteSlave("s_axi", BUS_BITS)
                .streamIn("s_axis_load", 64)
                .streamIn("s_axis_event", 32)
                .streamOut("m_axis_result", 32, true)
                .list();
    }
}
