// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.read;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.DataFile;
import io.fluxmill.quantizer.data.NumericArray;
import io.fluxmill.quantizer.data.NumericFile;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Spikes of the inputs of a network, tick by tick. */
public final class SpikeFile {
    private SpikeFile() {}

    /**
     * Reads {@code [samples][ticks][inputs]}; two dimensions are one sample, more than three have inputs of several dimensions.
     *
     * @param columns inputs to take, in this order; null for all
     * @param inputs how many values a tick of the network has
     * @param most largest number of spikes of an input in a tick
     * @return {@code [samples][ticks][inputs]}
     * @throws InputException if the file has another shape, or a number is no whole number of spikes
     */
    public static int[][][] read(DataFile file, int[] columns, int inputs, int most) {
        NumericArray array = NumericFile.read(file);
        int[] dims = array.dims();
        if (dims.length < 2) {
            throw new InputException(
                    file + ": spikes must have ticks and inputs, or samples, ticks and inputs: shape="
                            + Arrays.toString(dims),
                    "save them as [samples][ticks][inputs]");
        }
        boolean single = dims.length == 2;
        int samples = single ? 1 : dims[0];
        int ticks = single ? dims[0] : dims[1];
        int width = Arrays.stream(dims, single ? 1 : 2, dims.length).reduce(1, Math::multiplyExact);
        int[] taken = columns == null ? IntStream.range(0, width).toArray() : columns;
        if (taken.length != inputs || Arrays.stream(taken).anyMatch(column -> column >= width)) {
            throw new InputException(
                    file + ": spikes must have " + inputs + " inputs in a tick, as the network: "
                            + (columns == null
                                    ? "inputs=" + width
                                    : "columns=" + Arrays.toString(columns) + " of " + width),
                    "name the columns to take with data.columns, or another file");
        }
        int[][][] values = new int[samples][ticks][inputs];
        for (int s = 0; s < samples; s++) {
            for (int t = 0; t < ticks; t++) {
                for (int i = 0; i < inputs; i++) {
                    values[s][t][i] = spikes(file, array.get((s * ticks + t) * width + taken[i]), most, s, t, taken[i]);
                }
            }
        }
        return values;
    }

    private static int spikes(DataFile file, double value, int most, int sample, int tick, int input) {
        if (value != Math.rint(value) || value < 0 || value > most) {
            throw new InputException(
                    file + ": input " + input + " in tick " + tick + " of sample " + sample + " is " + value
                            + ", which must be a whole number of spikes from 0 to " + most,
                    "encode the data as spikes, or raise engine.value-bits for several spikes in a tick");
        }
        return (int) value;
    }
}
