// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.IntegerRule;
import io.fluxmill.hw.mac.MacConfig.Registers;
import io.fluxmill.hw.mac.multiply.UnitOptions;
import io.fluxmill.hw.mac.unit.Target;

/**
 * How a matrix co-processor is built, beside its sizes and formats.
 *
 * @param target what the products are made for; results do not depend on it
 * @param registers how long their fields are
 * @param unit how units multiply, and what is gated
 * @param windowBits accumulator bits of formats that are summed in a window, 48 to 128
 */
public record MacOptions(Target target, Registers registers, UnitOptions unit, int windowBits) {
    private static final IntegerRule WINDOW_BITS = IntegerRule.range("window-bits", 48, 128);

    /** For any target, with full registers and a window of 64 bits. */
    public static final MacOptions DEFAULT = new MacOptions(Target.GENERIC, Registers.FULL, UnitOptions.DEFAULT, 64);

    /** @throws IllegalArgumentException if the window is not within its bounds */
    public MacOptions {
        WINDOW_BITS.check(windowBits);
    }

    static MacOptions from(ConfigNode node) {
        return new MacOptions(
                node.choice("target", Target.class, DEFAULT.target),
                node.choice("registers", Registers.class, DEFAULT.registers),
                UnitOptions.from(node),
                WINDOW_BITS.read(node, DEFAULT.windowBits));
    }

    public MacOptions withTarget(Target other) {
        return new MacOptions(other, registers, unit, windowBits);
    }

    public MacOptions withRegisters(Registers other) {
        return new MacOptions(target, other, unit, windowBits);
    }

    public MacOptions withUnit(UnitOptions other) {
        return new MacOptions(target, registers, other, windowBits);
    }

    public MacOptions withWindowBits(int other) {
        return new MacOptions(target, registers, unit, other);
    }
}
