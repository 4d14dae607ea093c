// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.netlist.cell.CellLibrary;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SfqConfigTest {
    private static final String NETLIST =
            "netlist: {name: n, inputs: [a], outputs: [q], cells: {one: {cell: JTL, a: a, q: m}, two: {cell: JTL, a: m, q: q},"
                    + " far: {cell: PTLTX, a: x, wire-ps: 5}, near: {cell: PTLTX, a: y}}}\n";

    @Test
    void readsDefaults() {
        SfqConfig config = read("name: t\n");
        assertEquals(1, config.quantum());
        assertEquals(1024, config.queueWords());
        assertEquals(List.of("q"), config.netlist().outputs());
    }

    @Test
    void changesOfTheLibraryReachTheNetlist() {
        SfqConfig config = read("name: t\nlibrary-changes: {JTL: {critical: [0 a_a 4.0]}}\n");
        assertEquals(
                40,
                config.netlist().instances().get(0).cell().criticals().get(0).time());
    }

    @Test
    void equalInstancesShareAModuleAndOthersDoNot() {
        Design design = read("name: t\n").generate();
        assertEquals(
                List.of("t_SfqCell_jtl", "t_SfqCell_ptltx", "t_SfqCell_ptltx_v1"),
                design.verilog()
                        .lines()
                        .filter(l -> l.matches("module t_SfqCell_(jtl|ptltx).*"))
                        .map(l -> l.split(" ")[1])
                        .sorted()
                        .collect(Collectors.toList()));
        assertFalse(design.verilog().contains("_zz_"));
        assertEquals(design.verilog(), read("name: t\n").generate().verilog());
        assertEquals(4, design.manifest().parameter("flags"));
    }

    @Test
    void aCellWithoutTimersOrFlagsIsGenerated() {
        Design design = read(
                        "name: t\nlibrary-changes: {BARE: {inputs: [a], outputs: [q], transitions: ['0 a -> 0, q 1.0'],"
                                + " junctions: 1, bias-ua: 1, area-um2: 1}}\n",
                        "netlist: {name: n, inputs: [a], outputs: [q], cells: {one: {cell: BARE, a: a, q: q}}}\n")
                .generate();
        assertTrue(design.verilog().contains("module t_SfqCell_bare"));
        assertEquals(0, design.manifest().parameter("flags"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: T | engine.yaml:2: name must be lower-case letters, digits and underscores, beginning with a letter: name=T",
                "quantum-ps: 0.25 | engine.yaml:3: quantum-ps must be a multiple of 0.1: quantum-ps=0.25",
                "quantum-ps: 101 | engine.yaml:3: quantum-ps must be a number from 0.1 to 100.0: quantum-ps=101",
                "queue-words: 100 | engine.yaml:3: queue-words must be a power of two from 16 to 65536: queue-words=100",
                "library: rsfqlib | engine.yaml:3: library must be one of rsfqlib-v3, fluxmill-rcsj: library=rsfqlib",
                "speed: 1 | engine.yaml:3: key of the configuration must be one of family, library, library-changes, name, netlist, quantum-ps, queue-words: key=speed"
            })
    void refuses(String line, String message) {
        String text = line.startsWith("name") ? line + "\n" : "name: t\n" + line + "\n";
        InputException e = assertThrows(InputException.class, () -> read(text));
        assertEquals(message, e.getMessage());
    }

    /**
     * The hash is of the configuration, not of a text with comments: what a cell costs and where its figures come from leaves it, as does the order in which
     * transitions are written; every choice that can be seen from outside changes it. Each line replaces a text of the configuration.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "junctions: 1 | junctions: 9 | same",
                "bias-ua: 1 | bias-ua: 2.5 | same",
                "area-um2: 1} | 'area-um2: 1, source: {delay: a guess}}' | same",
                "# nothing | # a comment | same",
                "'0 a -> 1, q 1.0', '1 a -> 0' | '1 a -> 0', '0 a -> 1, q 1.0' | same",
                "q 1.0 | q 1.1 | other",
                "0 a_a 4.0 | 0 a_a 4.1 | other",
                "0 a_a 4.0 | 0 a_a 4.0 absorb | other",
                "1 a -> 0 | 1 a -> 1 | other",
                "weight: 0.5 | weight: 0.6 | other",
                "seed: 7 | seed: 8 | other",
                "wire-ps: 5 | wire-ps: 6 | other",
                "'three: {cell' | 'drei: {cell' | other",
                "name: n, | name: m, | other",
                "name: t | name: u | other",
                "queue-words: 1024 | queue-words: 2048 | other",
                "quantum-ps: 0.1 | quantum-ps: 0.2 | other"
            })
    void theHashIsOfWhatIsChosen(String from, String to, String expected) {
        String text =
                """
                family: sfq
                name: t # nothing
                queue-words: 1024
                quantum-ps: 0.1
                library-changes: {X: {inputs: [a], outputs: [q], transitions: ['0 a -> 1, q 1.0', '1 a -> 0'], critical: ['0 a_a 4.0'], junctions: 1, bias-ua: 1, area-um2: 1}}
                netlist: {name: n, seed: 7, inputs: [a], outputs: [q], cells: {one: {cell: X, a: a, q: m}, two: {cell: SYNAPSE, a: m, q: n, weight: 0.5},
                  three: {cell: JTL, a: n, q: q, wire-ps: 5}}}
                """;
        assertTrue(text.contains(from), from);
        assertEquals(expected, hash(text).equals(hash(text.replace(from, to))) ? "same" : "other");
    }

    private static String hash(String text) {
        return SfqConfig.from(ConfigNode.parse(Path.of("engine.yaml"), text))
                .generate()
                .manifest()
                .hash();
    }

    @Test
    void timersServeTheCriticalTimesOfTheirPulse() {
        CellArchitecture xor = new CellArchitecture(CellLibrary.of("rsfqlib-v3").cell("XOR"));
        assertEquals(
                List.of("0 0 5", "0 1 4", "1 0 80", "1 1 52", "1 2 59", "2 0 52", "2 1 77", "2 2 61"),
                xor.timers().stream()
                        .map(t -> t.state() + " " + t.input() + " " + t.quanta())
                        .toList());
        assertEquals(50, xor.delayQuanta(0));
        assertEquals(2, xor.stateBits());
    }

    private static SfqConfig read(String text) {
        return read(text, NETLIST);
    }

    private static SfqConfig read(String text, String netlist) {
        return SfqConfig.from(ConfigNode.parse(Path.of("engine.yaml"), "family: sfq\n" + text + netlist));
    }
}
