// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.parts;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/** A 64-bit counter of clock cycles since reset; {@link #expired} is 1 from the cycle after it reaches {@link #compare} on. */
@Contract(
        """
        Counter of clock cycles since reset.
        in:  compare: 64 bits, unsigned. out: count: cycles since reset; expired: count was >= compare one cycle ago.
        Reset sets count and expired to 0.
        """)
public final class Timer extends Module {
    public final Word compare = in(64);
    public final Word count = out(64);
    public final Bit expired = outBit();

    public Timer() {
        Word cycles = reg(64, 0).named("cycles");
        cycles.set(cycles.plus(1));
        count.set(cycles);
        expired.set(next("reached", cycles.greaterOrEqual(compare)));
    }
}
