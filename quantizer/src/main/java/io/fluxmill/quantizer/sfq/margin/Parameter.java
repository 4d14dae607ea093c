// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.margin;

import io.fluxmill.netlist.vary.OperatingPoint;

/** The parameter of a margin: one factor of an operating point. */
public enum Parameter {
    /** Bias currents. */
    BIAS,
    /** Critical currents of the junctions. */
    CRITICAL_CURRENT,
    /** Delays and critical times. */
    TIMING;

    /** The point with this factor, the others nominal. */
    public OperatingPoint at(double factor) {
        return switch (this) {
            case BIAS -> new OperatingPoint(factor, 1, 1);
            case CRITICAL_CURRENT -> new OperatingPoint(1, factor, 1);
            case TIMING -> new OperatingPoint(1, 1, factor);
        };
    }

    /** As in a configuration: {@code critical-current}. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
