// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import io.fluxmill.core.program.pulse.ClassicalSettings;
import io.fluxmill.core.program.pulse.FrontEndSettings;
import io.fluxmill.core.program.pulse.FrontEndSettings.BaselineMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random signals and settings for a pulse-feature accelerator: pulses that pile up, reach the ADC's ends, stay high. */
final class PulseSignals {
    private PulseSignals() {}

    /** A front end's settings, anything that it accepts. */
    static FrontEndSettings frontEnd(Random random, PulseConfig config, boolean hold) {
        int longest = config.windowSamples();
        int window = random.nextInt(3) == 0 ? longest : 4 + random.nextInt(longest - 3);
        int pretrigger = random.nextInt(5) == 0 ? random.nextInt(2) * (window - 1) : random.nextInt(window);
        int full = 16 << config.adcBits();
        int threshold = full / 32 + random.nextInt(full / 16);
        boolean normalise = random.nextBoolean();
        BaselineMode mode = BaselineMode.values()[random.nextInt(3)];
        int samples = Math.min(10, 31 - Integer.numberOfLeadingZeros(window));
        List<Integer> gains = new ArrayList<>();
        for (int i = 0; i < FrontEndSettings.GAINS; i++) {
            gains.add(random.nextInt(1 << 16));
        }
        return new FrontEndSettings(
                window,
                pretrigger,
                threshold,
                random.nextInt(3) == 0 ? 0 : random.nextInt(2 * threshold),
                random.nextBoolean(),
                hold,
                random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(2 * longest),
                mode,
                full / 8 + random.nextInt(full / 32),
                random.nextInt(16),
                random.nextInt(samples + 1),
                normalise,
                random.nextInt(1 << 16),
                random.nextInt(normalise ? 6 : 24),
                gains);
    }

    /** A classical chain's settings, anything that it accepts after these of its front end. */
    static ClassicalSettings classical(Random random, PulseConfig config, FrontEndSettings frontEnd) {
        int window = frontEnd.window();
        int longest = config.windowSamples();
        int rise = 1 + random.nextInt(longest / 2 - 1);
        int length = 1 + random.nextInt(Math.min(config.filterSamples(), window));
        return new ClassicalSettings(
                random.nextInt(4) == 0 ? random.nextInt(1 << 17) : 60_000 + random.nextInt(5_537),
                rise,
                random.nextInt(longest - rise),
                random.nextInt(window - frontEnd.pretrigger()),
                random.nextInt(256),
                1 + random.nextInt(Math.min(256, longest) - 1),
                random.nextInt(1 << (config.adcBits() + 4)),
                random.nextInt(1 << 14) - (1 << 13),
                random.nextInt(14),
                random.nextInt(window - length + 1),
                random.nextInt(24),
                random.nextInt(24),
                coefficients(random, config.phaseBanks(), length, 18),
                coefficients(random, config.phaseBanks(), length, 12 + random.nextInt(7)));
    }

    private static List<List<Integer>> coefficients(Random random, int banks, int length, int bits) {
        List<List<Integer>> coefficients = new ArrayList<>();
        for (int bank = 0; bank < banks; bank++) {
            List<Integer> values = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                values.add(random.nextInt(1 << bits) - (1 << (bits - 1)) / 2);
            }
            coefficients.add(values.stream()
                    .map(v -> Math.max(-(1 << 17), Math.min((1 << 17) - 1, v)))
                    .toList());
        }
        return coefficients;
    }

    /** ADC codes of one channel: noise, pulses of all heights, plateaus. */
    static int[] samples(Random random, PulseConfig config, FrontEndSettings frontEnd, int count) {
        int full = (1 << config.adcBits()) - 1;
        double[] signal = new double[count];
        double spacing = frontEnd.window() * (0.3 + 3 * random.nextDouble());
        for (double at = random.nextDouble() * spacing;
                at < count;
                at += spacing * -Math.log(1 - random.nextDouble())) {
            double rise = 1 + random.nextInt(4);
            double decay = 2 + random.nextDouble() * frontEnd.window() / 2;
            double height = full * (0.05 + 1.1 * random.nextDouble());
            for (int i = (int) at; i < Math.min(count, at + 6 * decay); i++) {
                double t = i - at;
                signal[i] += t < 0 ? 0 : height * Math.min(1, t / rise) * Math.exp(-Math.max(0, t - rise) / decay);
            }
        }
        int plateau = random.nextInt(count);
        for (int i = plateau; i < Math.min(count, plateau + 3 * config.windowSamples()); i++) {
            signal[i] += full * 0.4;
        }
        int[] codes = new int[count];
        double noise = full / 400.0 * random.nextInt(8);
        for (int i = 0; i < count; i++) {
            int code = (int) Math.round(full * 0.13 + signal[i] + noise * random.nextGaussian());
            code = Math.max(0, Math.min(full, code));
            codes[i] = frontEnd.inverted() ? full - code : code;
        }
        return codes;
    }
}
