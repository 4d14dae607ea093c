// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.axi;

import io.fluxmill.core.protocol.Axi4Signal;
import io.fluxmill.hw.hdl.Axi4;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.HdlException;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Watches an AXI4 port. */
@Contract(
        """
        Watches an AXI4 port whose bursts are all answered in order.
        in:  all signals of the port. out: broken: a bit for each rule that the port breaks in this cycle; violation: number of the first one, 0 for
             none. The rules and their numbers are in docs/axi.md. After a violation of an order, others may follow from it.
        Reset forgets all, with the master and the slave.
        """)
public final class AxiChecker extends Module {
    private static final int LENGTH_BITS = AxiSettings.LENGTH_BITS;

    /** One bit a rule, by {@link AxiRule#ordinal}. */
    public final Word broken = out(AxiRule.values().length);

    /** {@link AxiRule#number} of the first broken rule, or 0. */
    public final Word violation = out(5);

    private final Axi4.Widths widths;
    private final int outstanding;
    private final Map<Axi4Signal, Word> words = new EnumMap<>(Axi4Signal.class);
    private final Map<Axi4Signal, Bit> bits = new EnumMap<>(Axi4Signal.class);
    private final Map<AxiRule, Bit> rules = new EnumMap<>(AxiRule.class);
    private final Bit firstCycle = regBit(true);

    /** @param outstanding bursts that may be under way in each direction, 1 to 16 */
    public AxiChecker(Axi4.Widths widths, int outstanding) {
        if (outstanding < 1 || outstanding > 16) {
            throw new HdlException("outstanding must be in 1..16: outstanding=" + outstanding);
        }
        this.widths = widths;
        this.outstanding = outstanding;
        for (Axi4Signal signal : Axi4Signal.values()) {
            int width = signal.widthBits(widths.addressBits(), widths.dataBits(), widths.idBits());
            if (signal.isBit()) {
                bits.put(signal, inBit().named(signal.port("axi")));
            } else if (width > 0) {
                words.put(signal, in(width).named(signal.port("axi")));
            }
        }
        handshakes();
        reset();
        form(AxiRule.AW_BOUNDARY, AxiRule.AW_FORM, Axi4Signal.AWVALID, "aw");
        form(AxiRule.AR_BOUNDARY, AxiRule.AR_FORM, Axi4Signal.ARVALID, "ar");
        writes();
        reads();
        List<Word> all = new ArrayList<>();
        Word first = Word.of(0, 5);
        for (int i = AxiRule.values().length - 1; i >= 0; i--) {
            AxiRule rule = AxiRule.values()[i];
            Bit breaks = rules.getOrDefault(rule, Bit.of(false))
                    .named("breaks_" + rule.name().toLowerCase(Locale.ROOT));
            all.add(0, breaks.asWord());
            first = Word.mux(breaks, Word.of(rule.number(), 5), first).named("first_from_" + rule.number());
        }
        broken.set(Word.catLow(all));
        violation.set(first);
    }

    /** Lets it watch a port of the module that is being described, or of one of its children. */
    public void watch(Axi4 port) {
        channel(port.writeAddress, "AW");
        channel(port.readAddress, "AR");
        set(Axi4Signal.WDATA, port.writeData.data());
        set(Axi4Signal.WSTRB, port.writeData.strobe());
        set(Axi4Signal.WLAST, port.writeData.last());
        set(Axi4Signal.WVALID, port.writeData.valid());
        set(Axi4Signal.WREADY, port.writeData.ready());
        set(Axi4Signal.BID, port.writeResponse.id());
        set(Axi4Signal.BRESP, port.writeResponse.response());
        set(Axi4Signal.BVALID, port.writeResponse.valid());
        set(Axi4Signal.BREADY, port.writeResponse.ready());
        set(Axi4Signal.RID, port.readData.id());
        set(Axi4Signal.RDATA, port.readData.data());
        set(Axi4Signal.RRESP, port.readData.response());
        set(Axi4Signal.RLAST, port.readData.last());
        set(Axi4Signal.RVALID, port.readData.valid());
        set(Axi4Signal.RREADY, port.readData.ready());
    }

    private void channel(Axi4.AddressChannel channel, String name) {
        set(Axi4Signal.valueOf(name + "ID"), channel.id());
        set(Axi4Signal.valueOf(name + "ADDR"), channel.address());
        set(Axi4Signal.valueOf(name + "LEN"), channel.length());
        set(Axi4Signal.valueOf(name + "SIZE"), channel.size());
        set(Axi4Signal.valueOf(name + "BURST"), channel.burst());
        set(Axi4Signal.valueOf(name + "VALID"), channel.valid());
        set(Axi4Signal.valueOf(name + "READY"), channel.ready());
    }

    private void set(Axi4Signal signal, Word value) {
        if (value != null) {
            words.get(signal).set(value);
        }
    }

    private void set(Axi4Signal signal, Bit value) {
        bits.get(signal).set(value);
    }

    private Bit bit(Axi4Signal signal) {
        return bits.get(signal);
    }

