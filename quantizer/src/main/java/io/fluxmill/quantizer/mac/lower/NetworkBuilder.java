// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.lower;

import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.Ending;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.InputStep;
import io.fluxmill.quantizer.mac.graph.Network.Layer;
import io.fluxmill.quantizer.mac.graph.Network.PoolKind;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.Quant;
import io.fluxmill.quantizer.mac.graph.ScalarFunction;
import io.fluxmill.quantizer.mac.lower.Value.Feature;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Collects layers and folds operators into the layer (or the input) that they follow. What cannot be folded becomes a layer of
 * its own: a depthwise 1 x 1 convolution with weights of one, which is exact.
 */
public final class NetworkBuilder {
    /** Id of the network's input; no tensor of a graph has this name. */
    public static final String INPUT = "";

    private static final String INPUT_NAME = "input";

    /** Elements that have constants of their own: each is a job. */
    private static final int MOST_ELEMENTS = 1 << 13;

    /** Codes -1, 0 and 1 for the weights of one in a quantised network. */
    private static final Quant UNIT = new Quant(new double[] {1}, 0, -1, 1, false);

    private final boolean quantised;
    private final Map<String, LayerDraft> drafts = new LinkedHashMap<>();
    private Shape inputShape;
    private final List<InputStep> inputSteps = new ArrayList<>();
    private Quant inputQuant;
    private boolean inputRead;
    private Ending ending = Ending.NONE;

    /** @param quantised whether the model has trained quantisations, so that gains stay apart from weights */
    public NetworkBuilder(Shape inputShape, boolean quantised) {
        this.inputShape = inputShape;
        this.quantised = quantised;
    }

    /** The ids of all layers so far. */
    public Set<String> ids() {
        return new HashSet<>(drafts.keySet());
    }

    /** Whether a layer runs on the engine. */
    public boolean isOnEngine(String id) {
        return drafts.get(id) instanceof LayerDraft.Matrix;
    }

    public boolean hasEnding() {
        return ending != Ending.NONE;
    }

    void endWith(Ending operator) {
        ending = operator;
    }

    /** Whether this is the network's input as the graph gives it, not yet read by a layer or anything else. */
    boolean isUnreadInput(Feature feature) {
        return feature.tensor().equals(INPUT) && feature.exclusive() && !inputRead;
    }

    /** Gives the input another shape of as many elements. */
    Feature reshapeInput(Feature feature, int[] dims) {
        inputShape = Value.shapeOf(dims);
        return new Feature(INPUT, inputShape, dims, feature.exclusive());
    }

    /** Adds a layer; its output has the shape {@code dims} in the graph. */
    Feature add(LayerDraft draft, int[] dims) {
        return add(draft, dims, null);
    }

    /** Adds a layer whose elements the graph sees in another order than its own. */
    Feature add(LayerDraft draft, int[] dims, int[] order) {
        drafts.put(draft.output, draft);
        inputRead |= draft.inputs().contains(INPUT);
        return new Feature(draft.output, draft.outputShape, dims, order, true);
    }

    /** An id for a layer of a node: the name of its output, or one that the graph does not have if the node has a layer already. */
    String id(NodeScope node) {
        return drafts.containsKey(node.output()) ? helper(node) : node.output();
    }

    private String helper(NodeScope node) {
        return node.output() + ".part" + drafts.size();
    }

    /**
     * The same values as a tensor of their own, in the order and under the shape that the graph sees.
     *
     * @throws io.fluxmill.core.config.InputException if the graph does not see channels, height and width
     */
    Feature plain(NodeScope node, Feature x) {
        if (x.isPlain()) {
            return x;
        }
        Shape shape = Value.shapeOf(x.dims());
        node.require(
                shape != null,
                "must read [batch,features], [batch,channels,length] or [batch,channels,height,width], not "
                        + Arrays.toString(x.dims()),
                "reshape its input, or end before this node with model-output");
        return x.order() == null && isUnreadInput(x) ? reshapeInput(x, x.dims()) : own(node, x, shape);
    }

    /** The values that the graph sees as a tensor of their own, whatever its shape. */
    Feature own(NodeScope node, Feature x) {
        if (x.order() == null) {
            return x;
        }
        Shape shape = Value.shapeOf(x.dims());
        return own(node, x, shape == null ? new Shape(x.elements(), 1, 1) : shape);
    }

    private Feature own(NodeScope node, Feature x, Shape shape) {
        int[] all = IntStream.range(0, x.elements()).toArray();
        return move(node, List.of(x), all, 0, shape, x.dims());
    }

    /**
     * A tensor of elements of others.
     *
     * @param places for each element its place among those that the graph sees of all parts, one after the other, or -1 for {@code fill}
     */
    Feature move(NodeScope node, List<Feature> parts, int[] places, double fill, Shape shape, int[] dims) {
        return move(node, parts, places, fill, shape, dims, null);
    }

