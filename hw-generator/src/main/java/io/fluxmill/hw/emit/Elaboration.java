// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.emit;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.hdl.Interfaces;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Rtl;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A module that was elaborated, with its configuration hash in its Verilog.
 *
 * <pre>{@code
 * Design design = Elaboration.of("fir8", "fir", () -> new FirFilter(8)).design(m -> m.parameter("taps", 8));
 * }</pre>
 *
 * @param name of the top module
 * @param family what the manifest calls the kind of design
 * @param hash configuration hash, 8 hexadecimal digits
 * @param place what was elaborated in the place of the hash
 * @param interfaces of the top module
 */
public record Elaboration(String name, String family, String verilog, String hash, long place, Interfaces interfaces) {

    /**
     * Elaborates a module that has {@link ConfigHash#PLACE} where the hash belongs, as every {@link RegisterMap} has that begins with ID, VERSION and
     * CONFIG_HASH.
     *
     * @throws io.fluxmill.hw.hdl.HdlException if it cannot be elaborated
     */
    public static Elaboration of(String name, String family, Supplier<? extends Module> module) {
        return of(name, family, module, ConfigHash.PLACE, Map.of());
    }

    /**
     * Elaborates a module that has parts with hashes of their own.
     *
     * @param place what the module has where the hash of the whole belongs
     * @param parts hashes of parts by their placeholders in the module; the
     * hash of the whole is that of the text with them
     */
    public static Elaboration of(
            String name, String family, Supplier<? extends Module> module, long place, Map<Long, String> parts) {
        Rtl.Elaborated elaborated = Rtl.elaborate(name, module);
        String text = elaborated.verilog();
        for (Map.Entry<Long, String> part : parts.entrySet()) {
            text = ConfigHash.stamp(text, part.getKey(), part.getValue());
        }
        String hash = ConfigHash.of(text);
        String verilog = Lint.header(ConfigHash.stamp(text, place, hash));
        return new Elaboration(name, family, verilog, hash, place, elaborated.interfaces());
    }

    /** A manifest with everything that the module has declared: ports, bus, interrupt, streams, registers. */
    public Manifest.Builder manifest() {
        return Manifest.builder(name, family)
                .hash(hash)
                .ports(interfaces.ports())
                .bus(interfaces.busPrefix(), interfaces.busAddressBits())
                .interrupt(interfaces.interrupt())
                .streams(interfaces.streams())
                .registers(interfaces.registers().stamped(place, hashValue()));
    }

    /** The hash as a number. */
    public long hashValue() {
        return Long.parseLong(hash, 16);
    }

    /** The design, whose manifest has only what the module has declared. */
    public Design design() {
        return new Design(verilog, manifest().build());
    }

    /** The design; {@code more} adds memories, parameters and formats to the manifest. */
    public Design design(UnaryOperator<Manifest.Builder> more) {
        return new Design(verilog, more.apply(manifest()).build());
    }
}