    private Word word(Axi4Signal signal) {
        return words.get(signal);
    }

    private Bit moves(Axi4Signal valid, Axi4Signal ready, String name) {
        return bit(valid).and(bit(ready)).named(name);
    }

    private void handshakes() {
        stays("aw", AxiRule.AW_VALID, AxiRule.AW_STABLE);
        stays("w", AxiRule.W_VALID, AxiRule.W_STABLE);
        stays("b", AxiRule.B_VALID, AxiRule.B_STABLE);
        stays("ar", AxiRule.AR_VALID, AxiRule.AR_STABLE);
        stays("r", AxiRule.R_VALID, AxiRule.R_STABLE);
    }

    /** A channel whose beat was not taken must offer the same beat. */
    private void stays(String channel, AxiRule valid, AxiRule stable) {
        List<Word> parts = new ArrayList<>();
        for (Axi4Signal signal : Axi4Signal.values()) {
            String name = signal.port("");
            boolean ours = name.matches("_" + channel + "(id|addr|len|size|burst|data|strb|last|resp)");
            if (ours && signal.isBit()) {
                parts.add(bit(signal).asWord());
            } else if (ours && words.containsKey(signal)) {
                parts.add(word(signal));
            }
        }
        String upper = channel.toUpperCase(Locale.ROOT);
        Bit offered = bit(Axi4Signal.valueOf(upper + "VALID"));
        Bit taken = bit(Axi4Signal.valueOf(upper + "READY"));
        Word payload = Word.catLow(parts).named(channel + "_payload");
        Bit waits = next(channel + "_waits", offered.and(taken.not()));
        Word before = next(channel + "_before", payload);
        rules.put(valid, waits.and(offered.not()));
        rules.put(stable, waits.and(offered).and(payload.eq(before).not()));
    }

    private void reset() {
        firstCycle.set(Bit.of(false));
        Bit master = bit(Axi4Signal.AWVALID).or(bit(Axi4Signal.WVALID)).or(bit(Axi4Signal.ARVALID));
        rules.put(AxiRule.MASTER_RESET, firstCycle.and(master));
        rules.put(AxiRule.SLAVE_RESET, firstCycle.and(bit(Axi4Signal.BVALID).or(bit(Axi4Signal.RVALID))));
    }

    /** Bursts stay in 4 kB; FIXED has at most 16 beats, WRAP 2, 4, 8 or 16 from an aligned address; no beat is wider than the bus. */
    private void form(AxiRule boundary, AxiRule form, Axi4Signal valid, String name) {
        boolean writes = valid == Axi4Signal.AWVALID;
        Word address = word(writes ? Axi4Signal.AWADDR : Axi4Signal.ARADDR);
        Word length = word(writes ? Axi4Signal.AWLEN : Axi4Signal.ARLEN);
        Word size = word(writes ? Axi4Signal.AWSIZE : Axi4Signal.ARSIZE);
        Word kind = word(writes ? Axi4Signal.AWBURST : Axi4Signal.ARBURST);
        Bit offered = bit(valid);
        List<Word> ends = new ArrayList<>();
        List<Word> masks = new ArrayList<>();
        for (int i = 0; i <= widths.size(); i++) {
            Word start = address.slice(0, 12);
            Word aligned = i == 0 ? start : Word.cat(start.slice(i, 12 - i), Word.of(0, i));
            Word scaled = length.padLow(i).named(name + "_length_" + i);
            Word from = aligned.named(name + "_from_" + i);
            ends.add(from.resize(16).plus(scaled.resize(16)).named(name + "_last_" + i));
            masks.add(Word.of((1 << i) - 1, 12));
        }
        Word last = size.select(ends).named(name + "_last_beat");
        Word below = size.select(masks).named(name + "_size_mask");
        Bit increments = kind.eq(Axi4.INCREMENT);
        rules.put(boundary, offered.and(increments).and(last.slice(12, 4).any()));
        Bit wide = Word.of(widths.size(), 3).less(size);
        Bit reserved = kind.eq(3);
        Bit fixed = kind.isZero().and(length.greaterOrEqual(16));
        Bit wraps =
                length.eq(1).or(length.eq(3)).or(length.eq(7)).or(length.eq(15)).named(name + "_wrap_length");
        Word inside = address.slice(0, 12).and(below).named(name + "_unaligned");
        Bit whole = inside.isZero();
        Bit wrap = kind.eq(2).and(wraps.and(whole).not());
        rules.put(form, offered.and(wide.or(reserved).or(fixed).or(wrap)));
    }

    private int slots() {
        return Math.max(2, Integer.highestOneBit(2 * outstanding - 1));
    }

    /** A counter of bursts, with as many bits as name a slot and two more, so that differences have a sign. */
    private Word counter(String name, Bit up) {
        Word counter = reg(Integer.numberOfTrailingZeros(slots()) + 2, 0).named(name);
        when(up, () -> counter.set(counter.plus(1)));
        return counter;
    }

