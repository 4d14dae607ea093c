// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks.area;

import io.fluxmill.hw.mac.multiply.Gating;
import io.fluxmill.hw.mac.multiply.UnitOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a multiply-accumulate unit takes: alone, and with its share of the decoders of an 8 x 8 array.
 *
 * @param formats in the order of the configuration; for a peer its name
 * @param options multiplier and gating; those of a peer do not count
 * @param decoder one decoder with the registers after it; null for a peer, which contains its own
 */
public record UnitArea(
        List<String> formats,
        UnitOptions options,
        Technology technology,
        boolean dspAllowed,
        Netlist unit,
        Netlist decoder) {
    private static final int SIDE = 8;

    /** A decoder of each row and each column of the array: {@code (R + C) / (R C)} of one for a unit. */
    private static int share(int decoder) {
        int units = SIDE * SIDE;
        return (2 * SIDE * decoder + units - 1) / units;
    }

    int lut() {
        return unit.lut() + (decoder == null ? 0 : share(decoder.lut()));
    }

    int ff() {
        return unit.ff() + (decoder == null ? 0 : share(decoder.ff()));
    }

    private String multiplier() {
        return options.multiplier().name().toLowerCase(Locale.ROOT);
    }

    /** The row of the JSON. */
    public Map<String, Object> json() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("formats", formats);
        row.put("multiplier", multiplier());
        row.put("gating", options.gating().stream().map(Gating::key).toList());
        row.put("target", technology.key());
        row.put("dsp-allowed", dspAllowed);
        row.put("lut", lut());
        row.put("ff", ff());
        row.put("dsp", unit.dsp());
        row.put("unit-lut", unit.lut());
        row.put("unit-ff", unit.ff());
        row.put("depth", unit.depth());
        return row;
    }

    @Override
    public String toString() {
        return String.format(
                "%-44s %-8s %-5s %-6s unit %5d LUT %4d FF %2d DSP, with decoders %5d LUT %4d FF; longest path %3d cells",
                String.join(", ", formats),
                multiplier()
                        + (options.gating().isEmpty()
                                ? ""
                                : " +" + options.gating().size()),
                technology.key(),
                dspAllowed ? "dsp" : "no dsp",
                unit.lut(),
                unit.ff(),
                unit.dsp(),
                lut(),
                ff(),
                unit.depth());
    }
}
