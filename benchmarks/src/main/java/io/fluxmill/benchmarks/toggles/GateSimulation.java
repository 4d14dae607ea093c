// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks.toggles;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Simulates a netlist cycle by cycle and counts: how often each net has another value at the end of a cycle than at the end of the one before, and in how many
 * cycles each register takes its input. Gates have no delay, so there are no glitches. All nets are 0 at first; nothing is counted until {@link #count}.
 */
final class GateSimulation {
    private final Gates netlist;
    private final int[] kinds;
    private final int[] a;
    private final int[] b;
    private final int[] c;
    private final int[] out;
    /** Gates that read net n: {@code readers[first[n] .. first[n + 1] - 1]}. */
    private final int[] first;

    private final int[] readers;
    private final boolean[] stale;
    private final boolean[] value;
    private boolean counts;
    final long[] toggles;
    long clocked;
    long cycles;

    GateSimulation(Gates netlist) {
        this.netlist = netlist;
        int count = netlist.gates.size();
        kinds = new int[count];
        a = new int[count];
        b = new int[count];
        c = new int[count];
        out = new int[count];
        first = new int[netlist.nets() + 1];
        for (int g = 0; g < count; g++) {
            Gates.Gate gate = netlist.gates.get(g);
            kinds[g] = gate.kind().ordinal();
            a[g] = gate.a();
            b[g] = gate.b();
            c[g] = gate.c();
            out[g] = gate.out();
            for (int net : Gates.inputs(gate)) {
                first[net + 1]++;
            }
        }
        for (int net = 0; net < netlist.nets(); net++) {
            first[net + 1] += first[net];
        }
        readers = new int[first[netlist.nets()]];
        int[] next = first.clone();
        for (int g = 0; g < count; g++) {
            for (int net : Gates.inputs(netlist.gates.get(g))) {
                readers[next[net]++] = g;
            }
        }
        stale = new boolean[count];
        Arrays.fill(stale, true);
        value = new boolean[netlist.nets()];
        value[Gates.ONE] = true;
        toggles = new long[netlist.nets()];
    }

    /** From here on. */
    void count() {
        counts = true;
    }

    /** Bits of an input from this cycle on; an input that the netlist does not have is ignored. */
    void set(String port, BigInteger bits) {
        int[] nets = netlist.ports.get(port);
        if (nets != null) {
            for (int i = 0; i < nets.length; i++) {
                change(nets[i], bits.testBit(i));
            }
        }
    }

    void set(String port, long bits) {
        set(port, BigInteger.valueOf(bits));
    }

    private void change(int net, boolean to) {
        if (value[net] != to) {
            value[net] = to;
            if (counts) {
                toggles[net]++;
            }
            for (int i = first[net]; i < first[net + 1]; i++) {
                stale[readers[i]] = true;
            }
        }
    }

    /** Settles all gates with the inputs of this cycle. */
    void settle() {
        for (int g = 0; g < kinds.length; g++) {
            if (stale[g]) {
                stale[g] = false;
                change(
                        out[g],
                        switch (kinds[g]) {
                            case 0 -> value[a[g]];
                            case 1 -> !value[a[g]];
                            case 2 -> value[a[g]] & value[b[g]];
                            case 3 -> value[a[g]] | value[b[g]];
                            case 4 -> value[a[g]] ^ value[b[g]];
                            default -> value[c[g]] ? value[b[g]] : value[a[g]];
                        });
            }
        }
    }

    /** An output, two's complement, after {@link #settle}. */
    BigInteger get(String port) {
        int[] nets = netlist.ports.get(port);
        BigInteger bits = BigInteger.ZERO;
        for (int i = 0; i < nets.length; i++) {
            if (value[nets[i]]) {
                bits = bits.setBit(i);
            }
        }
        int width = nets.length;
        return bits.testBit(width - 1) ? bits.subtract(BigInteger.ONE.shiftLeft(width)) : bits;
    }

    /** The clock's edge. */
    void clock() {
        int count = netlist.registers.size();
        boolean[] next = new boolean[count];
        for (int r = 0; r < count; r++) {
            Gates.Register register = netlist.registers.get(r);
            boolean enabled = value[register.enable()];
            next[r] = enabled ? value[register.d()] : value[register.q()];
            if (counts && enabled) {
                clocked++;
            }
        }
        for (int r = 0; r < count; r++) {
            change(netlist.registers.get(r).q(), next[r]);
        }
        if (counts) {
            cycles++;
        }
    }
}
