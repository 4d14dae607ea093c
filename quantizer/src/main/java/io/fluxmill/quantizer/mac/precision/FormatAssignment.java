// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.BlockFormat;
import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Layer;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Quant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The format of every tensor, and those of every matrix layer. A tensor that a matrix layer reads has the format of that layer's activations; one that only steps of the driver read has
 * the format of their result; the network's result has the plan's result format.
 */
final class FormatAssignment {
    private final TensorClasses tensors;
    private final QuantizationPlan plan;
    private final NumberFormat[] byClass;
    private final NumberFormat[] operands;
    private final Map<MatrixLayer, FormatPair> byLayer = new IdentityHashMap<>();

    FormatAssignment(Network network, TensorClasses tensors, QuantizationPlan plan) {
        this.tensors = tensors;
        this.plan = plan;
        byClass = new NumberFormat[tensors.count()];
        operands = new NumberFormat[tensors.count()];
        for (int i = 0; i < tensors.count(); i++) {
            if (tensors.classOf(i) == i && !tensors.consumers(i).isEmpty()) {
                assignReaders(i);
                operands[i] = of(tensors.consumers(i).get(0)).activations();
                byClass[i] = operands[i] instanceof BlockFormat ? plan.blockResults() : operands[i];
            }
        }
        assignRest(network);
    }

    FormatPair of(MatrixLayer layer) {
        return byLayer.get(layer);
    }

    NumberFormat of(int tensor) {
        return byClass[tensors.classOf(tensor)];
    }

    /** The format in which layers multiply what they read from the tensor: that of the tensor, or blocks of it; of a tensor that no layer reads its own. */
    NumberFormat operandOf(int tensor) {
        NumberFormat operand = operands[tensors.classOf(tensor)];
        return operand == null ? of(tensor) : operand;
    }

    /** The result of the network, then the layers backwards, so that the inputs of a step of the driver follow its output. */
    private void assignRest(Network network) {
        int result = tensors.classOf(network.last().output());
        if (byClass[result] == null) {
            byClass[result] = resultFormat(result, lastOperandFormat(network));
        }
        List<Layer> layers = network.layers();
        for (int i = layers.size() - 1; i >= 0; i--) {
            Layer layer = layers.get(i);
            if (!(layer instanceof MatrixLayer)) {
                NumberFormat format = byClass[tensors.classOf(layer.output())];
                layer.inputs().forEach(input -> follow(tensors.classOf(input), format));
            }
        }
        for (int i = 0; i < byClass.length; i++) {
            if (tensors.classOf(i) == i && byClass[i] == null) {
                throw new InputException(
                        "tensor " + tensors.name(i) + " must be read by a layer or be the result",
                        "remove the layer that computes it");
            }
        }
    }

    private void follow(int tensorClass, NumberFormat sum) {
        if (byClass[tensorClass] == null) {
            Quant quant = tensors.quant(tensorClass);
            byClass[tensorClass] = quant == null ? sum : holding(quant, tensors.name(tensorClass));
        }
    }

    private NumberFormat lastOperandFormat(Network network) {
        List<Layer> layers = network.layers();
        for (int i = layers.size() - 1; i >= 0; i--) {
            if (layers.get(i) instanceof MatrixLayer matrix) {
                return byClass[tensors.classOf(matrix.input())];
            }
        }
        if (plan.format() != null) {
            NumberFormat planned = plan.format().activations();
            return planned instanceof BlockFormat ? plan.blockResults() : planned;
        }
        throw new InputException(
                "the network must have a dense layer or a convolution that was trained with quantisation",
                "name number formats in quantization.formats instead of trained");
    }

    private NumberFormat resultFormat(int tensorClass, NumberFormat last) {
        Quant quant = tensors.quant(tensorClass);
        return quant == null ? plan.resultFormatFor(last) : holding(quant, tensors.name(tensorClass));
    }

    /** The narrowest result format that holds a trained quantisation. */
    private NumberFormat holding(Quant quant, String tensor) {
        return plan.resultFormats().stream()
                .filter(format -> holdsValues(format, quant))
                .min((a, b) -> Integer.compare(a.widthBits(), b.widthBits()))
                .orElseThrow(() -> new InputException(
                        "the engine must have " + (quant.format() == null ? "an integer" : "the")
                                + " format that holds the trained codes " + quant.low() + ".." + quant.high()
                                + " of tensor " + tensor,
                        "add " + nameOf(quant, bits(quant)) + " to engine.result-formats"));
    }

    /** The formats of all layers that read a class; their activations have one. */
    private void assignReaders(int tensorClass) {
        List<MatrixLayer> readers = tensors.consumers(tensorClass);
        FormatPair planned = planned(readers);
        Quant quant = tensors.quant(tensorClass);
        boolean trained = quant != null || readers.stream().anyMatch(r -> r.weightQuant() != null);
        if (!trained) {
            if (planned == null) {
                throw new InputException(
                        "layer " + readers.get(0).name()
                                + " must have a format, because it was not trained with quantisation",
                        "name number formats in quantization.formats instead of trained");
            }
        } else if (planned == null) {
            assignNarrowest(stored(tensorClass, quant), readers);
            return;
        }
        for (MatrixLayer reader : readers) {
            FormatPair own = plan.formatOf(reader.name());
            byLayer.put(reader, own == null ? planned : own);
        }
        if (trained) {
            requireHolds(stored(tensorClass, quant), readers);
        }
    }

    /** The codes in which a class is stored: the trained ones, and that of zero if layers read zeros around the tensor. */
    private Quant stored(int tensorClass, Quant quant) {
        if (quant == null || !tensors.needsZero(tensorClass)) {
            return quant;
        }
        int zero = (int) quant.zeroPoint();
        return new Quant(
                quant.scale(),
                quant.zeroPoint(),
                Math.min(quant.low(), zero),
                Math.max(quant.high(), zero),
                quant.rule(),
                quant.shift(),
                quant.format());
    }

