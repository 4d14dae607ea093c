// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.link;

import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.core.protocol.LinkLayout.Counter;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.host.EngineClock;
import io.fluxmill.hw.parts.ReadWord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The link's registers: constants, counters of events, and what the engine's clock and streams show. Combinational reading. */
@Contract(
        """
        Registers of a link: constants, counters of events, and state of the engine's clock and streams; read-only.
        in:  index: word of the window; events: pulses, each counted in 16 bits without wrapping around;
             cycles: of the engine; left_<i>: beats that are left of stream i.
        out: exists, value: combinational from index; faulty: a frame was dropped since reset.
        Reset clears the counters.
        """)
final class LinkWindow extends Module {
    private static final int COUNTER_BITS = 16;

    /** Words from the window's beginning. */
    final Word index = in(13);

    final Bit exists = outBit();
    final Word value = out(32);

    /** One bit for each of {@link Counter}. */
    final Word events;

    final Word cycles = in(EngineClock.CYCLE_BITS);
    final Word[] left;
    /** A frame was dropped since reset. */
    final Bit faulty = outBit();

    LinkWindow(RegisterMap map, int streams) {
        events = in(Counter.values().length);
        left = new Word[streams];
        Map<String, Word> shown = new HashMap<>();
        for (Counter counter : Counter.values()) {
            shown.put(LinkRegisters.name(counter), counter(counter));
        }
        shown.put(LinkRegisters.CYCLES_LOW, cycles.slice(0, 32));
        shown.put(
                LinkRegisters.CYCLES_HIGH,
                cycles.slice(32, EngineClock.CYCLE_BITS - 32).resize(32));
        for (int i = 0; i < streams; i++) {
            left[i] = in(32);
            shown.put(LinkRegisters.left(i), left[i]);
        }
        List<Register> registers = map.registers();
        List<Word> words = new ArrayList<>();
        for (int i = 0; i < registers.size(); i++) {
            Register register = registers.get(i);
            Word source = map.isConstant(register) ? Word.of(register.reset(), 32) : shown.get(register.name());
            words.add(source.gate(index.eq(i).named("hit_" + register.name().toLowerCase(Locale.ROOT))));
        }
        value.set(ReadWord.of("words", words));
        exists.set(index.less(registers.size()));
        Bit seen = regBit(false).named("fault_seen");
        int first = index(Counter.CRC_ERRORS);
        when(events.slice(first, index(Counter.OVERRUNS) + 1 - first).any(), () -> seen.set(Bit.of(true)));
        faulty.set(seen);
    }

    private Word counter(Counter counter) {
        Word count = reg(COUNTER_BITS, 0).named("count_" + counter.name().toLowerCase(Locale.ROOT));
        Bit event = events.bit(index(counter));
        when(event.and(count.not().any()), () -> count.set(count.plus(1)));
        return count.resize(32).named("shown_" + counter.name().toLowerCase(Locale.ROOT));
    }

    private static int index(Counter counter) {
        return List.of(Counter.values()).indexOf(counter);
    }
}
