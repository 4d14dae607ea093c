// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.hw.emit.ConfigHash;
import io.fluxmill.hw.emit.Elaboration;
import io.fluxmill.hw.hdl.Module;
import java.util.Map;
import java.util.function.Supplier;

/** The design of an engine with its host; it contains two hashes. */
public final class HostedDesign {
    /** Elaborated in the place of the hash of the whole design. */
    public static final long HASH_PLACE = 0x11A2C0DEL;

    private HostedDesign() {}

    /**
     * Elaborates a design.
     *
     * @param configuration what was chosen of the host; all that it prints of itself counts
     * @param engine manifest of the engine alone
     * @param top has {@link #HASH_PLACE} where the hash of the whole design belongs
     */
    public static Elaboration of(
            String name, String family, Object configuration, Manifest engine, Supplier<? extends Module> top) {
        return Elaboration.of(
                name, family, configuration.toString(), top, HASH_PLACE, Map.of(ConfigHash.PLACE, engine.hash()));
    }
}
