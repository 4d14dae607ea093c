// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.core.manifest.Manifest.Field;
import io.fluxmill.core.manifest.Manifest.Register;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The register map of the matrix co-processor: the one description that RTL, manifest, header and document come from. */
final class MacRegisters {
    /** "FMAC". */
    static final long ID = 0x464D4143L;

    static final int VERSION = 1;

    static final int ADDRESS_BITS = 8;

    private final List<Register> registers = new ArrayList<>();

    private MacRegisters() {}

    /** @param hash the configuration hash */
    static List<Register> of(long hash) {
        MacRegisters map = new MacRegisters();
        map.add("ID", "ro", ID, "identification, \"FMAC\"", whole("id", "ro"));
        map.add("VERSION", "ro", VERSION, "version of this register map", whole("version", "ro"));
        map.add("CONFIG_HASH", "ro", hash, "hash of the configuration, as in the manifest", whole("hash", "ro"));
        map.add(
                "CONTROL",
                "rw",
                0,
                "control of a job",
                field("start", 0, 1, "wo", "write 1 to start a job"),
                field("interrupt_enable", 1, 1, "rw", "raise the interrupt while done"),
                field("clear_counters", 2, 1, "wo", "write 1 to clear all counters"));
        map.add(
                "STATUS",
                "w1c",
                0,
                "state of the job and of loads",
                field("busy", 0, 1, "ro", "a job is running"),
                field("done", 1, 1, "w1c", "a job has ended"),
                field("loading", 2, 1, "ro", "a load is under way"),
                field("error", 3, 1, "w1c", "a start or a load was refused, or a job read beyond the weight buffer"));
        map.add(
                "FORMAT",
                "rw",
                0,
                "number formats, by their index in the manifest",
                field("operand", 0, 4, "rw", "format of activations and weights"),
                field("result", 8, 4, "rw", "format of results"),
                field("round_away", 16, 1, "rw", "integer results: ties away from zero"));
        map.add("ROWS", "rw", 0, "M, rows of the result", whole("rows", "rw"));
        map.add("COLUMNS", "rw", 0, "N, columns of the result", field("columns", 0, 16, "rw", "columns"));
        map.add("DEPTH", "rw", 0, "K, terms of a sum", field("depth", 0, 24, "rw", "terms"));
        map.add(
                "DEPTH_WORDS",
                "rw",
                0,
                "operand words of a sum, K / lanes rounded up",
                field("words", 0, 24, "rw", "words"));
        map.add(
                "WEIGHT_BASE",
                "rw",
                0,
                "first word of the weights in the weight buffer",
                field("word", 0, 24, "rw", "word"));
        map.add(
                "PARAMETER_BASE",
                "rw",
                0,
                "first column tile of the parameters",
                field("tile", 0, 16, "rw", "column tile"));
        map.add(
                "BIAS_SHIFT",
                "rw",
                0,
                "left shift of the bias, in units of 2^-16 of the accumulator's",
                field("shift", 0, 8, "rw", "places"));
        map.add(
                "CLIP",
                "rw",
                0,
                "range of result codes",
                field("low", 0, 16, "rw", "smallest result code"),
                field("high", 16, 16, "rw", "largest result code"));
        map.add(
                "LOAD_ADDRESS",
                "rw",
                0,
                "first word (weights) or column tile (parameters) of a load",
                field("address", 0, 24, "rw", "word or tile"));
        map.add("LOAD_BEATS", "rw", 0, "beats of a load", field("beats", 0, 24, "rw", "beats"));
        map.add(
                "LOAD_CONTROL",
                "wo",
                0,
                "starts a load from s_axis_wgt",
                field("weights", 0, 1, "wo", "write 1 to load weights"),
                field("parameters", 1, 1, "wo", "write 1 to load parameters"));
        map.counter("CYCLES", "cycles with a job running");
        map.counter("MACS", "useful multiply-accumulates");
        map.counter("STALL_IN", "cycles in which the array waits for activations");
        map.counter("STALL_OUT", "cycles in which the array waits for results to drain");
        return List.copyOf(map.registers);
    }

    /** Registers whose reading latches the high word of their counter. */
    static Set<String> latches() {
        return Set.of("CYCLES_LOW", "MACS_LOW", "STALL_IN_LOW", "STALL_OUT_LOW");
    }

    private void counter(String name, String description) {
        add(name + "_LOW", "ro", 0, description + ", bits 31..0; reading latches the high word", whole("low", "ro"));
        add(name + "_HIGH", "ro", 0, description + ", bits 63..32", whole("high", "ro"));
    }

    private void add(String name, String access, long reset, String description, Field... fields) {
        registers.add(new Register(name, 4 * registers.size(), access, reset, description, List.of(fields)));
    }

    private static Field whole(String name, String access) {
        return field(name, 0, 32, access, name);
    }

    private static Field field(String name, int lsb, int widthBits, String access, String description) {
        return new Field(name, lsb, widthBits, access, description);
    }
}
