// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.Rounding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ConfigNodeTest {
    private static final String DESIGN =
            """
            # a comment
            engine:
              family: mac
              rows: 0x10
              clock: 2.5e1
              rounding: nearest-away
              fast: true
              formats: [INT8, POSIT8_0]
              single: INT4
              empty:
              none: []
            model:
              file: ../net.onnx
              layers:
                - name: first
                  depth: 3
                - name: second
            """;

    private static ConfigNode design() {
        return ConfigNode.parse(Path.of("conf/design.yaml"), DESIGN);
    }

    private static ConfigNode parse(String text) {
        return ConfigNode.parse(Path.of("d.yaml"), text);
    }

    private static void assertRefused(String fact, String remedy, Executable reading) {
        InputException e = assertThrows(InputException.class, reading);
        assertEquals(fact, e.getMessage());
        assertEquals(remedy, e.remedy());
    }

    @Test
    void valuesComeTyped() {
        ConfigNode engine = design().node("engine");
        assertEquals("mac", engine.string("family"));
        assertEquals("mac", engine.choice("family", List.of("mac", "pulse")));
        assertEquals(16, engine.integer("rows", 2, 32));
        assertEquals(25.0, engine.number("clock", 0, 100));
        assertEquals(Rounding.NEAREST_AWAY, engine.choice("rounding", Rounding.class));
        assertTrue(engine.flag("fast", false));
        assertEquals(List.of("INT8", "POSIT8_0"), engine.strings("formats"));
        assertEquals(List.of("INT4"), engine.strings("single"));
        assertEquals(
                List.of(NumberFormats.INT8, NumberFormats.POSIT8_0), engine.parsedList("formats", NumberFormats::of));
        assertEquals(NumberFormats.INT4, engine.parsed("single", NumberFormats::of));
        assertEquals(1_000, parse("a: 1_000").integer("a", 0, 2000));
        assertEquals("0010", parse("a: '0010'").string("a"));
    }

    @Test
    void fallbacksStandInForAbsentKeys() {
        ConfigNode node = parse("present: 1");
        assertEquals("x", node.string("a", "x"));
        assertEquals(3, node.integer("b", 0, 9, 3));
        assertEquals(0.5, node.number("c", 0, 1, 0.5));
        assertTrue(node.flag("d", true));
        assertEquals("y", node.choice("e", List.of("y"), "y"));
        assertEquals(Rounding.NEAREST_EVEN, node.choice("f", Rounding.class, Rounding.NEAREST_EVEN));
        assertEquals(NumberFormats.INT8, node.parsed("g", NumberFormats::of, NumberFormats.INT8));
        assertEquals(List.of("z"), node.strings("h", List.of("z")));
        assertEquals(Optional.empty(), node.optionalNode("i"));
        assertFalse(node.has("j"));
        node.ignore("present");
        node.rejectUnknown();
    }

    @Test
    void sectionsKnowWhereTheyAre() {
        ConfigNode design = design();
        assertEquals(List.of("engine", "model"), design.keys());
        assertSame(design.node("engine"), design.optionalNode("engine").orElseThrow());
        List<ConfigNode> layers = design.node("model").nodes("layers");
        assertEquals("model.layers[1]", layers.get(1).keyPath());
        assertEquals(17, layers.get(1).line("name"));
        assertEquals(3, layers.get(0).integer("depth", 0, 9));
        assertEquals(16, layers.get(0).line("depth"));
        assertEquals(Path.of("conf/design.yaml"), design.file());
    }

    @Test
    void pathsAreRelativeToTheConfiguration() {
        assertEquals(Path.of("net.onnx"), design().node("model").path("file"));
        assertEquals(Path.of("/a"), parse("file: /a").path("file"));
        assertRefused(
                "conf/design.yaml:13: model.file must be a readable file: file=net.onnx",
                "paths are relative to the folder of conf/design.yaml",
                () -> design().node("model").existingFile("file"));
    }

    @Test
    void filesAreRead(@TempDir Path folder) throws IOException {
        Path config = folder.resolve("design.yaml");
        Files.writeString(config, "data: design.yaml");
        assertEquals(config, ConfigNode.read(config).existingFile("data"));
        Path absent = folder.resolve("absent.yaml");
        assertRefused(
                "configuration must be a readable file: file=" + absent,
                "check the path",
                () -> ConfigNode.read(absent));
        Files.write(config, new byte[] {'a', ':', ' ', (byte) 0xFF});
        assertRefused(
                config + ": configuration must be UTF-8 text", "save the file as UTF-8", () -> ConfigNode.read(config));
    }

    @Test
    void missingKeys() {
        assertRefused(
                "conf/design.yaml:3: engine.columns must be given: an integer from 2 to 32",
                "add columns: ...",
                () -> design().node("engine").integer("columns", 2, 32));
        assertRefused(
                "d.yaml:1: rows must be given: a text", "rename row on line 2 to rows", () -> parse("name: a\nrow: 3")
                        .string("rows"));
    }

    @Test
    void wrongValues() {
        ConfigNode engine = design().node("engine");
        assertRefused(
                "conf/design.yaml:4: engine.rows must be an integer from 2 to 8: rows=0x10",
                "use an integer from 2 to 8",
                () -> engine.integer("rows", 2, 8));
        assertRefused(
                "conf/design.yaml:3: engine.family must be an integer from 0 to 1: family=mac",
                "use an integer from 0 to 1",
                () -> engine.integer("family", 0, 1));
        assertRefused(
                "d.yaml:1: a must be an integer from 0 to 9: a=8", "use an integer from 0 to 9", () -> parse("a: '8'")
                        .integer("a", 0, 9));
        assertRefused("d.yaml:1: a must be an integer from 0 to 99: a=010", "use an integer from 0 to 99", () -> parse(
                        "a: 010")
                .integer("a", 0, 99));
        assertRefused(
                "d.yaml:1: a must be an integer from 0 to 9: a=99999999999",
                "use an integer from 0 to 9",
                () -> parse("a: 99999999999").integer("a", 0, 9));
        assertRefused(
                "conf/design.yaml:5: engine.clock must be a number from 0.0 to 1.0: clock=2.5e1",
                "use a number from 0.0 to 1.0",
                () -> engine.number("clock", 0, 1));
        assertRefused(
                "conf/design.yaml:3: engine.family must be a number from 0.0 to 1.0: family=mac",
                "use a number from 0.0 to 1.0",
                () -> engine.number("family", 0, 1));
        assertRefused(
                "conf/design.yaml:3: engine.family must be true or false: family=mac",
                "use true or false",
                () -> engine.flag("family", true));
        assertRefused(
                "conf/design.yaml:10: engine.empty must be a text: empty=nothing",
                "give it a value, or remove the key to use its default",
                () -> engine.string("empty"));
        assertRefused(
                "conf/design.yaml:8: engine.formats must be a text: formats=a list",
                "give it a value, or remove the key to use its default",
                () -> engine.string("formats"));
    }

    @Test
    void wrongChoices() {
        ConfigNode engine = design().node("engine");
        assertRefused(
                "conf/design.yaml:3: engine.family must be one of map, pulse: family=mac",
                "did you mean map?",
                () -> engine.choice("family", List.of("map", "pulse")));
        assertRefused(
                "conf/design.yaml:3: engine.family must be one of nearest-even, nearest-away, nearest-up, nearest-twice, float32: family=mac",
                "use one of them",
                () -> engine.choice("family", Rounding.class));
        assertRefused(
                "d.yaml:2: formats: number format must be INTn or UINTn (n 2 to 16), BINARY, TERNARY, FP4_E2M1, FP6_E2M3, FP6_E3M2, FP8_E4M3FN, FP8_E5M2, FP16, BF16, MXFP4, MXFP6_E2M3, MXFP6_E3M2, MXFP8_E4M3, MXFP8_E5M2, MXINT8, NVFP4, POSITn_es (n 3 to 16, es 0 to 2) or BINARYkPpXY of IEEE P3109 (k 3 to 8, p below k or, unsigned, k; X: S signed, U unsigned; Y: E extended, F finite):"
                        + " name=POSIT8; did you mean POSIT8_0?",
                "correct formats",
                () -> parse("formats: [INT8,\n  POSIT8]").parsedList("formats", NumberFormats::of));
    }

    @Test
    void wrongShapes() {
        ConfigNode engine = design().node("engine");
        assertRefused(
                "conf/design.yaml:3: engine.family must be a section: family=mac",
                "write its keys on indented lines",
                () -> engine.node("family"));
        assertRefused(
                "conf/design.yaml:11: engine.none must be a list of texts, not empty: none=a list",
                "give at least one item",
                () -> engine.strings("none"));
        assertRefused(
                "conf/design.yaml:15: model.layers must be a list of texts: layers=a section",
                "write layers: [first, second]",
                () -> design().node("model").strings("layers"));
        assertRefused(
                "conf/design.yaml:8: engine.formats must be a section: formats=INT8",
                "write its keys on indented lines",
                () -> engine.nodes("formats"));
    }

    @Test
    void ownRulesAreReportedAlike() {
        ConfigNode engine = design().node("engine");
        InputException e = engine.error("rows", "a power of two", "use 2, 4, 8, 16 or 32");
        assertEquals("conf/design.yaml:4: engine.rows must be a power of two: rows=0x10", e.getMessage());
        assertEquals("use 2, 4, 8, 16 or 32", e.remedy());
    }

    @Test
    void unknownKeysAreRefused() {
        ConfigNode node = parse("name: a\nengine:\n  row: 8\n  widgets: 1");
        assertEquals("a", node.string("name"));
        ConfigNode engine = node.node("engine");
        node.rejectUnknown();
        engine.integer("rows", 2, 32, 8);
        engine.integer("columns", 2, 32, 8);
        assertRefused(
                "d.yaml:3: key of engine must be one of columns, rows: key=row",
                "did you mean rows?",
                engine::rejectUnknown);
        engine.ignore("row");
        assertRefused(
                "d.yaml:4: key of engine must be one of columns, row, rows: key=widgets",
                "remove it",
                engine::rejectUnknown);
        ConfigNode top = parse("nam: a");
        top.string("name", "");
        assertRefused(
                "d.yaml:1: key of the configuration must be one of name: key=nam",
                "did you mean name?",
                top::rejectUnknown);
    }

    @Test
    void malformedYamlNamesTheLine() {
        String remedy = "correct the indentation or the quotes near this line";
        assertRefused(
                "d.yaml:2: configuration must be valid YAML: mapping values are not allowed here",
                remedy,
                () -> parse("a: 1\nb: 2: 3"));
        assertRefused(
                "d.yaml:2: configuration must be valid YAML: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)",
                remedy,
                () -> parse("a: 1\n\tb: 2"));
        assertRefused(
                "d.yaml:1: configuration must be a mapping of keys to values",
                "write lines such as key: value",
                () -> parse(""));
        assertRefused(
                "d.yaml:1: configuration must be a mapping of keys to values",
                "write lines such as key: value",
                () -> parse("- a"));
        assertRefused(
                "d.yaml:3: key must be given once: a is also on line 1",
                "remove one of the two",
                () -> parse("a: 1\nb: 2\na: 3"));
        assertRefused(
                "d.yaml:3: configuration must be one YAML document",
                "remove the line --- and what follows",
                () -> parse("a: 1\n---\nb: 2"));
        assertRefused(
                "d.yaml:2: configuration must not use YAML aliases: *x",
                "write the value out",
                () -> parse("a: &x 1\nb: *x"));
    }
}
