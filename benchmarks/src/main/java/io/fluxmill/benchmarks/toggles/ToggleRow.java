// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks.toggles;

import io.fluxmill.hw.mac.multiply.Gating;
import io.fluxmill.hw.mac.multiply.UnitOptions;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What toggles in an array for a layer of one image.
 *
 * @param gates of the array, with {@code registers}
 * @param decoders toggles in the decoders, {@code units} in the units, {@code array} elsewhere
 * @param load all toggles, each with the pins that change: that of the driver and those of its readers
 * @param clocked sum over the cycles of registers that take their inputs
 * @param relative energy over that of the first row of the layer and format, where a register that keeps its value has no clock
 * @param relativeOfClock the same where every register has its clock in every cycle
 */
public record ToggleRow(
        String layer,
        String format,
        UnitOptions options,
        int gates,
        int registers,
        long cycles,
        long macs,
        long decoders,
        long units,
        long array,
        long load,
        long clocked,
        double relative,
        double relativeOfClock) {
    /** Two changes of a clock pin in a cycle. */
    private static final int CLOCK_CHANGES = 2;

    double energy() {
        return load + (double) CLOCK_CHANGES * clocked;
    }

    double energyWithClock() {
        return load + (double) CLOCK_CHANGES * registers * cycles;
    }

    ToggleRow over(ToggleRow base) {
        return new ToggleRow(
                layer,
                format,
                options,
                gates,
                registers,
                cycles,
                macs,
                decoders,
                units,
                array,
                load,
                clocked,
                energy() / base.energy(),
                energyWithClock() / base.energyWithClock());
    }

    private String multiplier() {
        return options.multiplier().name().toLowerCase(Locale.ROOT);
    }

    private String gating() {
        return options.gating().isEmpty()
                ? "none"
                : options.gating().size() == Gating.values().length
                        ? "all"
                        : options.gating().stream().map(Gating::key).collect(Collectors.joining("+"));
    }

    /** The row of the JSON. */
    public Map<String, Object> json() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("layer", layer);
        row.put("format", format);
        row.put("multiplier", multiplier());
        row.put("gating", options.gating().stream().map(Gating::key).toList());
        row.put("gates", gates);
        row.put("registers", registers);
        row.put("cycles", cycles);
        row.put("macs", macs);
        row.put("toggles-decoders", decoders);
        row.put("toggles-units", units);
        row.put("toggles-array", array);
        row.put("load", load);
        row.put("clocked", clocked);
        row.put("relative-energy", relative);
        row.put("relative-energy-clock-runs", relativeOfClock);
        return row;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-8s %-9s %-8s %-7s %6d gates %5d FF %6d cycles; toggles a MAC: decoders %7.2f units %7.2f array %6.2f; load a MAC %8.2f, clocked FF a MAC %6.2f; relative energy %.3f, with the clock always %.3f",
                layer,
                format,
                multiplier(),
                gating(),
                gates,
                registers,
                cycles,
                decoders / (double) macs,
                units / (double) macs,
                array / (double) macs,
                load / (double) macs,
                clocked / (double) macs,
                relative,
                relativeOfClock);
    }
}
