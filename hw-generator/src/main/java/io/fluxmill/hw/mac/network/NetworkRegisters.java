// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import static io.fluxmill.core.manifest.Access.RO;
import static io.fluxmill.core.manifest.Access.RW;
import static io.fluxmill.core.manifest.Access.W1C;
import static io.fluxmill.core.manifest.Access.WO;
import static io.fluxmill.core.manifest.RegisterMap.field;
import static io.fluxmill.core.manifest.RegisterMap.flag;

import io.fluxmill.core.manifest.RegisterMap;

/** The register map of the network processor. */
final class NetworkRegisters {
    static final int ADDRESS_BITS = 8;
    private static final int COUNT_BITS = 24;

    private NetworkRegisters() {}

    static RegisterMap of(NetworkShape shape) {
        int tables = shape.config.termTables();
        return tables == 0
                ? counters(common(shape)).build()
                : counters(common(shape)
                                .register(
                                        "TERM_ADDRESS",
                                        WO,
                                        "word of the term memory that TERM_DATA writes next",
                                        field("word", 0, NetworkShape.log2(tables) + 9, WO, "word of the term memory"))
                                .register(
                                        "TERM_DATA",
                                        WO,
                                        "writes a word of the term memory",
                                        field("data", 0, 32, WO, "bit 31 NaR, else a value, two's complement")))
                        .build();
    }

    private static RegisterMap.Builder common(NetworkShape shape) {
        int programBits = NetworkShape.log2(shape.config.programWords());
        return RegisterMap.of("FNET", 1)
                .register(
                        "CONTROL",
                        RW,
                        "control of a network",
                        flag("start", 0, WO, "write 1 to run the program"),
                        flag("interrupt_enable", 1, RW, "raise the interrupt while done"),
                        flag("clear_counters", 2, WO, "write 1 to clear all counters"))
                .register(
                        "STATUS",
                        W1C,
                        "state of the network and of loads",
                        flag("busy", 0, RO, "a network is running"),
                        flag("done", 1, W1C, "a network has ended"),
                        flag("loading", 2, RO, "a load is under way"),
                        flag("error", 3, W1C, "a start, a load or a write was refused"))
                .register(
                        "PROGRAM",
                        RW,
                        "first word of the program that start runs",
                        field("word", 0, programBits, RW, "word of the program memory"))
                .locks("PROGRAM")
                .register(
                        "PROGRAM_ADDRESS",
                        WO,
                        "word of the program memory that PROGRAM_DATA writes next",
                        field("word", 0, programBits, WO, "word of the program memory"))
                .register(
                        "PROGRAM_DATA",
                        WO,
                        "writes a word of the program memory",
                        field("data", 0, 32, WO, "word of a descriptor"))
                .register(
                        "PROGRAM_WORD",
                        RO,
                        "the word of the program memory at the address of the next write, while no network runs",
                        field("data", 0, 32, RO, "word of a descriptor"))
                .register(
                        "LOAD_ADDRESS",
                        RW,
                        "first word (weights) or column tile (parameters) of a load",
                        field("address", 0, COUNT_BITS, RW, "word or tile"))
                .register("LOAD_BEATS", RW, "beats of a load", field("beats", 0, COUNT_BITS, RW, "beats"))
                .register(
                        "LOAD_CONTROL",
                        WO,
                        "starts a load from s_axis_wgt",
                        flag("weights", 0, WO, "write 1 to load weights"),
                        flag("parameters", 1, WO, "write 1 to load parameters"));
    }

    private static RegisterMap.Builder counters(RegisterMap.Builder registers) {
        return registers
                .counter("CYCLES", "cycles with a network running")
                .counter("WORDS", "cycles in which operands were issued")
                .counter("STALLS", "cycles in which a word of operands waited");
    }
}
