// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.bus;

import io.fluxmill.core.manifest.Manifest.Field;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.manifest.Manifest.Stream;
import java.util.ArrayList;
import java.util.List;

/** The bus design's own registers: the one description that RTL, manifest, header and documents come from. */
final class BusRegisters {
    /** "FLBU". */
    static final long ID = 0x464C4255L;

    static final int VERSION = 1;

    /** Address of the first register; the engine's are below. */
    static final int BASE = 0x8000;

    static final int ADDRESS_BITS = 17;

    /** Address of the first stream's window. */
    static final int WINDOWS = 0x10000;

    static final int WINDOW_BYTES = 0x1000;

    static final int SESSION = 0x1C;
    static final int STATUS = 0x20;
    static final int FAULTS = 0x24;
    static final int FAULT_ADDRESS = 0x28;
    static final int IRQ_ENABLE = 0x2C;
    static final int IRQ = 0x30;
    static final int LIMIT_LOW = 0x34;
    static final int LIMIT_HIGH = 0x38;
    static final int START = 0x3C;
    static final int CANCEL = 0x40;
    static final int CYCLES_LOW = 0x44;
    static final int CYCLES_HIGH = 0x48;
    /** LEFT and LEVEL of the first stream; those of the next follow. */
    static final int STREAMS = 0x80;

    static final List<String> FAULT_NAMES =
            List.of("running", "engine_error", "engine_silent", "nothing_there", "queue_full", "queue_empty");

    private static final List<String> FAULT_MEANINGS = List.of(
            "the engine ran",
            "the engine answered with an error",
            "the engine did not answer, and must be reset",
            "nothing is there, it cannot be written, or it was not a whole word",
            "bytes were written to a full queue and are lost",
            "an empty queue was read");

    private final List<Register> registers = new ArrayList<>();

    private BusRegisters() {}

    /**
     * The registers with their values after reset.
     *
     * @param hash of the whole design
     * @param engineHash configuration hash of the engine
     */
    static List<Register> of(BusConfig config, List<Stream> streams, long hash, long engineHash) {
        BusRegisters map = new BusRegisters();
        map.constant("BUS_ID", 0x00, ID, "identification, \"FLBU\"");
        map.constant("BUS_VERSION", 0x04, VERSION, "version of the register map");
        map.constant("BUS_HASH", 0x08, hash, "hash of the whole design");
        map.constant("BUS_ENGINE_HASH", 0x0C, engineHash, "configuration hash of the engine");
        map.constant("BUS_CLOCK_HZ", 0x10, config.clockHz(), "frequency of the clock");
        map.constant("BUS_BUFFER_BYTES", 0x14, config.bufferBytes(), "bytes of each stream's queue");
        map.constant("BUS_STREAMS", 0x18, streams.size(), "streams of the engine");
        map.word("BUS_SESSION", SESSION, "rw", "number of the host that opened it last");
        map.add(
                "BUS_STATUS",
                STATUS,
                "ro",
                "state of the engine and of its run",
                field("interrupt", 0, "ro", "the engine's interrupt"),
                field("running", 1, "ro", "the engine runs or is in reset"),
                field("reached", 2, "ro", "the latest run ended because a condition held"));
        Field[] faults = new Field[FAULT_NAMES.size()];
        for (int i = 0; i < faults.length; i++) {
            faults[i] = field(FAULT_NAMES.get(i), i, "w1c", FAULT_MEANINGS.get(i));
        }
        map.add("BUS_FAULTS", FAULTS, "w1c", "accesses that could not be carried out", faults);
        map.word("BUS_FAULT_ADDRESS", FAULT_ADDRESS, "ro", "address of the first fault since BUS_FAULTS was 0");
        map.add(
                "BUS_IRQ_ENABLE",
                IRQ_ENABLE,
                "rw",
                "what raises irq",
                field("ended", 0, "rw", "the end of a run raises irq"));
        map.add("BUS_IRQ", IRQ, "w1c", "what has happened", field("ended", 0, "w1c", "a run has ended"));
        map.word("BUS_LIMIT_LOW", LIMIT_LOW, "rw", "limit of a run in cycles, bits 31..0");
        map.add(
                "BUS_LIMIT_HIGH",
                LIMIT_HIGH,
                "rw",
                "limit of a run in cycles, bits 39..32",
                new Field("value", 0, 8, "rw", "value"));
        map.add(
                "BUS_START",
                START,
                "wo",
                "begins a run until one of these holds",
                field("moved", 0, "wo", "all transfers have moved"),
                field("interrupt", 1, "wo", "the engine's interrupt is high"));
        map.add(
                "BUS_CANCEL",
                CANCEL,
                "wo",
                "drops the transfers and stops the run",
                field("reset", 0, "wo", "resets the engine, too"));
        map.word("BUS_CYCLES_LOW", CYCLES_LOW, "ro", "enabled cycles since the engine's reset, bits 31..0");
        map.word("BUS_CYCLES_HIGH", CYCLES_HIGH, "ro", "bits 39..32, of the time when LOW was read");
        for (int i = 0; i < streams.size(); i++) {
            String name = streams.get(i).name();
            boolean in = streams.get(i).direction().equals("in");
            String level = in ? "bytes that the queue of " + name + " takes" : "bytes in the queue of " + name;
            map.word("BUS_LEFT_" + i, STREAMS + 8 * i, "rw", "beats of " + name + " left; writing begins a transfer");
            map.word("BUS_LEVEL_" + i, STREAMS + 8 * i + 4, "ro", level);
        }
        for (int i = 0; i < streams.size(); i++) {
            String access = streams.get(i).direction().equals("in") ? "wo" : "ro";
            String text = "window of " + streams.get(i).name() + ", 4 KiB, every word the same";
            map.word("BUS_DATA_" + i, WINDOWS - BASE + WINDOW_BYTES * i, access, text);
        }
        return List.copyOf(map.registers);
    }

    private static Field field(String name, int bit, String access, String description) {
        return new Field(name, bit, 1, access, description);
    }

    private void constant(String name, int offset, long value, String description) {
        Field field = new Field("value", 0, 32, "ro", "value");
        registers.add(new Register(name, BASE + offset, "ro", value, description, List.of(field)));
    }

    private void word(String name, int offset, String access, String description) {
        add(name, offset, access, description, new Field("value", 0, 32, access, "value"));
    }

    private void add(String name, int offset, String access, String description, Field... fields) {
        registers.add(new Register(name, BASE + offset, access, 0, description, List.of(fields)));
    }
}
