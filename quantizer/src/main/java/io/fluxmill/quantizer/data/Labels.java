// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import io.fluxmill.core.config.InputException;
import java.util.stream.IntStream;

/** Class numbers of samples: whole numbers, one for each sample, or one-hot rows {@code [samples][classes]}. */
final class Labels {
    private Labels() {}

    /**
     * Class number of each sample.
     *
     * @param count number of samples
     * @param samples what the sentence calls the samples
     * @throws InputException unless there is one for each sample
     */
    static int[] of(NumericArray array, int count, String samples) {
        int[] dims = array.dims();
        if (array.elements() == count) {
            return IntStream.range(0, count).map(i -> number(array, i)).toArray();
        }
        if (dims.length == 2 && dims[0] == count) {
            return IntStream.range(0, count).map(i -> oneHot(array, i)).toArray();
        }
        throw new InputException(
                array.file() + ": must have one label for each sample of " + samples + ": labels="
                        + (dims.length == 2 && dims[1] > 1 ? dims[0] + " x " + dims[1] : "" + array.elements())
                        + ", samples=" + count,
                "check that the files belong together, and shape and type of the inputs");
    }

    private static int number(NumericArray array, int index) {
        double value = array.get(index);
        if (value != (int) value) {
            throw new InputException(
                    array.file() + ": labels must be integers: label " + index + "=" + value,
                    "save the class number of each sample as an integer");
        }
        return (int) value;
    }

    private static int oneHot(NumericArray array, int row) {
        int classes = array.dims()[1];
        int label = -1;
        for (int i = 0; i < classes; i++) {
            double value = array.get(row * classes + i);
            boolean second = value == 1 && label >= 0;
            if ((value != 0 && value != 1) || second) {
                throw notOneHot(array, row, second ? "has a second 1" : "has " + value);
            }
            label = value == 1 ? i : label;
        }
        if (label < 0) {
            throw notOneHot(array, row, "has no 1");
        }
        return label;
    }

    private static InputException notOneHot(NumericArray array, int row, String fact) {
        return new InputException(
                array.file() + ": a row of labels must be one 1 among zeros: row " + row + " " + fact,
                "save one class number for each sample, or one-hot rows");
    }
}
