// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.bus;

import static io.fluxmill.core.manifest.Access.RO;
import static io.fluxmill.core.manifest.Access.RW;
import static io.fluxmill.core.manifest.Access.W1C;
import static io.fluxmill.core.manifest.Access.WO;
import static io.fluxmill.core.manifest.RegisterMap.field;
import static io.fluxmill.core.manifest.RegisterMap.flag;

import io.fluxmill.core.manifest.Manifest.Field;
import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.core.manifest.RegisterMap;
import java.util.List;

/** The bus design's own registers: the one description that RTL, manifest, header and documents come from. */
final class BusRegisters {
    private static final String ID = "FLBU";

    private static final int VERSION = 1;

    /** The one field of a register that has no others. */
    private static final String VALUE = "value";

    /** Address of the first register; the engine's are below. */
    static final int BASE = 0x8000;

    static final int ADDRESS_BITS = 17;

    /** Address of the first stream's window. */
    static final int WINDOWS = 0x10000;

    static final int WINDOW_BYTES = 0x1000;

    /** LEFT and LEVEL of the first stream; those of the next follow. */
    private static final int STREAMS = 0x80;

    static final List<String> FAULT_NAMES =
            List.of("running", "engine_error", "engine_silent", "nothing_there", "queue_full", "queue_empty");

    private static final List<String> FAULT_MEANINGS = List.of(
            "the engine ran",
            "the engine answered with an error",
            "the engine did not answer, and must be reset",
            "nothing is there, it cannot be written, or it was not a whole word",
            "bytes were written to a full queue and are lost",
            "an empty queue was read");

    private BusRegisters() {}

    /**
     * The registers with their values after reset.
     *
     * @param hash of the whole design, or what stands in its place
     * @param engineHash configuration hash of the engine
     */
    static RegisterMap of(BusConfig config, List<Stream> streams, long hash, long engineHash) {
        RegisterMap.Builder map = RegisterMap.from(BASE);
        map.constant("BUS_ID", RegisterMap.identification(ID), "identification, \"" + ID + "\"", VALUE);
        map.constant("BUS_VERSION", VERSION, "version of the register map", VALUE);
        map.constant("BUS_HASH", hash, "hash of the whole design", VALUE);
        map.constant("BUS_ENGINE_HASH", engineHash, "configuration hash of the engine", VALUE);
        map.constant("BUS_CLOCK_HZ", config.clockHz(), "frequency of the clock", VALUE);
        map.constant("BUS_BUFFER_BYTES", config.bufferBytes(), "bytes of each stream's queue", VALUE);
        map.constant("BUS_STREAMS", streams.size(), "streams of the engine", VALUE);
        map.word("BUS_SESSION", RW, "number of the host that opened it last", VALUE);
        state(map);
        run(map);
        for (int i = 0; i < streams.size(); i++) {
            stream(map, i, streams.get(i));
        }
        for (int i = 0; i < streams.size(); i++) {
            Stream stream = streams.get(i);
            map.at(WINDOWS + WINDOW_BYTES * i);
            String text = "window of " + stream.name() + ", 4 KiB, every word the same";
            map.word("BUS_DATA_" + i, stream.into() ? WO : RO, text, VALUE);
        }
        return map.build();
    }

    private static void state(RegisterMap.Builder map) {
        map.register(
                "BUS_STATUS",
                RO,
                "state of the engine and of its run",
                flag("interrupt", 0, RO, "the engine's interrupt"),
                flag("running", 1, RO, "the engine runs or is in reset"),
                flag("reached", 2, RO, "the latest run ended because a condition held"));
        Field[] faults = new Field[FAULT_NAMES.size()];
        for (int i = 0; i < faults.length; i++) {
            faults[i] = flag(FAULT_NAMES.get(i), i, W1C, FAULT_MEANINGS.get(i));
        }
        map.register("BUS_FAULTS", W1C, "accesses that could not be carried out", faults);
        map.word("BUS_FAULT_ADDRESS", RO, "address of the first fault since BUS_FAULTS was 0", VALUE);
        map.register("BUS_IRQ_ENABLE", RW, "what raises irq", flag("ended", 0, RW, "the end of a run raises irq"));
        map.register("BUS_IRQ", W1C, "what has happened", flag("ended", 0, W1C, "a run has ended"));
    }

    private static void run(RegisterMap.Builder map) {
        map.word("BUS_LIMIT_LOW", RW, "limit of a run in cycles, bits 31..0", VALUE);
        map.register("BUS_LIMIT_HIGH", RW, "limit of a run in cycles, bits 39..32", field(VALUE, 0, 8, RW, VALUE));
        map.register(
                "BUS_START",
                WO,
                "begins a run until one of these holds",
                flag("moved", 0, WO, "all transfers have moved"),
                flag("interrupt", 1, WO, "the engine's interrupt is high"));
        map.register(
                "BUS_CANCEL",
                WO,
                "drops the transfers and stops the run",
                flag("reset", 0, WO, "resets the engine, too"));
        map.word("BUS_CYCLES_LOW", RO, "enabled cycles since the engine's reset, bits 31..0", VALUE)
                .readsAct();
        map.word("BUS_CYCLES_HIGH", RO, "bits 39..32, of the time when LOW was read", VALUE);
    }

    private static void stream(RegisterMap.Builder map, int number, Stream stream) {
        String name = stream.name();
        map.at(BASE + STREAMS + 8 * number);
        map.word(left(number), RW, "beats of " + name + " left; writing begins a transfer", VALUE);
        String level = stream.into() ? "bytes that the queue of " + name + " takes" : "bytes in the queue of " + name;
        map.word(level(number), RO, level, VALUE);
    }

    /** Name of the register of a stream's beats. */
    static String left(int stream) {
        return "BUS_LEFT_" + stream;
    }

    /** Name of the register of the bytes in a stream's queue, or of its room. */
    static String level(int stream) {
        return "BUS_LEVEL_" + stream;
    }
}
