// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac;

import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.program.mac.MacProgram.Ending;
import io.fluxmill.core.program.mac.MacProgram.Value;
import java.util.List;
import java.util.function.IntBinaryOperator;

/** The steps of int8 inference that run in the driver, in integers only; {@link MacProgram} defines each. */
final class QuantizedSteps {
    private QuantizedSteps() {}

    /** @throws IllegalArgumentException if the values do not have the shapes that the step needs, or are no integers */
    static HostExecutor of(MacProgram.HostStep step, List<Value> in, Value out) {
        boolean integers = in.stream().allMatch(QuantizedSteps::isInteger)
                && (in.isEmpty() || out.format() instanceof IntegerFormat);
        HostExecutor.require(integers, "a step of int8 inference must have values of integers", step);
        if (step instanceof MacProgram.ConstantStep constant) {
            return constant(constant, out);
        }
        if (step instanceof MacProgram.QuantizedAverageStep average) {
            return averaged(average, in.get(0), out);
        }
        if (step instanceof MacProgram.QuantizedMeanStep mean) {
            return mean(mean, in.get(0), out);
        }
        boolean alike = in.stream().allMatch(value -> value.elements() == out.elements());
        HostExecutor.require(alike, "a step of int8 inference must have operands as large as its output", step);
        return elements(step, in.get(0), in.get(1), out);
    }

    private static boolean isInteger(Value value) {
        return value.format() instanceof IntegerFormat;
    }

    private static int number(Value value, short code) {
        return value.format().order(code & HostSteps.mask(value.format()));
    }

    private static short code(Value out, int number) {
        return (short) (number & HostSteps.mask(out.format()));
    }

    private static int ended(Ending ending, int y) {
        return Math.max(ending.low(), Math.min(ending.high(), y + ending.zeroPoint()));
    }

    private static HostExecutor constant(MacProgram.ConstantStep step, Value out) {
        HostExecutor.require(
                step.codes().length == out.elements(), "a constant must have a code for each element", step);
        return (all, sample) ->
                System.arraycopy(step.codes(), 0, all[step.output()], sample * out.elements(), out.elements());
    }

    private static HostExecutor elements(MacProgram.HostStep step, Value left, Value right, Value out) {
        IntBinaryOperator function = function(step);
        int leftValue = step.inputs().get(0);
        int rightValue = step.inputs().get(1);
        int elements = out.elements();
        return (all, sample) -> {
            for (int i = sample * elements; i < (sample + 1) * elements; i++) {
                int a = number(left, all[leftValue][i]);
                int b = number(right, all[rightValue][i]);
                all[step.output()][i] = code(out, function.applyAsInt(a, b));
            }
        };
    }

    private static IntBinaryOperator function(MacProgram.HostStep step) {
        if (step instanceof MacProgram.QuantizedAddStep add) {
            return (a, b) -> sum(add, a, b);
        }
        if (step instanceof MacProgram.QuantizedMultiplyStep m) {
            return (a, b) -> {
                int product = (a - m.leftZero()) * (b - m.rightZero());
                return ended(m.ending(), m.factor().apply(product, m.ending().rounding()));
            };
        }
        MacProgram.QuantizedPreluStep prelu = (MacProgram.QuantizedPreluStep) step;
        return (a, b) -> {
            int x = a - prelu.leftZero();
            int y = x >= 0
                    ? prelu.positive().apply(x, prelu.ending().rounding())
                    : prelu.negative()
                            .apply(x * (b - prelu.slopeZero()), prelu.ending().rounding());
            return ended(prelu.ending(), y);
        };
    }

    private static int sum(MacProgram.QuantizedAddStep step, int a, int b) {
        Ending ending = step.ending();
        int left = step.leftFactor().apply((a - step.leftZero()) << step.shift(), ending.rounding());
        int right = step.rightFactor().apply((b - step.rightZero()) << step.shift(), ending.rounding());
        int sum = step.subtract() ? left - right : left + right;
        return ended(ending, step.outputFactor().apply(sum, ending.rounding()));
    }

    private static HostExecutor averaged(MacProgram.QuantizedAverageStep step, Value in, Value out) {
        MacProgram.Window window = step.window();
        boolean fits = in.channels() == out.channels()
                && out.height() == window.outHeight()
                && out.width() == window.outWidth();
        HostExecutor.require(fits, "pooling must keep the channels and fill its output", step);
        return (all, sample) -> {
            short[] target = all[step.output()];
            int next = sample * out.elements();
            for (int channel = 0; channel < in.channels(); channel++) {
                int plane = sample * in.elements() + channel * in.height() * in.width();
                for (int y = 0; y < window.outHeight(); y++) {
                    for (int x = 0; x < window.outWidth(); x++) {
                        int average = average(window, in, all[step.input()], plane, y, x);
                        target[next++] = code(out, Math.max(step.low(), Math.min(step.high(), average)));
                    }
                }
            }
        };
    }

    private static int average(MacProgram.Window window, Value in, short[] source, int plane, int outY, int outX) {
        int sum = 0;
        int count = 0;
        for (int ky = 0; ky < window.kernelHeight(); ky++) {
            int y = outY * window.strideY() - window.padTop() + ky * window.dilationY();
            for (int kx = 0; kx < window.kernelWidth(); kx++) {
                int x = outX * window.strideX() - window.padLeft() + kx * window.dilationX();
                if (y >= 0 && y < in.height() && x >= 0 && x < in.width()) {
                    sum += number(in, source[plane + y * in.width() + x]);
                    count++;
                }
            }
        }
        return (sum > 0 ? sum + count / 2 : sum - count / 2) / Math.max(1, count);
    }

    private static HostExecutor mean(MacProgram.QuantizedMeanStep step, Value in, Value out) {
        HostExecutor.require(in.channels() == out.elements(), "a mean must have one result for each channel", step);
        int count = in.height() * in.width();
        return (all, sample) -> {
            for (int channel = 0; channel < in.channels(); channel++) {
                int from = sample * in.elements() + channel * count;
                int sum = 0;
                for (int i = 0; i < count; i++) {
                    sum += number(in, all[step.input()][from + i]);
                }
                int y = step.factor()
                        .apply(sum - step.inputZero() * count, step.ending().rounding());
                all[step.output()][sample * out.elements() + channel] = code(out, ended(step.ending(), y));
            }
        };
    }
}
