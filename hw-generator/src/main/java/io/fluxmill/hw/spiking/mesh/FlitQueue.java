// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking.mesh;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/** A queue of two flits in registers: one a cycle in and out, and no path through it in a cycle. */
@Contract(
        """
        Queue of two flits in registers.
        in:  pushed with push and ready: a flit is taken. pop, only while valid is 1.
        out: data, valid: the oldest flit, from the cycle after its push on. ready: there is room.
        Reset empties the queue.
        """)
public final class FlitQueue extends Module {
    public final Word pushed;
    public final Bit push = inBit();
    public final Bit ready = outBit();
    public final Word data;
    public final Bit valid = outBit();
    public final Bit pop = inBit();

    public FlitQueue(int widthBits) {
        pushed = in(widthBits);
        data = out(widthBits);
        Word first = reg(widthBits).named("first");
        Word second = reg(widthBits).named("second");
        Bit one = regBit(false).named("one");
        Bit two = regBit(false).named("two");
        Bit accept = push.and(two.not()).named("accept");
        ready.set(two.not());
        valid.set(one);
        data.set(first);
        Bit stays = one.and(pop.not()).named("stays");
        when(pop, () -> first.set(second));
        when(accept.and(stays.not()), () -> first.set(pushed));
        when(accept, () -> second.set(pushed));
        // After: two if one stays and one comes, or two were there and none went.
        two.set(stays.and(accept.or(two)));
        one.set(stays.or(accept).or(two));
    }
}
