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

    private static final int BEHIND_COUNTERS = 0x64;

    /** Bits of ROWS where registers are short. */
    private static final int SHORT_ROWS = 16;

    /**
     * Bits of the fields that say sizes and places.
     *
     * @param counters whether there are counters besides that of 32 bits of cycles
     */
    private record Lengths(
            int rows,
            int columns,
            int depth,
            int words,
            int weightBase,
            int parameterBase,
            int address,
            int beats,
            boolean counters) {
        static final Lengths FULL = new Lengths(32, 16, 24, 24, 24, 16, 24, 24, true);

        /** What a job and a load that the buffers allow can say; sizes up to a whole buffer, places below it. */
        static Lengths shortOf(MacArchitecture architecture) {
            MacConfig config = architecture.config();
            int tiles = config.parameterTiles();
            int address = Math.max(config.weightWords(), tiles) - 1;
            return new Lengths(
                    SHORT_ROWS,
                    bits(config.columns() * tiles),
                    bits(MacArchitecture.MOST_LANES * config.activationWords()),
                    bits(config.activationWords()),
                    bits(config.weightWords() - 1),
                    bits(tiles - 1),
                    bits(address),
                    bits(Math.max(config.weightWords(), tiles * architecture.parameterBeats())),
                    false);
        }

        private static int bits(int largest) {
            return Integer.SIZE - Integer.numberOfLeadingZeros(largest);
        }
    }

    /** Of an engine. */
    static RegisterMap of(MacArchitecture architecture) {
        boolean inference = architecture.isForInference();
        Lengths lengths = architecture.config().registers() == MacConfig.Registers.FULL
                ? Lengths.FULL
                : Lengths.shortOf(architecture);
        RegisterMap.Builder map = common(
                lengths,
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

    private static RegisterMap.Builder common(Lengths lengths, Field round) {
        RegisterMap.Builder map = RegisterMap.of("FMAC", 3)
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
                .register("ROWS", RW, "M, rows of the result", field("rows", 0, lengths.rows, RW, "rows"))
                .register(
                        "COLUMNS", RW, "N, columns of the result", field("columns", 0, lengths.columns, RW, "columns"))
                .register("DEPTH", RW, "K, terms of a sum", field("depth", 0, lengths.depth, RW, "terms"))
                .register(
                        "DEPTH_WORDS",
                        RW,
                        "operand words of a sum, K / lanes rounded up",
                        field("words", 0, lengths.words, RW, "words"))
                .register(
                        "WEIGHT_BASE",
                        RW,
                        "first word of the weights in the weight buffer",
                        field("word", 0, lengths.weightBase, RW, "word"))
                .register(
                        "PARAMETER_BASE",
                        RW,
                        "first column tile of the parameters",
                        field("tile", 0, lengths.parameterBase, RW, "column tile"))
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
                        field("address", 0, lengths.address, RW, "word or tile"))
                .register("LOAD_BEATS", RW, "beats of a load", field("beats", 0, lengths.beats, RW, "beats"))
                .register(
                        "LOAD_CONTROL",
                        WO,
                        "starts a load from s_axis_wgt",
                        flag("weights", 0, WO, "write 1 to load weights"),
                        flag("parameters", 1, WO, "write 1 to load parameters"));
        if (!lengths.counters) {
            return map.word("CYCLES_LOW", RO, "cycles with a job running", "low")
                    .at(BEHIND_COUNTERS);
        }
        return map.counter("CYCLES", "cycles with a job running")
                .counter("MACS", "useful multiply-accumulates")
                .counter("STALL_IN", "cycles in which the array waits for activations")
                .counter("STALL_OUT", "cycles in which the array waits for results to drain");
    }

    private MacRegisters() {}
}
