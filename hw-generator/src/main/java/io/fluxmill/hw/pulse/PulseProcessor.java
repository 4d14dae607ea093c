// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.AxiLiteTop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The pulse-feature accelerator: registers, front ends, feature engines, packets. docs/pulse-engine.md is its contract.
 *
 * <pre>
 *  s_axi ─▶ registers ─▶ settings, loads, counters
 *  s_axis_adc ─▶ front ends (one a channel) ─▶ feature engines (channels / engines each) ─▶ arbiter ─▶ m_axis_feat
 * </pre>
 */
@Contract(
        """
        Pulse-feature accelerator: ADC samples in, a packet of features (network outputs, time, energy) a pulse out.
        s_axi_*: AXI4-Lite slave, 32-bit registers; they are in the document <design>.md beside this file.
        s_axis_adc_*: one beat is one sample time; channel c is the low bits of lane c (16 bits each), unsigned.
          tready is 0 while disabled, and in hold mode while a channel has no free event buffer.
        m_axis_feat_*: packets of 32-bit words: 5 of header, network outputs, classical words; tlast on the last.
        irq: level, 1 while CONTROL.interrupt_enable and STATUS.packet or STATUS.error are set.
        Path: front_end_<c> (trigger, window, buffers) -> engine_<e> (features) -> arbiter (whole packets in turn).
        The settings check refuses to enable with settings out of range; go moves all channels on by a sample.
        Reset clears settings, counters and events; the memories (buffers, weights, parameters, layers, coefficients)
        keep their contents, so they need no new load after a reset.
        """)
public final class PulseProcessor extends AxiLiteTop {
    /** Cycles from a sample that moves on to its event's record. */
    private static final int RECORD_CYCLES = 6;

    public final AxiStream samples;
    public final AxiStream features;
    public final Bit irq;

    final SettingsCheck check;
    final FrontEnd[] frontEnd;
    final FeatureEngine[] engine;
    final PacketArbiter arbiter;

    private final PulseConfig config;
    private final EventLayout layout;
    private final int channelsOfEngine;

    /** An accelerator on its own, or as a part of a larger design. */
    public PulseProcessor(PulseArchitecture architecture) {
        super(PulseRegisters.of(architecture.config()), PulseRegisters.ADDRESS_BITS);
        config = architecture.config();
        layout = new EventLayout(config);
        channelsOfEngine = config.channels() / config.engines();
        samples = streamIn("s_axis_adc", PulseDesign.ADC_LANE_BITS * config.channels());
        features = streamOut("m_axis_feat", 32, true);
        irq = interruptOut("irq");
        check = child(() -> new SettingsCheck(config, registerMap()));
        frontEnd = new FrontEnd[config.channels()];
        for (int c = 0; c < frontEnd.length; c++) {
            frontEnd[c] = child(() -> new FrontEnd(config));
        }
        engine = new FeatureEngine[config.engines()];
        for (int e = 0; e < engine.length; e++) {
            int firstChannel = e * channelsOfEngine;
            engine[e] = child(() -> new FeatureEngine(architecture, registerMap(), firstChannel));
        }
        arbiter = child(() -> new PacketArbiter(config.engines()));
        Bit restart = control();
        samples(restart);
        frontEnds(restart);
        engines();
        load();
        stream();
        count();
    }

    private final Bit enabled = regBit(false);
    private final Bit abort = wireBit();
    private final Bit idle = wireBit();
    private final Bit loadRefused = wireBit();
    private final Bit packetSent = wireBit();

