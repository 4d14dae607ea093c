// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.manifest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A generated design, in memory.
 *
 * @param verilog the text of {@code <design>.v}
 * @param manifest what everything but the generator knows of it
 * @param views other descriptions of the same design, texts by name of file
 */
public record Design(String verilog, Manifest manifest, Map<String, String> views) {
    /** Keeps the order. */
    public Design {
        views = Collections.unmodifiableMap(new LinkedHashMap<>(views));
    }

    /** A design that only the Verilog describes. */
    public Design(String verilog, Manifest manifest) {
        this(verilog, manifest, Map.of());
    }

    /** The same design with more views. */
    public Design with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(views);
        all.putAll(more);
        return new Design(verilog, manifest, all);
    }
}
