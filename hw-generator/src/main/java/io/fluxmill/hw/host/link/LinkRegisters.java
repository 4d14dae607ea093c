// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.link;

import io.fluxmill.core.manifest.Access;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.core.protocol.LinkLayout;
import io.fluxmill.core.protocol.LinkLayout.Counter;
import io.fluxmill.core.protocol.LinkLayout.Identity;

/** The link's own registers: the one description that RTL, manifest, header and document come from. */
final class LinkRegisters {
    /** The one field of every register. */
    private static final String VALUE = "value";

    private static final String PREFIX = "LINK_";

    static final String CYCLES_LOW = PREFIX + "CYCLES_LOW";
    static final String CYCLES_HIGH = PREFIX + "CYCLES_HIGH";

    private LinkRegisters() {}

    /**
     * The registers with their values after reset.
     *
     * @param hash of the whole design, or its placeholder
     * @param engineHash configuration hash of the engine
     */
    static RegisterMap of(LinkConfig config, int streams, long hash, long engineHash) {
        RegisterMap.Builder map = RegisterMap.from(LinkLayout.REGISTERS);
        for (Identity identity : Identity.values()) {
            constant(map, identity, config, streams, hash, engineHash);
        }
        for (Counter counter : Counter.values()) {
            word(map, name(counter), counter.meaning() + ", up to 65535");
        }
        word(map, CYCLES_LOW, "enabled cycles of the engine since its reset, bits 31..0");
        word(map, CYCLES_HIGH, "enabled cycles of the engine since its reset, bits 39..32");
        for (int i = 0; i < streams; i++) {
            word(map, left(i), "beats of the transfer of stream " + i + " that have not moved");
        }
        return map.build();
    }

    /** Name of the register of a counter. */
    static String name(Counter counter) {
        return PREFIX + counter.name();
    }

    /** Name of the register of the beats of a stream that have not moved. */
    static String left(int stream) {
        return PREFIX + "LEFT_" + stream;
    }

    private static void constant(
            RegisterMap.Builder map, Identity identity, LinkConfig config, int streams, long hash, long engineHash) {
        String name = PREFIX + identity.name();
        switch (identity) {
            case ID -> map.constant(
                    name,
                    RegisterMap.identification(LinkLayout.ID),
                    "identification, \"" + LinkLayout.ID + "\"",
                    VALUE);
            case VERSION -> map.constant(name, LinkLayout.VERSION, "version of the protocol", VALUE);
            case HASH -> map.constant(name, hash, "hash of the whole design", VALUE);
            case ENGINE_HASH -> map.constant(name, engineHash, "configuration hash of the engine", VALUE);
            case CLOCK_HZ -> map.constant(name, config.clockHz(), "frequency of the clock", VALUE);
            case DIVIDER -> map.constant(name, config.divider(), "clocks of a bit of a serial line, 0 for JTAG", VALUE);
            case BUFFER_BYTES -> map.constant(
                    name, config.bufferBytes(), "bytes of a buffer; a payload has 32 fewer", VALUE);
            case STREAMS -> map.constant(name, streams, "streams of the engine", VALUE);
        }
    }

    private static void word(RegisterMap.Builder map, String name, String description) {
        map.word(name, Access.RO, description, VALUE);
    }
}
