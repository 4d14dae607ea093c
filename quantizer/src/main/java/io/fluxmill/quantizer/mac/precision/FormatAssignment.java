// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.BlockFormat;
import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Layer;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Quant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * The format of every tensor. A tensor that a matrix layer reads has that layer's format; one that only steps of the driver read has
 * the format of their result; the network's result has the plan's result format.
 */
final class FormatAssignment {
    private final TensorClasses tensors;
    private final QuantizationPlan plan;
    private final NumberFormat[] byClass;
    private final NumberFormat[] operands;

    FormatAssignment(Network network, TensorClasses tensors, QuantizationPlan plan) {
        this.tensors = tensors;
        this.plan = plan;
        byClass = new NumberFormat[tensors.count()];
        operands = new NumberFormat[tensors.count()];
        for (int i = 0; i < tensors.count(); i++) {
            if (tensors.classOf(i) == i && !tensors.consumers(i).isEmpty()) {
                operands[i] = operandFormat(i);
                byClass[i] = operands[i] instanceof BlockFormat ? plan.blockResults() : operands[i];
            }
        }
        assignRest(network);
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
            return plan.format() instanceof BlockFormat ? plan.blockResults() : plan.format();
        }
        throw new InputException(
                "the network must have a dense layer or a convolution that was trained with quantisation",
                "name number formats in quantization.formats instead of trained");
    }

    private NumberFormat resultFormat(int tensorClass, NumberFormat last) {
        Quant quant = tensors.quant(tensorClass);
        return quant == null ? plan.resultFormatFor(last) : holding(quant, tensors.name(tensorClass));
    }

    /** The narrowest integer result format that holds a trained quantisation. */
    private NumberFormat holding(Quant quant, String tensor) {
        return plan.resultFormats().stream()
                .filter(f -> f instanceof IntegerFormat integer && holdsValues(integer, quant))
                .min((a, b) -> Integer.compare(a.widthBits(), b.widthBits()))
                .orElseThrow(() -> new InputException(
                        "the engine must have an integer format that holds the trained codes " + quant.low() + ".."
                                + quant.high() + " of tensor " + tensor,
                        "add " + nameOf(bits(quant)) + " to engine.result-formats"));
    }

    /** The common format of all layers that read a class. */
    private NumberFormat operandFormat(int tensorClass) {
        List<MatrixLayer> readers = tensors.consumers(tensorClass);
        NumberFormat planned = planned(readers);
        Quant quant = tensors.quant(tensorClass);
        boolean trained = quant != null || readers.stream().anyMatch(r -> r.weightQuant() != null);
        if (!trained) {
            if (planned == null) {
                throw new InputException(
                        "layer " + readers.get(0).name()
                                + " must have a format, because it was not trained with quantisation",
                        "name number formats in quantization.formats instead of trained");
            }
            return planned;
        }
        if (planned != null) {
            requireHolds(planned, stored(tensorClass, quant), readers);
            return planned;
        }
        return narrowest(stored(tensorClass, quant), readers);
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
                quant.shift());
    }

    private NumberFormat planned(List<MatrixLayer> readers) {
        List<NumberFormat> formats = readers.stream()
                .map(r -> plan.formatOf(r.name()))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        if (formats.size() > 1) {
            String each = String.join(
                    ", ",
                    readers.stream()
                            .map(r -> r.name() + "=" + plan.formatOf(r.name()).name())
                            .toList());
            throw new InputException(
                    "layers that read the same tensor must have the same format: " + each,
                    "give them one format, because the engine's operands have one format and tensor "
                            + readers.get(0).input() + " is stored once");
        }
        return formats.isEmpty() ? null : formats.get(0);
    }

    private static void requireHolds(NumberFormat planned, Quant quant, List<MatrixLayer> readers) {
        for (MatrixLayer reader : readers) {
            if (!(planned instanceof IntegerFormat integer && holds(integer, quant, reader.weightQuant()))) {
                throw new InputException(
                        "format of layer " + reader.name() + " must hold its trained codes (" + ranges(quant, reader)
                                + "), which " + planned.name() + " does not",
                        "leave the format out to keep the trained codes, or name a number format to quantise anew");
            }
        }
    }

    /** For a tensor that was not quantised in training, the widest. */
    private NumberFormat narrowest(Quant quant, List<MatrixLayer> readers) {
        Predicate<IntegerFormat> holdsAll = f -> readers.stream().allMatch(r -> holds(f, quant, r.weightQuant()));
        List<IntegerFormat> holding =
                plan.integerFormats().stream().filter(holdsAll).toList();
        if (holding.isEmpty()) {
            MatrixLayer first = readers.get(0);
            int bits = Math.max(quant == null ? 0 : bits(quant), weightBits(readers));
            throw new InputException(
                    "the engine must have an integer format that holds the trained codes of layer " + first.name()
                            + " (" + ranges(quant, first) + ")",
                    "add " + nameOf(bits) + " to engine.formats, or name a number format to quantise anew");
        }
        return holding.get(quant == null ? holding.size() - 1 : 0);
    }

    private static int weightBits(List<MatrixLayer> readers) {
        return readers.stream()
                .filter(r -> r.weightQuant() != null)
                .mapToInt(r -> signedBits(r.weightQuant()))
                .max()
                .orElse(0);
    }

    private static boolean holds(IntegerFormat format, Quant values, Quant weights) {
        return (values == null || holdsValues(format, values))
                && (weights == null || format.widthBits() >= signedBits(weights));
    }

    /** Values can be shifted by a zero point, so only the size of the range counts. */
    private static boolean holdsValues(IntegerFormat format, Quant quant) {
        return bits(quant) <= format.widthBits();
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

    private static String nameOf(int bits) {
        return "INT" + (bits <= 4 ? 4 : bits <= 8 ? 8 : 16);
    }
}
