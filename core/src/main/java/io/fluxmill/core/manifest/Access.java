// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.manifest;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How software reaches a register or a field. */
public enum Access {
    /** Read; writes do nothing. */
    RO,
    /** Read and write. */
    RW,
    /** Writing acts; reads as zero. */
    WO,
    /** Read; writing ones clears, or acknowledges. */
    W1C;

    /** As in the manifest's file. */
    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
