// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.hw.emit.ConfigHash;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.AxiLiteTop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The pulse-feature accelerator: registers, front ends, feature engines, packets. docs/pulse-engine.md is its contract.
 *
 * <pre>
 *  s_axi ─▶ registers ─▶ settings, loads, counters
 *  s_axis_adc ─▶ front ends (one a channel) ─▶ feature engines (channels / engines each) ─▶ arbiter ─▶ m_axis_feat
 * </pre>
 */
public final class PulseProcessor extends AxiLiteTop {
    /** Cycles from a sample that moves on to its event's record. */
    private static final int RECORD_CYCLES = 6;

    public final Word sAxisAdcTdata;
    public final Bit sAxisAdcTvalid = inBit();
    public final Bit sAxisAdcTready = outBit();
    public final Word mAxisFeatTdata = out(32);
    public final Bit mAxisFeatTlast = outBit();
    public final Bit mAxisFeatTvalid = outBit();
    public final Bit mAxisFeatTready = inBit();
    public final Bit irq = outBit();

    final SettingsCheck check;
    final FrontEnd[] frontEnd;
    final FeatureEngine[] engine;
    final PacketArbiter arbiter;

    private final PulseConfig config;
    private final EventLayout layout;
    private final List<Register> map;
    private final int channelsOfEngine;

    /** An accelerator on its own, or as a part of a larger design. */
    public PulseProcessor(PulseArchitecture architecture) {
        this(architecture, PulseRegisters.of(architecture.config(), ConfigHash.PLACE));
    }

