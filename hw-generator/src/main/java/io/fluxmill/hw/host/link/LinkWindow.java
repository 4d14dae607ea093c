// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.link;

import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.host.EngineClock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The link's registers: constants, counters of events, and what the engine's clock and streams show. Combinational reading. */
final class LinkWindow extends Module {
    private static final int COUNTER_BITS = 16;

    /** Words from the window's beginning. */
    final Word index = in(13);

    final Bit exists = outBit();
    final Word value = out(32);

    /** One bit for each of {@link LinkRegisters#COUNTERS}. */
    final Word events;

    final Word cycles = in(EngineClock.CYCLE_BITS);
    final Word[] left;
    /** A frame was dropped since reset. */
    final Bit faulty = outBit();

    LinkWindow(RegisterMap map, int streams) {
        int counters = LinkRegisters.COUNTERS.size();
        events = in(counters);
        left = new Word[streams];
        Map<String, Word> shown = new HashMap<>();
        for (int i = 0; i < counters; i++) {
            shown.put("LINK_" + LinkRegisters.COUNTERS.get(i), counter(i));
        }
        shown.put("LINK_CYCLES_LOW", cycles.slice(0, 32));
        shown.put(
                "LINK_CYCLES_HIGH",
                cycles.slice(32, EngineClock.CYCLE_BITS - 32).resize(32));
        for (int i = 0; i < streams; i++) {
            left[i] = in(32);
            shown.put("LINK_LEFT_" + i, left[i]);
        }
        List<Register> registers = map.registers();
        Word selected = Word.of(0, 32);
        for (int i = 0; i < registers.size(); i++) {
            Register register = registers.get(i);
            Word source = map.isConstant(register) ? Word.of(register.reset(), 32) : shown.get(register.name());
            selected = selected.or(source.gate(index.eq(i)));
        }
        value.set(selected);
        exists.set(index.less(registers.size()));
        Bit seen = regBit(false).named("fault_seen");
        when(events.slice(2, 4).any(), () -> seen.set(Bit.of(true)));
        faulty.set(seen);
    }

    private Word counter(int i) {
        Word count = reg(COUNTER_BITS, 0)
                .named("count_" + LinkRegisters.COUNTERS.get(i).toLowerCase(Locale.ROOT));
        when(events.bit(i).and(count.not().any()), () -> count.set(count.plus(1)));
        return count.resize(32);
    }
}
