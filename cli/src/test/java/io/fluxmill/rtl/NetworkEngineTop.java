// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.rtl;

import io.fluxmill.emit.Design;
import io.fluxmill.emit.Lint;
import io.fluxmill.hdl.Bit;
import io.fluxmill.hdl.Module;
import io.fluxmill.hdl.Rtl;
import io.fluxmill.hdl.Word;
import io.fluxmill.manifest.Manifest;
import io.fluxmill.manifest.Manifest.Field;
import io.fluxmill.manifest.Manifest.Port;
import io.fluxmill.manifest.Manifest.Register;
import io.fluxmill.manifest.Manifest.Stream;
import io.fluxmill.pulse.NetworkEngine;
import io.fluxmill.pulse.PulseArchitecture;
import io.fluxmill.pulse.PulseConfig;
import io.fluxmill.soc.AxiLiteSlave;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The network engine alone, between an AXI4-Lite slave, a stream of load words, one of events and one of results. */
final class NetworkEngineTop extends Module {
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

    final Word sAxiAwaddr = in(BUS_BITS);
    final Bit sAxiAwvalid = inBit();
    final Bit sAxiAwready = outBit();
    final Word sAxiWdata = in(32);
    final Word sAxiWstrb = in(4);
    final Bit sAxiWvalid = inBit();
    final Bit sAxiWready = outBit();
    final Word sAxiBresp = out(2);
    final Bit sAxiBvalid = outBit();
    final Bit sAxiBready = inBit();
    final Word sAxiAraddr = in(BUS_BITS);
    final Bit sAxiArvalid = inBit();
    final Bit sAxiArready = outBit();
    final Word sAxiRdata = out(32);
    final Word sAxiRresp = out(2);
    final Bit sAxiRvalid = outBit();
    final Bit sAxiRready = inBit();

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
    final AxiLiteSlave slave;

    private NetworkEngineTop(PulseArchitecture architecture) {
        engine = child(() -> new NetworkEngine(architecture));
        slave = child(() -> new AxiLiteSlave(registers(), Set.of(), BUS_BITS));
        bus();
        engine.enable.set(slave.value[0].bit(0));
        engine.roundEven.set(slave.value[0].bit(1));
        engine.layers.set(slave.value[1].slice(0, engine.layers.width()));
        engine.inputElements.set(slave.value[2].slice(0, engine.inputElements.width()));
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
        Bit discard = slave.value[0].bit(2);
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
        slave.status[7].set(latency);
    }

    private void count(int register, Word step) {
        Word count = reg(32, 0).named("count_" + register);
        count.set(count.plus(step));
        slave.status[register].set(count);
    }

    private void bus() {
        slave.awaddr.set(sAxiAwaddr);
        slave.awvalid.set(sAxiAwvalid);
        sAxiAwready.set(slave.awready);
        slave.wdata.set(sAxiWdata);
        slave.wstrb.set(sAxiWstrb);
        slave.wvalid.set(sAxiWvalid);
        sAxiWready.set(slave.wready);
        sAxiBresp.set(slave.bresp);
        sAxiBvalid.set(slave.bvalid);
        slave.bready.set(sAxiBready);
        slave.araddr.set(sAxiAraddr);
        slave.arvalid.set(sAxiArvalid);
        sAxiArready.set(slave.arready);
        sAxiRdata.set(slave.rdata);
        sAxiRresp.set(slave.rresp);
        sAxiRvalid.set(slave.rvalid);
        slave.rready.set(sAxiRready);
    }

    private static List<Register> registers() {
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
                registers(),
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
        List<Port> ports = new ArrayList<>();
        add(ports, "in", "clk 1, reset 1, s_axi_awaddr 8, s_axi_awvalid 1, s_axi_wdata 32, s_axi_wstrb 4");
        add(ports, "in", "s_axi_wvalid 1, s_axi_bready 1, s_axi_araddr 8, s_axi_arvalid 1, s_axi_rready 1");
        add(ports, "out", "s_axi_awready 1, s_axi_wready 1, s_axi_bresp 2, s_axi_bvalid 1, s_axi_arready 1");
        add(ports, "out", "s_axi_rdata 32, s_axi_rresp 2, s_axi_rvalid 1");
        add(ports, "in", "s_axis_load_tdata 64, s_axis_load_tvalid 1, s_axis_event_tdata 32, s_axis_event_tvalid 1");
        add(ports, "out", "s_axis_load_tready 1, s_axis_event_tready 1");
        add(ports, "out", "m_axis_result_tdata 32, m_axis_result_tlast 1, m_axis_result_tvalid 1");
        add(ports, "in", "m_axis_result_tready 1");
        return ports;
    }

    private static void add(List<Port> ports, String direction, String list) {
        for (String entry : list.split(", ", -1)) {
            String[] parts = entry.split(" ", -1);
            ports.add(new Port(parts[0], direction, Integer.parseInt(parts[1])));
        }
    }
}
