// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking.mesh;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.emit.Elaboration;
import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.parts.AxiLiteTop;
import io.fluxmill.hw.spiking.mesh.Grid.Side;

/** The routers of a mesh alone, with a stream in and one out at each core and at the host. */
final class MeshTraffic extends AxiLiteTop {
    static final int BEAT_BITS = 64;

    private static final RegisterMap MAP = RegisterMap.of("MESH", 1).build();

    final Router[] routers;

    private MeshTraffic(Grid grid) {
        super(MAP, 8);
        routers = new Router[grid.cores()];
        for (int i = 0; i < routers.length; i++) {
            int core = i;
            routers[i] = child(() -> new Router(grid, core));
        }
        for (int core = 0; core < routers.length; core++) {
            for (Side side : Side.values()) {
                if (!grid.has(core, side)) {
                    continue;
                }
                int neighbour = grid.neighbour(core, side);
                if (side == Side.LOCAL || neighbour == grid.host()) {
                    place(routers[core], side, neighbour, Flit.bits(grid.cores()));
                } else {
                    Side other = Grid.opposite(side);
                    routers[core].feed(side, routers[neighbour].flit(other), routers[neighbour].valid(other));
                    routers[core].taken(side, routers[neighbour].takes(other));
                }
            }
        }
    }

    private void place(Router router, Side side, int number, int bits) {
        AxiStream in = streamIn(sender(number), BEAT_BITS);
        AxiStream out = streamOut(receiver(number), BEAT_BITS);
        // What leaves a router may change until it is taken; a stream must not.
        FlitQueue queue = child(() -> new FlitQueue(bits));
        router.feed(side, in.data.slice(0, bits), in.valid);
        in.ready.set(router.takes(side));
        queue.pushed.set(router.flit(side));
        queue.push.set(router.valid(side));
        router.taken(side, queue.ready);
        out.data.set(queue.data.resize(BEAT_BITS));
        out.valid.set(queue.valid);
        queue.pop.set(queue.valid.and(out.ready));
    }

    static String sender(int place) {
        return "s_axis_" + place;
    }

    static String receiver(int place) {
        return "m_axis_" + place;
    }

    static Design design(Grid grid) {
        return Elaboration.of("mesh" + grid.cores(), "test", () -> new MeshTraffic(grid))
                .design(manifest -> manifest);
    }
}
