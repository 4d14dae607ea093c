// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.lower;

import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.AddLayer;
import io.fluxmill.quantizer.mac.graph.Network.FunctionLayer;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.Layer;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.MoveLayer;
import io.fluxmill.quantizer.mac.graph.Network.MultiplyLayer;
import io.fluxmill.quantizer.mac.graph.Network.PoolKind;
import io.fluxmill.quantizer.mac.graph.Network.PoolLayer;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.Quant;
import io.fluxmill.quantizer.mac.graph.ScalarFunction;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A layer to which following operators may still be folded, in the order affine, activation, quantisation. Drafts refer to
 * each other by id; names are given when all is folded.
 */
abstract sealed class LayerDraft {
    final String name;
    final Shape outputShape;
    String output;
    Activation activation = Activation.NONE;
    Quant outputQuant;

    private LayerDraft(String name, String output, Shape outputShape) {
        this.name = name;
        this.output = output;
        this.outputShape = outputShape;
    }

    /** Ids of the tensors that the layer reads. */
    abstract List<String> inputs();

    /** @param names the name of a tensor by its id */
    abstract Layer toLayer(String uniqueName, String uniqueOutput, UnaryOperator<String> names);

    /** Applies {@code next} after the activation so far; false when one activation cannot express both. */
    boolean activate(Activation next) {
        Activation both = outputQuant == null ? Activations.compose(activation, next) : null;
        if (both != null) {
            activation = both;
        }
        return both != null;
    }

    boolean quantise(Quant quant) {
        if (outputQuant != null && !outputQuant.isWithin(quant)) {
            return false;
        }
        outputQuant = quant;
        return true;
    }

    /** {@code y = y * scale + shift}, one value or one for each channel; false when the layer cannot absorb it. */
    boolean scale(double[] scale, double[] shift) {
        return false;
    }

    /** Dense or convolution. */
    static final class Matrix extends LayerDraft {
        final String input;
        final Shape inputShape;
        final Geometry geometry;
        final float[] weights;
        final double[] gain;
        final double[] bias;
        final Quant weightQuant;

        Matrix(
                String name,
                String output,
                String input,
                Shape inputShape,
                Shape outputShape,
                Geometry geometry,
                float[] weights,
                Quant weightQuant) {
            super(name, output, outputShape);
            this.input = input;
            this.inputShape = inputShape;
            this.geometry = geometry;
            this.weights = weights;
            this.weightQuant = weightQuant;
            this.gain = new double[outputShape.channels()];
            this.bias = new double[outputShape.channels()];
            Arrays.fill(gain, 1);
        }

        @Override
        List<String> inputs() {
            return List.of(input);
        }

        @Override
        boolean scale(double[] scale, double[] shift) {
            if (outputQuant != null) {
                return false;
            }
            if (!activation.equals(Activation.NONE)) {
                Activation scaled = Activations.scale(activation, scale, shift);
                if (scaled == null) {
                    return false;
                }
                activation = scaled;
            }
            for (int n = 0; n < gain.length; n++) {
                double a = scale[scale.length == 1 ? 0 : n];
                gain[n] *= a;
                bias[n] = bias[n] * a + shift[shift.length == 1 ? 0 : n];
            }
            return true;
        }

        /** Whether it only scales and shifts each channel, in float. */
        boolean isAffine() {
            boolean unit = geometry.equals(new Geometry(1, 1, 1, 1, 1, 0, 0, 1, 1, inputShape.channels()));
            boolean ones = unit && weights.length == inputShape.channels();
            for (int i = 0; ones && i < weights.length; i++) {
                ones = weights[i] == 1;
            }
            return ones && weightQuant == null && outputQuant == null && activation.equals(Activation.NONE);
        }

        /** Float weights absorb the gain; quantised weights must not change, so the gain stays separate. */
        @Override
        Layer toLayer(String uniqueName, String uniqueOutput, UnaryOperator<String> names) {
            if (weightQuant == null) {
                int depth = geometry.depth();
                for (int i = 0; i < weights.length; i++) {
                    weights[i] = (float) (weights[i] * gain[i / depth]);
                }
                Arrays.fill(gain, 1);
            }
            return new MatrixLayer(
                    uniqueName,
                    names.apply(input),
                    uniqueOutput,
                    inputShape,
                    outputShape,
                    geometry,
                    weights,
                    gain,
                    bias,
                    activation,
                    weightQuant,
                    outputQuant);
        }
    }

