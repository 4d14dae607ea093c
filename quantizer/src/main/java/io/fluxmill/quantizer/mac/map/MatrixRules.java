// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.map;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.Multiplication;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.LayerWords;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import io.fluxmill.quantizer.mac.precision.AccumulatorRange;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a layer asks of the array and the output stage of a design: formats, products, sums, roundings. */
final class MatrixRules {
    private final Manifest manifest;
    private final int weightWords;
    private final int activationWords;
    private final int accumulatorBits;
    private final int totalBits;

    MatrixRules(Manifest manifest) {
        this.manifest = manifest;
        weightWords = parameter("weightWords");
        activationWords = parameter("activationWords");
        accumulatorBits = parameter("accumulatorBits");
        totalBits = parameter("totalBits");
    }

    private int parameter(String name) {
        return Math.toIntExact(manifest.parameter(name));
    }

    /** Formats and pairs that the array multiplies. */
    private List<String> operandNames() {
        int formats = parameter("operandFormats");
        return IntStream.range(0, manifest.formats().size())
                .filter(i ->
                        i < formats || FormatPair.of(manifest.formats().get(i)).isMixed())
                .mapToObj(i -> manifest.formats().get(i))
                .toList();
    }

    /** Whether the output stage has multipliers of 31 bits; older manifests do not have this parameter. */
    static boolean hasLongMultiplier(Manifest manifest) {
        return manifest.parameters().getOrDefault("rescaleBits", 16L) > 16;
    }

    /**
     * Everything that the array and the output stage must have for a layer.
     *
     * @throws InputException if they do not
     */
    void require(Matrix layer) {
        FormatPair operands = layer.rescale().operands();
        requireFormat(layer, "operand", operandNames(), operands.name());
        int words = operands.activationWords(layer.depth());
        requireWords(layer, words, "activationWords", activationWords, "engine.activation-words");
        requireWords(layer, operands.weightWords(layer.depth()), "weightWords", weightWords, "engine.weight-words");
        requireMultiplication(layer);
        AccumulatorRange range = AccumulatorRange.of(layer);
        if (range.neededBits() > accumulatorBits) {
            throw new InputException(
                    "layer " + layer.name() + " needs an accumulator of " + range.neededBits() + " bits for K="
                            + range.depth() + " in " + range.format().name() + ", but it has " + accumulatorBits,
                    "use another format for the layer, or split it");
        }
        requireFill(layer);
        requireOutput(layer);
    }

    /**
     * What the output stage must have for a layer.
     *
     * @throws InputException if it does not
     */
    void requireOutput(Matrix layer) {
        requireFormat(
                layer, "result", manifest.formats(), layer.rescale().result().name());
        if (!hasLongMultiplier(manifest) && !layer.channels().stream().allMatch(Rescale.Channel::fitsShortMultiplier)) {
            throw new InputException(
                    "layer " + layer.name() + " needs multipliers of 31 bits, but the output stage has 16",
                    "set engine.rescale-bits: 31");
        }
        requireRounding(layer);
        int total = totalBits(layer);
        if (total > totalBits) {
            throw new InputException(
                    "layer " + layer.name() + " needs " + total + " bits for sums with bias in "
                            + layer.rescale().operands().name() + ", but the output stage has " + totalBits,
                    "use a larger engine.segment-bits, or another format for the layer");
        }
    }

    /** That the design multiplies as the layer's reference does. */
    private void requireMultiplication(Matrix layer) {
        long own = manifest.parameters().getOrDefault("multiplication", (long) Multiplication.EXACT.ordinal());
        Multiplication wanted = layer.rescale().multiplication();
        if (own != wanted.ordinal()) {
            throw new InputException(
                    "layer " + layer.name() + " needs products of kind " + wanted + ", but design " + manifest.design()
                            + " has " + Multiplication.values()[(int) own],
                    "quantise the network for this design, or set engine.multiplier to what it was quantised for");
        }
    }

    /** That the bias can take away what fills up the last word of operands. */
    private static void requireFill(Matrix layer) {
        boolean inRange = layer.channels().stream()
                .mapToLong(channel -> StreamImages.bias(layer, channel))
                .allMatch(bias -> bias == (int) bias);
        if (!StreamImages.fillIsExact(layer) || !inRange) {
            FormatPair format = layer.rescale().operands();
            throw new InputException(
                    "layer " + layer.name() + " must have a K that is a multiple of " + format.lanes() + " in "
                            + format.name() + ", which has no zero, because its biases are too large to correct the sum"
                            + ": K=" + layer.depth(),
                    "choose TERNARY or another format with a zero for the layer");
        }
    }

    private void requireRounding(Matrix layer) {
        Rounding rounding = layer.rescale().appliedRounding();
        if (!LayerWords.has(manifest, rounding)) {
            throw new InputException(
                    "layer " + layer.name() + " needs rounding " + rounding.key() + ", but design " + manifest.design()
                            + " has " + roundings(),
                    "add " + rounding.key() + " to engine.round, with engine.rescale-bits: 31");
        }
        int zeroPoint = layer.rescale().appliedZeroPoint();
        if (zeroPoint != 0 && !LayerWords.hasZeroPoint(manifest)) {
            throw new InputException(
                    "layer " + layer.name() + " needs the output zero point " + zeroPoint + ", but design "
                            + manifest.design() + " has none",
                    "set engine.round: double, with engine.rescale-bits: 31");
        }
    }

    private String roundings() {
        return Arrays.stream(Rounding.values())
                .filter(rounding -> LayerWords.has(manifest, rounding))
                .map(Rounding::key)
                .collect(Collectors.joining(", "));
    }

    /** Bits of two's complement of the largest sum and bias. */
    private static int totalBits(Matrix layer) {
        BigInteger sum = layer.accumulatorMin().abs().max(layer.accumulatorMax().abs());
        long bias = layer.channels().stream()
                .mapToLong(channel -> Math.abs((long) channel.bias()))
                .max()
                .orElse(0);
        return sum.shiftLeft(Rescale.BIAS_FRACTION_BITS)
                        .add(BigInteger.valueOf(bias).shiftLeft(layer.rescale().biasShift()))
                        .bitLength()
                + 1;
    }

    private void requireFormat(Matrix layer, String role, List<String> formats, String format) {
        if (!formats.contains(format)) {
            throw new InputException(
                    "layer " + layer.name() + " needs " + role + " format " + format + ", but design "
                            + manifest.design() + " has " + String.join(", ", formats),
                    "add " + format + " to engine." + (role.equals("operand") ? "formats" : "result-formats")
                            + ", or choose another format for the layer");
        }
    }

    private static void requireWords(Matrix layer, int words, String parameter, int available, String key) {
        if (words > available) {
            throw new InputException(
                    String.format(
                            "layer %s needs %,d words of %s for one tile, but the design has %,d",
                            layer.name(), words, parameter, available),
                    "raise " + key + " to " + Integer.highestOneBit(2 * words - 1) + " or use a narrower format");
        }
    }
}
