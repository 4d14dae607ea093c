// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.hw.emit.ConfigHash;
import io.fluxmill.hw.emit.Lint;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Rtl;
import java.util.function.Supplier;

/**
 * The Verilog of an engine with its host, which has two hashes in it.
 *
 * @param hash of the whole design
 */
public record HostedDesign(String verilog, String hash) {
    /** Elaborated in the place of the hash of the whole design. */
    public static final long HASH_PLACE = 0x11A2C0DEL;

    /**
     * Elaborates a design.
     *
     * @param engine manifest of the engine alone
     * @param top has {@link #HASH_PLACE} where the hash of the whole design belongs
     */
    public static HostedDesign of(String name, Manifest engine, Supplier<? extends Module> top) {
        String text = ConfigHash.stamp(Rtl.verilog(name, top), ConfigHash.PLACE, engine.hash());
        String hash = ConfigHash.of(text);
        return new HostedDesign(Lint.header(ConfigHash.stamp(text, HASH_PLACE, hash)), hash);
    }
}