    private FormatPair planned(List<MatrixLayer> readers) {
        List<FormatPair> formats = readers.stream()
                .map(r -> plan.formatOf(r.name()))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        if (formats.stream().map(FormatPair::activations).distinct().count() > 1) {
            String each = String.join(
                    ", ",
                    readers.stream()
                            .map(r -> r.name() + "=" + plan.formatOf(r.name()).name())
                            .toList());
            throw new InputException(
                    "layers that read the same tensor must have the same format of activations: " + each,
                    "give them one, because tensor " + readers.get(0).input() + " is stored once");
        }
        return formats.isEmpty() ? null : formats.get(0);
    }

    private void requireHolds(Quant quant, List<MatrixLayer> readers) {
        for (MatrixLayer reader : readers) {
            FormatPair planned = byLayer.get(reader);
            if (!holds(planned, quant, reader.weightQuant())) {
                throw new InputException(
                        "format of layer " + reader.name() + " must hold its trained codes (" + ranges(quant, reader)
                                + "), which " + planned.name() + " does not",
                        "leave the format out to keep the trained codes, or name a number format to quantise anew");
            }
        }
    }

    /** The narrowest activations for which every reader has weights, and the narrowest of these; the widest of what was not quantised in training. */
    private void assignNarrowest(Quant quant, List<MatrixLayer> readers) {
        List<NumberFormat> holding = plan.trainedFormats().stream()
                .map(FormatPair::activations)
                .distinct()
                .filter(f ->
                        readers.stream().allMatch(r -> narrowest(f, quant, r).isPresent()))
                .toList();
        if (holding.isEmpty()) {
            MatrixLayer first = readers.get(0);
            int bits = Math.max(quant == null ? 0 : bits(quant), weightBits(readers));
            Quant own = first.weightQuant();
            String name = quant != null && own != null && quant.format() != own.format()
                    ? nameOf(own, signedBits(own)) + " x " + nameOf(quant, bits(quant))
                    : nameOf(quant == null ? own : quant, bits);
            boolean integers = (quant == null || quant.format() == null) && (own == null || own.format() == null);
            throw new InputException(
                    "the engine must have " + (integers ? "an integer format that holds" : "the formats of")
                            + " the trained codes of layer " + first.name() + " (" + ranges(quant, first) + ")",
                    "add " + name + " to engine.formats, or name a number format to quantise anew");
        }
        NumberFormat activations = holding.get(quant == null ? holding.size() - 1 : 0);
        for (MatrixLayer reader : readers) {
            byLayer.put(reader, narrowest(activations, quant, reader).orElseThrow());
        }
    }

    private Optional<FormatPair> narrowest(NumberFormat activations, Quant quant, MatrixLayer reader) {
        Stream<FormatPair> holding = plan.trainedFormats().stream()
                .filter(pair -> pair.activations().equals(activations) && holds(pair, quant, reader.weightQuant()));
        return reader.weightQuant() == null ? holding.reduce((a, b) -> b) : holding.findFirst();
    }

    private static int weightBits(List<MatrixLayer> readers) {
        return readers.stream()
                .filter(r -> r.weightQuant() != null)
                .mapToInt(r -> signedBits(r.weightQuant()))
                .max()
                .orElse(0);
    }

    /** What was not quantised in training is quantised in integers, or in the format of the other. */
    private static boolean holds(FormatPair formats, Quant values, Quant weights) {
        boolean inputs =
                values == null ? isFree(formats.activations(), weights) : holdsValues(formats.activations(), values);
        boolean own = weights == null ? isFree(formats.weights(), values) : holdsWeights(formats.weights(), weights);
        return inputs && own;
    }

    private static boolean isFree(NumberFormat format, Quant other) {
        return other == null || other.format() == null
                ? format instanceof IntegerFormat
                : format.equals(other.format());
    }

    /** Values can be shifted by a zero point, so only the size of the range counts. */
    private static boolean holdsValues(NumberFormat format, Quant quant) {
        return quant.format() == null
                ? format instanceof IntegerFormat && bits(quant) <= format.widthBits()
                : format.equals(quant.format());
    }

    private static boolean holdsWeights(NumberFormat format, Quant quant) {
        return quant.format() == null
                ? format instanceof IntegerFormat && signedBits(quant) <= format.widthBits()
                : format.equals(quant.format());
    }

    /** Bits for {@code high - low + 1} codes, at least 2. */
    private static int bits(Quant quant) {
        return Math.max(2, 32 - Integer.numberOfLeadingZeros(quant.high() - quant.low()));
    }

    /** Bits of two's complement for low and high, at least 2. */
    static int signedBits(Quant quant) {
        int magnitude =
                Math.max(quant.low() < 0 ? ~quant.low() : quant.low(), quant.high() < 0 ? ~quant.high() : quant.high());
        return Math.max(2, 33 - Integer.numberOfLeadingZeros(magnitude));
    }

    private static String ranges(Quant values, MatrixLayer layer) {
        String weights = layer.weightQuant() == null
                ? ""
                : "weights " + layer.weightQuant().low() + ".."
                        + layer.weightQuant().high();
        String inputs = values == null ? "" : "inputs " + values.low() + ".." + values.high();
        return weights.isEmpty() ? inputs : inputs.isEmpty() ? weights : weights + ", " + inputs;
    }

    private static String nameOf(Quant quant, int bits) {
        return quant.format() != null ? quant.format().name() : "INT" + (bits <= 4 ? 4 : bits <= 8 ? 8 : 16);
    }
}