    /** @param padding what the move does if it only pads with zeros, or null */
    Feature move(
            NodeScope node,
            List<Feature> parts,
            int[] places,
            double fill,
            Shape shape,
            int[] dims,
            LayerDraft.Padding padding) {
        int[] seen = new int[parts.size()];
        int[] stored = new int[parts.size()];
        for (int p = 1; p < seen.length; p++) {
            seen[p] = seen[p - 1] + parts.get(p - 1).elements();
            stored[p] = stored[p - 1] + parts.get(p - 1).shape().elements();
        }
        int[] from = new int[places.length];
        for (int i = 0; i < from.length; i++) {
            int part = 0;
            while (places[i] >= 0 && part + 1 < seen.length && places[i] >= seen[part + 1]) {
                part++;
            }
            from[i] = places[i] < 0 ? -1 : stored[part] + parts.get(part).at(places[i] - seen[part]);
        }
        List<String> inputs = parts.stream().map(Feature::tensor).toList();
        return add(new LayerDraft.Move(node.label() + ".move", helper(node), inputs, shape, from, fill, padding), dims);
    }

    /** What a tensor pads with zeros, or null if it is no such padding or something else reads it. */
    LayerDraft.Padding padding(Feature x) {
        return foldable(x) instanceof LayerDraft.Move move && x.isPlain() && move.outputQuant == null
                ? move.padding
                : null;
    }

    /** The channel-wise affine layer that computes a tensor for this reader alone, or null. */
    LayerDraft.Matrix affineBefore(Feature x) {
        return foldable(x) instanceof LayerDraft.Matrix matrix && matrix.isAffine() ? matrix : null;
    }

    /** The function that computes a tensor, or null. */
    LayerDraft.Function functionOf(Feature x) {
        return drafts.get(x.tensor()) instanceof LayerDraft.Function function && function.outputQuant == null
                ? function
                : null;
    }

    /** A function of each element. */
    Feature function(NodeScope node, Feature x, ScalarFunction function) {
        Feature whole = x.isWhole() ? x : own(node, x);
        LayerDraft draft = new LayerDraft.Function(node.label(), id(node), whole.tensor(), whole.shape(), function);
        return add(draft, whole.dims(), whole.order());
    }

    /** {@code x * scale + shift} with one value or one for each element that the graph sees. */
    Feature affine(NodeScope node, Feature x, double[] scale, double[] shift) {
        if (scale.length == 1 && shift.length == 1) {
            return scale(node, x, scale, shift);
        }
        Feature whole = x.isWhole() ? x : own(node, x);
        double[] scales = ElementConstants.stored(whole, scale);
        double[] shifts = ElementConstants.stored(whole, shift);
        int plane = whole.shape().height() * whole.shape().width();
        double[] channelScales = ElementConstants.channels(scales, plane);
        double[] channelShifts = ElementConstants.channels(shifts, plane);
        if (channelScales != null && channelShifts != null) {
            return scale(node, whole, channelScales, channelShifts);
        }
        node.require(
                whole.elements() <= MOST_ELEMENTS,
                "has a constant of its own for each of " + whole.elements() + " elements, more than " + MOST_ELEMENTS,
                "use one constant for each channel, or end before this node with model-output");
        int[] all = IntStream.range(0, whole.elements()).toArray();
        Feature listed = move(
                node,
                List.of(new Feature(whole.tensor(), whole.shape(), whole.dims(), whole.exclusive())),
                all,
                0,
                new Shape(whole.elements(), 1, 1),
                whole.dims());
        return scale(
                node, new Feature(listed.tensor(), listed.shape(), whole.dims(), whole.order(), true), scales, shifts);
    }

    /** {@code x * scale + shift}; one value or one for each channel of the tensor. */
    Feature scale(NodeScope node, Feature x, double[] scale, double[] shift) {
        node.require(
                Arrays.stream(scale).allMatch(Double::isFinite)
                        && Arrays.stream(shift).allMatch(Double::isFinite),
                "must scale and shift by finite numbers",
                "train the model again: its constants hold infinity or NaN, or divide by zero");
        if (isUnreadInput(x) && inputQuant == null && scale.length == 1 && shift.length == 1) {
            addInputStep((float) scale[0], (float) shift[0]);
            return x;
        }
        LayerDraft draft = foldable(x);
        if (draft != null && draft.scale(scale, shift)) {
            return folded(node, draft, x);
        }
        LayerDraft.Matrix own = unit(node, x);
        own.scale(scale, shift);
        return add(own, x.dims(), x.order());
    }

    /** An addition after a multiplication is one step with it. */
    private void addInputStep(float factor, float addend) {
        int last = inputSteps.size() - 1;
        if (last >= 0 && factor == 1 && inputSteps.get(last).addend() == 0) {
            InputStep before = inputSteps.remove(last);
            inputSteps.add(new InputStep(before.factor(), before.divisor(), addend));
        } else {
            inputSteps.add(new InputStep(factor, 1, addend));
        }
    }

    /** {@code x / divisor}; one value or one for each element that the graph sees. */
    Feature divide(NodeScope node, Feature x, double[] divisor) {
        boolean valid = Arrays.stream(divisor).allMatch(d -> d != 0 && Double.isFinite(d));
        if (valid && isUnreadInput(x) && inputQuant == null && divisor.length == 1) {
            inputSteps.add(new InputStep(1, (float) divisor[0], 0));
            return x;
        }
        return affine(node, x, Arrays.stream(divisor).map(d -> 1 / d).toArray(), new double[] {0});
    }

