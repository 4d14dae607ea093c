// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import static io.fluxmill.core.manifest.Access.RO;
import static io.fluxmill.core.manifest.Access.RW;
import static io.fluxmill.core.manifest.Access.WO;
import static io.fluxmill.core.manifest.RegisterMap.field;
import static io.fluxmill.core.manifest.RegisterMap.flag;

import io.fluxmill.core.manifest.RegisterMap;

/** The register map of the SFQ emulator: the one description that RTL, manifest, header and document come from. */
final class SfqRegisters {
    static final int ADDRESS_BITS = 8;

    static final RegisterMap MAP = RegisterMap.of("FSFQ", 2)
            .register(
                    "CONTROL",
                    RW,
                    "control of a run",
                    flag("run", 0, RW, "time goes on while 1 and not done"),
                    flag("interrupt_enable", 1, RW, "raise the interrupt while done, starved or full"),
                    flag("clear", 2, WO, "write 1 to return to time 0: cells, queues, flags, counters; settings stay"))
            .register(
                    "STATUS",
                    RO,
                    "state of the run",
                    flag("done", 0, RO, "the end record was reached and all events are in the queue"),
                    flag("starved", 1, RO, "running, and no stimulus record is there to say how far time may go"),
                    flag("full", 2, RO, "running, and an event waits for room in the queue"),
                    flag("violated", 3, RO, "some violation flag is set"),
                    flag("late", 4, RO, "a stimulus record came for a time that had passed, and was dropped"))
            .register("EVENTS", RO, "records in the event queue", field("records", 0, 32, RO, "records"))
            .register("ROOM", RO, "records that the stimulus queue can take", field("records", 0, 32, RO, "records"))
            .register(
                    "FLAG_INDEX",
                    RW,
                    "which word of violation flags FLAGS shows",
                    field("word", 0, SfqArchitecture.INDEX_BITS, RW, "flag number / 32"))
            .register("FLAGS", RO, "32 sticky violation flags", field("flags", 0, 32, RO, "flags"))
            .register(
                    "SETTING_INDEX",
                    RW,
                    "which instance with a gate THRESHOLD and SEED set",
                    field("instance", 0, SfqArchitecture.INDEX_BITS, RW, "number among the instances with a gate"))
            .register(
                    "THRESHOLD",
                    WO,
                    "sets a threshold",
                    field("threshold", 0, GateModule.THRESHOLD_BITS, WO, "of the draw, or of the current"))
            .register("SEED", WO, "sets a seed, effective at the next clear", field("seed", 0, 32, WO, "not 0"))
            .counter("NOW", "time in quanta")
            .counter("FIRST_VIOLATION", "time of the first violation; meaningful while STATUS.violated")
            .counter("PULSES", "event records since clear")
            .counter("STALLS", "running clocks since clear in which time stood still")
            .build();

    private SfqRegisters() {}
}
