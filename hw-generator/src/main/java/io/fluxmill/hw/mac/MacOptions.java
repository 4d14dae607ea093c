// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.hw.mac.MacConfig.Registers;

/**
 * How a matrix co-processor is built, beside its sizes and formats.
 *
 * @param target what the products are made for; results do not depend on it
 * @param registers how long their fields are
 */
public record MacOptions(Target target, Registers registers) {
    /** For any target, with full registers. */
    public static final MacOptions DEFAULT = new MacOptions(Target.GENERIC, Registers.FULL);

    static MacOptions from(ConfigNode node) {
        return new MacOptions(
                node.choice("target", Target.class, DEFAULT.target),
                node.choice("registers", Registers.class, DEFAULT.registers));
    }

    public MacOptions withTarget(Target other) {
        return new MacOptions(other, registers);
    }

    public MacOptions withRegisters(Registers other) {
        return new MacOptions(target, other);
    }
}
