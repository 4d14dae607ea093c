// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.Ending;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.InputStep;
import io.fluxmill.quantizer.mac.graph.Network.Layer;
import io.fluxmill.quantizer.mac.graph.Network.PoolKind;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.Quant;
import io.fluxmill.quantizer.mac.read.Value.Feature;
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

/**
 * Collects layers and folds operators into the layer (or the input) that they follow. What cannot be folded becomes a layer of
 * its own: a depthwise 1 x 1 convolution with weights of one, which is exact.
 */
final class NetworkBuilder {
    /** Id of the network's input; no tensor of a graph has this name. */
    static final String INPUT = "";

    private static final String INPUT_NAME = "input";

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
    NetworkBuilder(Shape inputShape, boolean quantised) {
        this.inputShape = inputShape;
        this.quantised = quantised;
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
        drafts.put(draft.output, draft);
        inputRead |= draft.inputs().contains(INPUT);
        return new Feature(draft.output, draft.outputShape, dims, true);
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
        return add(own, x.dims());
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

    /** {@code x / divisor}; one value or one for each channel of the tensor. */
    Feature divide(NodeScope node, Feature x, double[] divisor) {
        boolean valid = Arrays.stream(divisor).allMatch(d -> d != 0 && Double.isFinite(d));
        if (valid && isUnreadInput(x) && inputQuant == null && divisor.length == 1) {
            inputSteps.add(new InputStep(1, (float) divisor[0], 0));
            return x;
        }
        return scale(node, x, Arrays.stream(divisor).map(d -> 1 / d).toArray(), new double[] {0});
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
        return add(own, x.dims());
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
        if (isUnreadInput(x) && inputQuant == null) {
            inputQuant = quant;
            return x;
        }
        LayerDraft draft = foldable(x);
        if (draft != null && draft.quantise(quant)) {
            return folded(node, draft, x);
        }
        LayerDraft own = unit(node, x);
        own.quantise(quant);
        return add(own, x.dims());
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
                node.label(), node.output(), x.tensor(), shape, shape, geometry, ones, quantised ? UNIT : null);
    }

    /** The network up to this tensor; layers that do not reach it are left out. Null when there is no layer. */
    Network build(String name, Feature output) {
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

    private Set<String> needed(String output) {
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
