// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking.mesh;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.spiking.mesh.Grid.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Sends flits on, first along rows, then along columns; one with destinations on several sides leaves once on each of them.
 *
 * <p>It cannot deadlock. A flit waits only for room in the queue behind its output. From a link along a row it goes on in the same direction, into a column or to
 * the core; from one along a column in the same direction or to the core; so the links can be numbered such that flits wait for higher numbers only, and the last
 * ones lead to cores and the host, which take what comes without waiting for a flit to leave. The host's own link is, like a core's, one that no other leads to. The
 * copies of a flit leave one by one as there is room, and none waits for another.
 *
 * <p>Flits from one place to another keep their order: they take the same way, through queues, and a flit is out of a queue only when all its copies are.
 */
@Contract(
        """
        Sends flits on, first along rows, then along columns.
        in:  in_<side> with in_<side>_valid and in_<side>_ready: a flit comes. out_<side>_ready: that on out_<side> is taken.
        out: out_<side> with out_<side>_valid; it may change while it is not taken. empty: no flit is inside.
        A flit leaves once on each side on which it has destinations, with those only. Inputs take turns.
        Reset: empty.
        """)
public final class Router extends Module {
    private final Word[] in = new Word[Side.values().length];
    private final Bit[] inValid = new Bit[in.length];
    private final Bit[] inReady = new Bit[in.length];
    private final Word[] out = new Word[in.length];
    private final Bit[] outValid = new Bit[in.length];
    private final Bit[] outReady = new Bit[in.length];
    public final Bit empty = outBit();

    private final Grid grid;
    private final int core;
    private final Word[] heads = new Word[in.length];
    private final Bit[][] requests = new Bit[in.length][in.length];
    private final Bit[][] taken = new Bit[in.length][in.length];

    /** The router of a core. */
    public Router(Grid grid, int core) {
        definition("Router" + core);
        this.grid = grid;
        this.core = core;
        int bits = Flit.bits(grid.cores());
        List<Side> sides = Arrays.stream(Side.values())
                .filter(side -> grid.has(core, side))
                .toList();
        FlitQueue[] queues = new FlitQueue[in.length];
        for (Side side : sides) {
            int i = side.ordinal();
            in[i] = in(bits).named("in_" + name(side));
            inValid[i] = inBit().named("in_" + name(side) + "_valid");
            inReady[i] = outBit().named("in_" + name(side) + "_ready");
            out[i] = out(bits).named("out_" + name(side));
            outValid[i] = outBit().named("out_" + name(side) + "_valid");
            outReady[i] = inBit().named("out_" + name(side) + "_ready");
        }
        for (Side side : sides) {
            queues[side.ordinal()] = child(() -> new FlitQueue(bits));
        }
        for (Side from : sides) {
            request(from, sides, queues[from.ordinal()]);
        }
        for (Side to : sides) {
            arbitrate(to, sides);
        }
        List<Bit> inside = new ArrayList<>();
        for (Side from : sides) {
            finish(from, sides, queues[from.ordinal()]);
            inside.add(queues[from.ordinal()].valid);
        }
        empty.set(Bit.anyOf(inside).not());
    }

    /** The flit that comes in on a side. */
    public void feed(Side side, Word flit, Bit valid) {
        in[side.ordinal()].set(flit);
        inValid[side.ordinal()].set(valid);
    }

    /** Whether a flit that comes in on a side is taken. */
    public Bit takes(Side side) {
        return inReady[side.ordinal()];
    }

    /** The flit that leaves on a side. */
    public Word flit(Side side) {
        return out[side.ordinal()];
    }

    /** Whether a flit leaves on a side. */
    public Bit valid(Side side) {
        return outValid[side.ordinal()];
    }

    /** Says whether the flit that leaves on a side is taken. */
    public void taken(Side side, Bit ready) {
        outReady[side.ordinal()].set(ready);
    }

    private static String name(Side side) {
        return side.name().toLowerCase(Locale.ROOT);
    }

    private List<Side> turns(Side from, List<Side> sides) {
        return sides.stream().filter(to -> grid.turns(core, from, to)).toList();
    }

    /** Which sides the oldest flit of a queue still has to leave on. */
    private void request(Side from, List<Side> sides, FlitQueue queue) {
        int i = from.ordinal();
        queue.pushed.set(in[i]);
        queue.push.set(inValid[i]);
        inReady[i].set(queue.ready);
        heads[i] = queue.data;
        Word destinations = Flit.destinations(queue.data);
        for (Side to : turns(from, sides)) {
            Word there = Word.of(grid.destinations(core, to), destinations.width());
            requests[i][to.ordinal()] =
                    queue.valid.and(destinations.and(there).any()).named("needs_" + name(from) + "_" + name(to));
        }
    }

    /** Who leaves on a side: the next input after the last one that asks. */
    private void arbitrate(Side to, List<Side> sides) {
        int o = to.ordinal();
        List<Side> from = sides.stream()
                .filter(side -> requests[side.ordinal()][o] != null)
                .toList();
        List<Word> asking = new ArrayList<>();
        for (Side side : from) {
            Bit left = regBit(false).named("left_" + name(side) + "_" + name(to));
            taken[side.ordinal()][o] = left;
            asking.add(requests[side.ordinal()][o].and(left.not()).asWord());
        }
        int n = from.size();
        Word requested = Word.catLow(asking).named("requests_" + name(to));
        Word turn = reg(n, 0).named("turn_" + name(to));
        Word later = requested.and(turn).named("later_" + name(to));
        Word considered = Word.mux(later.any(), later, requested).named("considered_" + name(to));
        Word granted = considered.and(considered.negate()).named("granted_" + name(to));
        Word there = Word.of(grid.destinations(core, to), grid.cores() + 1);
        Word flit = null;
        for (int k = 0; k < n; k++) {
            Word head = heads[from.get(k).ordinal()].gate(granted.bit(k));
            flit = flit == null ? head : flit.or(head).named("flit_" + name(to) + "_" + k);
        }
        out[o].set(Flit.only(flit, Flit.destinations(flit).and(there)));
        outValid[o].set(requested.any());
        // The inputs behind the one that leaves now come first next time.
        when(
                requested.any().and(outReady[o]),
                () -> turn.set(granted.or(granted.minus(1)).not()));
        for (int k = 0; k < n; k++) {
            accepted[from.get(k).ordinal()][o] =
                    granted.bit(k).and(outReady[o]).named("leaves_" + name(from.get(k)) + "_" + name(to));
        }
    }

    private final Bit[][] accepted = new Bit[in.length][in.length];

    /** A flit is out of its queue when it has left on all its sides. */
    private void finish(Side from, List<Side> sides, FlitQueue queue) {
        int i = from.ordinal();
        Bit waits = Bit.of(false);
        for (Side to : turns(from, sides)) {
            int o = to.ordinal();
            waits = waits.or(requests[i][o].and(taken[i][o].or(accepted[i][o]).not()))
                    .named("waits_" + name(from) + "_to_" + name(to));
        }
        Bit pop = queue.valid.and(waits.not()).named("pop_" + name(from));
        queue.pop.set(pop);
        for (Side to : turns(from, sides)) {
            Bit left = taken[i][to.ordinal()];
            Bit accept = accepted[i][to.ordinal()];
            left.set(pop.not().and(left.or(accept)));
        }
    }
}
