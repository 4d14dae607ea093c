// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Lfsr;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.cell.NeuronBias;
import io.fluxmill.netlist.cell.Settings;
import io.fluxmill.netlist.cell.SynapseBias;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetlistTest {
    private static final String HEAD = "name: t\ninputs: [a, clk]\noutputs: [q]\ncells:\n";

    private final CellLibrary library = CellLibrary.of("rsfqlib-v3");

    @Test
    void readsCellsPinsAndParameters() {
        Netlist netlist = read("  store: {cell: DFF, a: a, clk: clk, q: held}\n"
                + "  line: {cell: PTLTX, a: held, q: far, wire-ps: 12.5}\n"
                + "  weigh: {cell: SYNAPSE, a: far, q: some, weight: 0.25}\n"
                + "  fire: {cell: NEURON, a: some, q: q, threshold: 3, leak-period-ps: 20, leak-shift: 4}\n"
                + "  loose: {cell: JTL}\n");
        assertEquals(List.of("a", "clk"), netlist.instances().get(0).inputs());
        assertEquals(
                33 + 125,
                netlist.instances()
                        .get(1)
                        .cell()
                        .transition(0, 0)
                        .emissions()
                        .get(0)
                        .delay());
        assertEquals(
                new Settings(16384, Lfsr.seed(1, 2), 0, 0),
                netlist.instances().get(2).settings());
        assertEquals(new Settings(3072, 0, 200, 4), netlist.instances().get(3).settings());
        assertEquals(List.of("a", "clk", "held", "far", "some", "q", "loose.a", "loose.q"), netlist.nets());
    }

    @Test
    void aBiasCurrentIsAWeight() {
        Netlist netlist = read("  weigh: {cell: SYNAPSE, a: a, q: q, bias-ua: 129.4, seed: 7}\n");
        assertEquals(new Settings(32768, 7, 0, 0), netlist.instances().get(0).settings());
        assertEquals(0.8413447460685429, SynapseBias.weight(129.4 + 3.55), 1e-12);
        assertEquals(132.95, SynapseBias.microamperes(0.8413447460685429), 1e-9);
        assertEquals(0, SynapseBias.threshold(100));
        assertEquals(65536, SynapseBias.threshold(160));
    }

    @Test
    void aBiasCurrentIsAThreshold() {
        int[] microamperes = {-40, -20, 0, 20, 40, 60};
        int[] pulses = {6, 6, 5, 4, 4, 3};
        for (int i = 0; i < pulses.length; i++) {
            Netlist netlist = read("  fire: {cell: NEURON, a: a, q: q, bias-ua: " + microamperes[i] + "}\n");
            int threshold = netlist.instances().get(0).settings().threshold();
            assertEquals(
                    pulses[i],
                    (threshold + Settings.FLUX_QUANTUM - 1) / Settings.FLUX_QUANTUM,
                    "at " + microamperes[i] + " uA");
            assertEquals(microamperes[i], NeuronBias.microamperes(threshold / 1024.0), 0.02);
        }
        assertEquals(Settings.FLUX_QUANTUM, NeuronBias.threshold(200));
        assertEquals(64 * Settings.FLUX_QUANTUM, NeuronBias.threshold(-3000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x: {cell: JTL, a: a, q: clk} | t.yaml:1: net must have one driver: net=clk, driven by the netlist's inputs and x",
                "x: {cell: JTL, a: a, b: q} | t.yaml:5: key of cells.x must be one of a, cell, q, wire-ps: key=b",
                "x: {cell: JTL, a: 1a} | t.yaml:1: net must be letters, digits and underscores, beginning with a letter: net=1a",
                "x: {cell: SYNAPSE, a: a} | t.yaml:5: cells.x must have one of weight, bias-ua, threshold: given=[]",
                "x: {cell: NEURON, a: a, threshold: 0.5} | t.yaml:5: cells.x.threshold must be a number from 1.0 to 64.0: threshold=0.5",
                "x: {cell: NEURON, a: a} | t.yaml:5: cells.x must have one of threshold, bias-ua: given=[]",
                "x: {cell: NEURON, a: a, bias-ua: 0, threshold: 2} | t.yaml:5: cells.x must have one of threshold, bias-ua: given=[threshold, bias-ua]",
                "x: {cell: NEURON, a: a, bias-ua: 121} | t.yaml:5: cells.x.bias-ua must be a number from -2053.0 to 120.5: bias-ua=121",
                "x: {cell: PTLTX, wire-ps: 0.05} | t.yaml:5: cells.x.wire-ps must be a multiple of 0.1: wire-ps=0.05"
            })
    void refuses(String line, String message) {
        InputException e = assertThrows(InputException.class, () -> read("  " + line + "\n"));
        assertEquals(message, e.getMessage());
    }

    @Test
    void refusesReservedWords() {
        String cells = "inputs: [a]\noutputs: [q]\ncells: {one: {cell: JTL, a: a, q: q}}\n";
        ConfigNode word = ConfigNode.parse(Path.of("t.yaml"), "name: table\n" + cells);
        InputException e = assertThrows(InputException.class, () -> NetlistReader.read(word, library));
        assertEquals("t.yaml:1: name must be no reserved word of Verilog-2005: name=table", e.getMessage());
        ConfigNode other = ConfigNode.parse(Path.of("t.yaml"), "name: tables\n" + cells);
        assertEquals("tables", NetlistReader.read(other, library).name());
    }

    /** Names become names in Verilog; 64 characters are taken, 65 are not, and the remedy is tried. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "inputs: [NAME] | 2: inputs: net",
                "outputs: [NAME] | 2: outputs: net",
                "outputs: {NAME: [q, r]} | 2: outputs: net",
                "outputs: {p: [q, NAME]} | 2: outputs.p: net",
                "clock: NAME | 2: clock: net",
                "cells: {NAME: {cell: JTL}} | 2: cells: instance",
                "cells: {one: {cell: JTL, a: NAME}} | 2: cells.one.a: net",
                "cells: {one: {cell: JTL, q: NAME}} | 2: cells.one.q: net"
            })
    void refusesLongNames(String line, String where) {
        String longest = "a123456789012345.b" + "1".repeat(46);
        InputException e = assertThrows(InputException.class, () -> withLine(line.replace("NAME", longest + "1")));
        String what = where.substring(where.lastIndexOf(' ') + 1);
        assertEquals(
                "t.yaml:" + where + " must be of at most 64 characters: " + what + "=" + longest + "1", e.getMessage());
        assertEquals("shorten it, for example to a123456789012345", e.remedy());
        withLine(line.replace("NAME", "a123456789012345"));
        withLine(line.replace("NAME", longest));
    }

    /** A netlist in which one line replaces that of its key. */
    private Netlist withLine(String line) {
        String key = line.substring(0, line.indexOf(':'));
        StringBuilder text = new StringBuilder("name: t\n" + line + "\n");
        List.of("inputs: [a]", "outputs: [z]", "cells: {two: {cell: DFF, a: a, clk: a123456789012345, q: m}}").stream()
                .filter(other -> !other.startsWith(key + ":"))
                .forEach(other -> text.append(other).append('\n'));
        String clock = line.startsWith("clock") ? line.substring(7) : "a123456789012345";
        String all = text.toString().replace("clk: a123456789012345", "clk: " + clock);
        return NetlistReader.read(ConfigNode.parse(Path.of("t.yaml"), all), library);
    }

    @Test
    void refusesLongNamesOfCells() {
        String name = "C".repeat(65);
        InputException e = assertThrows(InputException.class, () -> cells(name));
        assertEquals("t.yaml:1: cell must be of at most 64 characters: cell=" + name, e.getMessage());
        assertEquals("shorten it, for example to " + "C".repeat(16), e.remedy());
        cells("C".repeat(16));
        cells("C".repeat(64));
    }

    private CellLibrary cells(String name) {
        return library.with(ConfigNode.parse(
                Path.of("t.yaml"),
                name + ": {inputs: [a], outputs: [q], transitions: ['0 a -> 0, q 1.0'], junctions: 1, bias-ua: 1,"
                        + " area-um2: 1}\n"));
    }

    @Test
    void refusesAnUnknownCellByName() {
        InputException e = assertThrows(InputException.class, () -> read("  x: {cell: JTLL}\n"));
        assertEquals(
                "t.yaml:5: cells.x.cell: cell must be one of JTL, SPLIT, MERGE, DFF, NDRO, NOT, AND2, OR2, XOR, XNOR, PTLTX,"
                        + " PTLRX, DCSFQ, SFQDC, TFF, LAST, FIRST, INHIBIT, SYNAPSE, NEURON: cell=JTLL",
                e.getMessage());
    }

    @Test
    void theBuilderGivesEverySynapseItsSeed() {
        Netlist netlist = Netlist.builder("two", library)
                .seed(5)
                .inputs("a", "b")
                .outputs("p", "q")
                .add(Settings.synapse(100), "s0", "SYNAPSE", "a", "p")
                .add(Settings.synapse(100), "s1", "SYNAPSE", "b", "q")
                .build();
        assertNotEquals(
                netlist.instances().get(0).settings().seed(),
                netlist.instances().get(1).settings().seed());
    }

    /** x is a generator of the field if x^(2^32 − 1) = 1 and no x^((2^32 − 1)/p) is, p prime: on the step as a matrix. */
    @Test
    void theLfsrHasMaximalLength() {
        long period = (1L << 32) - 1;
        assertEquals(0x12345678, power(period, 0x12345678));
        for (long prime : new long[] {3, 5, 17, 257, 65537}) {
            assertNotEquals(1, power(period / prime, 1), "period divides by " + prime);
        }
        int x = 0x12345678;
        for (int i = 0; i < Lfsr.STEPS; i++) {
            x = power(1, x);
        }
        assertEquals(x, Lfsr.advance(0x12345678));
    }

    private static int power(long exponent, int vector) {
        int[] columns = new int[32];
        for (int i = 0; i < 32; i++) {
            columns[i] = i == 0 ? Lfsr.TAPS : 1 << (i - 1);
        }
        int result = vector;
        for (long e = exponent; e != 0; e >>>= 1) {
            if ((e & 1) != 0) {
                result = times(columns, result);
            }
            int[] squared = new int[32];
            for (int i = 0; i < 32; i++) {
                squared[i] = times(columns, columns[i]);
            }
            columns = squared;
        }
        return result;
    }

    private static int times(int[] columns, int vector) {
        int sum = 0;
        for (int i = 0; i < 32; i++) {
            sum ^= (vector >>> i & 1) == 0 ? 0 : columns[i];
        }
        return sum;
    }

    private Netlist read(String cells) {
        return NetlistReader.read(ConfigNode.parse(Path.of("t.yaml"), HEAD + cells), library);
    }
}
