// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.tflite;

import io.fluxmill.core.format.FixedMultiplier;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.core.program.mac.MacProgram.Ending;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.AddLayer;
import io.fluxmill.quantizer.mac.graph.Network.MultiplyLayer;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.tflite.TfliteOperators;
import java.util.Arrays;

/** ADD, SUB, MUL and PRELU: two operands, of which one may be constant, broadcast to the output. */
final class ElementLowering {
    private final OperatorScope op;
    private final Draft draft;
    private final int code;
    private final int[] dims;
    private final Encoding out;
    private final Activation activation;

    ElementLowering(OperatorScope op) {
        this.op = op;
        draft = op.draft();
        code = op.operator().code();
        dims = op.outputDims();
        out = op.outputEncoding();
        boolean prelu = code == TfliteOperators.PRELU;
        activation = prelu ? Activation.NONE : op.activation(op.options().int8(0, 0), additive() ? out : null);
    }

    private boolean additive() {
        return code == TfliteOperators.ADD || code == TfliteOperators.SUB;
    }

    void apply() {
        if (op.isConstant(0) && op.isConstant(1)) {
            throw op.refusal("must have a computed operand", "convert the model again with constants folded");
        }
        if (op.isConstant(0) || op.isConstant(1)) {
            withConstant(op.isConstant(0));
        } else {
            ofTwo();
        }
    }

    // ------------------------------------------------------------------------------------------------- two computed

    private void ofTwo() {
        Value left = op.value(0).expanded(dims);
        Value right = op.value(1).expanded(dims);
        Shape shape = draft.shape(left.place());
        boolean alike =
                Arrays.equals(left.at(), right.at()) && left.covers(shape) && shape.equals(draft.shape(right.place()));
        if (!alike) {
            left = draft.channelsFirst(left, op.name());
            right = draft.channelsFirst(right, op.name());
            shape = draft.shape(left.place());
        }
        int place = draft.plane(op.name(), shape, out);
        String a = draft.floatName(left.place());
        String b = draft.floatName(right.place());
        double[] ones = filled(shape, 1);
        double[] zeros = filled(shape, 0);
        switch (code) {
            case TfliteOperators.ADD -> draft.layer(new AddLayer(op.name(), a, b, op.name(), shape, activation, null));
            case TfliteOperators.SUB -> {
                draft.scaled(op.name() + "_less", b, shape, filled(shape, -1), zeros, Activation.NONE);
                draft.layer(new AddLayer(op.name(), a, op.name() + "_less", op.name(), shape, activation, null));
            }
            case TfliteOperators.MUL -> {
                boolean plain = activation.equals(Activation.NONE);
                String product = plain ? op.name() : op.name() + "_product";
                draft.layer(new MultiplyLayer(product, a, b, product, shape, null));
                if (!plain) {
                    draft.scaled(op.name(), product, shape, ones, zeros, activation);
                }
            }
            default -> throw op.refusal("must have constant slopes", "train with constant slopes");
        }
        if (op.areQuantised(left.encoding(), right.encoding(), out)) {
            step(left.place(), right.place(), place, left.encoding(), right.encoding());
        }
        op.result(new Value(place, dims, left.at(), out));
    }

    private static double[] filled(Shape shape, double value) {
        double[] values = new double[shape.elements()];
        Arrays.fill(values, value);
        return values;
    }

    // ------------------------------------------------------------------------------------------------- one constant

