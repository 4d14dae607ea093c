// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Memory;
import io.fluxmill.hw.emit.Elaboration;
import io.fluxmill.hw.emit.Generator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A pulse-feature accelerator's Verilog and manifest. */
public final class PulseDesign {
    /** Bits of a channel in a beat of s_axis_adc. */
    static final int ADC_LANE_BITS = 16;

    private PulseDesign() {}

    /** Generates the design of a configuration. */
    public static Design generate(PulseConfig config) {
        PulseArchitecture architecture = new PulseArchitecture(config);
        return Elaboration.of(config, "pulse", () -> new PulseProcessor(architecture))
                .design(manifest -> manifest.memories(memories(config)).parameters(parameters(config)));
    }

    /** Generates the design of a configuration and writes its files into a directory. */
    public static Manifest write(PulseConfig config, Path directory) {
        Design design = generate(config);
        Generator.write(design, directory);
        return design.manifest();
    }

    private static List<Memory> memories(PulseConfig config) {
        List<Memory> memories = new ArrayList<>();
        memories.add(new Memory(
                "events", config.channels() * config.eventBuffers() * config.windowSamples(), config.adcBits()));
        if (config.network()) {
            int lanes = config.arithmeticUnits() * config.multipliers();
            memories.add(new Memory("weights", config.weightWords(), Byte.SIZE * lanes));
            memories.add(new Memory("elements", config.elements(), config.activationBits() + 1));
        }
        if (config.classical()) {
            memories.add(new Memory(
                    "filter", config.phaseBanks() * config.filterSamples(), 2 * OptimalFilter.COEFFICIENT_BITS));
        }
        return memories;
    }

    private static Map<String, Long> parameters(PulseConfig config) {
        Map<String, Long> parameters = new LinkedHashMap<>();
        parameters.put("channels", (long) config.channels());
        parameters.put("engines", (long) config.engines());
        parameters.put("adcBits", (long) config.adcBits());
        parameters.put("windowSamples", (long) config.windowSamples());
        parameters.put("eventBuffers", (long) config.eventBuffers());
        parameters.put("network", config.network() ? 1L : 0L);
        parameters.put("classical", config.classical() ? 1L : 0L);
        if (config.network()) {
            parameters.put("processingElements", (long) config.processingElements());
            parameters.put("arithmeticUnits", (long) config.arithmeticUnits());
            parameters.put("multipliers", (long) config.multipliers());
            parameters.put("activationBits", (long) config.activationBits());
            parameters.put("elements", (long) config.elements());
            parameters.put("weightWords", (long) config.weightWords());
            parameters.put("parameterRows", (long) config.parameterRows());
            parameters.put("maxLayers", (long) PulseArchitecture.MAX_LAYERS);
        }
        if (config.classical()) {
            parameters.put("filterSamples", (long) config.filterSamples());
            parameters.put("phaseBanks", (long) config.phaseBanks());
        }
        return parameters;
    }
}
