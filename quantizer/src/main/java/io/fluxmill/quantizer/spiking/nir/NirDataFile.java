// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.nir;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.file.OutputFile;
import io.fluxmill.quantizer.data.ByteSource;
import io.fluxmill.quantizer.data.ElementType;
import io.fluxmill.quantizer.data.Hdf5Array;
import io.fluxmill.quantizer.data.Hdf5Group;
import io.fluxmill.quantizer.data.Hdf5Writer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Files of NIRData: each group has the attribute {@code __type__}. A NIRGraphData has a group {@code nodes} of NIRGraphData and NIRNodeData; a NIRNodeData a
 * group {@code observables}. An event that is not there has the index −1 and the time infinity.
 *
 * <p>Source: {@code read_data} in <a href="https://github.com/neuromorphs/NIR/blob/main/nir/serialization.py">nir/serialization.py</a>.
 */
final class NirDataFile {
    private static final String TYPE = "__type__";
    private static final String GRAPH = "NIRGraphData";
    private static final String NODE = "NIRNodeData";
    private static final String NODES = "nodes";
    private static final String OBSERVABLES = "observables";
    private static final String REMEDY = "write it again, for example with nir.write_data";

    private static final int MOST_EMPTY = 1 << 16;

    private final Map<String, Map<String, Observable>> nodes = new LinkedHashMap<>();

    private NirDataFile() {}

    // ----------------------------------------------------------------------------------------------------------- read

    static NirData read(Path file) {
        return Hdf5Group.read(file, REMEDY, root -> {
            if (root.attribute(TYPE) == null || !type(file.toString(), root).equals(GRAPH)) {
                throw new InputException(
                        file + ": must be a file of NIRData: its attribute " + TYPE + " is not " + GRAPH, REMEDY);
            }
            NirDataFile data = new NirDataFile();
            data.graph(file.toString(), "", root);
            return new NirData(data.nodes);
        });
    }

    /** Whether its root says that it is a graph's data. */
    static boolean is(Path file) {
        return Hdf5Group.read(file, REMEDY, root -> {
            Hdf5Array type = root.attribute(TYPE);
            return type != null && type.isText() && type.texts().length == 1 && type.texts()[0].equals(GRAPH);
        });
    }

    private static String type(String place, Hdf5Group group) {
        Hdf5Array type = group.attribute(TYPE);
        if (type == null || !type.isText() || type.texts().length != 1) {
            throw new InputException(place + ": must have the attribute " + TYPE + ", a text: it has none", REMEDY);
        }
        return type.texts()[0];
    }

    private static Hdf5Group group(String place, Hdf5Group group, String name) {
        Hdf5Group child = group.group(name);
        if (child == null) {
            throw new InputException(place + ": must have a group " + name + ": it is missing", REMEDY);
        }
        return child;
    }

    /** @param prefix names of the graphs around it, each with a dot */
    private void graph(String file, String prefix, Hdf5Group group) {
        Hdf5Group children = group(prefix.isEmpty() ? file : file + ": node " + prefix, group, NODES);
        for (String name : children.names()) {
            String full = prefix + name;
            String place = file + ": node " + ByteSource.quoted(full);
            Hdf5Group child = group(place, children, name);
            String type = type(place, child);
            if (type.equals(GRAPH)) {
                graph(file, full + ".", child);
            } else if (!type.equals(NODE)) {
                throw unknown(place, type, GRAPH + " or " + NODE);
            } else if (nodes.put(full, observables(place, group(place, child, OBSERVABLES))) != null) {
                throw new InputException(
                        place + ": the name must be that of one node: it is that of two", "rename one of the two");
            }
        }
    }

    private static InputException unknown(String place, String type, String rule) {
        return new InputException(place + ": the type must be " + rule + ": type=" + ByteSource.quoted(type), REMEDY);
    }

    private static Map<String, Observable> observables(String place, Hdf5Group group) {
        Map<String, Observable> observables = new LinkedHashMap<>();
        for (String name : group.names()) {
            String at = place + ": " + ByteSource.quoted(name);
            Hdf5Group child = group(at, group, name);
            String type = type(at, child);
            try {
                observables.put(
                        name,
                        switch (type) {
                            case "TimeGriddedData" -> grid(at, child);
                            case "EventData" -> events(at, child, false);
                            case "ValuedEventData" -> events(at, child, true);
                            default -> throw unknown(at, type, "TimeGriddedData, EventData or ValuedEventData");
                        });
            } catch (IllegalArgumentException e) {
                throw new InputException(at + ": " + e.getMessage(), "check what wrote the file, and write it again");
            }
        }
        return observables;
    }

    private static Observable grid(String at, Hdf5Group group) {
        Hdf5Array array = numbers(at, group, "data", 3);
        int[] shape = array.shape();
        EventData.require(array.numbers().length > 0, "data must not be empty: shape=" + Arrays.toString(shape));
        double[][][] data = new double[shape[0]][shape[1]][shape[2]];
        for (int sample = 0; sample < shape[0]; sample++) {
            for (int tick = 0; tick < shape[1]; tick++) {
                System.arraycopy(
                        array.numbers(), (sample * shape[1] + tick) * shape[2], data[sample][tick], 0, shape[2]);
            }
        }
        boolean binary = array.type() == ElementType.BOOL;
        return new TimeGriddedData(number(at, group, "dt"), shape[1], shape[2], binary, data);
    }

