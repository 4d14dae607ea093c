// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.pulse;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the driver loads to run a network on the network engine of a pulse-feature accelerator; docs/pulse-engine.md has the images.
 *
 * @param design the design that the network was mapped for
 * @param configHash its manifest's hash
 * @param images what the engine's memories hold
 * @param settings values of fields by register and field
 * @param inputElements elements of an event
 * @param outputs what the network's results mean, in their order
 * @param macs multiply-accumulates of an event
 * @param steps steps of the engine for an event: cycles in which its multipliers work
 */
public record PulseProgram(
        String network,
        String design,
        String configHash,
        List<Image> images,
        Map<String, Map<String, Integer>> settings,
        int inputElements,
        List<Output> outputs,
        long macs,
        long steps) {
    /** Takes copies; {@code settings} keeps its order. */
    public PulseProgram {
        images = List.copyOf(images);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        outputs = List.copyOf(outputs);
    }

    /**
     * Words for consecutive load addresses.
     *
     * @param name of the memory
     * @param address load address of the first word: memory select in bits 23..20
     */
    public record Image(String name, int address, int[] words) {}

    /** {@code real value = result * scale + offset}, in a unit: {@code samples} of the window, {@code elements}, or any other. */
    public record Output(String name, String unit, double scale, double offset) {}
}
