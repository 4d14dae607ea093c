// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.quantizer.pulse.map.Shaping;
import java.util.Optional;

/** The section {@code classical}. */
final class ClassicalSection {
    private ClassicalSection() {}

    /** @param fallback of every key */
    static Shaping from(Optional<ConfigNode> section, Shaping fallback) {
        if (section.isEmpty()) {
            return fallback;
        }
        ConfigNode node = section.get();
        int rise = node.integer("rise", 1, (1 << 13) - 1, fallback.rise());
        int flat = node.integer("flat", 0, (1 << 13) - 1, fallback.flat());
        Shaping read = new Shaping(
                node.number("decay-ns", 0, 1e12, fallback.decayNs()),
                rise,
                flat,
                node.integer("pick", 0, (1 << 13) - 1, rise + flat),
                node.number("fraction", 1.0 / 256, 255.0 / 256, fallback.fraction()),
                node.integer("delay", 1, 255, fallback.delay()));
        node.rejectUnknown();
        return read;
    }
}
