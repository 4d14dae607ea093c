// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.hw.mac.MacConfig.Registers;
import io.fluxmill.hw.mac.multiply.UnitOptions;

/**
 * How a matrix co-processor is built, beside its sizes and formats.
 *
 * @param target what the products are made for; results do not depend on it
 * @param registers how long their fields are
 * @param unit how units multiply, and what is gated
 */
public record MacOptions(Target target, Registers registers, UnitOptions unit) {
    /** For any target, with full registers. */
    public static final MacOptions DEFAULT = new MacOptions(Target.GENERIC, Registers.FULL, UnitOptions.DEFAULT);

    static MacOptions from(ConfigNode node) {
        return new MacOptions(
                node.choice("target", Target.class, DEFAULT.target),
                node.choice("registers", Registers.class, DEFAULT.registers),
                UnitOptions.from(node));
    }

    public MacOptions withTarget(Target other) {
        return new MacOptions(other, registers, unit);
    }

    public MacOptions withRegisters(Registers other) {
        return new MacOptions(target, other, unit);
    }

    public MacOptions withUnit(UnitOptions other) {
        return new MacOptions(target, registers, other);
    }
}
