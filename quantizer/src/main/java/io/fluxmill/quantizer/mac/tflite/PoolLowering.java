// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.tflite;

import io.fluxmill.core.format.FixedMultiplier;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.core.program.mac.MacProgram.Ending;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.PoolKind;
import io.fluxmill.quantizer.mac.graph.Network.PoolLayer;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.map.StepMapping;
import java.util.Arrays;
import java.util.stream.IntStream;

/** AVERAGE_POOL_2D, MAX_POOL_2D and MEAN. */
final class PoolLowering {
    private static final int SAME = 0;

    private PoolLowering() {}

    /**
     * A window along one axis.
     *
     * @param before padding before the first element
     * @param out positions
     */
    record Span(int before, int out) {
        /** @param same whether padding gives {@code ceil(in / stride)} positions; the larger half of an odd padding is behind */
        static Span of(OperatorScope op, int in, int kernel, int stride, int dilation, boolean same) {
            int reach = (kernel - 1) * dilation + 1;
            int out = same ? (in + stride - 1) / stride : (in - reach) / stride + 1;
            if (!same && reach > in) {
                throw op.refusal(
                        "must have an input as large as its window of " + reach + ": size=" + in, "use padding SAME");
            }
            int total = Math.max((out - 1) * stride + reach - in, 0);
            return new Span(same ? total / 2 : 0, out);
        }
    }

    static void pool(OperatorScope op, boolean max) {
        Draft draft = op.draft();
        Value input = draft.channelsFirst(op.value(0), op.name());
        int[] in = input.dims();
        op.requireRank4(in);
        int[] sizes = IntStream.of(1, 2, 3, 4)
                .map(field -> op.options().int32(field, 1))
                .toArray();
        if (Arrays.stream(sizes).anyMatch(size -> size < 1)) {
            throw op.refusal(
                    "must have strides and a window of 1 or more: " + Arrays.toString(sizes),
                    "convert the model again");
        }
        boolean same = op.options().int8(0, SAME) == SAME;
        Span down = Span.of(op, in[1], sizes[3], sizes[1], 1, same);
        Span right = Span.of(op, in[2], sizes[2], sizes[0], 1, same);
        Geometry geometry =
                new Geometry(1, sizes[3], sizes[2], sizes[1], sizes[0], down.before, right.before, 1, 1, in[3]);
        Shape shape = new Shape(in[3], down.out, right.out);
        int[] outDims = {1, down.out, right.out, in[3]};
        int code = op.options().int8(5, 0);
        Encoding encoding = op.outputEncoding();
        Activation activation = op.activation(code, null);
        boolean clips = !activation.equals(Activation.NONE);
        String pooled = clips ? op.name() + "_pooled" : op.name();
        int place = draft.plane(op.name(), shape, encoding);
        draft.layer(new PoolLayer(
                pooled,
                draft.floatName(input.place()),
                pooled,
                Value.shape(in),
                shape,
                max ? PoolKind.MAX : PoolKind.AVERAGE,
                geometry,
                false,
                null));
        if (clips) {
            double[] ones = new double[shape.elements()];
            Arrays.fill(ones, 1);
            draft.scaled(op.name(), pooled, shape, ones, new double[shape.elements()], activation);
        }
        if (op.areQuantised(input.encoding(), Encoding.of(op.tensor(0)), encoding)) {
            exact(op, max, input, geometry, shape, place, OperatorScope.range(code, encoding));
        }
        op.result(new Value(place, outDims, Value.channelsFirst(outDims), encoding));
    }

