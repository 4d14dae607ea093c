// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.nir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.ElementType;
import io.fluxmill.quantizer.data.Hdf5Writer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NirDataTest {
    private static final int FILES = Integer.getInteger("fluxmill.nir.graphs", 300);
    private static final long SEED = Long.getLong("fluxmill.nir.seed", 20_261_128);

    @TempDir
    private Path folder;

    private static TimeGriddedData grid(SplittableRandom random, boolean binary) {
        int ticks = random.nextInt(1, 40);
        int neurons = random.nextInt(1, 6);
        double[][][] data = new double[random.nextInt(1, 4)][ticks][neurons];
        for (double[][] sample : data) {
            for (double[] tick : sample) {
                Arrays.setAll(tick, i -> binary ? random.nextInt(4) / 3 : random.nextDouble(-2, 2));
            }
        }
        double[] steps = {1e-3, 1e-4, 0.1, 0.3, 1.0 / 3, random.nextDouble(1e-6, 1)};
        return new TimeGriddedData(steps[random.nextInt(steps.length)], ticks, neurons, binary, data);
    }

    private static ValuedEventData valued(SplittableRandom random, EventData events) {
        double[][] values = Arrays.stream(events.time())
                .map(row -> random.doubles(row.length, -1, 1).toArray())
                .toArray(double[][]::new);
        return new ValuedEventData(events, values);
    }

    @Test
    void randomFiles() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        long observables = 0;
        for (int n = 0; n < FILES; n++) {
            Map<String, Map<String, Observable>> nodes = new LinkedHashMap<>();
            for (String node : List.of("b", "a.c", "10").subList(0, random.nextInt(4))) {
                TimeGriddedData spikes = grid(random, true);
                Map<String, Observable> of = new LinkedHashMap<>();
                of.put("spikes", spikes);
                of.put("v", grid(random, false));
                of.put("events", spikes.events());
                of.put("graded", valued(random, grid(random, true).events()));
                nodes.put(node, of);
                observables += of.size();
            }
            NirData data = new NirData(nodes);
            Path file = folder.resolve("x.nird");
            data.write(file);
            assertEquals(data, NirData.read(file), "seed " + SEED + ", file " + n);
        }
        assertTrue(observables > FILES, observables + " observables");
    }

    /** The rule of NIR, floor(time / dt), written anew; every tick begins where that rule puts it into that tick. */
    @Test
    void eventsAndTicks() {
        SplittableRandom random = new SplittableRandom(SEED);
        long spikes = 0;
        for (int n = 0; n < 2000; n++) {
            TimeGriddedData grid = grid(random, true);
            EventData events = grid.events();
            assertEquals(grid.ticks(), (int) (events.end() / grid.dt()));
            for (int sample = 0; sample < events.samples(); sample++) {
                for (int i = 0; i < events.idx()[sample].length; i++) {
                    int tick = (int) Math.floor(events.time()[sample][i] / grid.dt());
                    assertEquals(tick * grid.dt(), events.time()[sample][i], 1e-12 * (1 + tick));
                    assertEquals(1, grid.data()[sample][tick][events.idx()[sample][i]]);
                    spikes++;
                }
            }
            assertEquals(grid, events.ticks(grid.dt()));
        }
        assertTrue(spikes > 10_000, spikes + " spikes");
    }

    @Test
    void valuesOfEvents() {
        EventData events =
                new EventData(2, 0.004, new int[][] {{1, 0, 1}, {}}, new double[][] {{0.0015, 0.0031, 0.0019}, {}});
        double[][][] expected = {{{0, 0}, {0, 6}, {0, 0}, {5, 0}}, {{0, 0}, {0, 0}, {0, 0}, {0, 0}}};
        TimeGriddedData values = new ValuedEventData(events, new double[][] {{4, 5, 6}, {}}).ticks(0.001);
        assertTrue(Arrays.deepEquals(expected, values.data()), Arrays.deepToString(values.data()));
        assertEquals("only data of events can become events", refusal(values::events));
        expected[0][1][1] = 1;
        expected[0][3][0] = 1;
        assertTrue(Arrays.deepEquals(expected, events.ticks(0.001).data()));
        assertEquals(
                "time must be before the end of the last of 3 ticks: time=0.0031",
                refusal(() -> new EventData(1, 0.0032, new int[][] {{0}}, new double[][] {{0.0031}}).ticks(0.001)));
    }

    private static String refusal(Runnable action) {
        return assertThrows(IllegalArgumentException.class, action::run).getMessage();
    }

    /** Padding may stand anywhere in a row. */
    @Test
    void paddingIsLeftOut() throws IOException {
        Path file = file(group -> {
            group.attribute("__type__", "EventData");
            group.attribute("n_neurons", ElementType.INT64, 3);
            group.attribute("t_max", ElementType.FLOAT64, 2);
            group.numbers("idx", ElementType.INT64, new int[] {2, 2}, -1, 2, -1, -1);
            double none = Double.POSITIVE_INFINITY;
            group.numbers("time", ElementType.FLOAT64, new int[] {2, 2}, none, 1.5, none, none);
        });
        EventData events = (EventData) NirData.read(file).nodes().get("n").get("o");
        assertArrayEquals(new int[][] {{2}, {}}, events.idx());
        assertArrayEquals(new double[][] {{1.5}, {}}, events.time());
    }

    private Path file(Consumer<Hdf5Writer.Group> observable) throws IOException {
        Hdf5Writer.Group root = new Hdf5Writer.Group();
        root.attribute("__type__", "NIRGraphData");
        Hdf5Writer.Group node = root.group("nodes").group("n");
        node.attribute("__type__", "NIRNodeData");
        observable.accept(node.group("observables").group("o"));
        return Files.write(folder.resolve("r.nird"), Hdf5Writer.file(root));
    }

    private void refuses(String fact, Consumer<Hdf5Writer.Group> observable) throws IOException {
        Path file = file(observable);
        InputException e = assertThrows(InputException.class, () -> NirData.read(file), fact);
        assertEquals(file + ": node n: o: " + fact, e.getMessage());
    }

    private static Consumer<Hdf5Writer.Group> events(int neurons, double end, double idx, double time) {
        return group -> {
            group.attribute("__type__", "EventData");
            group.attribute("n_neurons", ElementType.INT64, neurons);
            group.attribute("t_max", ElementType.FLOAT64, end);
            group.numbers("idx", ElementType.FLOAT64, new int[] {1, 1}, idx);
            group.numbers("time", ElementType.FLOAT64, new int[] {1, 1}, time);
        };
    }

    private static Consumer<Hdf5Writer.Group> grid(double dt, int... shape) {
        return group -> {
            group.attribute("__type__", "TimeGriddedData");
            group.attribute("dt", ElementType.FLOAT64, dt);
            group.numbers(
                    "data",
                    ElementType.BOOL,
                    shape,
                    new double[IntStream.of(shape).reduce(1, (a, b) -> a * b)]);
        };
    }

    @Test
    void refusals() throws IOException {
        assertEquals(1, NirData.read(file(events(1, 1, 0, 1))).nodes().size());
        refuses("idx must be 0 to 0: idx=1", events(1, 1, 1, 1));
        refuses("idx must be 0 to 0: idx=-2", events(1, 1, -2, 1));
        refuses("idx must be an integer of 32 bits: idx=0.5", events(1, 1, 0.5, 1));
        refuses("time must be 0 to t_max=1.0: time=1.5", events(1, 1, 0, 1.5));
        refuses("time must be 0 to t_max=1.0: time=NaN", events(1, 1, 0, Double.NaN));
        refuses("there must be at least one neuron: n_neurons=0", events(0, 1, -1, 1));
        refuses("t_max must be at least 0: t_max=-1.0", events(1, -1, -1, 1));
        refuses("dt must be more than 0: dt=0.0", grid(0, 1, 1, 1));
        refuses("data must be numbers of 3 dimensions: shape=[1, 1]", grid(1, 1, 1));
        refuses("data must not be empty: shape=[1, 0, 1]", grid(1, 1, 0, 1));
        refuses("must have the attribute __type__, a text: it has none", group -> {});
        refuses(
                "the type must be TimeGriddedData, EventData or ValuedEventData: type=Foo",
                group -> group.attribute("__type__", "Foo"));
        refuses(
                "data must be numbers of 3 dimensions: it is missing",
                group -> group.attribute("__type__", "TimeGriddedData"));
        refuses("must have the attribute dt, a number: it is missing", group -> {
            group.attribute("__type__", "TimeGriddedData");
            group.numbers("data", ElementType.BOOL, new int[] {1, 1, 1}, 1);
        });
        refuses("idx, time and value must have the same shape", group -> {
            group.attribute("__type__", "ValuedEventData");
            group.numbers("idx", ElementType.INT64, new int[] {1, 1}, 0);
            group.numbers("time", ElementType.FLOAT64, new int[] {1, 1}, 1);
            group.numbers("value", ElementType.FLOAT64, new int[] {1, 2}, 1, 2);
        });
        Hdf5Writer.Group root = new Hdf5Writer.Group();
        root.group("node");
        Path nir = Files.write(folder.resolve("x.nir"), Hdf5Writer.file(root));
        InputException e = assertThrows(InputException.class, () -> NirData.read(nir));
        assertEquals(nir + ": must be a file of NIRData: its attribute __type__ is not NIRGraphData", e.getMessage());
    }

    @Test
    void nestedDataHaveDottedNames() throws IOException {
        Hdf5Writer.Group root = new Hdf5Writer.Group();
        root.attribute("__type__", "NIRGraphData");
        Hdf5Writer.Group outer = root.group("nodes").group("lif1");
        outer.attribute("__type__", "NIRGraphData");
        Hdf5Writer.Group node = outer.group("nodes").group("lif");
        node.attribute("__type__", "NIRNodeData");
        grid(0.5, 1, 2, 3).accept(node.group("observables").group("s"));
        NirData data = NirData.read(Files.write(folder.resolve("n.nird"), Hdf5Writer.file(root)));
        TimeGriddedData expected = new TimeGriddedData(0.5, 2, 3, true, new double[1][2][3]);
        assertEquals(Map.of("lif1.lif", Map.of("s", expected)), data.nodes());
    }
}
