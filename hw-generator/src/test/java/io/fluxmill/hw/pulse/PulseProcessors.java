// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import io.fluxmill.core.manifest.Design;
import java.util.Locale;

/** The pulse-feature accelerators that the RTL tests build. */
public enum PulseProcessors {
    /** One channel, classical chain only. */
    CLASSICAL(1, 1, 12, 32, 4, false, true, 32, 16),
    /** Two engines for four channels; a filter shorter than the window, one bank. */
    ARRAY(4, 2, 14, 64, 2, false, true, 16, 1),
    /** The widest samples, long windows. */
    LONG(1, 1, 16, 1024, 2, false, true, 64, 64),
    /** The narrowest samples; a filter longer than the window. */
    SHORT(1, 1, 8, 16, 16, false, true, 32, 4),
    /** Network alone, channels in turn. */
    NETWORK(3, 1, 12, 32, 4, true, false, 16, 1),
    /** Everything. */
    BOTH(2, 2, 12, 32, 4, true, true, 32, 16);

    private final PulseConfig config;
    private Design design;

    PulseProcessors(
            int channels,
            int engines,
            int adcBits,
            int window,
            int buffers,
            boolean network,
            boolean classical,
            int filterSamples,
            int banks) {
        config = new PulseConfig(
                "pulse_" + name().toLowerCase(Locale.ROOT),
                channels,
                engines,
                adcBits,
                window,
                buffers,
                network,
                classical,
                2,
                2,
                4,
                16,
                512,
                1024,
                64,
                filterSamples,
                banks);
    }

    /** The generated design; generated once in a run of the tests. */
    public synchronized Design design() {
        if (design == null) {
            design = PulseDesign.generate(config);
        }
        return design;
    }

    PulseConfig config() {
        return config;
    }
}
