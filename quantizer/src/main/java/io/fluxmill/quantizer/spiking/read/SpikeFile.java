// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.read;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.DataFile;
import io.fluxmill.quantizer.data.Dataset;
import io.fluxmill.quantizer.data.DatasetConfig;
import io.fluxmill.quantizer.data.NumericArray;
import io.fluxmill.quantizer.spiking.encode.Encoding;
import io.fluxmill.quantizer.spiking.encode.SpikingSamples;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Spikes of the inputs of a network, tick by tick, or values that become spikes. */
public final class SpikeFile {
    private SpikeFile() {}

    /**
     * Reads spikes, {@code [samples][ticks][inputs]}; two dimensions are one sample, more than three have inputs of several dimensions.
     *
     * @param times how times become ticks
     * @param columns inputs to take, in this order; null for all
     * @param inputs how many values a tick of the network has
     * @param most largest number of spikes of an input in a tick
     * @throws InputException if the file has another shape, or a number is no whole number of spikes
     */
    public static SpikingSamples read(DatasetConfig config, NirSpikes times, int[] columns, int inputs, int most) {
        Dataset data = tickByTick(config, times, "spikes");
        int ticks = data.dims()[0];
        int[] taken = columns(config, data, 1, columns, inputs, "spikes");
        for (int s = 0; s < data.count(); s++) {
            float[] sample = data.sample(s);
            int width = sample.length / ticks;
            for (int i = 0; i < ticks * taken.length; i++) {
                int column = taken[i % taken.length];
                int tick = i / taken.length;
                check(config.inputs(), sample[tick * width + column], most, config.skip() + s, tick, column);
            }
        }
        return SpikingSamples.of(data, config.skip(), taken, ticks, null);
    }

    /**
     * Reads values: {@code [samples][ticks][values]} of delta coding, two dimensions being one sample, else {@code [samples][values]}.
     *
     * @param times how times become ticks, of delta coding
     * @param columns values to take, in this order; null for all
     * @param inputs of the network
     * @throws InputException if the file has another shape
     */
    public static SpikingSamples encoded(
            DatasetConfig config, NirSpikes times, Encoding encoding, int[] columns, int inputs) {
        boolean delta = encoding.kind() == Encoding.Kind.DELTA;
        Dataset data = delta ? tickByTick(config, times, "values of delta coding") : Dataset.read(config);
        int values = encoding.values(inputs);
        if (values < 0) {
            throw new InputException(
                    config.inputs() + ": delta coding makes two inputs of a value, but the network has " + inputs
                            + " inputs",
                    "set encoding.off-spikes: false, or use a network with an even number of inputs");
        }
        int[] taken = columns(config, data, delta ? 1 : 0, columns, values, "values");
        return SpikingSamples.of(data, config.skip(), taken, delta ? data.dims()[0] : 1, encoding);
    }

    /** Samples that have ticks; a file of two dimensions is one. */
    private static Dataset tickByTick(DatasetConfig config, NirSpikes times, String what) {
        NumericArray array = times.read(config.inputs());
        int[] dims = array.dims();
        boolean whole = config.shape() == null && dims.length == 2;
        Dataset data = Dataset.of(whole && dims[0] > 0 ? config.withShape(dims) : config, array);
        if (data.dims().length < 2) {
            throw new InputException(
                    config.inputs() + ": " + what + " must have ticks and inputs, or samples, ticks and inputs: shape="
                            + Arrays.toString(dims),
                    "save them as [samples][ticks][inputs]");
        }
        if (data.dims()[0] == 0) {
            throw new InputException(
                    config.inputs() + ": " + what + " must have at least one sample of one tick", "use another file");
        }
        return data;
    }

    private static int[] columns(DatasetConfig config, Dataset data, int from, int[] columns, int needed, String what) {
        int[] dims = data.dims();
        int width = Arrays.stream(dims, from, dims.length).reduce(1, Math::multiplyExact);
        int[] taken = columns == null ? IntStream.range(0, width).toArray() : columns;
        if (taken.length != needed || Arrays.stream(taken).anyMatch(column -> column >= width)) {
            throw new InputException(
                    config.inputs() + ": " + what + " must have " + needed + " inputs in a tick, as the network: "
                            + (columns == null
                                    ? "inputs=" + width
                                    : "columns=" + Arrays.toString(columns) + " of " + width),
                    "name the columns to take with data.columns, or another file");
        }
        return taken;
    }

    private static void check(DataFile file, float value, int most, int sample, int tick, int input) {
        if (value != Math.rint(value) || value < 0 || value > most) {
            throw new InputException(
                    file + ": input " + input + " in tick " + tick + " of sample " + sample + " is " + value
                            + ", which must be a whole number of spikes from 0 to " + most,
                    "encode the data as spikes with a section encoding, or raise engine.value-bits for several spikes in a tick");
        }
    }
}
