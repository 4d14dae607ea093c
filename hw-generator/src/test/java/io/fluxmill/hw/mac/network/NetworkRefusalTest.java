// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.network;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.MacProgram.AddStep;
import io.fluxmill.core.program.mac.MacProgram.HostStep;
import io.fluxmill.core.program.mac.MacProgram.MultiplyStep;
import io.fluxmill.core.program.mac.MacProgram.PoolKind;
import io.fluxmill.core.program.mac.MacProgram.PoolStep;
import io.fluxmill.core.program.mac.MacProgram.Window;
import io.fluxmill.hw.mac.MacConfig;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Host;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Tensor;
import io.fluxmill.quantizer.mac.map.NetworkMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Processors and networks that are refused, and that the remedies of the messages work. */
class NetworkRefusalTest {
    private static MacConfig engine(int rows, int columns, int outputCycles, int weightWords, String... formats) {
        List<NumberFormat> numbers = Stream.of(formats).map(NumberFormats::of).toList();
        return new MacConfig(
                "little", rows, columns, numbers, List.of(), weightWords, 1024, 16, 4, 32, outputCycles, 16);
    }

    private static void refused(Runnable wrong, String fact, String remedy) {
        InputException refusal = assertThrows(InputException.class, wrong::run);
        assertTrue(refusal.getMessage().contains(fact), refusal.getMessage());
        assertTrue(refusal.remedy().contains(remedy), refusal.remedy());
    }

    /** Follows the remedy of each refusal: the next configuration has it. */
    @Test
    void processors() {
        refused("columns: 2, rows: 2", "engine.columns must be at least 4", "set engine.columns: 4");
        accepted("columns: 4, rows: 2");
        refused("columns: 4, rows: 8", "engine.rows must be at most columns", "set engine.rows: 4");
        accepted("columns: 4, rows: 4");
        accepted("formats: [INT16]");
        refused(
                "formats: [INT16], output-cycles: 1",
                "engine.output-cycles must be at least 2",
                "set engine.output-cycles: 2");
        accepted("formats: [INT16], output-cycles: 2");
        refused("formats: [INT8, INT4 x INT8]", "engine.formats must be without pairs", "leave pairs out");
        refused("formats: [INT8, MXFP4]", "engine.formats must be without block formats", "leave block formats out");
        accepted("formats: [INT8]");
        refused("gating: [zeros]", "engine.gating must be empty", "leave out engine.gating");
        refused("multiplier: cells", "engine.multiplier must be auto", "set engine.multiplier: auto");
        accepted("multiplier: auto");
        refused("program-words: 1000", "engine.program-words must be a power of two", "use 512 or 1024");
        accepted("program-words: 512");
        refused(
                "program-words: 64",
                "engine.program-words must be at least 116 for 4 rows",
                "set engine.program-words: 128");
        accepted("program-words: 128");
        refused("map-words: 1000", "engine.map-words must be a power of two", "use 512 or 1024");
        refused("map-words: 8192", "engine.map-words must be at most 4096 for 4 rows", "set engine.map-words: 4096");
        accepted("map-words: 4096");
        accepted("depthwise: true");
        refused("term-tables: 3", "engine.term-tables must be a power of two", "use 2 or 4");
        refused("term-tables: 2", "engine.depthwise must be given: true with term-tables", "depthwise");
        accepted("depthwise: true, term-tables: 2");
        refused(
                "depthwise: true, term-tables: 2, output-cycles: 1",
                "engine.output-cycles must be 2 with term-tables",
                "set engine.output-cycles: 2");
        accepted("depthwise: true, term-tables: 2, output-cycles: 2");
        refused("depthwise: true, term-tables: 2, rows: 1", "engine.rows must be at least 2", "set engine.rows: 2");
        accepted("depthwise: true, term-tables: 2, rows: 2");
        refused("depthwise: 2", "engine.depthwise must be true or false", "");
        refused("map-word: 4096", "key of engine must be one of", "map-words");
    }

    private static ConfigNode section(String keys) {
        StringBuilder yaml = new StringBuilder("engine:\n  family: mac\n  name: little\n");
        for (String byDefault : List.of("rows: 4", "columns: 4", "formats: [INT8]", "map-words: 1024")) {
            String key = byDefault.substring(0, byDefault.indexOf(':') + 1);
            if (!keys.startsWith(key) && !keys.contains(" " + key)) {
                yaml.append("  ").append(byDefault).append('\n');
            }
        }
        for (String own : keys.split(", (?=[a-z])")) {
            yaml.append("  ").append(own).append('\n');
        }
        return ConfigNode.parse(Path.of("engine.yaml"), yaml.toString()).node("engine");
    }

    private static void refused(String keys, String fact, String remedy) {
        refused(() -> NetworkConfig.from(section(keys)), fact, remedy);
    }

    private static void accepted(String keys) {
        NetworkConfig.from(section(keys));
    }

    private static Manifest manifest(int weightWords, int mapWords, int programWords, String... formats) {
        return NetworkDesign.generate(
                        new NetworkConfig(engine(4, 4, 2, weightWords, formats), mapWords, programWords, false, 0))
                .manifest();
    }

    @Test
    void networks() {
        QuantizedNetwork network = RandomLayers.network(new Random(4), List.of(NumberFormats.of("INT8")), 4);
        refused(
                () -> NetworkMapping.map(network, manifest(1024, 1024, 1024, "INT4"), 1, false),
                "needs operand format INT8, but design little has INT4",
                "add INT8 to engine.formats");
        NetworkMapping.map(network, manifest(1024, 1024, 1024, "INT4", "INT8"), 1, false);

        refusedUntilRaised(
                "engine.map-words",
                16,
                words -> NetworkMapping.map(network, manifest(1024, words, 1024, "INT8"), 50, false));
        refusedUntilRaised(
                "engine.weight-words",
                16,
                words -> NetworkMapping.map(network, manifest(words, 1024, 1024, "INT8"), 1, false));
        refusedUntilRaised(
                "engine.program-words",
                128,
                words -> NetworkMapping.map(ofThreeLayers(), manifest(1024, 1024, words, "INT8"), 1, true));
    }

