// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.config;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * The key and the range of an integer of a configuration, in one place: for the record that holds it and for the YAML from which it is read.
 *
 * <pre>{@code
 * private static final IntegerRule ROWS = IntegerRule.powerOfTwo("rows", 1, 32);
 * ROWS.check(rows);                  // in the record's constructor
 * ROWS.read(node, 8)                 // from YAML, 8 without the key
 * }</pre>
 */
public final class IntegerRule {
    private final String key;
    private final int low;
    private final int high;
    private final String rule;
    private final IntPredicate holds;
    private final IntFunction<String> remedy;

    private IntegerRule(String key, int low, int high, String rule, IntPredicate holds, IntFunction<String> remedy) {
        this.key = key;
        this.low = low;
        this.high = high;
        this.rule = rule;
        this.holds = holds;
        this.remedy = remedy;
    }

    /** An integer from {@code low} to {@code high}. */
    public static IntegerRule range(String key, int low, int high) {
        String rule = "an integer from " + low + " to " + high;
        return new IntegerRule(key, low, high, rule, value -> true, value -> "use " + rule);
    }

    /** A power of two from {@code low} to {@code high}, both powers of two. */
    public static IntegerRule powerOfTwo(String key, int low, int high) {
        String rule = "a power of two from " + low + " to " + high;
        return new IntegerRule(key, low, high, rule, value -> Integer.bitCount(value) == 1, IntegerRule::neighbours);
    }

    /** One of two values or more, ascending, for example {@code 8 or 16}. */
    public static IntegerRule oneOf(String key, String remedy, Integer... values) {
        List<Integer> all = List.of(values);
        String rule = all.stream().map(String::valueOf).collect(Collectors.joining(" or "));
        return new IntegerRule(key, all.get(0), all.get(all.size() - 1), rule, all::contains, value -> remedy);
    }

    private static String neighbours(int value) {
        return "use " + Integer.highestOneBit(value) + " or " + 2 * Integer.highestOneBit(value);
    }

    /** @throws IllegalArgumentException if the value breaks the rule: {@code <key> must be <rule>: <key>=<value>} */
    public void check(int value) {
        if (value < low || value > high || !holds.test(value)) {
            throw new IllegalArgumentException(key + " must be " + rule + ": " + key + "=" + value);
        }
    }

    /**
     * Reads the key of a section.
     *
     * @param byDefault without the key
     * @throws InputException if the value breaks the rule, with file and line
     */
    public int read(ConfigNode node, int byDefault) {
        int value = node.integer(key, low, high, byDefault);
        if (!holds.test(value)) {
            throw node.error(key, rule, remedy.apply(value));
        }
        return value;
    }
}