    private static Word slot(Word counter) {
        return counter.slice(0, counter.width() - 2);
    }

    private void writes() {
        Bit address = moves(Axi4Signal.AWVALID, Axi4Signal.AWREADY, "aw_moves");
        Bit beat = moves(Axi4Signal.WVALID, Axi4Signal.WREADY, "w_moves");
        Bit answer = moves(Axi4Signal.BVALID, Axi4Signal.BREADY, "b_moves");
        Bit last = bit(Axi4Signal.WLAST);
        Word asked = counter("aw_count", address);
        Word sent = counter("w_count", beat.and(last));
        Word answered = counter("b_count", answer);
        Word length = word(Axi4Signal.AWLEN);
        Memory lengths = memory(slots(), LENGTH_BITS).named("aw_lengths");
        lengths.write(slot(asked), length, address);
        Memory ahead = memory(slots(), LENGTH_BITS).named("w_lengths");
        Word index = reg(LENGTH_BITS, 0).named("w_index");
        Word nextIndex = index.plus(1).named("w_next_index");
        when(beat, () -> index.set(nextIndex.gate(last.not())));
        ahead.write(slot(sent), index, beat.and(last));

        Word late = asked.minus(sent).named("aw_less_w"); // > 0: the length of this burst is known
        Bit behind = late.top().not().and(late.any()).named("w_behind");
        Bit unequal = late.any().named("w_unequal");
        Bit equal = unequal.not();
        Bit runs = behind.not().and(equal.not()).named("w_runs_ahead");
        Bit offered = bit(Axi4Signal.AWVALID).and(equal);
        Word expected = Word.mux(behind, lengths.readNow(slot(sent)), length).named("w_expected");
        Bit known = behind.or(offered);
        Bit wrongBeat = last.xor(index.eq(expected)).or(expected.less(index));
        Bit wrongEnd = known.and(wrongBeat).or(index.eq(255).and(last.not()));
        Word was = ahead.readNow(slot(asked)).named("w_was");
        Bit wrongLength = address.and(runs).and(was.eq(length).not());
        rules.put(AxiRule.W_LAST, bit(Axi4Signal.WVALID).and(wrongEnd).or(wrongLength));
        Word early = sent.minus(asked).named("w_less_aw");
        rules.put(AxiRule.W_AHEAD, beat.and(last).and(address.not()).and(runs).and(early.eq(outstanding)));
        Word open = asked.minus(answered).named("aw_less_b");
        rules.put(AxiRule.AW_COUNT, address.and(answer.not()).and(open.eq(outstanding)));
        Bit none = answered.eq(asked).or(answered.eq(sent)).named("b_none");
        rules.put(AxiRule.B_UNASKED, bit(Axi4Signal.BVALID).and(none).and(firstCycle.not()));
        if (widths.idBits() > 0) {
            Memory ids = memory(slots(), widths.idBits()).named("aw_ids");
            ids.write(slot(asked), word(Axi4Signal.AWID), address);
            Bit other = word(Axi4Signal.BID).eq(ids.readNow(slot(answered))).not();
            rules.put(AxiRule.B_ID, bit(Axi4Signal.BVALID).and(none.not()).and(other));
        }
    }

    private void reads() {
        Bit address = moves(Axi4Signal.ARVALID, Axi4Signal.ARREADY, "ar_moves");
        Bit beat = moves(Axi4Signal.RVALID, Axi4Signal.RREADY, "r_moves");
        Word asked = counter("ar_count", address);
        Word index = reg(LENGTH_BITS, 0).named("r_index");
        Memory lengths = memory(slots(), LENGTH_BITS).named("ar_lengths");
        lengths.write(slot(asked), word(Axi4Signal.ARLEN), address);
        Word answered = reg(asked.width(), 0).named("r_count");
        Bit end = index.eq(lengths.readNow(slot(answered))).named("r_end");
        Bit burst = beat.and(end).named("r_burst");
        Word nextIndex = index.plus(1).named("r_next_index");
        when(beat, () -> index.set(nextIndex.gate(end.not())));
        when(burst, () -> answered.set(answered.plus(1)));
        Word open = asked.minus(answered).named("ar_less_r");
        Bit some = open.any().named("ar_open");
        Bit none = some.not();
        Bit valid = bit(Axi4Signal.RVALID);
        rules.put(AxiRule.AR_COUNT, address.and(burst.not()).and(open.eq(outstanding)));
        rules.put(AxiRule.R_UNASKED, valid.and(none).and(firstCycle.not()));
        rules.put(
                AxiRule.R_LAST, valid.and(none.not()).and(bit(Axi4Signal.RLAST).xor(end)));
        if (widths.idBits() > 0) {
            Memory ids = memory(slots(), widths.idBits()).named("ar_ids");
            ids.write(slot(asked), word(Axi4Signal.ARID), address);
            Bit other = word(Axi4Signal.RID).eq(ids.readNow(slot(answered))).not();
            rules.put(AxiRule.R_ID, valid.and(none.not()).and(other));
        }
    }
}