    private void withConstant(boolean first) {
        Constant constant = op.constant(first ? 0 : 1);
        Value value = draft.whole(op.value(first ? 1 : 0).expanded(dims), op.name());
        Shape shape = draft.shape(value.place());
        int[] from = Value.broadcast(constant.dims(), dims);
        int[] element = new int[from.length];
        for (int i = 0; i < from.length; i++) {
            element[value.at()[i]] = from[i];
        }
        double[] reals =
                Arrays.stream(element).mapToDouble(i -> constant.reals()[i]).toArray();
        int place = draft.plane(op.name(), shape, out);
        inFloat(first, draft.floatName(value.place()), shape, reals);
        Encoding encoding = Encoding.of(constant.tensor());
        if (op.areQuantised(value.encoding(), encoding, out)) {
            short[] codes = new short[element.length];
            for (int i = 0; i < codes.length; i++) {
                codes[i] = (short) draft.codeOf((int) constant.numbers()[element[i]]);
            }
            int other = draft.plane(op.name() + "_constant", shape, encoding);
            draft.step(new MacProgram.ConstantStep(op.name() + "_constant", other, codes));
            step(
                    first ? other : value.place(),
                    first ? value.place() : other,
                    place,
                    first ? encoding : value.encoding(),
                    first ? value.encoding() : encoding);
        }
        op.result(new Value(place, dims, value.at(), out));
    }

    private void inFloat(boolean first, String input, Shape shape, double[] c) {
        double[] ones = filled(shape, 1);
        double[] zeros = filled(shape, 0);
        double[] negative = Arrays.stream(c).map(x -> -x).toArray();
        switch (code) {
            case TfliteOperators.ADD -> draft.scaled(op.name(), input, shape, ones, c, activation);
            case TfliteOperators.SUB -> draft.scaled(
                    op.name(), input, shape, first ? filled(shape, -1) : ones, first ? c : negative, activation);
            case TfliteOperators.MUL -> draft.scaled(op.name(), input, shape, c, zeros, activation);
            default -> {
                if (first) {
                    throw op.refusal("must have constant slopes", "train with constant slopes");
                }
                String name = op.name();
                draft.scaled(name + "_positive", input, shape, ones, zeros, Activation.RELU);
                draft.scaled(name + "_below", input, shape, filled(shape, -1), zeros, Activation.RELU);
                draft.scaled(name + "_negative", name + "_below", shape, negative, zeros, Activation.NONE);
                draft.layer(
                        new AddLayer(name, name + "_positive", name + "_negative", name, shape, Activation.NONE, null));
            }
        }
    }

    // ------------------------------------------------------------------------------------------------------ integers

    private void step(int left, int right, int place, Encoding a, Encoding b) {
        int[] range = code == TfliteOperators.PRELU
                ? new int[] {out.low(), out.high()}
                : OperatorScope.range(op.options().int8(0, 0), out);
        Ending ending = new Ending(draft.stepRounding(), out.zeroPoint(), range[0], range[1]);
        double product = (double) a.scale() * b.scale() / out.scale();
        if (additive()) {
            draft.step(sum(left, right, place, a, b, ending));
        } else if (code == TfliteOperators.MUL) {
            draft.step(new MacProgram.QuantizedMultiplyStep(
                    op.name(), left, right, place, a.zeroPoint(), b.zeroPoint(), FixedMultiplier.of(product), ending));
        } else {
            draft.step(new MacProgram.QuantizedPreluStep(
                    op.name(),
                    left,
                    right,
                    place,
                    a.zeroPoint(),
                    b.zeroPoint(),
                    FixedMultiplier.of((double) a.scale() / out.scale()),
                    FixedMultiplier.of(product),
                    ending));
        }
    }

    private MacProgram.QuantizedAddStep sum(int left, int right, int place, Encoding a, Encoding b, Ending ending) {
        int shift = out.isShort() ? 15 : 20;
        double twice = 2 * Math.max((double) a.scale(), b.scale());
        return new MacProgram.QuantizedAddStep(
                op.name(),
                left,
                right,
                place,
                code == TfliteOperators.SUB,
                shift,
                a.zeroPoint(),
                b.zeroPoint(),
                FixedMultiplier.of(a.scale() / twice),
                FixedMultiplier.of(b.scale() / twice),
                FixedMultiplier.of(twice / ((1 << shift) * (double) out.scale())),
                ending);
    }
}
