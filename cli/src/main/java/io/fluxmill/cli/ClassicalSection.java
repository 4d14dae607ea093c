// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import io.fluxmill.config.ConfigNode;
import java.util.Optional;

/**
 * The section {@code classical}: settings of the classical chain.
 *
 * @param decayNs time constant that the pole-zero cancellation takes out, or 0 for none
 * @param rise of the trapezoid, samples
 * @param flat top of the trapezoid, samples
 * @param pick samples after the trigger at which the trapezoid is read
 * @param fraction of the CFD
 * @param delay of the CFD, samples
 */
record ClassicalSection(double decayNs, int rise, int flat, int pick, double fraction, int delay) {
    static ClassicalSection from(Optional<ConfigNode> section) {
        if (section.isEmpty()) {
            return new ClassicalSection(0, 4, 4, 8, 0.5, 4);
        }
        ConfigNode node = section.get();
        int rise = node.integer("rise", 1, (1 << 13) - 1, 4);
        int flat = node.integer("flat", 0, (1 << 13) - 1, 4);
        ClassicalSection read = new ClassicalSection(
                node.number("decay-ns", 0, 1e12, 0),
                rise,
                flat,
                node.integer("pick", 0, (1 << 13) - 1, rise + flat),
                node.number("fraction", 1.0 / 256, 255.0 / 256, 0.5),
                node.integer("delay", 1, 255, 4));
        node.rejectUnknown();
        return read;
    }

    /** a of the pole-zero cancellation times 2^16. */
    int pole(double periodNs) {
        return decayNs == 0 ? 1 << 16 : (int) Math.rint(Math.exp(-periodNs / decayNs) * (1 << 16));
    }

    /** F of the CFD times 2^8. */
    int fractionCode() {
        return (int) Math.rint(fraction * 256);
    }
}
