// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.tflite;

import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.quantizer.tflite.TfliteOperators;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Operators that only move elements. Most change nothing but the view; PAD, CONCATENATION and PACK move codes. */
final class ViewLowering {
    private ViewLowering() {}

    static void reshape(OperatorScope op) {
        Value input = op.value(0);
        int[] dims = op.outputDims();
        if (Value.elements(dims) != input.elements()) {
            throw op.refusal(
                    "must keep its " + input.elements() + " elements: shape=" + Arrays.toString(dims),
                    "convert the model with a batch of 1");
        }
        op.result(input.reshaped(dims));
    }

    static void transpose(OperatorScope op) {
        Value input = op.value(0);
        int rank = input.dims().length;
        int[] order = op.constant(1).integers();
        boolean permutes = order.length == rank
                && Arrays.equals(
                        Arrays.stream(order).sorted().toArray(),
                        IntStream.range(0, rank).toArray());
        if (!permutes) {
            throw op.refusal(
                    "must permute its " + rank + " axes: order=" + Arrays.toString(order), "convert the model again");
        }
        int[] strides = Value.strides(input.dims());
        int[] dims = Arrays.stream(order).map(axis -> input.dims()[axis]).toArray();
        op.result(input.taken(
                dims,
                Value.strided(
                        dims, Arrays.stream(order).map(axis -> strides[axis]).toArray(), 0)));
    }

    // ------------------------------------------------------------------------------------------------------- slices

    static void slice(OperatorScope op) {
        Value input = op.value(0);
        int[] begin = op.constant(1).integers();
        int[] size = op.constant(2).integers();
        int rank = input.dims().length;
        if (begin.length != rank || size.length != rank) {
            throw op.refusal("must have a place and a size for each axis", "convert the model again");
        }
        for (int axis = 0; axis < rank; axis++) {
            size[axis] = size[axis] < 0 ? input.dims()[axis] - begin[axis] : size[axis];
        }
        op.result(
                cut(op, input, begin, size, IntStream.range(0, rank).map(a -> 1).toArray()));
    }

    private static Value cut(OperatorScope op, Value input, int[] begin, int[] size, int[] steps) {
        int[] strides = Value.strides(input.dims());
        int offset = 0;
        for (int axis = 0; axis < begin.length; axis++) {
            int last = begin[axis] + (size[axis] - 1) * steps[axis];
            int length = input.dims()[axis];
            if (size[axis] < 1 || begin[axis] < 0 || begin[axis] >= length || last < 0 || last >= length) {
                throw op.refusal(
                        "must stay within its input of " + Arrays.toString(input.dims()) + ": begin="
                                + Arrays.toString(begin) + " size=" + Arrays.toString(size),
                        "convert the model again");
            }
            offset += begin[axis] * strides[axis];
            strides[axis] *= steps[axis];
        }
        return input.taken(size, Value.strided(size, strides, offset));
    }

