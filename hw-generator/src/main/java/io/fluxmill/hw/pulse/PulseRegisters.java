// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import io.fluxmill.core.manifest.Manifest.Field;
import io.fluxmill.core.manifest.Manifest.Register;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The register map of the pulse-feature accelerator: the one description that RTL, manifest, header and document come from. All
 * configurations have all registers, at the same offsets.
 */
public final class PulseRegisters {
    /** "FPLS". */
    static final long ID = 0x46504C53L;

    static final int VERSION = 1;

    /** Bits of a byte address. */
    public static final int ADDRESS_BITS = 8;

    private final List<Register> registers = new ArrayList<>();
    private final Set<String> latches = new LinkedHashSet<>();

    private PulseRegisters() {}

    /** @param hash the configuration hash */
    static List<Register> of(PulseConfig config, long hash) {
        PulseRegisters map = new PulseRegisters();
        map.control(config, hash);
        map.frontEnd();
        map.network();
        map.classical();
        map.counters();
        return List.copyOf(map.registers);
    }

    /** Registers whose reading latches the high word of their counter. */
    static Set<String> latches() {
        PulseRegisters map = new PulseRegisters();
        map.counters();
        return map.latches;
    }

    private void control(PulseConfig config, long hash) {
        add("ID", "ro", ID, "identification, \"FPLS\"", whole("id", "ro"));
        add("VERSION", "ro", VERSION, "version of this register map", whole("version", "ro"));
        add("CONFIG_HASH", "ro", hash, "hash of the configuration, as in the manifest", whole("hash", "ro"));
        add(
                "CONTROL",
                "rw",
                0,
                "commands",
                field("enable", 0, 1, "wo", "write 1 to begin taking samples; refused if a setting is out of range"),
                field("disable", 1, 1, "wo", "write 1 to end taking samples; events already cut are still sent"),
                field("clear_counters", 2, 1, "wo", "write 1 to clear all counters"),
                field("interrupt_enable", 3, 1, "rw", "raise the interrupt while packet or error is set"));
        add(
                "STATUS",
                "w1c",
                0,
                "state",
                field("enabled", 0, 1, "ro", "samples are taken"),
                field("idle", 1, 1, "ro", "every event that was cut has been sent"),
                field("error", 2, 1, "w1c", "a command was refused; reason says why"),
                field("packet", 3, 1, "w1c", "the last word of a packet was taken"),
                field("stuck", 4, 1, "ro", "a channel's trigger is stuck"),
                field("reason", 8, 4, "ro", "why the latest command was refused"));
        add(
                "STUCK_CHANNELS",
                "ro",
                0,
                "channels with a stuck trigger",
                field("channels", 0, 16, "ro", "channel c: bit c"));
        add(
                "CHANNELS",
                "rw",
                (1L << config.channels()) - 1,
                "channels that take samples",
                field("channels", 0, 16, "rw", "channel c: bit c"));
        add(
                "FEATURES",
                "rw",
                (config.network() ? 1 : 0) + (config.classical() ? 2 : 0),
                "features that are computed",
                field("network", 0, 1, "rw", "network outputs"),
                field("classical", 1, 1, "rw", "classical chain"));
    }

    private void frontEnd() {
        add(
                "MODE",
                "rw",
                0,
                "modes of the front end",
                field("polarity", 0, 1, "rw", "1: samples are inverted"),
                field("hold", 1, 1, "rw", "1: samples wait for a free buffer"),
                field("normalise", 2, 1, "rw", "1: the gain follows the peak"),
                field("baseline_mode", 4, 2, "rw", "0 fixed, 1 running, 2 mean of the first samples of the window"));
        setting("WINDOW", 14, "samples of an event, 4 to the windowSamples of the manifest");
        setting("PRETRIGGER", 13, "samples of an event before its trigger, less than WINDOW");
        setting("THRESHOLD", 20, "trigger threshold over the baseline, 4 fractional bits");
        setting("HYSTERESIS", 20, "what the signal must fall below the threshold to re-arm, 4 fractional bits");
        setting("STUCK_LIMIT", 24, "samples without re-arming after which the trigger is stuck; 0: never");
        setting("BASELINE", 20, "fixed baseline, 4 fractional bits");
        setting("BASELINE_SHIFT", 4, "k of the running baseline");
        setting("BASELINE_SAMPLES", 4, "2^k samples of the window make its baseline, 0 to 10");
        setting("GAIN", 16, "gain without normalisation");
        setting("GAIN_SHIFT", 5, "right shift of the product with the gain");
    }

