// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.emit;

import io.fluxmill.core.manifest.Manifest.Field;
import io.fluxmill.core.manifest.Manifest.Port;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.hdl.Interfaces;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.zip.CRC32;

/**
 * The configuration hash of a design: CRC-32 of its name, what it was configured with, and its contract (ports, streams, registers and their fields, hashes of
 * its parts). Names of inner wires, comments and descriptions do not count; what changes the behaviour alone raises the register map's VERSION, which does.
 */
public final class ConfigHash {
    /** Elaborated in the place of the hash. */
    public static final long PLACE = RegisterMap.HASH_PLACE;

    private ConfigHash() {}

    /**
     * The hash, 8 hexadecimal digits.
     *
     * @param configuration what was chosen, as text
     * @param contract of the top module
     * @param parts hashes of designs in it
     */
    public static String of(
            String name, String family, String configuration, Interfaces contract, Collection<String> parts) {
        CRC32 crc = new CRC32();
        String text = String.join("\n", name, family, configuration, text(contract), String.join(" ", parts));
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }

    private static String text(Interfaces contract) {
        StringBuilder text = new StringBuilder();
        for (Port port : contract.ports()) {
            line(text, port.name(), port.direction(), port.widthBits());
        }
        for (Stream stream : contract.streams()) {
            line(text, stream.name(), stream.direction(), stream.dataBits(), stream.last());
        }
        line(text, contract.busPrefix(), contract.busAddressBits(), contract.interrupt());
        for (Register register : contract.registers().registers()) {
            line(text, register.name(), register.offset(), register.access(), register.reset());
            for (Field field : register.fields()) {
                line(text, field.name(), field.lsb(), field.widthBits(), field.access());
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, Object... words) {
        for (Object word : words) {
            text.append(word).append(' ');
        }
        text.append('\n');
    }

    /** The Verilog with a hash in its place. */
    public static String stamp(String verilog, long place, String hash) {
        return verilog.replace(String.format("32'h%08x", place), "32'h" + hash);
    }
}
