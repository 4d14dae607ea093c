// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.read;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.DataFile;
import io.fluxmill.quantizer.data.ElementType;
import io.fluxmill.quantizer.data.NumericArray;
import io.fluxmill.quantizer.data.NumericFile;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork.Input;
import io.fluxmill.quantizer.spiking.nir.EventData;
import io.fluxmill.quantizer.spiking.nir.NirData;
import io.fluxmill.quantizer.spiking.nir.Observable;
import io.fluxmill.quantizer.spiking.nir.TimeGriddedData;
import io.fluxmill.quantizer.spiking.nir.ValuedEventData;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Events in time as an array {@code [samples][ticks][inputs]}: recordings of NIRData, and lists of address events. A time is in tick floor(time / dt), in
 * double precision; that of a list, whose times may be rounded decimals, in floor(time / dt + 1/1000).
 *
 * @param dt seconds of a tick
 * @param events whether a file that is no NIRData is a list of events, {@code [events][time, address]}
 */
public record NirSpikes(double dt, boolean events, List<Input> inputs) {
    private static final String SPIKES = "spikes";
    private static final double SAME_DT = 1e-9;
    private static final int MOST_TICKS = 1 << 24;

    /** What a list's times may be early, in ticks: 0.043 s is 42.99999999999999 ticks of 1 ms, and less in single precision. */
    private static final double EARLY = 1e-3;

    /** The array of a file, or its numbers if it has neither. */
    NumericArray read(DataFile file) {
        String name = file.path().toString().toLowerCase(Locale.ROOT);
        boolean hdf5 = name.endsWith(".h5") || name.endsWith(".hdf5");
        if (name.endsWith(".nir") || hdf5 && file.array() == null && NirData.is(file.path())) {
            return recording(file);
        }
        NumericArray array = NumericFile.read(file);
        return events ? list(array) : array;
    }

    private NumericArray recording(DataFile file) {
        NirData data = NirData.read(file.path());
        List<TimeGriddedData> grids = new ArrayList<>();
        for (Input input : inputs) {
            grids.add(grid(file, node(file, data, input), input));
        }
        TimeGriddedData first = grids.get(0);
        int width = 0;
        for (TimeGriddedData grid : grids) {
            width += grid.neurons();
            if (grid.samples() != first.samples() || grid.ticks() != first.ticks()) {
                throw new InputException(
                        file + ": all inputs must have the same samples and ticks: " + first.samples() + " x "
                                + first.ticks() + " and " + grid.samples() + " x " + grid.ticks(),
                        "record them over the same time");
            }
        }
        double[][][] values = new double[first.samples()][first.ticks()][width];
        for (int s = 0; s < first.samples(); s++) {
            for (int t = 0; t < first.ticks(); t++) {
                int at = 0;
                for (TimeGriddedData grid : grids) {
                    System.arraycopy(grid.data()[s][t], 0, values[s][t], at, grid.neurons());
                    at += grid.neurons();
                }
            }
        }
        return array(file.toString(), values, width);
    }

    /** The node of an input's name, or the only one. */
    private Map<String, Observable> node(DataFile file, NirData data, Input input) {
        Map<String, Observable> node = data.nodes().get(input.name());
        if (node == null && inputs.size() == 1 && data.nodes().size() == 1) {
            node = data.nodes().values().iterator().next();
        }
        if (node == null || node.isEmpty()) {
            throw new InputException(
                    file + ": must have a node " + input.name() + " with an observable, as the network has: nodes="
                            + data.nodes().keySet(),
                    "name the node as the network's input");
        }
        return node;
    }

    private TimeGriddedData grid(DataFile file, Map<String, Observable> node, Input input) {
        Observable observable = node.get(SPIKES);
        if (observable == null && node.size() == 1) {
            observable = node.values().iterator().next();
        }
        if (observable == null) {
            throw new InputException(
                    file + ": node " + input.name() + " must have an observable " + SPIKES + ", or only one: "
                            + node.keySet(),
                    "record spikes under this name");
        }
        try {
            if (observable instanceof EventData of) {
                return of.ticks(dt);
            }
            if (observable instanceof ValuedEventData of) {
                return of.ticks(dt);
            }
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    file + ": node " + input.name() + ": " + e.getMessage(), "change contract.dt, or the recording");
        }
        TimeGriddedData grid = (TimeGriddedData) observable;
        if (Math.abs(grid.dt() - dt) > SAME_DT * dt) {
            throw new InputException(
                    file + ": node " + input.name() + " has ticks of " + grid.dt() + " s, but contract.dt is " + dt,
                    "set contract.dt: " + grid.dt());
        }
        return grid;
    }

    /** A list of events as one sample; several of an address in a tick are one. */
    private NumericArray list(NumericArray array) {
        int[] dims = array.dims();
        if (dims.length != 2 || dims[1] != 2) {
            throw new InputException(
                    array.file() + ": events must be a time in seconds and an address in each row: shape="
                            + java.util.Arrays.toString(dims),
                    "save them as [events][2], or remove data.events");
        }
        int width = inputs.stream().mapToInt(Input::size).sum();
        int last = -1;
        for (int e = 0; e < dims[0]; e++) {
            double tick = tick(array.get(2 * e));
            double address = array.get(2 * e + 1);
            if (!(array.get(2 * e) >= 0 && tick < MOST_TICKS)
                    || address != (int) address
                    || address < 0
                    || address >= width) {
                throw new InputException(
                        array.file() + ": event " + e + " must have a tick from 0 to " + (MOST_TICKS - 1)
                                + " and an address from 0 to " + (width - 1) + ": time=" + array.get(2 * e)
                                + ", address=" + address,
                        "check the order of the columns, their units and contract.dt");
            }
            last = Math.max(last, (int) tick);
        }
        double[][][] values = new double[1][last + 1][width];
        for (int e = 0; e < dims[0]; e++) {
            values[0][(int) tick(array.get(2 * e))][(int) array.get(2 * e + 1)] = 1;
        }
        return array(array.file(), values, width);
    }

    private double tick(double time) {
        return Math.floor(time / dt + EARLY);
    }

    private static NumericArray array(String file, double[][][] values, int width) {
        int ticks = values.length == 0 ? 0 : values[0].length;
        long bytes = (long) Float.BYTES * values.length * ticks * width;
        if (bytes > Integer.MAX_VALUE) {
            throw new InputException(
                    file + ": " + values.length + " samples of " + ticks + " ticks and " + width
                            + " inputs do not fit into memory",
                    "split the file, or use a larger contract.dt");
        }
        ByteBuffer data = ByteBuffer.allocate((int) bytes);
        for (double[][] sample : values) {
            for (double[] tick : sample) {
                for (double value : tick) {
                    data.putFloat((float) value);
                }
            }
        }
        return new NumericArray(file, ElementType.FLOAT32, new int[] {values.length, ticks, width}, data);
    }
}
