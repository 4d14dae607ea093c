// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.quantizer.mac.graph.Network.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleToIntFunction;

/**
 * The code that training gives each accumulator of one output channel: a whole number, so the code is a staircase. It counts in
 * {@code a = sign * accumulator}, along which codes never fall; sign is that of the unit.
 *
 * @param sign 1 or -1
 * @param first smallest a that any input reaches
 * @param last largest
 * @param lowest code at {@code first}
 * @param steps where the code rises, in order
 */
record Staircase(int sign, long first, long last, int lowest, List<Step> steps) {

    /**
     * From {@code at} on, codes are {@code code} instead of {@code below}.
     *
     * @param at the smallest a with the code
     */
    record Step(long at, int below, int code) {}

    /**
     * The staircase of a channel.
     *
     * @param min smallest accumulator that is reached
     * @param max largest
     * @param activation with a slope of at least 0
     * @param rule from a real value after its activation to a code; never falling
     */
    static Staircase of(OutputStage.Line line, Activation activation, DoubleToIntFunction rule, long min, long max) {
        int sign = line.unit() < 0 ? -1 : 1;
        Codes codes = new Codes(line, activation, rule, sign);
        long first = line.unit() == 0 ? 0 : sign > 0 ? min : -max;
        long last = line.unit() == 0 ? 0 : sign > 0 ? max : -min;
        List<Step> steps = new ArrayList<>();
        int code = codes.at(first);
        int top = codes.at(last);
        int lowest = code;
        long from = first;
        while (code < top) {
            long at = codes.rise(from, last, code);
            int next = codes.at(at);
            steps.add(new Step(at, code, next));
            code = next;
            from = at;
        }
        return new Staircase(sign, first, last, lowest, List.copyOf(steps));
    }

    boolean isConstant() {
        return steps.isEmpty();
    }

    int highest() {
        return steps.isEmpty() ? lowest : steps.get(steps.size() - 1).code();
    }

    /** {@code rule(activation(unit * (acc - correction) + bias))}. */
    private record Codes(OutputStage.Line line, Activation activation, DoubleToIntFunction rule, int sign) {
        int at(long a) {
            double real = line.unit() * (sign * (double) a - line.correction()) + line.bias();
            return rule.applyAsInt(activation.apply(real));
        }

        /** The smallest a in (from, last] with a larger code than at from; there is one. */
        long rise(long from, long last, int code) {
            long below = from;
            long step = 1;
            while (last - below > step && at(below + step) <= code) {
                below += step;
                step *= 2;
            }
            long above = last - below > step ? below + step : last;
            while (above - below > 1) {
                long middle = below + (above - below) / 2;
                if (at(middle) <= code) {
                    below = middle;
                } else {
                    above = middle;
                }
            }
            return above;
        }
    }
}
