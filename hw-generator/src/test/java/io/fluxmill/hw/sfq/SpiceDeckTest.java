// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.vary.OperatingPoint;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SpiceDeckTest {
    private static final CellLibrary LIBRARY = CellLibrary.of("rsfqlib-v3");

    private final Netlist netlist = Netlist.builder("two", LIBRARY)
            .inputs("A", "a")
            .outputs("q")
            .add("x", "MERGE", "A", "a", "m")
            .add("y", "JTL", "m", "q")
            .build();

    @Test
    void netsHaveProbesAtTheJunctionThatDrivesThem() {
        SpiceDeck deck = SpiceDeck.of(netlist, Map.of("A", new long[] {0}), 1000);
        assertEquals(
                Map.of(
                        "A", "v(xd0.xjtl3.xjq.p)",
                        "a", "v(xd1.xjtl3.xjq.p)",
                        "m", "v(x0.xjq.p)",
                        "q", "v(x1.xjq.p)"),
                deck.probes());
        assertTrue(deck.text().contains("\n* n1 is a\n"), deck.text());
        assertTrue(deck.text().contains("\nX0 n0 n1 n2 MERGE\n"), deck.text());
        assertTrue(deck.text().contains("\nXL3 n3 load\n"), deck.text());
        assertTrue(deck.text().contains("\n.subckt MERGE a b q\n"), deck.text());
        assertFalse(deck.text().contains(".subckt DFF"), "only the circuits that are used");
        assertTrue(deck.text().contains("\n.param ibias=1.0 icrit=1.0\n"), deck.text());
        assertEquals(deck.originPs() + 100, deck.endPs());
    }

    /** A source whose pulses would overlap has a second one beside it. */
    @Test
    void pulsesOfASourceDoNotOverlap() {
        String near = SpiceDeck.of(netlist, Map.of("a", new long[] {300, 320, 342, 342, 5000}), 1000)
                .text();
        assertTrue(near.contains("\nI1_0 ") && near.contains("\nI1_1 ") && !near.contains("\nI1_2 "), near);
        assertEquals(3, near.split(" 600u ", -1).length - 1);
    }

    @Test
    void everyCellBeginsAndEndsAsTheJtl() {
        Map<String, CellCircuit> circuits = SpiceDeck.circuits(LIBRARY);
        assertTrue(circuits.keySet().containsAll(List.of("JTL", "SPLIT", "MERGE", "DFF", "NDRO", "TFF", "LAST")));
        assertEquals(2, circuits.get("JTL").junctions());
        assertEquals(
                2 * CellCircuit.all().get("MERGE_arm").junctions() + 2,
                circuits.get("MERGE").junctions());
        for (CellCircuit circuit : circuits.values()) {
            String text = circuit.text();
            for (String part : circuit.parts()) {
                text += CellCircuit.all().get(part).text();
            }
            for (String pin : circuit.pins()) {
                String junction = "XJ" + pin + " ";
                String inductor = pin.startsWith("q") ? "\nLq\\d? \\w+ " + pin + " 2p" : "\nLi\\w? \\w+ \\w+ 2p";
                assertTrue(Pattern.compile(inductor).matcher(text).find(), circuit.name() + " " + pin);
                assertTrue(!pin.startsWith("q") || text.contains("\n" + junction), circuit.name() + " " + pin);
            }
            assertTrue(text.lines()
                    .filter(line -> line.matches("XJ(i|q)\\S* \\S+ 0 jj .*"))
                    .allMatch(line -> line.endsWith("area=2.5")));
        }
    }

    @Test
    void refuses() {
        Netlist synapse = Netlist.builder("s", LIBRARY)
                .inputs("a")
                .outputs("q")
                .add("gate", "SYNAPSE", "a", "q")
                .build();
        InputException e = assertThrows(InputException.class, () -> SpiceDeck.of(synapse, Map.of(), 10));
        assertEquals(
                "cell must have a circuit to be simulated in ngspice: cell=SYNAPSE, instance=gate", e.getMessage());
        assertTrue(e.remedy().startsWith("use one of JTL, SPLIT, MERGE, DFF, NDRO, "), e.remedy());
        Netlist fork = Netlist.builder("f", LIBRARY)
                .inputs("a")
                .outputs("p", "q")
                .add("one", "JTL", "a", "p")
                .add("two", "JTL", "a", "q")
                .build();
        InputException fanOut = assertThrows(InputException.class, () -> SpiceDeck.of(fork, Map.of(), 10));
        assertEquals(
                "netlist f: net must have one sink, for a pulse is not divided without a splitter: net=a, read by one.a, two.a",
                fanOut.getMessage());
        Map<String, long[]> wrong = Map.of("m", new long[] {1});
        assertThrows(IllegalArgumentException.class, () -> SpiceDeck.of(netlist, wrong, 10));
        OperatingPoint slow = new OperatingPoint(1, 1, 2);
        assertThrows(IllegalArgumentException.class, () -> SpiceDeck.of(netlist, Map.of(), 10, slow));
    }
}
