// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.map;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.pulse.PulseProgram;
import io.fluxmill.quantizer.pulse.read.PulseNetwork;
import io.fluxmill.quantizer.pulse.read.PulseNetwork.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * From a pulse network to the memory images of a generated network engine. Everything that can be refused is refused before an
 * image is made. docs/pulse-engine.md has the images.
 */
public final class PulseMapping {
    private static final int FIELD_MAX = 0xFFFF;

    private static final int MAX_OUTPUTS = 200;

    private final PulseNetwork network;
    private final Manifest manifest;
    private final int processingElements;
    private final int units;
    private final int multipliers;
    private final int elements;
    private final List<PulseLayerPlan> plans = new ArrayList<>();

    private PulseMapping(PulseNetwork network, Manifest manifest) {
        this.network = network;
        this.manifest = manifest;
        processingElements = parameter("processingElements");
        units = parameter("arithmeticUnits");
        multipliers = parameter("multipliers");
        elements = parameter("elements");
        for (Layer layer : network.layers()) {
            plans.add(PulseLayerPlan.of(layer, processingElements, units, multipliers, largestReach()));
        }
    }

    private int parameter(String name) {
        return Math.toIntExact(manifest.parameter(name));
    }

    private long largestReach() {
        return 4L * elements;
    }

    /**
     * Maps a network onto a design.
     *
     * @throws InputException if the design has no network engine or other activations, if a memory is too small, or if a sum
     *     can overflow
     */
    public static PulseProgram map(PulseNetwork network, Manifest manifest) {
        if (!manifest.family().equals("pulse") || !manifest.parameters().containsKey("weightWords")) {
            throw new InputException(
                    "design " + manifest.design() + " must have a network engine to run network " + network.name(),
                    "set engine.family to pulse and put network into engine.features");
        }
        PulseMapping mapping = new PulseMapping(network, manifest);
        mapping.requireFits();
        PulseSumRange.of(network);
        return mapping.program();
    }

    private void requireFits() {
        if (network.activationBits() != parameter("activationBits")) {
            throw new InputException(
                    String.format(
                            "network %s has activations of %d bits, but design %s computes with %d",
                            network.name(), network.activationBits(), manifest.design(), parameter("activationBits")),
                    "set engine.activation-bits to " + network.activationBits());
        }
        if (plans.size() > parameter("maxLayers")) {
            throw refusal("needs %,d layers, but the layer table has %,d", plans.size(), parameter("maxLayers"))
                    .remedy("use fewer layers");
        }
        if (network.outputs().size() > MAX_OUTPUTS) {
            throw refusal(
                            "has %,d outputs, but a packet has room for %,d",
                            network.outputs().size(), MAX_OUTPUTS)
                    .remedy("use fewer outputs");
        }
        requireMemory("samples of a window", inputElements(), "windowSamples", "window");
        requireMemory("elements of activation memory", neededElements(), "elements", "elements");
        requireMemory(
                "words of weight memory",
                plans.stream().mapToInt(PulseLayerPlan::weightWords).sum(),
                "weightWords",
                "weight-words");
        requireMemory(
                "rows of biases and scales",
                plans.stream().mapToInt(PulseLayerPlan::rows).sum(),
                "parameterRows",
                "parameter-rows");
        plans.forEach(this::requireCountable);
    }

    private void requireCountable(PulseLayerPlan plan) {
        Layer layer = plan.layer();
        if (plan.reach(multipliers) > largestReach()) {
            throw refusal(
                            "has windows of layer " + layer.name()
                                    + " that reach %,d elements, but the engine counts to %,d",
                            plan.reach(multipliers),
                            largestReach())
                    .remedy(raise("elements", (plan.reach(multipliers) + 3) / 4));
        }
        if (layer.depth() > FIELD_MAX) {
            throw refusal(
                            "has sums of %,d terms in layer " + layer.name() + ", but the engine counts to %,d",
                            layer.depth(),
                            FIELD_MAX)
                    .remedy("use a smaller layer");
        }
    }

    private void requireMemory(String what, long needed, String parameter, String key) {
        if (needed > parameter(parameter)) {
            throw refusal("needs %,d " + what + ", but the design has %,d", needed, parameter(parameter))
                    .remedy(raise(key, needed));
        }
    }

    private static String raise(String key, long needed) {
        return "raise engine." + key + " to " + Long.highestOneBit(2 * needed - 1);
    }

    private Refusal refusal(String format, Object... values) {
        return new Refusal("network " + network.name() + " " + String.format(format, values));
    }

    private record Refusal(String fact) {
        InputException remedy(String remedy) {
            return new InputException(fact, remedy);
        }
    }

    private int inputElements() {
        return network.inputLength() * network.inputChannels();
    }

    /** Elements that a hidden layer writes; the last layer writes none. */
    private int written(int layer) {
        Layer l = plans.get(layer).layer();
        return layer == plans.size() - 1 ? 0 : l.outputLength() * l.outputChannels();
    }

    /** Two input buffers, plus what a layer reads and what it writes. */
    private long neededElements() {
        long pair = 0;
        for (int i = 0; i < plans.size(); i++) {
            pair = Math.max(pair, (long) written(i) + (i == 0 ? 0 : written(i - 1)));
        }
        return 2L * inputElements() + pair;
    }

    /** Even layers write after the input buffers, odd ones at the end of the memory: a layer never writes what it reads. */
    private int place(int layer) {
        return layer % 2 == 0 ? 2 * inputElements() : elements - written(layer);
    }

    private PulseProgram program() {
        Map<String, Map<String, Integer>> settings = new LinkedHashMap<>();
        int even = network.rounding() == Rounding.NEAREST_EVEN ? 1 : 0;
        settings.put("LAYERS", Map.of("layers", plans.size(), "round_even", even));
        settings.put("NETWORK_SAMPLES", Map.of("value", inputElements()));
        settings.put("NETWORK_OUTPUTS", Map.of("value", network.outputs().size()));
        PulseImages images = new PulseImages(processingElements, units, multipliers);
        for (int i = 0; i < plans.size(); i++) {
            images.add(plans.get(i), i == 0 ? 0 : place(i - 1), written(i) == 0 ? 0 : place(i));
        }
        return new PulseProgram(
                network.name(),
                manifest.design(),
                manifest.hash(),
                images.images(),
                settings,
                inputElements(),
                network.outputs().stream()
                        .map(o -> new PulseProgram.Output(o.name(), o.unit(), o.scale(), o.offset()))
                        .toList(),
                network.macs(),
                plans.stream().mapToLong(PulseLayerPlan::totalSteps).sum());
    }
}
