// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.lower;

import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.lower.Value.Constant;
import io.fluxmill.quantizer.mac.lower.Value.Feature;
import io.fluxmill.quantizer.onnx.OnnxTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Operators that move values and compute nothing, see {@link Value.Feature}: Transpose, Slice, Split, Gather, Concat, Pad and their like. */
final class ViewLowering {
    private ViewLowering() {}

    static Feature transpose(NodeScope node) {
        Feature x = node.feature(0);
        int[] permutation = ConstantFolder.permutation(node, x.dims().length);
        node.requireWithinSample(permutation.length > 0 && permutation[0] == 0);
        return transposed(x, permutation);
    }

    static Feature transposed(Feature x, int... permutation) {
        int[] dims = Arrays.stream(permutation).map(axis -> x.dims()[axis]).toArray();
        return x.pick(dims, Indices.transposed(x.dims(), permutation));
    }

    static Feature slice(NodeScope node) {
        Feature x = node.feature(0);
        for (ConstantSlice.Range range : ConstantSlice.ranges(node, x.dims())) {
            node.requireWithinSample(range.axis() != 0);
            int[] dims = Indices.resized(x.dims(), range.axis(), range.count());
            int[] picks =
                    Indices.alongAxis(x.dims(), range.axis(), range.count(), i -> range.from() + i * range.step());
            x = x.pick(requireSome(node, dims), picks);
        }
        return x;
    }

    private static int[] requireSome(NodeScope node, int[] dims) {
        node.require(
                Arrays.stream(dims).allMatch(d -> d > 0),
                "must leave some elements, not the shape " + Arrays.toString(dims),
                "export the model again for this input shape");
        return dims;
    }

    /** Sizes are an attribute before opset 13, an input since; equal parts without them. */
    static List<Value> split(NodeScope node) {
        // Several outputs see one tensor.
        Feature x = node.feature(0).shared();
        int axis = node.axis(node.integer("axis", 0), x.dims().length);
        int size = x.dims()[axis];
        int parts = node.integer("num_outputs", node.outputCount());
        int part = (size + parts - 1) / parts;
        int[] equal = IntStream.range(0, parts)
                .map(i -> Math.max(0, Math.min(part, size - i * part)))
                .toArray();
        int[] sizes = node.optional(1) == null ? node.integers("split", equal) : node.wholeNumbers(1);
        node.require(
                Arrays.stream(sizes).allMatch(s -> s > 0)
                        && Arrays.stream(sizes).sum() == size
                        && sizes.length == node.outputCount(),
                "must split " + size + " indices into " + node.outputCount() + " parts, not into "
                        + Arrays.toString(sizes),
                "export the model again");
        List<Value> outputs = new ArrayList<>();
        int first = 0;
        for (int count : sizes) {
            int from = first;
            outputs.add(x.pick(
                    Indices.resized(x.dims(), axis, count), Indices.alongAxis(x.dims(), axis, count, i -> from + i)));
            first += count;
        }
        return outputs;
    }

    static Feature gather(NodeScope node) {
        Feature x = node.feature(0);
        int axis = node.axis(node.integer("axis", 0), x.dims().length);
        int size = x.dims()[axis];
        int[] indices = Arrays.stream(node.wholeNumbers(1))
                .map(i -> i < 0 ? i + size : i)
                .toArray();
        node.require(
                indices.length > 0 && Arrays.stream(indices).allMatch(i -> i >= 0 && i < size),
                "must have indices below " + size + ", not " + Arrays.toString(node.wholeNumbers(1)),
                "export the model again");
        int[] picks = Indices.alongAxis(x.dims(), axis, indices.length, i -> indices[i]);
        int[] inner = ConstantFolder.join(
                Arrays.copyOf(x.dims(), axis), node.constant(1).dims());
        int[] rest = Arrays.copyOfRange(x.dims(), axis + 1, x.dims().length);
        return x.pick(ConstantFolder.join(inner, rest), picks);
    }

    static Feature expand(NodeScope node) {
        Feature x = node.feature(0);
        return x.broadcast(ConstantFolder.broadcastDims(node, x.dims(), node.wholeNumbers(1)));
    }