    static void stridedSlice(OperatorScope op) {
        Value input = op.value(0);
        int rank = input.dims().length;
        int[] begin = op.constant(1).integers();
        int[] end = op.constant(2).integers();
        int[] step = op.constant(3).integers();
        boolean plain = op.options().int32(2, 0) == 0 && op.options().int32(3, 0) == 0;
        boolean alike = begin.length <= rank && end.length == begin.length && step.length == begin.length;
        if (!plain || !alike || Arrays.stream(step).anyMatch(s -> s == 0)) {
            throw op.refusal(
                    "must have a begin, an end and a step for each axis, without ellipsis or new axes",
                    "write the slice with all its axes");
        }
        int shrink = op.options().int32(4, 0);
        int[] from = new int[rank];
        int[] size = input.dims().clone();
        int[] steps = new int[rank];
        Arrays.fill(steps, 1);
        List<Integer> kept = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            boolean given = axis < begin.length;
            boolean shrinks = given && (shrink >> axis & 1) != 0;
            if (given) {
                Range range = new Range(op, axis, input.dims()[axis], begin[axis], end[axis], step[axis]);
                from[axis] = range.first();
                size[axis] = shrinks ? 1 : range.size();
                steps[axis] = step[axis];
            }
            if (!shrinks) {
                kept.add(size[axis]);
            }
        }
        Value value = cut(op, input, from, size, steps);
        op.result(value.reshaped(kept.stream().mapToInt(Integer::intValue).toArray()));
    }

    /** One axis of a STRIDED_SLICE, as NumPy slices. */
    private record Range(OperatorScope op, int axis, int length, int begin, int end, int step) {
        private boolean open(int mask) {
            return (op.options().int32(mask, 0) >> axis & 1) != 0;
        }

        private int clipped(int at) {
            int place = at < 0 ? at + length : at;
            return step > 0 ? Math.max(0, Math.min(length, place)) : Math.max(-1, Math.min(length - 1, place));
        }

        int first() {
            return open(0) ? step > 0 ? 0 : length - 1 : clipped(begin);
        }

        int size() {
            int last = open(1) ? step > 0 ? length : -1 : clipped(end);
            return Math.max(0, (last - first() + step - Integer.signum(step)) / step);
        }
    }

    static void split(OperatorScope op) {
        Value input = op.value(1);
        int axis = op.axis(op.constant(0).integers()[0], input.dims().length);
        int parts = op.operator().outputs().length;
        int[] begin = new int[input.dims().length];
        int[] size = input.dims().clone();
        size[axis] /= parts;
        int[] steps = IntStream.range(0, size.length).map(a -> 1).toArray();
        for (int part = 0; part < parts; part++) {
            op.result(part, cut(op, input, begin, size.clone(), steps));
            begin[axis] += size[axis];
        }
    }

    // -------------------------------------------------------------------------------------------------------- moves

    static void pad(OperatorScope op) {
        Draft draft = op.draft();
        Value input = op.value(0);
        int rank = input.dims().length;
        int[] paddings = op.constant(1).integers();
        Encoding encoding = Encoding.of(op.tensor(0));
        double fill = 0;
        if (op.operator().code() == TfliteOperators.PADV2) {
            Constant value = op.constant(2);
            fill = encoding == null ? value.reals()[0] : encoding.real((int) value.numbers()[0]);
        }
        boolean fits = paddings.length == 2 * rank && Arrays.stream(paddings).allMatch(p -> p >= 0 && p < 1 << 16);
        if (!fits) {
            throw op.refusal(
                    "must have paddings of 0 or more on both sides of each axis: " + Arrays.toString(paddings),
                    "convert the model again");
        }
        int[] dims = new int[rank];
        int[] strides = Value.strides(input.dims());
        for (int axis = 0; axis < rank; axis++) {
            dims[axis] = input.dims()[axis] + paddings[2 * axis] + paddings[2 * axis + 1];
        }
        int[] at = Value.channelsFirst(dims);
        int[] from = new int[at.length];
        int[] outStrides = Value.strides(dims);
        for (int i = 0; i < at.length; i++) {
            int place = 0;
            for (int axis = 0; axis < rank && place >= 0; axis++) {
                int index = i / outStrides[axis] % dims[axis] - paddings[2 * axis];
                boolean inside = index >= 0 && index < input.dims()[axis];
                place = inside ? place + index * strides[axis] : -1;
            }
            from[at[i]] = place < 0 ? -1 : input.at()[place];
        }
        if (input.encoding() != null && !input.encoding().equals(op.outputEncoding())) {
            op.inexact("must have one scale and zero point for input and output");
        }
        int place = draft.move(op.name(), List.of(input.place()), Value.shape(dims), from, fill, input.encoding());
        op.result(new Value(place, dims, at, input.encoding()));
    }

    /** An input of a CONCATENATION in the encoding of the result, where the kernel has a way to it: in UINT8. */
    private static Value scaled(OperatorScope op, int input, Encoding out) {
        Value value = op.value(input);
        Encoding in = value.encoding();
        boolean bytes = in != null && out != null && in.low() == 0 && out.low() == 0;
        if (!bytes || in.equals(out)) {
            return value;
        }
        Draft draft = op.draft();
        String name = op.name() + "_in_" + input;
        Value whole = draft.whole(value, name);
        int place = draft.plane(name, draft.floatName(whole.place()), draft.shape(whole.place()), out);
        short[] table = UnaryLowering.table(draft, in, UnaryTables.concatenated(in, out));
        draft.step(new MacProgram.TableStep(name, whole.place(), place, table));
        return new Value(place, whole.dims(), whole.at(), out);
    }

    /** CONCATENATION; PACK is one of inputs with a new axis. */
    static void concatenation(OperatorScope op, boolean newAxis) {
        int count = op.operator().inputs().length;
        int[] dims = op.outputDims();
        int axis = op.axis(op.options().int32(newAxis ? 1 : 0, 0), dims.length);
        int activation = newAxis ? 0 : op.options().int8(1, 0);
        if (activation != 0) {
            throw op.refusal(
                    "must have no fused activation: code=" + activation, "use the activation as a layer of its own");
        }
        Encoding encoding = op.outputEncoding();
        int outer = IntStream.range(0, axis).map(a -> dims[a]).reduce(1, (a, b) -> a * b);
        int inner = Value.elements(dims) / outer / dims[axis];
        int[] at = Value.channelsFirst(dims);
        int[] from = new int[at.length];
        List<Integer> places = new ArrayList<>();
        int before = 0;
        int first = 0;
        for (int input = 0; input < count; input++) {
            Value value = newAxis ? op.value(input) : scaled(op, input, encoding);
            int length = value.elements() / outer / inner;
            if (before + length > dims[axis] || length * outer * inner != value.elements()) {
                break;
            }
            if (encoding != null && !encoding.equals(value.encoding())) {
                op.inexact("must have one scale and zero point for inputs and output");
            }
            for (int i = 0; i < value.elements(); i++) {
                int place = (i / (length * inner) * dims[axis] + before) * inner + i % (length * inner);
                from[at[place]] = first + value.at()[i];
            }
            places.add(value.place());
            first += op.draft().shape(value.place()).elements();
            before += length;
        }
        if (before != dims[axis] || places.size() != count) {
            throw op.refusal(
                    "must have inputs that fill its output: shape=" + Arrays.toString(dims), "convert the model again");
        }
        int place = op.draft().move(op.name(), places, Value.shape(dims), from, 0, encoding);
        op.result(new Value(place, dims, at, encoding));
    }
}
