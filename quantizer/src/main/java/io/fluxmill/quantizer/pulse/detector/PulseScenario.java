// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.detector;

import io.fluxmill.core.config.ConfigNode;
import java.util.List;

/**
 * What a configuration measures: pulses of one shape and of a range of heights over noise, and the front end that cuts events from them.
 *
 * @param snrDb signal-to-noise ratio at the reference amplitude ({@link Acquisition#sigma})
 * @param reference amplitude, ADC counts
 * @param minAmplitude smallest amplitude, ADC counts
 * @param maxAmplitude largest amplitude, ADC counts
 */
public record PulseScenario(
        Acquisition setup, double snrDb, double reference, double minAmplitude, double maxAmplitude) {
    private static final double LARGEST_NS = 1e9;

    /**
     * Reads the keys {@code pulse}, {@code adc}, {@code noise}, {@code amplitudes}, {@code trigger} and {@code window} of a
     * section; others are for the caller.
     *
     * @throws io.fluxmill.core.config.InputException if a key is missing, unknown or out of range
     */
    public static PulseScenario from(ConfigNode section) {
        PulseShape shape = shape(section.node("pulse"));
        Adc adc = adc(section.node("adc"));
        ConfigNode amplitudes = section.node("amplitudes");
        double reference = amplitudes.number("reference", 0.001, 1) * adc.fullScale();
        double min = amplitudes.number("min", 0.001, 1) * adc.fullScale();
        double max = amplitudes.number("max", 0.001, 1) * adc.fullScale();
        if (min > max) {
            throw amplitudes.error("min", "at most max", "make min smaller or max larger");
        }
        amplitudes.rejectUnknown();
        ConfigNode noise = section.node("noise");
        double snrDb = noise.number("snr-db", 0, 120);
        double sigma = Acquisition.sigma(snrDb, reference);
        Noise process = Noise.firstOrder(sigma, noise.number("correlation", -0.99, 0.99, 0));
        noise.rejectUnknown();
        ConfigNode trigger = section.node("trigger");
        int window = section.integer("window", 16, 8192);
        Acquisition setup = new Acquisition(
                shape,
                adc,
                process,
                trigger.number("threshold", 1.0 / Acquisition.SUBCOUNTS, adc.maxCode()),
                window,
                trigger.integer("pretrigger", 0, window - 1),
                trigger.integer("baseline-shift", 1, 15, 10));
        trigger.rejectUnknown();
        return new PulseScenario(setup, snrDb, reference, min, max);
    }

    private static PulseShape shape(ConfigNode pulse) {
        String kind = pulse.choice("shape", List.of("cr-rc", "log-normal"));
        double peakNs = pulse.number("peak-ns", 0.001, LARGEST_NS);
        PulseShape shape = kind.equals("cr-rc")
                ? new PulseShape.CrRc(pulse.integer("order", 1, 16), peakNs)
                : new PulseShape.LogNormal(peakNs, pulse.number("width", 0.01, 10));
        pulse.rejectUnknown();
        return shape;
    }

    private static Adc adc(ConfigNode node) {
        int bits = node.integer("bits", 8, 16);
        Adc adc = new Adc(
                bits, node.number("period-ns", 0.001, LARGEST_NS), node.number("pedestal", 0, (1 << bits - 1) - 1));
        node.rejectUnknown();
        return adc;
    }
}
