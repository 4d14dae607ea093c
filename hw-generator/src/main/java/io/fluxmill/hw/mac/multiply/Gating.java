// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.multiply;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is kept still while it has nothing to do; docs/mac-engine.md names the wires. Results do not depend on it. */
public enum Gating {
    /** The decoders of formats that are not selected see zeros. */
    LANES,
    /** Rows beyond the last of a job see zeros and do not accumulate. */
    ROWS,
    /** Columns beyond the last of a job, likewise. */
    COLUMNS,
    /** A unit with a zero word on either side keeps its product registers and its accumulator. */
    ZEROS;

    /** The name in a configuration. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException with the names that there are */
    public static Gating of(String key) {
        return Arrays.stream(values())
                .filter(gating -> gating.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("gating must be one of "
                        + Arrays.stream(values()).map(Gating::key).collect(Collectors.joining(", ")) + ": gating="
                        + key));
    }
}