    PulseProcessor(PulseArchitecture architecture, List<Register> map) {
        super(map, PulseRegisters.latches(), PulseRegisters.ADDRESS_BITS);
        config = architecture.config();
        layout = new EventLayout(config);
        this.map = map;
        channelsOfEngine = config.channels() / config.engines();
        sAxisAdcTdata = in(PulseDesign.ADC_LANE_BITS * config.channels());
        check = child(() -> new SettingsCheck(config));
        frontEnd = new FrontEnd[config.channels()];
        for (int c = 0; c < frontEnd.length; c++) {
            frontEnd[c] = child(() -> new FrontEnd(config));
        }
        engine = new FeatureEngine[config.engines()];
        for (int e = 0; e < engine.length; e++) {
            int firstChannel = e * channelsOfEngine;
            engine[e] = child(() -> new FeatureEngine(architecture, firstChannel));
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

    /** CONTROL and STATUS; the result is the pulse that begins taking samples. */
    private Bit control() {
        for (int i = 0; i < check.settings.length; i++) {
            check.settings[i].set(value(SettingsCheck.SETTINGS.get(i)));
        }
        Word command = registers.writeData;
        Bit request = written("CONTROL").and(command.bit(0)).named("enable_request");
        Bit ready = enabled.not().and(idle).named("ready_to_enable");
        Bit restart = request.and(ready).and(check.reason.isZero()).named("restart");
        abort.set(written("CONTROL").and(command.bit(1)).and(enabled));
        when(restart, () -> enabled.set(Bit.of(true)));
        when(abort, () -> enabled.set(Bit.of(false)));

        Bit error = regBit(false).named("error");
        Bit packet = regBit(false).named("packet");
        Word reason = reg(4, 0).named("reason");
        Bit mismatch = Bit.anyOf(Arrays.stream(engine).map(e -> e.mismatch).toList());
        Word busy = Word.of(SettingsCheck.BUSY, 4);
        when(written("STATUS").and(command.bit(2)), () -> error.set(Bit.of(false)));
        when(written("STATUS").and(command.bit(3)), () -> packet.set(Bit.of(false)));
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
        when(mAxisFeatTvalid.and(mAxisFeatTready).and(mAxisFeatTlast), () -> packet.set(Bit.of(true)));
        List<Word> stuck =
                Arrays.stream(frontEnd).map(f -> f.stuck.and(enabled).asWord()).toList();
        Word stuckChannels = Word.catLow(stuck).and(value("CHANNELS").slice(0, config.channels()));
        status("STUCK_CHANNELS", stuckChannels.resize(32));
        status(
                "STATUS",
                Word.cat(
                                reason,
                                Word.of(0, 3),
                                stuckChannels.any().asWord(),
                                packet.asWord(),
                                error.asWord(),
                                idle.asWord(),
                                enabled.asWord())
                        .resize(32));
        for (String constant : List.of("ID", "VERSION", "CONFIG_HASH")) {
            status(constant, Word.of(map.get(registers.index(constant)).reset(), 32));
        }
        irq.set(value("CONTROL").bit(3).and(packet.or(error)));
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
        Bit ready = enabled.and(blocked.not());
        sAxisAdcTready.set(ready);
        take.set(sAxisAdcTvalid.and(ready));
        go.set(inStage1.and(blocked.not()).and(abort.not()));
        when(blocked.not(), () -> inStage1.set(take));
        when(abort, () -> inStage1.set(Bit.of(false)));
        when(go, () -> stamp.set(stamp.plus(1)));
        when(restart, () -> stamp.set(Word.of(0, EventLayout.STAMP_BITS)));
    }

    private void frontEnds(Bit restart) {
        Word mode = value("MODE");
        for (int c = 0; c < frontEnd.length; c++) {
            FrontEnd f = frontEnd[c];
            f.restart.set(restart);
            f.abort.set(abort);
            f.enable.set(value("CHANNELS").bit(c));
            f.take.set(take);
            f.sample.set(sAxisAdcTdata.slice(PulseDesign.ADC_LANE_BITS * c, config.adcBits()));
            f.go.set(go);
            f.stamp.set(stamp);
            f.polarity.set(mode.bit(0));
            f.hold.set(mode.bit(1));
            f.baselineMode.set(mode.slice(4, 2));
            f.window.set(value("WINDOW").slice(0, f.window.width()));
            f.pretrigger.set(value("PRETRIGGER").slice(0, f.pretrigger.width()));
            f.threshold.set(value("THRESHOLD").slice(0, f.threshold.width()));
            f.hysteresis.set(value("HYSTERESIS").slice(0, f.hysteresis.width()));
            f.stuckLimit.set(value("STUCK_LIMIT").slice(0, f.stuckLimit.width()));
            f.fixedBaseline.set(value("BASELINE").slice(0, f.fixedBaseline.width()));
            f.baselineShift.set(value("BASELINE_SHIFT").slice(0, f.baselineShift.width()));
            f.baselineSamples.set(value("BASELINE_SAMPLES").slice(0, f.baselineSamples.width()));
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
                serving.settings[i].set(value(FeatureEngine.SETTINGS.get(i)));
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
        Bit request = written("LOAD_DATA");
        Bit accept = request.and(active.not()).named("load_accept");
        loadRefused.set(request.and(active));
        loadValid.set(accept);
        loadAddress.set(address);
        loadData.set(registers.writeData);
        when(accept, () -> address.set(address.plus(1)));
        when(written("LOAD_ADDRESS"), () -> address.set(registers.writeData.slice(0, address.width())));
    }

    private void stream() {
        for (int e = 0; e < engine.length; e++) {
            arbiter.inData[e].set(engine[e].outData);
            arbiter.inLast[e].set(engine[e].outLast);
            arbiter.inValid[e].set(engine[e].outValid);
            engine[e].outReady.set(arbiter.inReady[e]);
        }
        mAxisFeatTdata.set(arbiter.outData);
        mAxisFeatTlast.set(arbiter.outLast);
        mAxisFeatTvalid.set(arbiter.outValid);
        arbiter.outReady.set(mAxisFeatTready);

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

    private final Word high = reg(32, 0);

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
        counter(
                "PACKETS",
                mAxisFeatTvalid.and(mAxisFeatTready).and(mAxisFeatTlast).asWord());
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
        return written("CONTROL").and(registers.writeData.bit(2));
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
        status(
                name,
                next("selected_" + lower, value("COUNTER_CHANNEL").slice(0, 4).select(counts)));
    }

    private void counter(String name, Word increment) {
        String lower = name.toLowerCase(Locale.ROOT);
        Word step = reg(32, 0).named("step_" + lower);
        step.set(increment.resize(32));
        Word count = reg(64, 0).named("count_" + lower);
        count.set(count.plus(step.resize(64)));
        when(clears(), () -> count.set(Word.of(0, 64)));
        status(name + "_LOW", count.slice(0, 32));
        status(name + "_HIGH", high);
        when(registers.read[registers.index(name + "_LOW")], () -> high.set(count.slice(32, 32)));
    }
}
