// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.protocol;

import java.util.Locale;

/** The signals of an AXI4-Stream (ARM IHI 0051) that our designs have, in the order of their ports; {@link #TLAST} only where packets end. */
public enum AxiStreamSignal {
    TDATA,
    TLAST,
    TVALID,
    TREADY;

    /** Whether the source of the stream drives it. */
    public boolean ofSource() {
        return this != TREADY;
    }

    /** Its width in a stream of {@code dataBits} a beat. */
    public int widthBits(int dataBits) {
        return this == TDATA ? dataBits : 1;
    }

    /** Its port in a stream of this name: {@code s_axis_act} has {@code s_axis_act_tvalid}. */
    public String port(String prefix) {
        return prefix + "_" + name().toLowerCase(Locale.ROOT);
    }
}
