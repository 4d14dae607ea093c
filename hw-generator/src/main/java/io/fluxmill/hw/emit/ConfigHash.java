// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.emit;

import io.fluxmill.core.manifest.RegisterMap;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** The configuration hash of a design is the hash of its Verilog. The Verilog contains the hash, so another value is elaborated in its place. */
public final class ConfigHash {
    /** Elaborated in the place of the hash. */
    public static final long PLACE = RegisterMap.HASH_PLACE;

    private ConfigHash() {}

    /** The hash of Verilog, 8 hexadecimal digits. */
    public static String of(String verilog) {
        CRC32 crc = new CRC32();
        crc.update(verilog.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }

    /** The Verilog with a hash in its place. */
    public static String stamp(String verilog, long place, String hash) {
        return verilog.replace(String.format("32'h%08x", place), "32'h" + hash);
    }
}
