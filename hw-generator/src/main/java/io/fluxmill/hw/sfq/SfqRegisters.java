// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import io.fluxmill.core.manifest.Manifest.Field;
import io.fluxmill.core.manifest.Manifest.Register;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The register map of the SFQ emulator: the one description that RTL, manifest, header and document come from. */
final class SfqRegisters {
    /** "FSFQ". */
    static final long ID = 0x46534651L;

    static final int VERSION = 1;

    static final int ADDRESS_BITS = 8;

    private final List<Register> registers = new ArrayList<>();

    private SfqRegisters() {}

    /** @param hash the configuration hash */
    static List<Register> of(long hash) {
        SfqRegisters map = new SfqRegisters();
        map.add("ID", "ro", ID, "identification, \"FSFQ\"", field("id", 0, 32, "ro", "id"));
        map.add("VERSION", "ro", VERSION, "version of this register map", field("version", 0, 32, "ro", "version"));
        map.add(
                "CONFIG_HASH",
                "ro",
                hash,
                "hash of the configuration, as in the manifest",
                field("hash", 0, 32, "ro", "hash"));
        map.add(
                "CONTROL",
                "rw",
                0,
                "control of a run",
                field("run", 0, 1, "rw", "time goes on while 1 and not done"),
                field("interrupt_enable", 1, 1, "rw", "raise the interrupt while done, starved or full"),
                field(
                        "clear",
                        2,
                        1,
                        "wo",
                        "write 1 to return to time 0: cells, queues, flags, counters; settings stay"));
        map.add(
                "STATUS",
                "ro",
                0,
                "state of the run",
                field("done", 0, 1, "ro", "the end record was reached and all events are in the queue"),
                field("starved", 1, 1, "ro", "running, and no stimulus record is there to say how far time may go"),
                field("full", 2, 1, "ro", "running, and an event waits for room in the queue"),
                field("violated", 3, 1, "ro", "some violation flag is set"),
                field("late", 4, 1, "ro", "a stimulus record came for a time that had passed, and was dropped"));
        map.add("EVENTS", "ro", 0, "records in the event queue", field("records", 0, 32, "ro", "records"));
        map.add("ROOM", "ro", 0, "records that the stimulus queue can take", field("records", 0, 32, "ro", "records"));
        map.add(
                "FLAG_INDEX",
                "rw",
                0,
                "which word of violation flags FLAGS shows",
                field("word", 0, SfqArchitecture.INDEX_BITS, "rw", "flag number / 32"));
        map.add("FLAGS", "ro", 0, "32 sticky violation flags", field("flags", 0, 32, "ro", "flags"));
        map.add(
                "SETTING_INDEX",
                "rw",
                0,
                "which instance with a gate THRESHOLD and SEED set",
                field("instance", 0, SfqArchitecture.INDEX_BITS, "rw", "number among the instances with a gate"));
        map.add(
                "THRESHOLD",
                "wo",
                0,
                "sets a threshold",
                field("threshold", 0, GateModule.THRESHOLD_BITS, "wo", "of the draw, or of the current"));
        map.add("SEED", "wo", 0, "sets a seed, effective at the next clear", field("seed", 0, 32, "wo", "not 0"));
        map.counter("NOW", "time in quanta");
        map.counter("FIRST_VIOLATION", "time of the first violation; meaningful while STATUS.violated");
        map.counter("PULSES", "event records since clear");
        map.counter("STALLS", "running clocks since clear in which time stood still");
        return List.copyOf(map.registers);
    }

    /** Registers whose reading latches the high word of their counter. */
    static Set<String> latches() {
        return Set.of("NOW_LOW", "FIRST_VIOLATION_LOW", "PULSES_LOW", "STALLS_LOW");
    }

    private void counter(String name, String description) {
        add(
                name + "_LOW",
                "ro",
                0,
                description + ", bits 31..0; reading latches the high word",
                field("low", 0, 32, "ro", "low"));
        add(name + "_HIGH", "ro", 0, description + ", bits 63..32", field("high", 0, 32, "ro", "high"));
    }

    private void add(String name, String access, long reset, String description, Field... fields) {
        registers.add(new Register(name, 4 * registers.size(), access, reset, description, List.of(fields)));
    }

    private static Field field(String name, int lsb, int widthBits, String access, String description) {
        return new Field(name, lsb, widthBits, access, description);
    }
}