    static Feature tile(NodeScope node) {
        Feature x = node.feature(0);
        int[] repeats = node.wholeNumbers(1);
        node.require(
                repeats.length == x.dims().length && Arrays.stream(repeats).allMatch(r -> r > 0),
                "must have a positive number of repeats for each axis, not " + Arrays.toString(repeats),
                "export the model again");
        for (int axis = 0; axis < repeats.length; axis++) {
            int size = x.dims()[axis];
            int count = Math.multiplyExact(size, repeats[axis]);
            x = x.pick(Indices.resized(x.dims(), axis, count), Indices.alongAxis(x.dims(), axis, count, i -> i % size));
        }
        return x;
    }

    /** Computed tensors one after the other; a constant among them must have one value. */
    static Feature concat(NodeScope node, NetworkBuilder builder) {
        int[] first = dims(node.input(0));
        int axis = node.axis(node.integer("axis", 1), first.length);
        List<Feature> parts = new ArrayList<>();
        Double fill = null;
        int total = 0;
        for (int i = 0; i < node.inputCount(); i++) {
            int[] dims = dims(node.input(i));
            node.require(
                    ConstantFolder.sameExcept(axis, dims, first),
                    "must have inputs that differ in axis " + axis + " only, not " + Arrays.toString(first) + " and "
                            + Arrays.toString(dims),
                    "export the model again");
            total += dims[axis];
            if (node.input(i) instanceof Feature feature) {
                parts.add(feature);
            } else {
                OnnxTensor constant = node.constant(i);
                node.require(
                        constant.isUniform() && (fill == null || fill == constant.values()[0]),
                        "must have constants of one value among its inputs",
                        "end before this node with model-output");
                fill = constant.values()[0];
            }
        }
        int[] dims = Indices.resized(first, axis, total);
        int[] places = new int[OnnxTensor.elements(dims)];
        int at = 0;
        int seen = 0;
        for (int i = 0; i < node.inputCount(); i++) {
            int[] part = dims(node.input(i));
            int offset = seen;
            boolean constant = node.input(i) instanceof Constant;
            int from = at;
            // Where in the result the part lies: its elements, widened to the axis of the result.
            int[] target = Indices.alongAxis(dims, axis, part[axis], k -> from + k);
            for (int e = 0; e < target.length; e++) {
                places[target[e]] = constant ? -1 : offset + e;
            }
            at += part[axis];
            seen += constant ? 0 : target.length;
        }
        Shape shape = Value.shapeOf(dims);
        return builder.move(
                node,
                parts,
                places,
                fill == null ? 0 : fill,
                shape == null ? new Shape(places.length, 1, 1) : shape,
                dims);
    }

    private static int[] dims(Value value) {
        return value instanceof Feature feature
                ? feature.dims()
                : ((Constant) value).tensor().dims();
    }

    /** Depth is (block, block, depth) in DCR, (depth, block, block) in CRD. */
    static Feature depthToSpace(NodeScope node) {
        Feature x = node.feature(0);
        int block = node.integer("blocksize", 0);
        int[] d = x.dims();
        node.require(
                d.length == 4 && block > 0 && d[1] % (block * block) == 0,
                "must have the shape [batch,channels,height,width] with channels divisible by " + block + " squared",
                "export the model again");
        int depth = d[1] / (block * block);
        boolean columnsFirst = node.string("mode", "DCR").equals("CRD");
        Feature blocks = x.withDims(
                columnsFirst
                        ? new int[] {d[0], depth, block, block, d[2], d[3]}
                        : new int[] {d[0], block, block, depth, d[2], d[3]});
        Feature moved = columnsFirst ? transposed(blocks, 0, 1, 4, 2, 5, 3) : transposed(blocks, 0, 3, 4, 1, 5, 2);
        return moved.withDims(new int[] {d[0], depth, d[2] * block, d[3] * block});
    }

    static Feature spaceToDepth(NodeScope node) {
        Feature x = node.feature(0);
        int block = node.integer("blocksize", 0);
        int[] d = x.dims();
        node.require(
                d.length == 4 && block > 0 && d[2] % block == 0 && d[3] % block == 0,
                "must have the shape [batch,channels,height,width] with height and width divisible by " + block,
                "export the model again");
        Feature blocks = x.withDims(new int[] {d[0], d[1], d[2] / block, block, d[3] / block, block});
        return transposed(blocks, 0, 3, 5, 1, 2, 4)
                .withDims(new int[] {d[0], d[1] * block * block, d[2] / block, d[3] / block});
    }