    private static void exact(
            OperatorScope op, boolean max, Value input, Geometry geometry, Shape shape, int place, int[] range) {
        Draft draft = op.draft();
        Encoding encoding = draft.encoding(place);
        if (!encoding.equals(Encoding.of(op.tensor(0)))) {
            op.inexact("must have one scale and zero point for input and output");
            return;
        }
        MacProgram.Window window = StepMapping.window(geometry, shape, 0);
        if (!max) {
            draft.step(
                    new MacProgram.QuantizedAverageStep(op.name(), input.place(), place, window, range[0], range[1]));
            return;
        }
        boolean clips = range[0] > encoding.low() || range[1] < encoding.high();
        int pooled = clips ? draft.plane(op.name() + "_pooled", shape, encoding) : place;
        draft.step(new MacProgram.PoolStep(
                clips ? op.name() + "_pooled" : op.name(),
                input.place(),
                pooled,
                MacProgram.PoolKind.MAX,
                window,
                false,
                draft.codeOf(encoding.zeroPoint())));
        if (clips) {
            short[] table = UnaryLowering.table(draft, encoding, x -> Math.max(range[0], Math.min(range[1], x)));
            draft.step(new MacProgram.TableStep(op.name(), pooled, place, table));
        }
    }

    static void mean(OperatorScope op) {
        Draft draft = op.draft();
        Value input = op.value(0);
        int rank = input.dims().length;
        boolean[] reduced = new boolean[rank];
        for (int axis : op.constant(1).integers()) {
            reduced[op.axis(axis, rank)] = true;
        }
        int[] kept = IntStream.range(0, rank).filter(a -> !reduced[a]).toArray();
        int[] away = IntStream.range(0, rank).filter(a -> reduced[a]).toArray();
        int[] order = IntStream.concat(Arrays.stream(kept), Arrays.stream(away)).toArray();
        int[] ordered = Arrays.stream(order).map(a -> input.dims()[a]).toArray();
        int[] strides = Value.strides(input.dims());
        int[] from =
                Value.strided(ordered, Arrays.stream(order).map(a -> strides[a]).toArray(), 0);
        int channels = Arrays.stream(kept).map(a -> input.dims()[a]).reduce(1, (a, b) -> a * b);
        int count = input.elements() / channels;
        Value rows = input.taken(new int[] {channels, count}, from);
        Shape held = draft.shape(rows.place());
        int[] rowMajor = IntStream.range(0, rows.elements()).toArray();
        boolean fits = Arrays.equals(rows.at(), rowMajor) && held.channels() == channels && rows.covers(held);
        if (!fits) {
            rows = draft.moved(rows, new Shape(channels, 1, count), rowMajor, op.name());
            held = draft.shape(rows.place());
        }
        Encoding in = Encoding.of(op.tensor(0));
        Encoding out = op.outputEncoding();
        Shape shape = new Shape(channels, 1, 1);
        int place = draft.plane(op.name(), shape, out);
        draft.layer(new PoolLayer(
                op.name(),
                draft.floatName(rows.place()),
                op.name(),
                held,
                shape,
                PoolKind.AVERAGE,
                new Geometry(1, held.height(), held.width(), 1, 1, 0, 0, 1, 1, channels),
                false,
                null));
        if (op.areQuantised(input.encoding(), in, out)) {
            draft.step(new MacProgram.QuantizedMeanStep(
                    op.name(),
                    rows.place(),
                    place,
                    in.zeroPoint(),
                    divided(FixedMultiplier.of((double) in.scale() / out.scale()), count),
                    new Ending(draft.stepRounding(), out.zeroPoint(), out.low(), out.high())));
        }
        int[] outDims = op.outputDims();
        op.result(new Value(
                place,
                Value.elements(outDims) == channels ? outDims : new int[] {channels},
                IntStream.range(0, channels).toArray(),
                out));
    }

    /** A factor over a count, with as many bits as fit (QuantizedMeanOrSum). */
    private static FixedMultiplier divided(FixedMultiplier factor, int count) {
        int shift = Math.min(31 - Integer.numberOfLeadingZeros(count), 31 + factor.exponent());
        long multiplier = ((long) factor.multiplier() << shift) / count;
        return new FixedMultiplier((int) multiplier, factor.exponent() - shift);
    }
}
