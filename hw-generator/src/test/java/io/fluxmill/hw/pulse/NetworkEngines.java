// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import io.fluxmill.core.manifest.Design;
import java.util.Locale;

/** The network engines that the RTL tests build. */
public enum NetworkEngines {
    /** One arithmetic unit: no position lanes, no rotation of results. */
    SINGLE(1, 1, 4, 8, 1024, 4096),
    SMALL(2, 2, 4, 16, 512, 1024),
    /** The narrowest unaligned runs: two banks. */
    NARROW(4, 2, 2, 8, 512, 2048),
    /** Up to eight positions at a time, one channel each. */
    LANES(8, 1, 8, 8, 512, 1024),
    /** 64 multipliers, 8-bit activations; large enough for every published network. */
    EIGHT_BIT(4, 4, 4, 8, 4096, 1024),
    /** The default, large enough for every published network. */
    SIXTEEN_BIT(4, 4, 4, 16, 4096, 1024),
    /** A register in the adder tree, fewer units than multipliers. */
    WIDE(4, 4, 8, 16, 2048, 512);

    private final PulseConfig config;
    private Design design;

    NetworkEngines(int processingElements, int units, int multipliers, int activationBits, int elements, int weights) {
        config = new PulseConfig(
                "network_" + name().toLowerCase(Locale.ROOT),
                1,
                1,
                12,
                1024,
                4,
                true,
                false,
                processingElements,
                units,
                multipliers,
                activationBits,
                elements,
                weights,
                256,
                32,
                16);
    }

    /** The generated design; generated once in a run of the tests. */
    public synchronized Design design() {
        if (design == null) {
            design = NetworkEngineTop.generate(config);
        }
        return design;
    }

    PulseConfig config() {
        return config;
    }
}
