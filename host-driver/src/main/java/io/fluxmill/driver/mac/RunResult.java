// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.mac;

import io.fluxmill.core.program.mac.MacProgram.Value;
import io.fluxmill.core.program.mac.ProgramValues;
import io.fluxmill.core.program.mac.ProgramValues.Written;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The result of a batch.
 *
 * @param samples number of samples
 * @param values codes by number of the value, {@code [samples][elements]} row-major; null where a value was not kept
 * @param layers one entry for each step of the program, or layer of a network processor, in order
 * @param cycles cycles of the design's clock for the batch, loads and registers included; -1 if the transport does not know
 */
public record RunResult(ProgramValues program, int samples, short[][] values, List<LayerCounters> layers, long cycles) {

    /** The result, {@code [samples][elements]}. */
    public short[] output() {
        return values[program.output()];
    }

    /** All hardware counters together. */
    public Counters total() {
        return layers.stream().map(LayerCounters::hardware).reduce(Counters.ZERO, Counters::plus);
    }

    /**
     * Codes of the result that differ from the expected ones.
     *
     * @throws IllegalArgumentException if there are none to compare, or not as many as expected
     */
    public long mismatches(short[] expected) {
        if (expected.length == 0) {
            throw new IllegalArgumentException("nothing is compared: there must be expected codes");
        }
        return count(output(), expected);
    }

    private static long count(short[] found, short[] expected) {
        if (found.length != expected.length) {
            throw new IllegalArgumentException(
                    "values must have one size: found=" + found.length + ", expected=" + expected.length);
        }
        long count = 0;
        for (int i = 0; i < found.length; i++) {
            count += found[i] == expected[i] ? 0 : 1;
        }
        return count;
    }

    /**
     * The first difference in the order of execution: of the first step whose value differs, the first element.
     *
     * @param expected by number of the value; values that are null here or there are not compared
     * @throws IllegalArgumentException if there is no code to compare
     */
    public Optional<Difference> firstDifference(short[][] expected) {
        if (compared(expected) == 0) {
            throw new IllegalArgumentException(
                    "nothing is compared: there must be a kept value that codes are expected of");
        }
        for (Written step : program.written()) {
            int value = step.value();
            if (values[value] == null || expected[value] == null || count(values[value], expected[value]) == 0) {
                continue;
            }
            int at = Arrays.mismatch(values[value], expected[value]);
            return Optional.of(difference(step, value, at, expected[value][at]));
        }
        return Optional.empty();
    }

    /** Codes that {@link #firstDifference} compares. */
    public long compared(short[][] expected) {
        return program.written().stream()
                .mapToInt(Written::value)
                .distinct()
                .filter(value -> values[value] != null && expected[value] != null)
                .mapToLong(value -> expected[value].length)
                .sum();
    }

    private Difference difference(Written step, int number, int at, short expected) {
        Value value = program.values().get(number);
        int element = at % value.elements();
        int plane = value.height() * value.width();
        return new Difference(
                step.step(),
                value.name(),
                at / value.elements(),
                element / plane,
                element % plane / value.width(),
                element % value.width(),
                values[number][at] & 0xFFFF,
                expected & 0xFFFF);
    }

    /** Where two runs differ, and the two codes. */
    public record Difference(
            String step, String value, int sample, int channel, int y, int x, int found, int expected) {
        @Override
        public String toString() {
            return String.format(
                    "%s: sample %d, channel %d, y %d, x %d of %s: found code 0x%X, expected 0x%X",
                    step, sample, channel, y, x, value, found, expected);
        }
    }
}