    /** Pads are an attribute before opset 11, an input since; negative ones cut. */
    static Feature pad(NodeScope node, NetworkBuilder builder) {
        Feature x = node.feature(0);
        int rank = x.dims().length;
        String mode = node.string("mode", "constant");
        int[] given = node.optional(1) == null
                ? node.integers(node.has("paddings") ? "paddings" : "pads")
                : node.wholeNumbers(1);
        int[] axes = node.optional(3) == null
                ? IntStream.range(0, rank).toArray()
                : Arrays.stream(node.wholeNumbers(3))
                        .map(a -> ConstantFolder.axis(node, a, rank))
                        .toArray();
        node.require(
                given.length == 2 * axes.length,
                "must have two pads for each of its " + axes.length + " axes, not " + given.length,
                "export the model again");
        double fill = node.optional(2) == null ? node.real("value", 0) : node.scalar(2);
        int[] begin = new int[rank];
        int[] end = new int[rank];
        for (int i = 0; i < axes.length; i++) {
            begin[axes[i]] = given[i];
            end[axes[i]] = given[axes.length + i];
        }
        node.requireWithinSample(begin[0] == 0 && end[0] == 0);
        return padded(node, builder, x, begin, end, mode, fill);
    }

    private static Feature padded(
            NodeScope node, NetworkBuilder builder, Feature x, int[] begin, int[] end, String mode, double fill) {
        Feature result = x;
        int[] places = IntStream.range(0, x.elements()).toArray();
        int[] dims = x.dims();
        boolean fills = false;
        for (int axis = 0; axis < dims.length; axis++) {
            int size = dims[axis];
            int before = begin[axis];
            int count = size + before + end[axis];
            int[] sources = new int[Math.max(0, count)];
            for (int i = 0; i < sources.length; i++) {
                sources[i] = source(node, i - before, size, mode);
            }
            int[] resized = requireSome(node, Indices.resized(dims, axis, count));
            int[] old = places;
            // -1 stands for the fill: places of a row that does not exist.
            int[] along = Indices.alongAxis(dims, axis, count, i -> Math.max(0, sources[i]));
            int inner = OnnxTensor.elements(Arrays.copyOfRange(dims, axis + 1, dims.length));
            places = new int[along.length];
            for (int i = 0; i < places.length; i++) {
                boolean outside = sources[i / inner % count] < 0;
                fills |= outside;
                places[i] = outside ? -1 : old[along[i]];
            }
            dims = resized;
        }
        if (!fills) {
            return result.pick(dims, places);
        }
        Shape shape = Value.shapeOf(dims);
        return builder.move(
                node,
                List.of(x),
                places,
                fill,
                shape == null ? new Shape(places.length, 1, 1) : shape,
                dims,
                fill == 0 ? zeros(x, begin, end) : null);
    }

    /** Zeros around a feature map only. */
    private static LayerDraft.Padding zeros(Feature x, int[] begin, int[] end) {
        int rank = x.dims().length;
        boolean around = x.isPlain() && rank >= 3 && begin[0] + end[0] + begin[1] + end[1] == 0;
        for (int i = 2; i < rank; i++) {
            around &= begin[i] >= 0 && end[i] >= 0;
        }
        if (!around) {
            return null;
        }
        return rank == 3
                ? new LayerDraft.Padding(x, new int[] {0, begin[2]}, new int[] {0, end[2]})
                : new LayerDraft.Padding(x, Arrays.copyOfRange(begin, 2, 4), Arrays.copyOfRange(end, 2, 4));
    }

    private static int source(NodeScope node, int i, int size, String mode) {
        if (i >= 0 && i < size) {
            return i;
        }
        int reflected = i < 0 ? -i : 2 * (size - 1) - i;
        return switch (mode) {
            case "constant" -> -1;
            case "edge" -> Math.max(0, Math.min(size - 1, i));
            case "wrap" -> Math.floorMod(i, size);
            case "reflect" -> {
                node.require(
                        reflected >= 0 && reflected < size,
                        "must have pads smaller than the axis in the mode reflect",
                        "export the model again");
                yield reflected;
            }
            default -> throw node.refuse(
                    "has the mode " + mode + ", which is not supported", "use constant, edge, reflect or wrap");
        };
    }
}
