// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.sfq;

import java.util.List;

/**
 * What the driver needs to know of a netlist in the emulator: names in the order of the hardware's streams and registers.
 *
 * @param inputs nets whose pulses are given, by their number in a stimulus record
 * @param outputs nets whose pulses are observed, by their number in a record of the trace
 * @param gated instances with settings, by SETTING_INDEX
 * @param flags violation flags, {@code <instance> <state> <pair>}, by their bit in FLAGS
 */
public record SfqPorts(List<String> inputs, List<String> outputs, List<String> gated, List<String> flags) {
    /** Takes copies. */
    public SfqPorts {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        gated = List.copyOf(gated);
        flags = List.copyOf(flags);
    }
}
