// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import static io.fluxmill.core.manifest.Access.RO;
import static io.fluxmill.core.manifest.Access.RW;
import static io.fluxmill.core.manifest.Access.WO;
import static io.fluxmill.core.manifest.RegisterMap.field;
import static io.fluxmill.core.manifest.RegisterMap.flag;

import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.core.program.spiking.SpikingEnds;

/** The register map of the spiking engine: the one description that RTL, manifest, header and document come from. */
final class SpikingRegisters {
    static final int ADDRESS_BITS = 8;

    /** Of an engine with or without an encoder, read-outs and time stamps. */
    static RegisterMap of(SpikingEnds ends) {
        RegisterMap.Builder map = common(ends.timeStamps());
        if (ends.encoder()) {
            map.register(
                            "ENCODER",
                            RW,
                            "how values become spikes",
                            field("kind", 0, 3, RW, "0 values are spikes, 1 direct, 2 rate, 3 latency, 4 delta"),
                            flag("every_tick", 3, RW, "delta: every value that comes is kept"),
                            flag("off", 4, RW, "delta: falling values have spikes"),
                            field("threshold", 8, 8, RW, "delta: threshold"),
                            field("mask", 16, 8, RW, "rate: bits of the generator that are compared"))
                    .register("VALUES", RW, "values of a tick", field("values", 0, 20, RW, "values"));
        }
        if (ends.readOuts()) {
            map.register(
                    "READ_OUT",
                    RW,
                    "what is read of outputs",
                    field("kind", 0, 2, RW, "0 counts, 1 first ticks, 2 membranes"),
                    field("outputs", 8, 9, RW, "outputs"));
        }
        if (ends.timeStamps()) {
            map.register(
                    "TIME_STAMPS",
                    RW,
                    "which ends of ticks leave",
                    flag("sparse", 0, RW, "not those of ticks without spikes, but for a TICK's and an UNTIL's last"));
        }
        return map.build();
    }

    private static RegisterMap.Builder common(boolean timeStamps) {
        return RegisterMap.of("FSPK", 1)
                .register(
                        "CONTROL",
                        RW,
                        "interrupt and counters",
                        flag("interrupt_enable", 0, RW, "raise the interrupt while idle or full"),
                        flag("clear_counters", 1, WO, "write 1 to clear all counters"))
                .register(
                        "STATUS",
                        RO,
                        "state of the engine",
                        flag("idle", 0, RO, "every word that came was processed"),
                        flag("full", 1, RO, "the queue of events out is full, and the engine may wait for room"),
                        flag(
                                "error",
                                2,
                                RO,
                                timeStamps
                                        ? "a word with an unknown operation, a load beyond a memory, or an UNTIL of a time that was over, came since reset"
                                        : "a word with an unknown operation, or a load beyond a memory, came since reset"))
                .register("EVENTS", RO, "words in the queue out", field("words", 0, 32, RO, "words"))
                .register("ROOM", RO, "words that the queue in can take", field("words", 0, 32, RO, "words"))
                .register(
                        "CONTRACT",
                        RW,
                        "what a tick does to a neuron",
                        field("synapse", 0, 2, RW, "current seen: 0 new, 1 old, 2 decayed"),
                        flag("spike_old", 2, RW, "the membrane before integration is compared"),
                        flag("at_least", 3, RW, "fires at the threshold, not only above"),
                        field("reset", 4, 2, RW, "0 and 1 reset value, 2 subtract, 3 none"),
                        flag("reset_next", 6, RW, "reset in the next tick, after integration"),
                        flag("clamp", 7, RW, "the membrane is at least -threshold"),
                        field("rounding", 8, 2, RW, "decayed states: 0 nearest even, 1 floor, 2 toward zero"),
                        field("spikes", 16, 8, RW, "most spikes of a neuron in a tick"),
                        field("refractory", 24, 8, RW, "ticks after a spike without integration"))
                .register("INPUTS", RW, "inputs of the network", field("inputs", 0, 20, RW, "inputs"))
                .register(
                        "POPULATIONS", RW, "populations of the network", field("populations", 0, 8, RW, "populations"))
                .register(
                        "LATE_TICK",
                        RW,
                        "first tick in which the second constant source is active",
                        field("tick", 0, 28, RW, "tick"))
                .counter("CYCLES", "cycles of spikes that came and of ticks, without loads and states that are shown")
                .counter("SPIKES", "spikes of all neurons, their values added")
                .counter("WORDS", "words of weights that were added to sums")
                .counter("DROPPED", "spikes and values for inputs that the network does not have");
    }

    private SpikingRegisters() {}
}
