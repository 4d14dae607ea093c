// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.IntegerRule;
import io.fluxmill.hw.mac.MacConfig.Registers;

/**
 * How a matrix co-processor is built, beside its sizes and formats.
 *
 * @param target what the products are made for; results do not depend on it
 * @param registers how long their fields are
 * @param windowBits accumulator bits of formats that are summed in a window, 48 to 128
 */
public record MacOptions(Target target, Registers registers, int windowBits) {
    private static final IntegerRule WINDOW_BITS = IntegerRule.range("window-bits", 48, 128);

    /** For any target, with full registers. */
    public static final MacOptions DEFAULT = new MacOptions(Target.GENERIC, Registers.FULL, 64);

    static MacOptions from(ConfigNode node) {
        return new MacOptions(
                node.choice("target", Target.class, DEFAULT.target),
                node.choice("registers", Registers.class, DEFAULT.registers),
                WINDOW_BITS.read(node, DEFAULT.windowBits));
    }

    /** @throws IllegalArgumentException if the window has not 48 to 128 bits */
    public MacOptions {
        WINDOW_BITS.check(windowBits);
    }

    public MacOptions withWindowBits(int bits) {
        return new MacOptions(target, registers, bits);
    }

    public MacOptions withTarget(Target other) {
        return new MacOptions(other, registers, windowBits);
    }

    public MacOptions withRegisters(Registers other) {
        return new MacOptions(target, other, windowBits);
    }
}
