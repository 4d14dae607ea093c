// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.nir;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.ByteSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A parameter of a node: numbers or one text. Two are equal if their contents are, wherever they came from.
 *
 * @param place file, node and parameter, for messages
 * @param shape sizes; empty for a scalar and for text
 * @param values row-major, in the units of NIR: seconds, otherwise none; of text empty
 * @param text null if these are numbers
 */
public record NirArray(String place, int[] shape, double[] values, String text) {
    /** @throws IllegalArgumentException unless there are as many values as the shape says */
    public NirArray {
        if (text == null && values.length != elements(shape)) {
            throw new IllegalArgumentException(
                    place + ": " + values.length + " values of shape " + Arrays.toString(shape));
        }
    }

    /** Numbers of a shape, row-major, that belong to no node yet. */
    public static NirArray of(int[] shape, double... values) {
        return new NirArray("", shape, values, null);
    }

    public static NirArray scalar(double value) {
        return of(new int[0], value);
    }

    /** A list of numbers. */
    public static NirArray vector(double... values) {
        return of(new int[] {values.length}, values);
    }

    public static NirArray ofText(String text) {
        return new NirArray("", new int[0], new double[0], text);
    }

    NirArray at(String newPlace) {
        return new NirArray(newPlace, shape, values, text);
    }

    public boolean isText() {
        return text != null;
    }

    public boolean isScalar() {
        return text == null && shape.length == 0;
    }

    /**
     * The numbers, row-major, of an array of this shape; a scalar stands for all of them.
     *
     * @throws InputException if it is text or has another shape; it names file, node and parameter
     */
    public double[] doubles(int... wanted) {
        requireNumbers();
        if (isScalar()) {
            double[] all = new double[elements(wanted)];
            Arrays.fill(all, values[0]);
            return all;
        }
        if (!Arrays.equals(shape, wanted)) {
            throw new InputException(
                    place + " must have the shape " + Arrays.toString(wanted)
                            + (wanted.length == 0 ? "" : " or be a scalar") + ": shape=" + Arrays.toString(shape),
                    "give the node's parameters one shape and write the file again");
        }
        return values.clone();
    }

    /**
     * The number of a scalar, or of an array of one number.
     *
     * @throws InputException if it is text or several numbers; it names file, node and parameter
     */
    public double number() {
        requireNumbers();
        if (values.length != 1) {
            throw new InputException(
                    place + " must be one number: shape=" + Arrays.toString(shape),
                    "write the file again with one number");
        }
        return values[0];
    }

    /**
     * The numbers, row-major.
     *
     * @throws InputException if it is text, or a number is no 32-bit integer; it names file, node and parameter
     */
    public int[] integers() {
        requireNumbers();
        for (int i = 0; i < values.length; i++) {
            if (values[i] != (int) values[i]) {
                throw new InputException(
                        place + " must be integers: " + element(i),
                        "write the file again with integers of at most 32 bits");
            }
        }
        return IntStream.range(0, values.length).map(i -> (int) values[i]).toArray();
    }

    private void requireNumbers() {
        if (isText()) {
            throw new InputException(
                    place + " must be numbers: text=" + ByteSource.quoted(text), "write the file again with numbers");
        }
    }

    /** Number {@code i} of the array, as a message names it: {@code [2]=0.5}, or {@code value=0.5} of a scalar. */
    String element(int i) {
        return (isScalar() ? "value" : "[" + i + "]") + "=" + values[i];
    }

    private static int elements(int[] shape) {
        return IntStream.of(shape).reduce(1, Math::multiplyExact);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NirArray array
                && Arrays.equals(shape, array.shape)
                && Arrays.equals(values, array.values)
                && Objects.equals(text, array.text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(shape), Arrays.hashCode(values), text);
    }

    @Override
    public String toString() {
        return isText() ? "\"" + text + "\"" : Arrays.toString(shape) + Arrays.toString(values);
    }
}
