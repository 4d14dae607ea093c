// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac;

import java.util.List;

/** A step of the driver, ready to run; reference and driver share it. Safe for use by several threads. */
public interface HostExecutor {

    /**
     * Computes one sample.
     *
     * @param values codes of every value, {@code [samples][elements]} each; the step reads and writes some of them
     */
    void run(short[][] values, int sample);

    /** @throws IllegalArgumentException if the values do not have the shapes that the step needs */
    static HostExecutor of(MacProgram.HostStep step, List<MacProgram.Value> values) {
        MacProgram.Value out = values.get(step.output());
        List<MacProgram.Value> in = step.inputs().stream().map(values::get).toList();
        if (step instanceof MacProgram.PoolStep pool) {
            return (all, sample) -> HostSteps.pool(
                    pool,
                    in.get(0),
                    all[pool.input()],
                    sample * in.get(0).elements(),
                    out,
                    all[pool.output()],
                    sample * out.elements());
        }
        if (step instanceof MacProgram.AddStep add) {
            return (all, sample) -> HostSteps.add(
                    add,
                    in.get(0),
                    all[add.left()],
                    sample * in.get(0).elements(),
                    in.get(1),
                    all[add.right()],
                    sample * in.get(1).elements(),
                    out,
                    all[add.output()],
                    sample * out.elements());
        }
        if (step instanceof MacProgram.MultiplyStep multiply) {
            return multiplied(multiply, in.get(0), in.get(1), out);
        }
        if (step instanceof MacProgram.MoveStep move) {
            return moved(move, in, out);
        }
        return step instanceof MacProgram.TableStep table
                ? looked(table, in.get(0), out)
                : QuantizedSteps.of(step, in, out);
    }

    private static HostExecutor multiplied(
            MacProgram.MultiplyStep step, MacProgram.Value left, MacProgram.Value right, MacProgram.Value out) {
        int elements = out.elements();
        require(
                left.elements() == elements && right.elements() == elements,
                "multiplication must have operands as large as its output",
                step);
        Multiplication multiplication = new Multiplication(step, left.format(), right.format(), out.format());
        int leftMask = HostSteps.mask(left.format());
        int rightMask = HostSteps.mask(right.format());
        return (all, sample) -> {
            for (int i = sample * elements; i < (sample + 1) * elements; i++) {
                int a = all[step.left()][i] & leftMask;
                int b = all[step.right()][i] & rightMask;
                all[step.output()][i] = (short) multiplication.result(a, b);
            }
        };
    }

    private static HostExecutor moved(MacProgram.MoveStep step, List<MacProgram.Value> inputs, MacProgram.Value out) {
        int all = inputs.stream().mapToInt(MacProgram.Value::elements).sum();
        boolean alike = inputs.stream().allMatch(in -> in.format().equals(out.format()));
        boolean inside = true;
        for (int from : step.from()) {
            inside &= from >= -1 && from < all;
        }
        require(
                alike && inside && step.from().length == out.elements(),
                "codes must be moved from elements of its inputs to each element of an output of one format",
                step);
        int[] source = new int[out.elements()];
        int[] element = new int[out.elements()];
        for (int i = 0; i < source.length; i++) {
            int input = 0;
            int at = step.from()[i];
            while (at >= 0 && at >= inputs.get(input).elements()) {
                at -= inputs.get(input++).elements();
            }
            source[i] = input;
            element[i] = at;
        }
        int[] sizes = inputs.stream().mapToInt(MacProgram.Value::elements).toArray();
        int mask = HostSteps.mask(out.format());
        return (values, sample) -> {
            short[] target = values[step.output()];
            for (int i = 0; i < source.length; i++) {
                int code = step.fill();
                if (element[i] >= 0) {
                    int input = source[i];
                    code = values[step.inputs().get(input)][sample * sizes[input] + element[i]] & mask;
                }
                target[sample * source.length + i] = (short) code;
            }
        };
    }

    private static HostExecutor looked(MacProgram.TableStep step, MacProgram.Value in, MacProgram.Value out) {
        int elements = out.elements();
        int mask = HostSteps.mask(in.format());
        require(
                in.elements() == elements && step.table().length == mask + 1,
                "a function must have as many results as operands and one for each code",
                step);
        return (values, sample) -> {
            for (int i = sample * elements; i < (sample + 1) * elements; i++) {
                values[step.output()][i] = step.table()[values[step.input()][i] & mask];
            }
        };
    }

    static void require(boolean condition, String rule, MacProgram.HostStep step) {
        if (!condition) {
            throw new IllegalArgumentException(rule + ": step=" + step.name());
        }
    }
}
