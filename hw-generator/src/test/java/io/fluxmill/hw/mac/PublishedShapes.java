// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.hw.pulse.RandomNetworks;
import io.fluxmill.quantizer.pulse.read.PulseNetwork;
import java.util.List;
import java.util.Random;

/** The shapes of PulseDL-II's public networks, with random weights. */
public final class PublishedShapes {
    private PublishedShapes() {}

    public static List<PulseNetwork> all(Random random, int bits) {
        return List.of(defaultIn32(random, bits), defaultIn128(random, bits), compactIn640(random, bits));
    }

    /** With two outputs. */
    public static PulseNetwork defaultIn32(Random random, int bits) {
        return new RandomNetworks(random, bits, 32, 1)
                .same(8, 4, 2)
                .same(16, 4, 2)
                .dense(32)
                .dense(32)
                .dense(2)
                .build("default_in32");
    }

    static PulseNetwork defaultIn128(Random random, int bits) {
        return new RandomNetworks(random, bits, 128, 1)
                .same(8, 4, 2)
                .same(16, 4, 2)
                .same(32, 4, 2)
                .same(64, 4, 2)
                .same(64, 4, 2)
                .dense(64)
                .dense(64)
                .dense(2)
                .build("default_in128");
    }

    static PulseNetwork compactIn640(Random random, int bits) {
        return new RandomNetworks(random, bits, 640, 1)
                .same(2, 16, 8)
                .same(4, 16, 8)
                .dense(16)
                .dense(16)
                .dense(1)
                .build("compact_in640");
    }
}
