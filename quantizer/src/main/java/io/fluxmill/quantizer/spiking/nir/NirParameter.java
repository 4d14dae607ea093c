// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.nir;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.ByteSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;

/**
 * What a parameter of a node must be.
 *
 * @param required whether a node must have it
 * @param form of its values
 * @param count number of axes of {@link Form#AXES} and {@link Form#PADDING}; rank of {@link Form#WEIGHT}
 * @param rule for each value
 */
record NirParameter(String name, boolean required, Form form, int count, Rule rule) {
    private static final List<String> PADDINGS = List.of("same", "valid");

    enum Form {
        /** Real numbers, a scalar or of the shape of the neurons. */
        NEURONS,
        /** Real numbers of the rank {@code count}. */
        WEIGHT,
        /** Real numbers of that rank or a higher one. */
        WEIGHTS,
        /** Real numbers, one for each output of the weight. */
        BIAS,
        /** A list of integers. */
        SIZES,
        /** An integer for each axis, or one for all. */
        AXES,
        /** The same, or text. */
        PADDING;

        boolean isInteger() {
            return this == SIZES || this == AXES || this == PADDING;
        }
    }

    /** What each value must be. */
    enum Rule {
        ANY("finite", value -> true),
        AT_LEAST_0("at least 0", value -> value >= 0),
        AT_LEAST_1("at least 1", value -> value >= 1),
        POSITIVE("greater than 0", value -> value > 0);

        private final String words;
        private final DoublePredicate holds;

        Rule(String words, DoublePredicate holds) {
            this.words = words;
            this.holds = holds;
        }
    }

    static NirParameter neurons(String name) {
        return new NirParameter(name, true, Form.NEURONS, 0, Rule.ANY);
    }

    /** A time constant. */
    static NirParameter positive(String name) {
        return new NirParameter(name, true, Form.NEURONS, 0, Rule.POSITIVE);
    }

    static NirParameter weight(int rank, boolean more) {
        return new NirParameter("weight", true, more ? Form.WEIGHTS : Form.WEIGHT, rank, Rule.ANY);
    }

    static NirParameter bias() {
        return new NirParameter("bias", true, Form.BIAS, 0, Rule.ANY);
    }

    static NirParameter sizes(String name) {
        return new NirParameter(name, true, Form.SIZES, 0, Rule.AT_LEAST_1);
    }

    static NirParameter integer(String name) {
        return new NirParameter(name, true, Form.AXES, 1, Rule.ANY);
    }

    static NirParameter axes(String name, int count, int least) {
        return new NirParameter(name, true, Form.AXES, count, least == 0 ? Rule.AT_LEAST_0 : Rule.AT_LEAST_1);
    }

    static NirParameter padding(String name, int count) {
        return new NirParameter(name, true, Form.PADDING, count, Rule.AT_LEAST_0);
    }

    static NirParameter optional(NirParameter parameter) {
        return new NirParameter(parameter.name, false, parameter.form, parameter.count, parameter.rule);
    }

    NirParameter atLeastZero() {
        return new NirParameter(name, required, form, count, Rule.AT_LEAST_0);
    }

    /** @throws InputException unless the array can be this parameter, whatever the others are */
    void check(NirArray array) {
        if (form == Form.PADDING && array.isText()) {
            if (!PADDINGS.contains(array.text())) {
                throw new InputException(
                        array.place() + " must be numbers, \"same\" or \"valid\": text="
                                + ByteSource.quoted(array.text()),
                        "write the file again with numbers");
            }
            return;
        }
        if (form.isInteger()) {
            array.integers();
        } else {
            array.doubles(array.shape());
        }
        requireShape(array);
        IntStream.range(0, array.values().length)
                .filter(i -> !Double.isFinite(array.values()[i]) || !rule.holds.test(array.values()[i]))
                .findFirst()
                .ifPresent(i -> {
                    boolean finite = Double.isFinite(array.values()[i]);
                    throw new InputException(
                            array.place() + " must be " + (finite ? rule : Rule.ANY).words + ": " + array.element(i),
                            "check what wrote the file, and write it again");
                });
    }

    private void requireShape(NirArray array) {
        int rank = array.shape().length;
        boolean empty = array.values().length == 0;
        switch (form) {
            case WEIGHT -> require(
                    array, rank == count && !empty, "have " + count + " dimensions and at least one value");
            case WEIGHTS -> require(
                    array, rank >= count && !empty, "have at least " + count + " dimensions and one value");
                // NumPy's shape of a scalar is an empty list.
            case SIZES -> require(array, rank <= 1, "be a list of sizes");
            case AXES, PADDING -> require(
                    array,
                    array.isScalar() || rank == 1 && (array.values().length == 1 || array.values().length == count),
                    count == 1 ? "be one integer" : "be one integer or " + count);
            case NEURONS, BIAS -> require(array, !empty, "have at least one value");
        }
    }

    private static void require(NirArray array, boolean holds, String rule) {
        if (!holds) {
            throw new InputException(
                    array.place() + " must " + rule + ": shape=" + Arrays.toString(array.shape()),
                    "check what wrote the file, and write it again");
        }
    }
}
