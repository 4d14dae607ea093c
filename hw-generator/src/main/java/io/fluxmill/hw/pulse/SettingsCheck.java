// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.RegisterFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds the first setting that is out of range; the rules and their numbers are in docs/pulse-engine.md. Two cycles. */
@Contract(
        """
        Finds the first setting that is out of range. set_*: the registers of the same names.
        reason: 0 if all are in range, else the number of the broken rule: 1 FEATURES, 2 CHANNELS, 3 WINDOW,
        4 PRETRIGGER, 5 baseline, 6 network, 7 trapezoid, 8 constant fraction or optimal filter.
        Latency 2 cycles. Reset: reason 0 until the settings have passed.
        """)
final class SettingsCheck extends Module implements RegisterFields {
    /** Registers that are checked. */
    static final List<String> SETTINGS = List.of(
            "FEATURES",
            "CHANNELS",
            "MODE",
            "WINDOW",
            "PRETRIGGER",
            "BASELINE",
            "BASELINE_SAMPLES",
            "LAYERS",
            "NETWORK_SAMPLES",
            "NETWORK_OUTPUTS",
            "RISE",
            "FLAT",
            "PICK",
            "DELAY",
            "FILTER_START",
            "FILTER_LENGTH");

    /** Reason: the processor is enabled, or events are under way. */
    static final int BUSY = 9;

    /** Reason: the number of the network's outputs differed from NETWORK_OUTPUTS. */
    static final int OUTPUTS = 10;

    private static final int BITS = 16;
    private static final int SHORTEST_WINDOW = 4;
    private static final int MOST_OUTPUTS = 200;
    private static final int MOST_BASELINE_SAMPLES = 10;

    final Word[] settings = new Word[SETTINGS.size()];
    /** 0 if all settings are in range. */
    final Word reason = out(4);

    private final RegisterMap map;
    private final List<Bit> wrong = new ArrayList<>();
    private final Map<String, Word> low = new HashMap<>();

    SettingsCheck(PulseConfig config, RegisterMap map) {
        this.map = map;
        for (int i = 0; i < settings.length; i++) {
            settings[i] = in(32).named("set_" + SETTINGS.get(i).toLowerCase(Locale.ROOT));
        }
        Word features = set("FEATURES");
        Bit network = flag("FEATURES", "network").named("uses_network");
        Bit classical = flag("FEATURES", "classical").named("uses_classical");
        rule(features.isZero()
                .or(network.and(Bit.of(!config.network())))
                .or(classical.and(Bit.of(!config.classical()))));
        Word channels = set("CHANNELS");
        rule(channels.isZero().or(channels.resize(BITS + 1).greaterOrEqual(1L << config.channels())));
        Word window = set("WINDOW");
        rule(window.less(SHORTEST_WINDOW).or(window.greaterOrEqual(config.windowSamples() + 1L)));
        rule(set("PRETRIGGER").less(window).not());
        baseline(config, window);
        Word samples = set("NETWORK_SAMPLES");
        Word outputs = set("NETWORK_OUTPUTS");
        Word layers = field("LAYERS", "layers").named("layers");
        rule(network.and(samples.isZero()
                .or(window.less(samples))
                .or(outputs.isZero())
                .or(outputs.greaterOrEqual(MOST_OUTPUTS + 1L))
                .or(layers.isZero())
                .or(layers.greaterOrEqual(PulseArchitecture.MAX_LAYERS + 1L))));
        Word rise = set("RISE");
        rule(classical.and(rise.isZero()
                .or(rise.plus(set("FLAT")).named("rise_and_flat").greaterOrEqual(config.windowSamples()))
                .or(set("PRETRIGGER")
                        .plus(set("PICK"))
                        .named("picked_position")
                        .less(window)
                        .not())));
        Word delay = set("DELAY");
        Word length = set("FILTER_LENGTH");
        rule(classical.and(delay.isZero()
                .or(delay.greaterOrEqual(FractionDiscriminator.delayDepth(config)))
                .or(length.isZero())
                .or(length.greaterOrEqual(config.filterSamples() + 1L))
                .or(window.less(set("FILTER_START").plus(length).named("filter_end")))));
        Word first = Word.of(0, 4);
        for (int i = wrong.size() - 1; i >= 0; i--) {
            first = Word.mux(wrong.get(i), Word.of(i + 1L, 4), first);
        }
        reason.set(next("first_wrong", first));
    }

    private void baseline(PulseConfig config, Word window) {
        Word mode = field("MODE", "baseline_mode").named("baseline_mode");
        Word fixed = field("BASELINE", "value").named("fixed_baseline");
        Word shift = field("BASELINE_SAMPLES", "value").named("baseline_exponent");
        Word power = samplesOfBaseline(15);
        for (int i = 14; i >= 0; i--) {
            power = Word.mux(shift.eq(i), samplesOfBaseline(i), power);
            if (i % 5 == 0) {
                power.named("baseline_samples_from_" + i); // not one expression of 15 levels
            }
        }
        rule(mode.eq(3)
                .or(mode.eq(2).and(window.less(power)))
                .or(fixed.resize(EventLayout.LEVEL_BITS + 1)
                        .greaterOrEqual(1L << (config.adcBits() + EventLayout.FRACTION_BITS))));
    }

    /** 2^exponent, or more than any window. */
    private static Word samplesOfBaseline(int exponent) {
        return Word.of(exponent <= MOST_BASELINE_SAMPLES ? 1L << exponent : (1L << BITS) - 1, BITS);
    }

    /** A setting; sums of two of them fit 16 bits. */
    private Word set(String register) {
        return low.computeIfAbsent(register, r -> value(r).slice(0, BITS).named(r.toLowerCase(Locale.ROOT)));
    }

    @Override
    public Register register(String name) {
        return map.register(name);
    }

    @Override
    public Word value(String register) {
        return settings[SETTINGS.indexOf(register)];
    }

    private void rule(Bit broken) {
        wrong.add(next("wrong_" + (wrong.size() + 1), broken));
    }
}
