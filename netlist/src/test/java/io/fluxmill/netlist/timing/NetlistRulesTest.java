// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.InputException;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.timing.NetlistRules.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetlistRulesTest {
    private static final CellLibrary LIBRARY = CellLibrary.of("rsfqlib-v3");

    @Test
    void aGoodNetlistHasNoFindings() {
        assertEquals(List.of(), NetlistRules.check(pipeline("one").build()));
    }

    /** Two stages, the clock divided by splitters; {@code second} is b of the second stage. */
    private static Netlist.Builder pipeline(String second) {
        return builder()
                .inputs("a", "b", "clk")
                .outputs("q")
                .add("ca", "SPLIT", "clk", "clk0", "clk12")
                .add("cb", "SPLIT", "clk12", "clk1", "clk2")
                .add("da", "DFF", "a", "clk0", "zero")
                .add("db", "DFF", "b", "clk1", "one")
                .add("and", "AND2", "zero", second, "clk2", "q");
    }

    @Test
    void fanOutNeedsASplitter() {
        Netlist netlist = builder()
                .inputs("a")
                .outputs("p", "q")
                .add("x", "JTL", "a", "p")
                .add("y", "JTL", "a", "q")
                .build();
        assertEquals(
                List.of(
                        new Finding(
                                "fan-out",
                                "a",
                                "net must have one sink, for a pulse is not divided without a splitter: net=a, read by x.a, y.a")),
                NetlistRules.check(netlist));
        InputException e = assertThrows(InputException.class, () -> NetlistRules.require(netlist));
        assertEquals(
                "netlist t: net must have one sink, for a pulse is not divided without a splitter: net=a, read by x.a, y.a",
                e.getMessage());
        assertEquals("insert a SPLIT cell", e.remedy());
    }

    @Test
    void anObservedNetIsASinkToo() {
        Netlist netlist = builder()
                .inputs("a")
                .outputs("m", "q")
                .add("x", "JTL", "a", "m")
                .add("y", "JTL", "m", "q")
                .build();
        assertEquals("m", NetlistRules.check(netlist).get(0).net());
    }

    @Test
    void undrivenAndUnusedNetsAreNamed() {
        Netlist netlist = builder()
                .inputs("a", "b")
                .outputs("q")
                .add("x", "MERGE", "a", "c", "q")
                .build();
        assertEquals(
                List.of(
                        new Finding("unused", "b", "net must have a sink: net=b, driven by the netlist's inputs"),
                        new Finding("undriven", "c", "net must have a driver: net=c, read by x.b")),
                NetlistRules.check(netlist));
    }

    @Test
    void aLoopNeedsAStorageCell() {
        assertEquals(
                List.of(new Finding(
                        "loop",
                        "in",
                        "loop must have a storage cell, or a pulse never leaves it: nets=in, back, late")),
                NetlistRules.check(ring("JTL")));
        assertEquals(List.of(), NetlistRules.check(ring("TFF")));
        assertEquals(
                1, NetlistRules.check(ring("SYNAPSE")).size(), "a synapse ends the loop some day, but stores nothing");
        assertEquals(List.of(), NetlistRules.check(ring("NEURON")));
    }

    private static Netlist ring(String cell) {
        return builder()
                .inputs("a")
                .outputs("q")
                .add("m", "MERGE", "a", "late", "in")
                .add("s", "SPLIT", "in", "q", "back")
                .add("x", cell, "back", "late")
                .build();
    }

    @Test
    void clockedGatesNeedDataOfEqualDepth() {
        Netlist netlist = builder()
                .inputs("a", "b", "clk")
                .outputs("q")
                .add("c", "SPLIT", "clk", "clk0", "clk1")
                .add("d", "DFF", "a", "clk0", "one")
                .add("and", "AND2", "one", "b", "clk1", "q")
                .build();
        assertEquals(
                List.of(new Finding(
                        "balance",
                        "b",
                        "data of clocked gate and must have passed equally many clocked gates: one 1, b 0")),
                NetlistRules.check(netlist));
    }

    @Test
    void feedbackThroughAClockedGateHasNoDepthToCompare() {
        Netlist netlist = builder()
                .inputs("a", "clk")
                .outputs("q")
                .add("x", "XOR", "a", "back", "clk", "sum")
                .add("s", "SPLIT", "sum", "q", "back")
                .build();
        assertEquals(List.of(), NetlistRules.check(netlist));
    }

    private static Netlist.Builder builder() {
        return Netlist.builder("t", LIBRARY);
    }
}
