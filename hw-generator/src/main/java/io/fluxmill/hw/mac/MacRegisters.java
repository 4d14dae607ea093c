// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static io.fluxmill.core.manifest.Access.RO;
import static io.fluxmill.core.manifest.Access.RW;
import static io.fluxmill.core.manifest.Access.W1C;
import static io.fluxmill.core.manifest.Access.WO;
import static io.fluxmill.core.manifest.RegisterMap.field;
import static io.fluxmill.core.manifest.RegisterMap.flag;

import io.fluxmill.core.manifest.Manifest.Field;
import io.fluxmill.core.manifest.RegisterMap;

/** The register map of the matrix co-processor: the one description that RTL, manifest, header and document come from. */
final class MacRegisters {
    static final int ADDRESS_BITS = 8;

    /** Of an engine with or without the roundings of int8 inference. */
    static RegisterMap of(boolean inference) {
        RegisterMap.Builder map = common(
                inference
                        ? field("round", 16, 3, RW, "integer results: 0 even, 1 away, 2 single, 3 double, 4 fp32")
                        : flag("round_away", 16, RW, "integer results: ties away from zero"));
        if (inference) {
            map.register(
                            "OUTPUT_ZERO",
                            RW,
                            "zero point of integer results",
                            field("zero", 0, 16, RW, "two's complement, added after rounding"))
                    .locks("OUTPUT_ZERO");
        }
        return map.build();
    }

    private static RegisterMap.Builder common(Field round) {
        return RegisterMap.of("FMAC", 3)
                .register(
                        "CONTROL",
                        RW,
                        "control of a job",
                        flag("start", 0, WO, "write 1 to start a job"),
                        flag("interrupt_enable", 1, RW, "raise the interrupt while done"),
                        flag("clear_counters", 2, WO, "write 1 to clear all counters"))
                .register(
                        "STATUS",
                        W1C,
                        "state of the job and of loads",
                        flag("busy", 0, RO, "a job is running"),
                        flag("done", 1, W1C, "a job has ended"),
                        flag("loading", 2, RO, "a load is under way"),
                        flag(
                                "error",
                                3,
                                W1C,
                                "a start, a load or a write was refused, or a job read beyond the weight buffer"))
                .register(
                        "FORMAT",
                        RW,
                        "number formats, by their index in the manifest",
                        field("operand", 0, 4, RW, "format of activations and weights"),
                        field("result", 8, 4, RW, "format of results"),
                        round)
                .word("ROWS", RW, "M, rows of the result", "rows")
                .register("COLUMNS", RW, "N, columns of the result", field("columns", 0, 16, RW, "columns"))
                .register("DEPTH", RW, "K, terms of a sum", field("depth", 0, 24, RW, "terms"))
                .register(
                        "DEPTH_WORDS",
                        RW,
                        "operand words of a sum, K / lanes rounded up",
                        field("words", 0, 24, RW, "words"))
                .register(
                        "WEIGHT_BASE",
                        RW,
                        "first word of the weights in the weight buffer",
                        field("word", 0, 24, RW, "word"))
                .register(
                        "PARAMETER_BASE",
                        RW,
                        "first column tile of the parameters",
                        field("tile", 0, 16, RW, "column tile"))
                .register(
                        "BIAS_SHIFT",
                        RW,
                        "left shift of the bias, in units of 2^-16 of the accumulator's",
                        field("shift", 0, 8, RW, "places"))
                .register(
                        "CLIP",
                        RW,
                        "range of result codes",
                        field("low", 0, 16, RW, "smallest result code"),
                        field("high", 16, 16, RW, "largest result code"))
                .locks(
                        "FORMAT",
                        "ROWS",
                        "COLUMNS",
                        "DEPTH",
                        "DEPTH_WORDS",
                        "WEIGHT_BASE",
                        "PARAMETER_BASE",
                        "BIAS_SHIFT",
                        "CLIP")
                .register(
                        "LOAD_ADDRESS",
                        RW,
                        "first word (weights) or column tile (parameters) of a load",
                        field("address", 0, 24, RW, "word or tile"))
                .register("LOAD_BEATS", RW, "beats of a load", field("beats", 0, 24, RW, "beats"))
                .register(
                        "LOAD_CONTROL",
                        WO,
                        "starts a load from s_axis_wgt",
                        flag("weights", 0, WO, "write 1 to load weights"),
                        flag("parameters", 1, WO, "write 1 to load parameters"))
                .counter("CYCLES", "cycles with a job running")
                .counter("MACS", "useful multiply-accumulates")
                .counter("STALL_IN", "cycles in which the array waits for activations")
                .counter("STALL_OUT", "cycles in which the array waits for results to drain");
    }

    private MacRegisters() {}
}