    /** Pooling; an activation goes before the pool or into a layer of its own. */
    static final class Pool extends LayerDraft {
        final Value.Feature input;
        final PoolKind kind;
        final Geometry geometry;
        final boolean countIncludePad;

        Pool(
                String name,
                String output,
                Value.Feature input,
                Shape outputShape,
                PoolKind kind,
                Geometry geometry,
                boolean countIncludePad) {
            super(name, output, outputShape);
            this.input = input;
            this.kind = kind;
            this.geometry = geometry;
            this.countIncludePad = countIncludePad;
        }

        @Override
        List<String> inputs() {
            return List.of(input.tensor());
        }

        @Override
        boolean activate(Activation next) {
            return false;
        }

        @Override
        Layer toLayer(String uniqueName, String uniqueOutput, UnaryOperator<String> names) {
            return new PoolLayer(
                    uniqueName,
                    names.apply(input.tensor()),
                    uniqueOutput,
                    input.shape(),
                    outputShape,
                    kind,
                    geometry,
                    countIncludePad,
                    outputQuant);
        }
    }

    /** Element-wise sum. */
    static final class Add extends LayerDraft {
        final String left;
        final String right;

        Add(String name, String output, String left, String right, Shape outputShape) {
            super(name, output, outputShape);
            this.left = left;
            this.right = right;
        }

        @Override
        List<String> inputs() {
            return List.of(left, right);
        }

        /** The driver clips a sum, so a slope needs a layer of its own. */
        @Override
        boolean activate(Activation next) {
            boolean clips = next.slope() == 0 || next.slope() == 1;
            return clips && super.activate(next);
        }

        @Override
        Layer toLayer(String uniqueName, String uniqueOutput, UnaryOperator<String> names) {
            return new AddLayer(
                    uniqueName,
                    names.apply(left),
                    names.apply(right),
                    uniqueOutput,
                    outputShape,
                    activation,
                    outputQuant);
        }
    }

    /** Steps of the driver to which only a quantisation can be folded. */
    private abstract static sealed class Host extends LayerDraft {
        private final List<String> inputs;

        private Host(String name, String output, List<String> inputs, Shape outputShape) {
            super(name, output, outputShape);
            this.inputs = inputs;
        }

        @Override
        List<String> inputs() {
            return inputs;
        }

        @Override
        boolean activate(Activation next) {
            return false;
        }
    }

    /** Element-wise product. */
    static final class Multiply extends Host {
        Multiply(String name, String output, String left, String right, Shape outputShape) {
            super(name, output, List.of(left, right), outputShape);
        }

        @Override
        Layer toLayer(String uniqueName, String uniqueOutput, UnaryOperator<String> names) {
            return new MultiplyLayer(
                    uniqueName,
                    names.apply(inputs().get(0)),
                    names.apply(inputs().get(1)),
                    uniqueOutput,
                    outputShape,
                    outputQuant);
        }
    }

    /** A function of each element. */
    static final class Function extends Host {
        final ScalarFunction function;

        Function(String name, String output, String input, Shape outputShape, ScalarFunction function) {
            super(name, output, List.of(input), outputShape);
            this.function = function;
        }

        @Override
        Layer toLayer(String uniqueName, String uniqueOutput, UnaryOperator<String> names) {
            return new FunctionLayer(
                    uniqueName, names.apply(inputs().get(0)), uniqueOutput, outputShape, function, outputQuant);
        }
    }

    /** Values moved. */
    static final class Move extends Host {
        final int[] from;
        final double fill;

        /** What is padded with zeros and by how much, or null. */
        final Padding padding;

        Move(
                String name,
                String output,
                List<String> inputs,
                Shape outputShape,
                int[] from,
                double fill,
                Padding padding) {
            super(name, output, inputs, outputShape);
            this.from = from;
            this.fill = fill;
            this.padding = padding;
        }

        @Override
        Layer toLayer(String uniqueName, String uniqueOutput, UnaryOperator<String> names) {
            return new MoveLayer(
                    uniqueName,
                    inputs().stream().map(names).toList(),
                    uniqueOutput,
                    outputShape,
                    from,
                    fill,
                    outputQuant);
        }
    }

    /** Zeros around the rows and columns of a feature map, as (y, x). */
    record Padding(Value.Feature source, int[] begin, int[] end) {}
}