    private void network() {
        add(
                "LAYERS",
                "rw",
                0,
                "layers of the network",
                field("layers", 0, 5, "rw", "1 to 16"),
                field("round_even", 8, 1, "rw", "1: ties to even, 0: ties away from zero"));
        setting("NETWORK_SAMPLES", 14, "first samples of the window that are the network's input");
        setting("NETWORK_OUTPUTS", 8, "outputs of the network, 1 to 200");
    }

    private void classical() {
        setting("POLE", 17, "a of the pole-zero cancellation, 16 fractional bits");
        setting("RISE", 13, "rise of the trapezoid, samples");
        setting("FLAT", 13, "flat top of the trapezoid, samples");
        setting("PICK", 13, "sample after the trigger at which the trapezoid is reported");
        setting("FRACTION", 8, "CFD fraction, 8 fractional bits");
        setting("DELAY", 8, "CFD delay, samples");
        setting("CFD_ARM", 30, "value that arms the CFD, 12 fractional bits");
        setting("BANK_ORIGIN", 24, "CFD time of the beginning of bank 0, 10 fractional bits, signed");
        setting("BANK_SHIFT", 5, "2^BANK_SHIFT units of 2^-10 sample in a bank");
        setting("FILTER_START", 13, "first sample of the optimal filter");
        setting("FILTER_LENGTH", 11, "samples of the optimal filter");
        add(
                "FILTER_SHIFT",
                "rw",
                0,
                "right shifts of the optimal filter's sums",
                field("amplitude", 0, 5, "rw", "of A"),
                field("time", 8, 5, "rw", "of A times tau"));
        add(
                "LOAD_ADDRESS",
                "wo",
                0,
                "where the next word of LOAD_DATA goes",
                field("address", 0, 20, "wo", "word"),
                field(
                        "memory",
                        20,
                        4,
                        "wo",
                        "0 weights, 1 parameters, 2 layer table, 3 gains, 4, 5 optimal filter: a, b"));
        add("LOAD_DATA", "wo", 0, "writes a word of a memory, then the address is one more", whole("data", "wo"));
    }

    private void counters() {
        setting("COUNTER_CHANNEL", 4, "channel of the six counters that follow");
        count("EVENTS", "events cut");
        count("PILE_UP", "crossings inside the window of an event");
        count("LOST_DEAD", "crossings behind the window while it is recorded, and events ended by disabling");
        count("LOST_FULL", "events lost because all buffers were full");
        count("OVER_RANGE", "events with a sample at either end of the ADC's range");
        count("STUCK", "times that the trigger was stuck");
        pair("PACKETS", "packets sent");
        pair("SAMPLES", "samples taken, of all channels together");
        pair("BUSY", "cycles in which a network engine ran, summed over the engines");
        pair("MACS", "useful multiply-accumulates of the network engines");
        pair("STALL_SOURCE", "cycles in which a network engine waited for elements");
        pair("STALL_DRAIN", "cycles in which a network engine waited for its sums to drain");
    }

    private void setting(String name, int widthBits, String description) {
        add(name, "rw", 0, description, field("value", 0, widthBits, "rw", "value"));
    }

    private void count(String name, String description) {
        add(name, "ro", 0, description + ", modulo 2^32", whole("count", "ro"));
    }

    private void pair(String name, String description) {
        add(name + "_LOW", "ro", 0, description + ", bits 31..0; reading latches the high word", whole("low", "ro"));
        add(name + "_HIGH", "ro", 0, description + ", bits 63..32", whole("high", "ro"));
        latches.add(name + "_LOW");
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
