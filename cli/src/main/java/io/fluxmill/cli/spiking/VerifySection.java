// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.spiking;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.file.OutputFile;
import io.fluxmill.core.program.spiking.TickPreset;
import io.fluxmill.driver.spiking.SpikingRunner.States;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The section {@code verify}.
 *
 * @param samples how many run on the hardware
 * @param states which are compared
 * @param idlePercent share of cycles in which the stream in pauses
 * @param backPressurePercent share of cycles in which words are not taken
 * @param record file of NIRData for what the hardware did, or null
 * @param presets contracts whose spikes are shown beside
 */
record VerifySection(
        int samples,
        States states,
        int idlePercent,
        int backPressurePercent,
        int seed,
        OutputFile record,
        List<TickPreset> presets) {
    static VerifySection from(Optional<ConfigNode> section) {
        if (section.isEmpty()) {
            return new VerifySection(1, States.EVERY_TICK, 0, 0, 1, null, List.of());
        }
        ConfigNode node = section.get();
        VerifySection run = new VerifySection(
                node.integer("samples", 1, Integer.MAX_VALUE, 1),
                node.choice("states", States.class, States.EVERY_TICK),
                node.integer("idle", 0, 99, 0),
                node.integer("back-pressure", 0, 99, 0),
                node.integer("seed", 0, Integer.MAX_VALUE, 1),
                node.has("record") ? OutputFile.of(node, "record") : null,
                node.parsedList("presets", VerifySection::preset, List.of()));
        node.rejectUnknown();
        return run;
    }

    private static TickPreset preset(String name) {
        try {
            return TickPreset.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "preset must be one of "
                            + Arrays.stream(TickPreset.values())
                                    .map(preset -> preset.name().toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(", "))
                            + ": preset=" + name,
                    e);
        }
    }
}
