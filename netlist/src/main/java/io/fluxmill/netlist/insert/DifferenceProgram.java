// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.insert;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * Integer variables x with {@code x[to] − x[from] ≥ distance} for given pairs and the least {@code Σ weight · (x[to] − x[from])}: times the
 * nodes of a circuit with the least padding between them. The dual is a flow of least cost; primal-dual method with Dijkstra's distances and
 * blocking flows on the tight pairs.
 */
final class DifferenceProgram {
    private static final long FAR = Long.MAX_VALUE / 4;

    private final int variables;
    private int arcs;
    /** Arc 2i is pair i, arc 2i + 1 takes its flow back. */
    private int[] heads = new int[64];

    private int[] next = new int[64];
    private long[] distances = new long[32];
    private long[] flows = new long[32];
    private final int[] first;
    /** By how much a variable's flow out exceeds its flow in; this is still to be sent. */
    private final long[] excess;

    private final long[] x;

    DifferenceProgram(int variables) {
        this.variables = variables;
        first = new int[variables];
        Arrays.fill(first, -1);
        excess = new long[variables];
        x = new long[variables];
    }

    /** Asks for {@code x[to] − x[from] ≥ distance} and adds {@code weight · (x[to] − x[from])}, weight ≥ 0, to the sum to be minimised. */
    void atLeast(int from, int to, long distance, int weight) {
        if (2 * arcs == heads.length) {
            heads = Arrays.copyOf(heads, 4 * arcs);
            next = Arrays.copyOf(next, 4 * arcs);
            distances = Arrays.copyOf(distances, 2 * arcs);
            flows = Arrays.copyOf(flows, 2 * arcs);
        }
        distances[arcs] = distance;
        link(2 * arcs, from, to);
        link(2 * arcs + 1, to, from);
        arcs++;
        excess[from] += weight;
        excess[to] -= weight;
    }

    private void link(int arc, int from, int to) {
        heads[arc] = to;
        next[arc] = first[from];
        first[from] = arc;
    }

    /**
     * The variables, less variable 0; null if no values keep all distances. Variables that no pair ties to others are 0 before the
     * subtraction.
     */
    long[] solve() {
        if (!earliest()) {
            return null;
        }
        while (shift()) {
            send();
        }
        long origin = x[0];
        for (int i = 0; i < variables; i++) {
            x[i] -= origin;
        }
        return x;
    }

    /** The least values from 0 on, by relaxation in the order of a queue; false if they have no end. */
    private boolean earliest() {
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        boolean[] queued = new boolean[variables];
        int[] steps = new int[variables];
        for (int v = 0; v < variables; v++) {
            queue.add(v);
            queued[v] = true;
        }
        while (!queue.isEmpty()) {
            int v = queue.remove();
            queued[v] = false;
            for (int arc = first[v]; arc >= 0; arc = next[arc]) {
                int to = heads[arc];
                if ((arc & 1) == 0 && x[v] + distances[arc >> 1] > x[to]) {
                    x[to] = x[v] + distances[arc >> 1];
                    steps[to] = steps[v] + 1;
                    if (steps[to] > variables) {
                        return false;
                    }
                    if (!queued[to]) {
                        queued[to] = true;
                        queue.add(to);
                    }
                }
            }
        }
        return true;
    }

    /** By how much a pair exceeds its distance; for a flow that is taken back, the negative of it. */
    private long slack(int arc, int from) {
        long slack = x[heads[arc]] - x[from] - distances[arc >> 1];
        return (arc & 1) == 0 ? slack : x[heads[arc]] - x[from] + distances[arc >> 1];
    }

    private boolean open(int arc) {
        return (arc & 1) == 0 || flows[arc >> 1] > 0;
    }

    /** Moves the variables so that paths from excess to lack become tight; false if there is no excess. */
    private boolean shift() {
        long[] far = new long[variables];
        Arrays.fill(far, FAR);
        PriorityQueue<long[]> queue = new PriorityQueue<>((a, b) -> Long.compare(a[0], b[0]));
        for (int v = 0; v < variables; v++) {
            if (excess[v] > 0) {
                far[v] = 0;
                queue.add(new long[] {0, v});
            }
        }
        if (queue.isEmpty()) {
            return false;
        }
        long longest = 0;
        while (!queue.isEmpty()) {
            long[] head = queue.remove();
            int v = (int) head[1];
            if (head[0] > far[v]) {
                continue;
            }
            longest = head[0];
            for (int arc = first[v]; arc >= 0; arc = next[arc]) {
                long length = head[0] + slack(arc, v);
                if (open(arc) && length < far[heads[arc]]) {
                    far[heads[arc]] = length;
                    queue.add(new long[] {length, heads[arc]});
                }
            }
        }
        for (int v = 0; v < variables; v++) {
            x[v] -= Math.min(far[v], longest);
        }
        return true;
    }

    /** Sends as much as tight pairs can carry. */
    private void send() {
        int[] level = levels();
        while (level != null) {
            int[] current = first.clone();
            for (int v = 0; v < variables; v++) {
                while (excess[v] > 0 && augment(v, level, current)) {
                    continue;
                }
            }
            level = levels();
        }
    }

    /** Number of tight arcs from an excess to each variable, -1 if there is no way; null if no lack can be reached. */
    private int[] levels() {
        int[] level = new int[variables];
        Arrays.fill(level, -1);
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        for (int v = 0; v < variables; v++) {
            if (excess[v] > 0) {
                level[v] = 0;
                queue.add(v);
            }
        }
        boolean lack = false;
        while (!queue.isEmpty()) {
            int v = queue.remove();
            lack |= excess[v] < 0;
            for (int arc = first[v]; arc >= 0; arc = next[arc]) {
                int to = heads[arc];
                if (level[to] < 0 && open(arc) && slack(arc, v) == 0) {
                    level[to] = level[v] + 1;
                    queue.add(to);
                }
            }
        }
        return lack ? level : null;
    }

    /** One path, level by level, from a variable to a lack; false if there is none left. */
    private boolean augment(int from, int[] level, int[] current) {
        int[] path = new int[variables];
        int length = 0;
        int v = from;
        while (excess[v] >= 0) {
            int arc = current[v];
            if (arc < 0) {
                if (length == 0) {
                    return false;
                }
                v = heads[path[--length] ^ 1];
                current[v] = next[current[v]];
            } else if (level[heads[arc]] == level[v] + 1 && open(arc) && slack(arc, v) == 0) {
                path[length++] = arc;
                v = heads[arc];
            } else {
                current[v] = next[arc];
            }
        }
        long amount = Math.min(excess[from], -excess[v]);
        for (int i = 0; i < length; i++) {
            amount = (path[i] & 1) == 0 ? amount : Math.min(amount, flows[path[i] >> 1]);
        }
        for (int i = 0; i < length; i++) {
            flows[path[i] >> 1] += (path[i] & 1) == 0 ? amount : -amount;
        }
        excess[from] -= amount;
        excess[v] += amount;
        return true;
    }
}