    private static Observable events(String at, Hdf5Group group, boolean valued) {
        Hdf5Array idx = numbers(at, group, "idx", 2);
        Hdf5Array time = numbers(at, group, "time", 2);
        Hdf5Array value = valued ? numbers(at, group, "value", 2) : time;
        EventData.require(
                Arrays.equals(idx.shape(), time.shape()) && Arrays.equals(idx.shape(), value.shape()),
                "idx, time and value must have the same shape");
        int samples = idx.shape()[0];
        int most = idx.shape()[1];
        EventData.require(
                samples <= Math.max(MOST_EMPTY, idx.numbers().length),
                "there must be at most " + MOST_EMPTY + " samples without events: samples=" + samples);
        int[][] neurons = new int[samples][];
        double[][] times = new double[samples][];
        double[][] values = new double[samples][];
        for (int sample = 0; sample < samples; sample++) {
            int[] there = IntStream.range(sample * most, (sample + 1) * most)
                    .filter(i -> idx.numbers()[i] != -1)
                    .toArray();
            neurons[sample] = IntStream.of(there)
                    .map(i -> integer("idx", idx.numbers()[i]))
                    .toArray();
            times[sample] =
                    IntStream.of(there).mapToDouble(i -> time.numbers()[i]).toArray();
            values[sample] =
                    IntStream.of(there).mapToDouble(i -> value.numbers()[i]).toArray();
        }
        EventData events = new EventData(
                integer("n_neurons", number(at, group, "n_neurons")), number(at, group, "t_max"), neurons, times);
        return valued ? new ValuedEventData(events, values) : events;
    }

    private static int integer(String key, double value) {
        EventData.require(value == (int) value, key + " must be an integer of 32 bits: " + key + "=" + value);
        return (int) value;
    }

    private static Hdf5Array numbers(String at, Hdf5Group group, String key, int rank) {
        Hdf5Array array = group.array(key);
        if (array == null || array.isText() || array.shape().length != rank) {
            throw new InputException(
                    at + ": " + key + " must be numbers of " + rank + " dimensions: "
                            + (array == null
                                    ? "it is missing"
                                    : array.isText() ? "it is text" : "shape=" + Arrays.toString(array.shape())),
                    REMEDY);
        }
        return array;
    }

    private static double number(String at, Hdf5Group group, String key) {
        Hdf5Array array = group.attribute(key);
        if (array == null || array.isText() || array.numbers().length != 1) {
            throw new InputException(
                    at + ": must have the attribute " + key + ", a number: "
                            + (array == null ? "it is missing" : "it is something else"),
                    REMEDY);
        }
        return array.numbers()[0];
    }

    // ---------------------------------------------------------------------------------------------------------- write

    static void write(NirData data, Path file) {
        Hdf5Writer.Group root = new Hdf5Writer.Group();
        root.attribute(TYPE, GRAPH);
        Hdf5Writer.Group group = root.group(NODES);
        data.nodes().forEach((name, observables) -> {
            Hdf5Writer.Group node = child(file, group, name);
            node.attribute(TYPE, NODE);
            Hdf5Writer.Group inner = node.group(OBSERVABLES);
            observables.forEach((key, observable) -> put(child(file, inner, key), observable));
        });
        OutputFile.of("nir-data", file).write(Hdf5Writer.file(root));
    }

    private static Hdf5Writer.Group child(Path file, Hdf5Writer.Group group, String name) {
        if (!Hdf5Writer.isName(name)) {
            throw new InputException(
                    file + ": a name must be short and have no slash: name=" + ByteSource.quoted(name),
                    "rename the node or the observable");
        }
        return group.group(name);
    }

    private static void put(Hdf5Writer.Group group, Observable observable) {
        if (observable instanceof TimeGriddedData grid) {
            group.attribute(TYPE, "TimeGriddedData");
            group.attribute("dt", ElementType.FLOAT64, grid.dt());
            group.numbers(
                    "data",
                    grid.binary() ? ElementType.BOOL : ElementType.FLOAT64,
                    new int[] {grid.samples(), grid.ticks(), grid.neurons()},
                    Arrays.stream(grid.data())
                            .flatMap(Arrays::stream)
                            .flatMapToDouble(Arrays::stream)
                            .toArray());
        } else if (observable instanceof EventData events) {
            put(group, "EventData", events);
        } else if (observable instanceof ValuedEventData valued) {
            put(group, "ValuedEventData", valued.events());
            put(group, "value", ElementType.FLOAT64, valued.value(), 0);
        }
    }

    private static void put(Hdf5Writer.Group group, String type, EventData events) {
        group.attribute(TYPE, type);
        group.attribute("n_neurons", ElementType.INT64, events.neurons());
        group.attribute("t_max", ElementType.FLOAT64, events.end());
        double[][] idx = Arrays.stream(events.idx())
                .map(sample -> IntStream.of(sample).asDoubleStream().toArray())
                .toArray(double[][]::new);
        put(group, "idx", ElementType.INT64, idx, -1);
        put(group, "time", ElementType.FLOAT64, events.time(), Double.POSITIVE_INFINITY);
    }

    /** Rows of one length, filled up with {@code padding}. */
    private static void put(Hdf5Writer.Group group, String key, ElementType type, double[][] rows, double padding) {
        int most = Arrays.stream(rows).mapToInt(row -> row.length).max().orElse(0);
        double[] all = new double[rows.length * most];
        Arrays.fill(all, padding);
        for (int sample = 0; sample < rows.length; sample++) {
            System.arraycopy(rows[sample], 0, all, sample * most, rows[sample].length);
        }
        group.numbers(key, type, new int[] {rows.length, most}, all);
    }
}