    private static QuantizedNetwork ofThreeLayers() {
        return IntStream.iterate(0, seed -> seed + 1)
                .mapToObj(seed -> RandomLayers.network(new Random(seed), List.of(NumberFormats.of("INT8")), 4))
                .filter(network -> network.matrices().size() == 3)
                .findFirst()
                .orElseThrow();
    }

    private interface Attempt {
        void map(int words);
    }

    /** Follows the remedy, which names a number or only the key, until it works. */
    private static void refusedUntilRaised(String key, int first, Attempt attempt) {
        InputException refusal = assertThrows(InputException.class, () -> attempt.map(first));
        assertTrue(refusal.remedy().contains("raise " + key), refusal.remedy());
        String[] words = refusal.remedy().split("raise " + key + " to ");
        if (words.length == 2) {
            attempt.map(Integer.parseInt(words[1].replaceAll("[^0-9].*", "")));
            return;
        }
        attempt.map(1024);
    }

    /** What is refused on a processor of four rows: a host step that is no pooling, a large maximum, an average that no multiplication makes exact. */
    @Test
    void layers() {
        refused("POSIT8_0", pool(PoolKind.AVERAGE, 3, 1, 0), "must be an average that one multiplication makes exact");
        refused("INT8", pool(PoolKind.AVERAGE, 3, 2, 0), "must be an average that one multiplication makes exact");
        refused("INT8", pool(PoolKind.AVERAGE, 3, 3, 1), "must be an average that one multiplication makes exact");
        refused("INT8", pool(PoolKind.MAX, 5, 1, 0), "must be a maximum over at most 4 x 4 neighbours");
        refused(
                "INT8",
                new MultiplyStep("pool", 0, 0, 1, 0, 0, 1, 0, 0x80, 0x7F),
                "must be a matrix layer, a maximum, an average, a sum or a function of codes");
        for (HostStep step : List.of(
                pool(PoolKind.AVERAGE, 3, 3, 0), pool(PoolKind.AVERAGE, 2, 2, 0), pool(PoolKind.MAX, 4, 4, 1))) {
            NetworkMapping.map(network("INT8", step), manifest(1024, 1024, 1024, "INT8"), 1, false);
        }
    }

    /** The remedies for sums: tables, then wider sums, then as many tables as there are. */
    @Test
    void sums() {
        HostStep half = new AddStep("pool", 0, 0, 1, 0.7071067811865476, 0.5773502691896258, 0.1, 0x80, 0x7F);
        refused(
                () -> NetworkMapping.map(network("INT8", half), manifest(1024, 1024, 1024, "INT8"), 1, false),
                "layer pool must have tables of terms",
                "set engine.term-tables: 1 and engine.depthwise: true");
        refused(
                () -> NetworkMapping.map(network("INT8", half), withTables(16, 1), 1, false),
                "layer pool must be a sum of terms of 21 bits that is exact",
                "raise engine.activation-words to 16384");
        NetworkMapping.map(network("INT8", half), withTables(16384, 1), 1, false);
        List<Tensor> tensors = List.of(
                tensor("INT8", new Shape(3, 8, 8)),
                tensor("INT8", new Shape(3, 8, 8)),
                tensor("INT8", new Shape(3, 8, 8)));
        HostStep second = new AddStep("second", 1, 1, 2, 0.5, 0.5, 0, 0x80, 0x7F);
        QuantizedNetwork two =
                new QuantizedNetwork("two", List.of(), tensors, List.of(new Host(half), new Host(second)), 2);
        refused(
                () -> NetworkMapping.map(two, withTables(16384, 1), 1, false),
                "needs 2 pairs of tables of terms, but design little has 1",
                "raise engine.term-tables to 2");
        NetworkMapping.map(two, withTables(16384, 2), 1, false);
    }

    private static Manifest withTables(int activationWords, int tables) {
        MacConfig engine = new MacConfig(
                "little", 4, 4, List.of(NumberFormats.of("INT8")), List.of(), 1024, activationWords, 16, 4, 32, 2, 16);
        return NetworkDesign.outline(new NetworkConfig(engine, 1024, 1024, true, tables));
    }

    private static void refused(String format, HostStep step, String fact) {
        refused(
                () -> NetworkMapping.map(network(format, step), manifest(1024, 1024, 1024, format), 1, false),
                "layer pool " + fact + " on the network processor little",
                "leave out engine.map-words");
    }

    private static PoolStep pool(PoolKind kind, int height, int width, int pad) {
        Window window = new Window(0, 1, height, width, 1, 1, pad, 0, 1, 1, 8 + 2 * pad - height + 1, 8 - width + 1);
        return new PoolStep("pool", 0, 1, kind, window, false, 0);
    }

    private static QuantizedNetwork network(String format, HostStep step) {
        Shape shape = step instanceof PoolStep pool
                ? new Shape(3, pool.window().outHeight(), pool.window().outWidth())
                : new Shape(3, 8, 8);
        List<Tensor> tensors = List.of(tensor(format, new Shape(3, 8, 8)), tensor(format, shape));
        return new QuantizedNetwork("pooled", List.of(), tensors, List.of(new Host(step)), 1);
    }

    private static Tensor tensor(String name, Shape shape) {
        NumberFormat format = NumberFormats.of(name);
        return new Tensor("t", shape, format, 1, 0, format.minBits(), format.maxBits(), new double[] {1, 1, 1}, null);
    }
}
