// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac.inspect;

import io.fluxmill.cli.family.Inspection;
import io.fluxmill.cli.family.Inspection.Place;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Ending;
import io.fluxmill.quantizer.mac.graph.Network.Layer;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.MultiplyLayer;
import io.fluxmill.quantizer.mac.graph.Quant;
import io.fluxmill.quantizer.mac.graph.Quant.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A lowered network as an inspection shows it, whatever file it came from. */
record LoweredLayers(Network network) {

    List<Inspection.Layer> layers() {
        return network.layers().stream().map(LoweredLayers::layer).toList();
    }

    long parameters() {
        return network.layers().stream().mapToLong(LoweredLayers::parameters).sum();
    }

    long macs() {
        return network.layers().stream().mapToLong(LoweredLayers::macs).sum();
    }

    private static Inspection.Layer layer(Layer layer) {
        return new Inspection.Layer(
                layer.name(),
                LayerKind.of(layer),
                layer.outputShape().toString(),
                parameters(layer),
                macs(layer),
                layer instanceof MatrixLayer ? Place.ENGINE : Place.DRIVER,
                trained(layer));
    }

    /** Weights, and a bias for each output channel unless all are zero. */
    private static long parameters(Layer layer) {
        if (!(layer instanceof MatrixLayer matrix)) {
            return 0;
        }
        boolean biased = Arrays.stream(matrix.bias()).anyMatch(b -> b != 0);
        return matrix.weights().length + (biased ? matrix.bias().length : 0);
    }

    /** Pooling, additions and moves multiply nothing. */
    private static long macs(Layer layer) {
        return layer instanceof MatrixLayer matrix
                ? matrix.macs()
                : layer instanceof MultiplyLayer ? layer.outputShape().elements() : 0;
    }

    private static String trained(Layer layer) {
        List<String> parts = new ArrayList<>();
        if (layer instanceof MatrixLayer matrix && matrix.weightQuant() != null) {
            parts.add("weights " + bits(matrix.weightQuant()));
        }
        if (layer.outputQuant() != null) {
            parts.add("result " + bits(layer.outputQuant()));
        }
        return String.join(", ", parts);
    }

    /** Bits of the codes, two's complement if some are negative. */
    static int bits(Quant quant) {
        if (quant.rule() == Rule.SIGN || quant.rule() == Rule.SIGN_ABOVE) {
            return 1;
        }
        int magnitude =
                32 - Integer.numberOfLeadingZeros(Math.max(quant.high(), quant.low() < 0 ? -1 - quant.low() : 0));
        return Math.max(1, magnitude + (quant.low() < 0 ? 1 : 0));
    }

    /** The trained quantisation of the whole network in words; empty if there is none. */
    List<String> trained() {
        List<String> parts = new ArrayList<>();
        if (network.inputQuant() != null) {
            parts.add("input " + bits(network.inputQuant()) + " bits");
        }
        add(
                parts,
                "weights",
                network.layers().stream()
                        .map(layer -> layer instanceof MatrixLayer matrix ? matrix.weightQuant() : null)
                        .toList());
        add(parts, "results", network.layers().stream().map(Layer::outputQuant).toList());
        return parts;
    }

    private static void add(List<String> parts, String what, List<Quant> quants) {
        Set<Integer> widths = quants.stream()
                .filter(Objects::nonNull)
                .map(LoweredLayers::bits)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!widths.isEmpty()) {
            parts.add(what + " " + widths.stream().map(String::valueOf).collect(Collectors.joining(", ")) + " bits");
        }
    }

    /** What the host does before and after the layers. */
    List<String> host() {
        List<String> parts = new ArrayList<>();
        if (!network.inputSteps().isEmpty()) {
            parts.add("scaling of the input before it is encoded");
        }
        if (network.ending() != Ending.NONE) {
            parts.add(network.ending().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " of the result");
        }
        return parts;
    }
}
