// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.manifest;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The direction of a port or a stream, seen from the design. */
public enum Direction {
    IN,
    OUT;

    /** As in the manifest's file. */
    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