    /** CONTROL and STATUS; the result is the pulse that begins taking samples. */
    private Bit control() {
        for (int i = 0; i < check.settings.length; i++) {
            check.settings[i].set(registers.value(SettingsCheck.SETTINGS.get(i)));
        }
        Bit request = registers.command("CONTROL", "enable").named("enable_request");
        Bit ready = enabled.not().and(idle).named("ready_to_enable");
        Bit restart = request.and(ready).and(check.reason.isZero()).named("restart");
        abort.set(registers.command("CONTROL", "disable").and(enabled));
        when(restart, () -> enabled.set(Bit.of(true)));
        when(abort, () -> enabled.set(Bit.of(false)));

        Bit error = regBit(false).named("error");
        Bit packet = regBit(false).named("packet");
        Word reason = reg(4, 0).named("reason");
        packetSent.set(features.moves().and(features.last));
        Bit mismatch = Bit.anyOf(Arrays.stream(engine).map(e -> e.mismatch).toList());
        Word busy = Word.of(SettingsCheck.BUSY, 4);
        when(registers.command("STATUS", "error"), () -> error.set(Bit.of(false)));
        when(registers.command("STATUS", "packet"), () -> packet.set(Bit.of(false)));
        when(request.and(restart.not()), () -> {
            error.set(Bit.of(true));
            reason.set(Word.mux(ready, check.reason, busy));
        });
        when(loadRefused, () -> {
            error.set(Bit.of(true));
            reason.set(busy);
        });
        when(mismatch, () -> {
            error.set(Bit.of(true));
            reason.set(Word.of(SettingsCheck.OUTPUTS, 4));
        });
        when(packetSent, () -> packet.set(Bit.of(true)));
        List<Word> stuck =
                Arrays.stream(frontEnd).map(f -> f.stuck.and(enabled).asWord()).toList();
        Word stuckChannels = Word.catLow(stuck)
                .and(registers.field("CHANNELS", "channels", config.channels()))
                .named("stuck_channels");
        registers.show("STUCK_CHANNELS", stuckChannels.resize(32));
        registers.show(
                "STATUS",
                Map.of(
                        "enabled",
                        enabled.asWord(),
                        "idle",
                        idle.asWord(),
                        "error",
                        error.asWord(),
                        "packet",
                        packet.asWord(),
                        "stuck",
                        stuckChannels.any().asWord(),
                        "reason",
                        reason));
        irq.set(registers.flag("CONTROL", "interrupt_enable").and(packet.or(error)));
        return restart;
    }

    private final Bit inStage1 = regBit(false);
    private final Word stamp = reg(EventLayout.STAMP_BITS);
    private final Bit take = wireBit();
    private final Bit go = wireBit();

    /** A sample of all channels at a time, while no channel is blocked. */
    private void samples(Bit restart) {
        Bit blocked =
                Bit.anyOf(Arrays.stream(frontEnd).map(f -> f.blocked).toList()).named("blocked");
        Bit ready = enabled.and(blocked.not()).named("samples_ready");
        samples.ready.set(ready);
        take.set(samples.valid.and(ready));
        go.set(inStage1.and(blocked.not()).and(abort.not()));
        when(blocked.not(), () -> inStage1.set(take));
        when(abort, () -> inStage1.set(Bit.of(false)));
        when(go, () -> stamp.set(stamp.plus(1)));
        when(restart, () -> stamp.set(Word.of(0, EventLayout.STAMP_BITS)));
    }

    private void frontEnds(Bit restart) {
        for (int c = 0; c < frontEnd.length; c++) {
            FrontEnd f = frontEnd[c];
            f.restart.set(restart);
            f.abort.set(abort);
            f.enable.set(registers.value("CHANNELS").bit(c));
            f.take.set(take);
            f.sample.set(samples.data.slice(PulseDesign.ADC_LANE_BITS * c, config.adcBits()));
            f.go.set(go);
            f.stamp.set(stamp);
            f.polarity.set(registers.flag("MODE", "polarity"));
            f.hold.set(registers.flag("MODE", "hold"));
            f.baselineMode.set(registers.field("MODE", "baseline_mode"));
            f.window.set(registers.field("WINDOW", "value", f.window.width()));
            f.pretrigger.set(registers.field("PRETRIGGER", "value", f.pretrigger.width()));
            f.threshold.set(registers.field("THRESHOLD", "value", f.threshold.width()));
            f.hysteresis.set(registers.field("HYSTERESIS", "value", f.hysteresis.width()));
            f.stuckLimit.set(registers.field("STUCK_LIMIT", "value", f.stuckLimit.width()));
            f.fixedBaseline.set(registers.field("BASELINE", "value", f.fixedBaseline.width()));
            f.baselineShift.set(registers.field("BASELINE_SHIFT", "value", f.baselineShift.width()));
            f.baselineSamples.set(registers.field("BASELINE_SAMPLES", "value", f.baselineSamples.width()));
        }
    }

    private void engines() {
        for (int e = 0; e < engine.length; e++) {
            FeatureEngine serving = engine[e];
            for (int c = 0; c < channelsOfEngine; c++) {
                FrontEnd f = frontEnd[e * channelsOfEngine + c];
                serving.available[c].set(f.available);
                serving.records[c].set(f.oldestRecord);
                serving.samples[c].set(f.readSample);
                f.readPosition.set(serving.readPosition);
                f.readEnable.set(serving.readEnable);
                f.done.set(serving.done[c]);
            }
            for (int i = 0; i < serving.settings.length; i++) {
                serving.settings[i].set(registers.value(FeatureEngine.SETTINGS.get(i)));
            }
            serving.active.set(active);
            serving.loadValid.set(loadValid);
            serving.loadAddress.set(loadAddress);
            serving.loadData.set(loadData);
        }
    }

