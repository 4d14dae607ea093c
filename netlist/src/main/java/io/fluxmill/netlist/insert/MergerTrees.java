// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.insert;

import io.fluxmill.netlist.cell.Netlist;
import java.util.List;

/**
 * Brings the pulses of several nets to one by a balanced tree of MERGE cells: n nets take n − 1 mergers, at most ⌈log2 n⌉ in a row. Pulses that
 * meet in a merger become one.
 */
public final class MergerTrees {
    private static final String CELL = "MERGE";

    private final Netlist.Builder builder;
    private final String root;
    private int mergers;
    private int sums;

    private MergerTrees(Netlist.Builder builder, String root) {
        this.builder = builder;
        this.root = root;
    }

    /**
     * Adds the mergers {@code <net>.merge}, {@code <net>.merge1}, … with nets {@code <net>.sum}, {@code <net>.sum1}, … between them.
     *
     * @param net that the tree drives
     * @param nets at least one
     * @return the net that carries all pulses: {@code net}, or the only one of {@code nets}
     */
    public static String add(Netlist.Builder builder, String net, List<String> nets) {
        if (nets.isEmpty()) {
            throw new IllegalArgumentException("merged nets must be at least one: net=" + net);
        }
        return nets.size() == 1 ? nets.get(0) : new MergerTrees(builder, net).join(net, nets);
    }

    private String join(String net, List<String> nets) {
        if (nets.size() == 1) {
            return nets.get(0);
        }
        String name = numbered(".merge", mergers++);
        List<String> left = nets.subList(0, (nets.size() + 1) / 2);
        List<String> right = nets.subList((nets.size() + 1) / 2, nets.size());
        String leftSum = left.size() == 1 ? left.get(0) : numbered(".sum", sums++);
        String rightSum = right.size() == 1 ? right.get(0) : numbered(".sum", sums++);
        builder.add(name, CELL, leftSum, rightSum, net);
        join(leftSum, left);
        join(rightSum, right);
        return net;
    }

    private String numbered(String suffix, int number) {
        return root + suffix + (number == 0 ? "" : number);
    }
}
