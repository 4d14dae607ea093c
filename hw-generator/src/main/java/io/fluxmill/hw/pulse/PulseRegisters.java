// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import static io.fluxmill.core.manifest.Access.RO;
import static io.fluxmill.core.manifest.Access.RW;
import static io.fluxmill.core.manifest.Access.W1C;
import static io.fluxmill.core.manifest.Access.WO;
import static io.fluxmill.core.manifest.RegisterMap.field;
import static io.fluxmill.core.manifest.RegisterMap.flag;

import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.core.program.pulse.PulseMemory;

/**
 * The register map of the pulse-feature accelerator: the one description that RTL, manifest, header and document come from. All
 * configurations have all registers, at the same offsets.
 */
public final class PulseRegisters {
    /** Bits of a byte address. */
    public static final int ADDRESS_BITS = 8;

    private final RegisterMap.Builder map = RegisterMap.of("FPLS", 2);

    private PulseRegisters() {}

    /** The map of a configuration, whose features are on after reset. */
    static RegisterMap of(PulseConfig config) {
        PulseRegisters registers = new PulseRegisters();
        registers.control(config);
        registers.frontEnd();
        registers.network();
        registers.classical();
        registers.counters();
        return registers.map.build();
    }

    private void control(PulseConfig config) {
        map.register(
                "CONTROL",
                RW,
                "commands",
                flag("enable", 0, WO, "write 1 to begin taking samples; refused if a setting is out of range"),
                flag("disable", 1, WO, "write 1 to end taking samples; events already cut are still sent"),
                flag("clear_counters", 2, WO, "write 1 to clear all counters"),
                flag("interrupt_enable", 3, RW, "raise the interrupt while packet or error is set"));
        map.register(
                "STATUS",
                W1C,
                "state",
                flag("enabled", 0, RO, "samples are taken"),
                flag("idle", 1, RO, "every event that was cut has been sent"),
                flag("error", 2, W1C, "a command was refused; reason says why"),
                flag("packet", 3, W1C, "the last word of a packet was taken"),
                flag("stuck", 4, RO, "a channel's trigger is stuck"),
                field("reason", 8, 4, RO, "why the latest command was refused"));
        map.register(
                "STUCK_CHANNELS",
                RO,
                "channels with a stuck trigger",
                field("channels", 0, 16, RO, "channel c: bit c"));
        map.register(
                "CHANNELS",
                RW,
                (1L << config.channels()) - 1,
                "channels that take samples",
                field("channels", 0, 16, RW, "channel c: bit c"));
        map.register(
                "FEATURES",
                RW,
                (config.network() ? 1 : 0) + (config.classical() ? 2 : 0),
                "features that are computed",
                flag("network", 0, RW, "network outputs"),
                flag("classical", 1, RW, "classical chain"));
    }

    private void frontEnd() {
        map.register(
                "MODE",
                RW,
                "modes of the front end",
                flag("polarity", 0, RW, "1: samples are inverted"),
                flag("hold", 1, RW, "1: samples wait for a free buffer"),
                flag("normalise", 2, RW, "1: the gain follows the peak"),
                field("baseline_mode", 4, 2, RW, "0 fixed, 1 running, 2 mean of the first samples of the window"));
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
        map.register(
                "LAYERS",
                RW,
                "layers of the network",
                field("layers", 0, 5, RW, "1 to 16"),
                flag("round_even", 8, RW, "1: ties to even, 0: ties away from zero"));
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
        map.register(
                "FILTER_SHIFT",
                RW,
                "right shifts of the optimal filter's sums",
                field("amplitude", 0, 5, RW, "of A"),
                field("time", 8, 5, RW, "of A times tau"));
        map.register(
                "LOAD_ADDRESS",
                WO,
                "where the next word of LOAD_DATA goes",
                field("address", 0, PulseMemory.WORD_BITS, WO, "word"),
                field(
                        "memory",
                        PulseMemory.WORD_BITS,
                        PulseMemory.SELECT_BITS,
                        WO,
                        "0 weights, 1 parameters, 2 layer table, 3 gains, 4, 5 optimal filter: a, b"));
        map.word("LOAD_DATA", WO, "writes a word of a memory, then the address is one more", "data");
    }

    private void counters() {
        setting("COUNTER_CHANNEL", 4, "channel of the six counters that follow");
        count("EVENTS", "events cut");
        count("PILE_UP", "crossings inside the window of an event");
        count("LOST_DEAD", "crossings behind the window while it is recorded, and events ended by disabling");
        count("LOST_FULL", "events lost because all buffers were full");
        count("OVER_RANGE", "events with a sample at either end of the ADC's range");
        count("STUCK", "times that the trigger was stuck");
        map.counter("PACKETS", "packets sent");
        map.counter("SAMPLES", "samples taken, of all channels together");
        map.counter("BUSY", "cycles in which a network engine ran, summed over the engines");
        map.counter("MACS", "useful multiply-accumulates of the network engines");
        map.counter("STALL_SOURCE", "cycles in which a network engine waited for elements");
        map.counter("STALL_DRAIN", "cycles in which a network engine waited for its sums to drain");
    }

    private void setting(String name, int widthBits, String description) {
        map.register(name, RW, description, field("value", 0, widthBits, RW, "value"));
    }

    private void count(String name, String description) {
        map.word(name, RO, description + ", modulo 2^32", "count");
    }
}