    private final Bit active = regBit(false);
    private final Bit loadValid = regBit(false);
    private final Word loadAddress = reg(PulseArchitecture.LOAD_ADDRESS_BITS);
    private final Word loadData = reg(32);

    /** LOAD_ADDRESS and LOAD_DATA: one word a write into a memory of all engines. */
    private void load() {
        active.set(enabled.or(idle.not()));
        Word address = reg(PulseArchitecture.LOAD_ADDRESS_BITS, 0).named("next_load_address");
        Bit request = registers.written("LOAD_DATA");
        Bit accept = request.and(active.not()).named("load_accept");
        loadRefused.set(request.and(active));
        loadValid.set(accept);
        loadAddress.set(address);
        loadData.set(registers.writtenField("LOAD_DATA", "data"));
        when(accept, () -> address.set(address.plus(1)));
        when(
                registers.written("LOAD_ADDRESS"),
                () -> address.set(registers.written().slice(0, address.width())));
    }

    private void stream() {
        for (int e = 0; e < engine.length; e++) {
            arbiter.inData[e].set(engine[e].outData);
            arbiter.inLast[e].set(engine[e].outLast);
            arbiter.inValid[e].set(engine[e].outValid);
            engine[e].outReady.set(arbiter.inReady[e]);
        }
        features.data.set(arbiter.outData);
        features.last.set(arbiter.outLast);
        features.valid.set(arbiter.outValid);
        arbiter.outReady.set(features.ready);

        List<Bit> working = new ArrayList<>();
        working.add(inStage1);
        Bit moved = go;
        for (int i = 1; i <= RECORD_CYCLES; i++) {
            moved = next("moved_" + i, moved);
            working.add(moved);
        }
        Arrays.stream(frontEnd).forEach(f -> working.add(f.available));
        Arrays.stream(engine).forEach(e -> working.add(e.idle.not()));
        working.add(arbiter.outValid);
        idle.set(Bit.anyOf(working).not());
    }

    private void count() {
        channelCounter("EVENTS", Arrays.stream(frontEnd).map(f -> f.countEvent).toList());
        channelCounter(
                "PILE_UP", Arrays.stream(frontEnd).map(f -> f.countPileUp).toList());
        channelCounter(
                "LOST_DEAD", Arrays.stream(frontEnd).map(f -> f.countDead).toList());
        channelCounter(
                "LOST_FULL", Arrays.stream(frontEnd).map(f -> f.countFull).toList());
        channelCounter(
                "OVER_RANGE", Arrays.stream(frontEnd).map(f -> f.countOver).toList());
        channelCounter("STUCK", Arrays.stream(frontEnd).map(f -> f.countStuck).toList());
        counter("PACKETS", packetSent.asWord());
        counter("SAMPLES", go.asWord());
        counter("BUSY", sum(Arrays.stream(engine).map(e -> e.running.asWord()).toList()));
        counter("MACS", sum(Arrays.stream(engine).map(e -> e.usefulMacs).toList()));
        counter(
                "STALL_SOURCE",
                sum(Arrays.stream(engine).map(e -> e.stallSource.asWord()).toList()));
        counter(
                "STALL_DRAIN",
                sum(Arrays.stream(engine).map(e -> e.stallDrain.asWord()).toList()));
    }

    private static Word sum(List<Word> words) {
        Word sum = words.get(0).resize(32);
        for (Word word : words.subList(1, words.size())) {
            sum = sum.plus(word.resize(32));
        }
        return sum;
    }

    private Bit clears() {
        return registers.command("CONTROL", "clear_counters");
    }

    private void channelCounter(String name, List<Bit> enables) {
        String lower = name.toLowerCase(Locale.ROOT);
        List<Word> counts = new ArrayList<>();
        for (int c = 0; c < enables.size(); c++) {
            Word count = reg(32, 0).named("count_" + lower + "_" + c);
            when(enables.get(c), () -> count.set(count.plus(1)));
            when(clears(), () -> count.set(Word.of(0, 32)));
            counts.add(count);
        }
        Word channel = registers.field("COUNTER_CHANNEL", "value");
        registers.show(name, next("selected_" + lower, channel.select(counts)));
    }

    private void counter(String name, Word increment) {
        String lower = name.toLowerCase(Locale.ROOT);
        Word step = reg(32, 0).named("step_" + lower);
        step.set(increment.resize(32));
        Word count = reg(64, 0).named("count_" + lower);
        count.set(count.plus(step.resize(64)));
        when(clears(), () -> count.set(Word.of(0, 64)));
        registers.counter(name, count);
    }
}
