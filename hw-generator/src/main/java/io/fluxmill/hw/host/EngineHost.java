// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.core.protocol.RunFlag;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.AxiLiteTop;
import io.fluxmill.hw.parts.HostedEngine;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * An engine with the parts through which a host works it: {@link #master} for its registers, a queue for each of its streams, and {@link
 * #clock}, which lets it run only while everything that it may need is available. The subclass adds the side of the host.
 */
public abstract class EngineHost extends Module {
    public final EngineClock clock = child(EngineClock::new);
    public final RegisterMaster master;
    /** By number of the stream; null for those out of the engine. */
    public final StreamFeeder[] feeder;
    /** By number of the stream; null for those into the engine. */
    public final StreamCollector[] collector;

    protected final AxiLiteTop engine;

    public final List<Stream> streams;

    /** @param manifest of the engine alone */
    public EngineHost(HostedEngine hosted, Manifest manifest, int bufferBytes) {
        streams = manifest.streams();
        master = child(() -> new RegisterMaster(manifest.busAddressBits()));
        feeder = new StreamFeeder[streams.size()];
        collector = new StreamCollector[streams.size()];
        engine = child(hosted::module, clock.engineReset, clock.engineEnable);
        engine.bus.connect(master.bus);
        streams(bufferBytes);
    }

    /** The engine's interrupt. */
    protected final Bit engineInterrupt() {
        return engine.interruptOut();
    }

    /** The state of the engine, one bit per {@link RunFlag}. */
    protected final Word flags() {
        return Word.catLow(
                Arrays.stream(RunFlag.values()).map(flag -> flag(flag).asWord()).toList());
    }

    /** One bit of the state of the engine. */
    protected final Bit flag(RunFlag flag) {
        return switch (flag) {
            case INTERRUPT -> engineInterrupt();
            case RUNNING -> clock.running;
            case REACHED -> clock.reached;
        };
    }

    protected final boolean isInput(int stream) {
        return streams.get(stream).into();
    }

    /** Beats of a stream's transfer that have not moved. */
    protected final Word left(int stream) {
        return isInput(stream) ? feeder[stream].left : collector[stream].left;
    }

    /**
     * Connects the transfers and the engine's clock.
     *
     * @param drop ends all transfers and the run
     * @param reset resets the engine
     * @param load by stream: begins a transfer of {@code beats}
     */
    protected final void transfers(Bit drop, Bit reset, IntFunction<Bit> load, Word beats) {
        Bit steady = Bit.of(true);
        Bit anyLeft = Bit.of(false);
        Word begun = beats.gate(drop.not()).named("transfer_beats");
        for (int i = 0; i < streams.size(); i++) {
            Bit loads = drop.or(load.apply(i));
            if (isInput(i)) {
                feeder[i].enable.set(clock.enable);
                feeder[i].load.set(loads);
                feeder[i].beats.set(begun);
                steady = steady.and(feeder[i].steady);
            } else {
                collector[i].enable.set(clock.enable);
                collector[i].load.set(loads);
                collector[i].beats.set(begun);
                steady = steady.and(collector[i].steady);
            }
            anyLeft = anyLeft.or(isInput(i) ? feeder[i].anyLeft : collector[i].anyLeft);
        }
        clock.steady.set(steady);
        clock.anyLeft.set(anyLeft);
        clock.interrupt.set(engineInterrupt());
        clock.accessing.set(master.busy);
        clock.stop.set(drop);
        clock.resetRequest.set(reset);
        master.resetRequest.set(reset);
        master.enable.set(clock.enable);
    }

    private void streams(int bufferBytes) {
        for (int i = 0; i < streams.size(); i++) {
            String name = streams.get(i).name();
            int beat = streams.get(i).beatBytes();
            if (isInput(i)) {
                feeder[i] = child(() -> new StreamFeeder(bufferBytes, beat));
                engine.stream(name).connect(feeder[i].stream);
            } else {
                collector[i] = child(() -> new StreamCollector(bufferBytes, beat));
                collector[i].stream.connect(engine.stream(name));
            }
        }
    }
}
