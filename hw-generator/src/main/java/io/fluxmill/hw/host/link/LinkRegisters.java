// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.link;

import io.fluxmill.core.manifest.Access;
import io.fluxmill.core.manifest.RegisterMap;
import java.util.List;

/** The link's own registers: the one description that RTL, manifest, header and document come from. */
final class LinkRegisters {
    private static final String ID = "FLNK";

    private static final int VERSION = 1;

    /** The one field of every register. */
    private static final String VALUE = "value";

    /** Address of the first register; the engine's are below. */
    static final int BASE = 0x8000;

    /** Registers that OPEN answers, the first ones. */
    static final int IDENTITY_WORDS = 8;

    /** Names of the counters of frames, in the order of their registers. */
    static final List<String> COUNTERS = List.of(
            "FRAMES",
            "DUPLICATES",
            "CRC_ERRORS",
            "LENGTH_ERRORS",
            "STOP_ERRORS",
            "OVERRUNS",
            "REFUSED",
            "OUT_OF_SEQUENCE");

    private static final List<String> MEANINGS = List.of(
            "good frames",
            "good frames with the latest sequence number, answered again",
            "frames dropped for their CRC",
            "frames dropped for their COBS blocks or their length",
            "frames dropped for a missing stop bit",
            "frames dropped for bytes that were lost in the link",
            "frames of another session, or of none",
            "frames whose sequence number is neither the next nor the latest");

    private LinkRegisters() {}

    /**
     * The registers with their values after reset.
     *
     * @param hash of the whole design, or what stands in its place
     * @param engineHash configuration hash of the engine
     */
    static RegisterMap of(LinkConfig config, int streams, long hash, long engineHash) {
        RegisterMap.Builder map = RegisterMap.from(BASE);
        constant(map, "LINK_ID", RegisterMap.identification(ID), "identification, \"" + ID + "\"");
        constant(map, "LINK_VERSION", VERSION, "version of the protocol");
        constant(map, "LINK_HASH", hash, "hash of the whole design");
        constant(map, "LINK_ENGINE_HASH", engineHash, "configuration hash of the engine");
        constant(map, "LINK_CLOCK_HZ", config.clockHz(), "frequency of the clock");
        constant(map, "LINK_DIVIDER", config.divider(), "clocks of a bit of a serial line, 0 for JTAG");
        constant(map, "LINK_BUFFER_BYTES", config.bufferBytes(), "bytes of a buffer; a payload has 32 fewer");
        constant(map, "LINK_STREAMS", streams, "streams of the engine");
        for (int i = 0; i < COUNTERS.size(); i++) {
            word(map, "LINK_" + COUNTERS.get(i), MEANINGS.get(i) + ", up to 65535");
        }
        word(map, "LINK_CYCLES_LOW", "enabled cycles of the engine since its reset, bits 31..0");
        word(map, "LINK_CYCLES_HIGH", "enabled cycles of the engine since its reset, bits 39..32");
        for (int i = 0; i < streams; i++) {
            word(map, "LINK_LEFT_" + i, "beats of the transfer of stream " + i + " that have not moved");
        }
        return map.build();
    }

    private static void constant(RegisterMap.Builder map, String name, long value, String description) {
        map.constant(name, value, description, VALUE);
    }

    private static void word(RegisterMap.Builder map, String name, String description) {
        map.word(name, Access.RO, description, VALUE);
    }
}
