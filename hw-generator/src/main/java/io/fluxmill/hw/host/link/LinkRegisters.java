// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.link;

import io.fluxmill.core.manifest.Manifest.Field;
import io.fluxmill.core.manifest.Manifest.Register;
import java.util.ArrayList;
import java.util.List;

/** The link's own registers: the one description that RTL, manifest, header and document come from. */
final class LinkRegisters {
    /** "FLNK". */
    static final long ID = 0x464C4E4BL;

    static final int VERSION = 1;

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

    private final List<Register> registers = new ArrayList<>();

    private LinkRegisters() {}

    /**
     * The registers with their values after reset.
     *
     * @param hash of the whole design
     * @param engineHash configuration hash of the engine
     */
    static List<Register> of(LinkConfig config, int streams, long hash, long engineHash) {
        LinkRegisters map = new LinkRegisters();
        map.add("LINK_ID", ID, "identification, \"FLNK\"");
        map.add("LINK_VERSION", VERSION, "version of the protocol");
        map.add("LINK_HASH", hash, "hash of the whole design");
        map.add("LINK_ENGINE_HASH", engineHash, "configuration hash of the engine");
        map.add("LINK_CLOCK_HZ", config.clockHz(), "frequency of the clock");
        map.add("LINK_DIVIDER", config.divider(), "clocks of a bit of a serial line, 0 for JTAG");
        map.add("LINK_BUFFER_BYTES", config.bufferBytes(), "bytes of a buffer; a payload has 32 fewer");
        map.add("LINK_STREAMS", streams, "streams of the engine");
        for (int i = 0; i < COUNTERS.size(); i++) {
            map.add("LINK_" + COUNTERS.get(i), 0, MEANINGS.get(i) + ", up to 65535");
        }
        map.add("LINK_CYCLES_LOW", 0, "enabled cycles of the engine since its reset, bits 31..0");
        map.add("LINK_CYCLES_HIGH", 0, "enabled cycles of the engine since its reset, bits 39..32");
        for (int i = 0; i < streams; i++) {
            map.add("LINK_LEFT_" + i, 0, "beats of the transfer of stream " + i + " that have not moved");
        }
        return List.copyOf(map.registers);
    }

    private void add(String name, long reset, String description) {
        Field field = new Field("value", 0, 32, "ro", "value");
        registers.add(new Register(name, BASE + 4 * registers.size(), "ro", reset, description, List.of(field)));
    }
}