    Feature activate(NodeScope node, Feature x, Activation activation) {
        LayerDraft draft = foldable(x);
        if (draft != null && draft.activate(activation)) {
            return folded(node, draft, x);
        }
        if (draft instanceof LayerDraft.Pool pool && beforePool(pool, activation)) {
            return folded(node, draft, x);
        }
        LayerDraft own = unit(node, x);
        own.activate(activation);
        return add(own, x.dims(), x.order());
    }

    /** A monotone activation commutes with the maximum. */
    private boolean beforePool(LayerDraft.Pool pool, Activation activation) {
        LayerDraft producer = foldable(pool.input);
        return pool.kind == PoolKind.MAX
                && pool.outputQuant == null
                && Activations.isMonotone(activation)
                && producer != null
                && producer.activate(activation);
    }

    Feature quantise(NodeScope node, Feature x, Quant quant) {
        if (isUnreadInput(x) && (inputQuant == null || inputQuant.isWithin(quant))) {
            inputQuant = quant;
            return x;
        }
        LayerDraft writer = drafts.get(x.tensor());
        Quant before = writer == null ? inputQuant : writer.outputQuant;
        if (before != null && before.isSame(quant)) {
            return x;
        }
        LayerDraft draft = foldable(x);
        if (draft != null && draft.quantise(quant)) {
            return folded(node, draft, x);
        }
        LayerDraft own = unit(node, x);
        own.quantise(quant);
        return add(own, x.dims(), x.order());
    }

    private LayerDraft foldable(Feature x) {
        return x.exclusive() ? drafts.get(x.tensor()) : null;
    }

    private static Feature folded(NodeScope node, LayerDraft draft, Feature x) {
        draft.output = node.output();
        return x;
    }

    private LayerDraft.Matrix unit(NodeScope node, Feature x) {
        Shape shape = x.shape();
        float[] ones = new float[shape.channels()];
        Arrays.fill(ones, 1);
        Geometry geometry = new Geometry(1, 1, 1, 1, 1, 0, 0, 1, 1, shape.channels());
        return new LayerDraft.Matrix(
                node.label(), id(node), x.tensor(), shape, shape, geometry, ones, quantised ? UNIT : null);
    }

    /** The network up to these tensors, one after the other if there are several, without other layers. Null if there is no layer. */
    public Network build(String name, List<Feature> outputs) {
        Feature output = outputs.size() == 1 ? outputs.get(0) : joined(outputs);
        if (output.order() != null) {
            output = ordered(output);
        }
        if (output.tensor().equals(INPUT)) {
            return null;
        }
        Set<String> needed = needed(output.tensor());
        Map<String, String> tensorNames = new HashMap<>(Map.of(INPUT, INPUT_NAME));
        Set<String> usedOutputs = new HashSet<>(Set.of(INPUT_NAME));
        Set<String> usedNames = new HashSet<>();
        List<Layer> layers = new ArrayList<>();
        drafts.forEach((id, draft) -> {
            if (needed.contains(id)) {
                tensorNames.put(id, unique(draft.output, usedOutputs));
                layers.add(draft.toLayer(unique(draft.name, usedNames), tensorNames.get(id), tensorNames::get));
            }
        });
        return new Network(name, inputShape, inputSteps, inputQuant, layers, ending);
    }

    private Feature joined(List<Feature> outputs) {
        int elements = outputs.stream().mapToInt(Feature::elements).sum();
        return moved("outputs", outputs, new Shape(elements, 1, 1));
    }

    private Feature ordered(Feature output) {
        Shape shape = Value.shapeOf(output.dims());
        return moved("output", List.of(output), shape == null ? new Shape(output.elements(), 1, 1) : shape);
    }

    private Feature moved(String name, List<Feature> parts, Shape shape) {
        int[] from = new int[shape.elements()];
        int next = 0;
        int offset = 0;
        for (Feature part : parts) {
            for (int i = 0; i < part.elements(); i++) {
                from[next++] = offset + part.at(i);
            }
            offset += part.shape().elements();
        }
        List<String> inputs = parts.stream().map(Feature::tensor).toList();
        String id = name + ".ordered" + drafts.size();
        return add(new LayerDraft.Move(name, id, inputs, shape, from, 0, null), new int[] {1, shape.elements()});
    }

    /** The ids of the layers that a tensor needs, and of the input. */
    public Set<String> needed(String output) {
        Set<String> needed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(output));
        while (!open.isEmpty()) {
            String id = open.pop();
            if (needed.add(id) && drafts.containsKey(id)) {
                open.addAll(drafts.get(id).inputs());
            }
        }
        return needed;
    }

    private static String unique(String name, Set<String> used) {
        String result = name;
        for (int i = 2; !used.add(result); i++) {
            result = name + "_" + i;
        }
        return result;
    }
}
