// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.bus;

import io.fluxmill.core.manifest.Access;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.core.protocol.BusFault;
import io.fluxmill.core.protocol.BusLayout;
import io.fluxmill.core.protocol.BusRegister;
import io.fluxmill.core.protocol.RunCondition;
import io.fluxmill.core.protocol.RunFlag;
import io.fluxmill.hw.hdl.AxiLite;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.host.EngineClock;
import io.fluxmill.hw.host.EngineHost;
import io.fluxmill.hw.parts.ReadWord;
import io.fluxmill.hw.parts.RegisterFields;
import io.fluxmill.hw.parts.RegisterWord;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An engine behind an AXI4-Lite slave whose accesses work on its registers, streams and clock; docs/transports.md is the contract. */
@Contract(
        """
        An engine behind an AXI4-Lite slave s_axi of 32-bit words: its registers, the queues of its streams and its
        clock. Byte addresses: 0x0000 registers of the engine; 0x8000 registers of this host; 0x10000 windows of the
        streams, 4 KiB each: a write pushes four bytes, a read pops four. The registers are described in the .md file
        of the design. The engine's clock runs only for an access, or in a run (limit and conditions, then START)
        while no stream waits. Every access answers OKAY; one that cannot be carried out reads as ones, sets a bit of
        FAULTS and keeps the address. irq: level, a run has ended and is enabled. reset is synchronous, resets the
        engine, too, and empties the queues.
        """)
final class BusTop extends EngineHost {
    private static final int IDLE = 0;
    private static final int ENGINE = 1;
    private static final int PUSH = 2;
    private static final int POP = 3;

    private static final long ALL_ONES = 0xFFFFFFFFL;
    private static final int BYTES = 4;

    final AxiLite bus = slave("s_axi", BusLayout.ADDRESS_BITS);
    final Bit irq = interruptOut("irq");

    final BusSlave slave = child(() -> new BusSlave(BusLayout.ADDRESS_BITS));

    private final Word state = reg(2, IDLE);
    private final Bit stuck = regBit(false);
    private final Word faults = reg(BusFault.values().length, 0);
    private final Word faultAddress = reg(BusLayout.ADDRESS_BITS, 0);
    private final Word session = reg(32, 0);
    private final Word limit = reg(EngineClock.CYCLE_BITS, 0);
    private final Word cyclesHigh = reg(EngineClock.CYCLE_BITS - 32, 0);
    private final Bit irqEnable = regBit(false);
    private final Bit ended = regBit(false);
    private final Bit runBegun = regBit(false);
    private final Word shift = reg(32);
    private final Word byteIndex = reg(2, 0);
    private final Bit dry = regBit(false);

    private final Bit done = wireBit();
    private final Word answer = wire(32);
    private final Map<BusFault, Bit> fault = new EnumMap<>(BusFault.class);

    private final Bit begin;
    private final Bit whole;
    private final Bit writes;
    private final Bit reads;

    /** @param map the bus registers */
    BusTop(BusConfig config, Manifest manifest, RegisterMap map) {
        super(config.engine(), manifest, config.bufferBytes());
        slave.bus.connect(bus);
        done.set(Bit.of(false));
        answer.set(Word.of(ALL_ONES, 32));
        for (BusFault reason : BusFault.values()) {
            Bit bit = wireBit().named("fault_" + reason.field());
            bit.set(Bit.of(false));
            fault.put(reason, bit);
        }
        begin = slave.pending.and(state.isZero()).named("begin_access");
        whole = slave.strobes.eq(0xF);
        writes = begin.and(slave.write).and(whole).named("begin_write");
        reads = begin.and(slave.write.not()).named("begin_read");
        Bit partial = begin.and(slave.write).and(whole.not()).named("partial_write");
        when(partial, () -> done.set(Bit.of(true)));
        when(partial.and(slave.strobes.any()), () -> fault.get(BusFault.NOTHING_THERE)
                .set(Bit.of(true)));
        Word region = slave.address.slice(15, 2);
        engine(region.isZero());
        windows(region.bit(1));
        registers(region.eq(1).named("to_bus_registers"), map);
        record();
        slave.done.set(done);
        slave.answer.set(answer);
    }

    private void go(int value) {
        state.set(Word.of(value, 2));
    }

    private void end(Word value) {
        done.set(Bit.of(true));
        answer.set(value);
        go(IDLE);
    }

    private void refuse(Bit condition, BusFault reason) {
        when(condition, () -> {
            done.set(Bit.of(true));
            fault.get(reason).set(Bit.of(true));
        });
    }

    /** Accesses to the engine's registers. */
    private void engine(Bit here) {
        Bit asked = writes.or(reads).and(here).named("engine_asked");
        int bits = master.address.width();
        Bit fits = slave.address.slice(bits, 15 - bits).isZero().named("engine_has_address");
        Bit free = clock.running.not().and(stuck.not());
        Bit starts = asked.and(fits).and(free).named("engine_access");
        refuse(asked.and(fits.not()), BusFault.NOTHING_THERE);
        refuse(asked.and(fits).and(clock.running), BusFault.RUNNING);
        refuse(asked.and(fits).and(clock.running.not()).and(stuck), BusFault.ENGINE_SILENT);
        when(starts, () -> go(ENGINE));
        master.start.set(starts);
        master.write.set(slave.write);
        master.address.set(Word.cat(slave.address.slice(2, bits - 2), Word.of(0, 2)));
        master.writeData.set(slave.data);
        Bit ends = state.eq(ENGINE).and(master.done).named("engine_answered");
        when(ends, () -> end(master.readData));
        when(ends.and(master.error), () -> {
            answer.set(Word.of(ALL_ONES, 32));
            fault.get(BusFault.ENGINE_ERROR).set(Bit.of(true));
        });
        when(ends.and(master.silent), () -> {
            answer.set(Word.of(ALL_ONES, 32));
            fault.get(BusFault.ENGINE_ERROR).set(Bit.of(false));
            fault.get(BusFault.ENGINE_SILENT).set(Bit.of(true));
            stuck.set(Bit.of(true));
        });
    }

    /** The windows of streams, a byte each cycle. */
    private void windows(Bit here) {
        Bit push = state.eq(PUSH).named("pushing");
        Bit pop = state.eq(POP).named("popping");
        List<Bit> in = new ArrayList<>();
        List<Bit> out = new ArrayList<>();
        List<Bit> rooms = new ArrayList<>();
        List<Bit> valids = new ArrayList<>();
        List<Bit> levels = new ArrayList<>();
        Word data = Word.of(0, 8);
        Word index = slave.address.slice(12, 4);
        for (int i = 0; i < streams.size(); i++) {
            Bit selected = index.eq(i).named("selected_" + i);
            if (isInput(i)) {
                in.add(selected);
                rooms.add(selected.and(feeder[i].room));
                feeder[i].pushed.set(shift.slice(0, 8));
                feeder[i].push.set(push.and(selected).and(feeder[i].room));
            } else {
                out.add(selected);
                valids.add(selected.and(collector[i].valid));
                levels.add(selected.and(collector[i].level.any()));
                data = data.or(collector[i].data.gate(selected));
                collector[i].pop.set(pop.and(dry.not()).and(selected).and(collector[i].valid));
            }
        }
        Bit sends = writes.and(here).and(Bit.anyOf(in)).named("begin_push");
        Bit receives = reads.and(here).and(Bit.anyOf(out)).named("begin_pop");
        refuse(writes.or(reads).and(here).and(sends.or(receives).not()), BusFault.NOTHING_THERE);
        when(sends, () -> {
            go(PUSH);
            shift.set(slave.data);
        });
        when(receives, () -> {
            go(POP);
            dry.set(Bit.of(false));
        });
        Bit valid = Bit.anyOf(valids).and(dry.not()).named("byte_valid");
        Bit empty = Bit.anyOf(levels).not().or(dry).named("queue_is_empty");
        Bit moves = push.or(pop.and(valid.or(empty))).named("byte_moves");
        Word next = Word.cat(data.gate(valid), shift.slice(8, 24)).named("shift_next");
        when(moves, () -> {
            shift.set(next);
            byteIndex.set(byteIndex.plus(1));
        });
        when(moves.and(byteIndex.eq(BYTES - 1)), () -> end(next));
        when(push.and(Bit.anyOf(rooms).not()), () -> fault.get(BusFault.QUEUE_FULL)
                .set(Bit.of(true)));
        when(pop.and(empty), () -> dry.set(Bit.of(true)));
        when(pop.and(empty).and(byteIndex.isZero()), () -> fault.get(BusFault.QUEUE_EMPTY)
                .set(Bit.of(true)));
    }

    /** The bus registers. */
    private void registers(Bit here, RegisterMap map) {
        Map<String, Word> shown = shown(map);
        Map<String, Bit> hits = new HashMap<>();
        Map<String, Bit> written = new HashMap<>();
        Bit known = Bit.of(false);
        Bit writable = Bit.of(false);
        List<Word> values = new ArrayList<>();
        Word number = slave.address.slice(2, 13);
        for (Register register : map.registers()) {
            if (register.offset() >= BusLayout.WINDOWS) {
                continue;
            }
            String name = register.name().toLowerCase(Locale.ROOT);
            Bit hit = here.and(number.eq((register.offset() - BusLayout.REGISTERS) / 4))
                    .named("hit_" + name);
            known = known.or(hit);
            if (register.access() != Access.RO) {
                writable = writable.or(hit);
            }
            Word source = map.isConstant(register)
                    ? Word.of(register.reset(), 32)
                    : shown.getOrDefault(register.name(), Word.of(0, 32));
            values.add(source.gate(hit));
            hits.put(register.name(), hit);
            written.put(register.name(), writes.and(hit).named("write_" + name));
            if (values.size() % 8 == 0) {
                known = known.named("exists_before_" + values.size());
                writable = writable.named("writable_before_" + values.size());
            }
        }
        Word read = ReadWord.of("read_words", values).named("read_word");
        Bit isKnown = known.named("register_exists");
        Bit isWritable = writable.named("register_is_writable");
        refuse(reads.and(here).and(isKnown.not()), BusFault.NOTHING_THERE);
        refuse(writes.and(here).and(isWritable.not()), BusFault.NOTHING_THERE);
        when(reads.and(here).and(isKnown), () -> end(read));
        when(writes.and(here).and(isWritable), () -> end(read));
        when(
                reads.and(hits.get(BusRegister.CYCLES_LOW.register())),
                () -> cyclesHigh.set(clock.cycles.slice(32, EngineClock.CYCLE_BITS - 32)));
        act(map, written);
    }

    /** What the registers read that are not constants; the others read as zero. */
    private Map<String, Word> shown(RegisterMap map) {
        int high = EngineClock.CYCLE_BITS - 32;
        Map<String, Word> shown = new HashMap<>();
        shown.put(BusRegister.SESSION.register(), session);
        shown.put(
                BusRegister.STATUS.register(),
                RegisterWord.of(
                                map.register(BusRegister.STATUS.register()),
                                Map.of(
                                        "interrupt",
                                        flag(RunFlag.INTERRUPT).asWord(),
                                        "running",
                                        flag(RunFlag.RUNNING).asWord(),
                                        "reached",
                                        flag(RunFlag.REACHED).asWord()))
                        .named("status_word"));
        shown.put(BusRegister.FAULTS.register(), faults.resize(32).named("faults_word"));
        shown.put(BusRegister.FAULT_ADDRESS.register(), faultAddress.resize(32).named("fault_address_word"));
        shown.put(BusRegister.IRQ_ENABLE.register(), irqEnable.extend(32).named("irq_enable_word"));
        shown.put(BusRegister.IRQ.register(), ended.extend(32).named("irq_word"));
        shown.put(BusRegister.LIMIT_LOW.register(), limit.slice(0, 32));
        shown.put(
                BusRegister.LIMIT_HIGH.register(),
                limit.slice(32, high).resize(32).named("limit_high_word"));
        shown.put(BusRegister.CYCLES_LOW.register(), clock.cycles.slice(0, 32));
        shown.put(BusRegister.CYCLES_HIGH.register(), cyclesHigh.resize(32).named("cycles_high_word"));
        for (int i = 0; i < streams.size(); i++) {
            shown.put(BusRegisters.left(i), left(i));
            shown.put(
                    BusRegisters.level(i),
                    (isInput(i) ? feeder[i].free : collector[i].level)
                            .resize(32)
                            .named("level_word_" + i));
        }
        return shown;
    }

    /** A field of the word that is being written. */
    private Word data(RegisterMap map, String register, String field) {
        return RegisterFields.slice(slave.data, map.register(register).field(field));
    }

    private Bit dataBit(RegisterMap map, String register, String field) {
        return RegisterFields.bit(slave.data, map.register(register).field(field));
    }

    /** What writing a register does. */
    private void act(RegisterMap map, Map<String, Bit> written) {
        int high = EngineClock.CYCLE_BITS - 32;
        when(written.get(BusRegister.SESSION.register()), () -> session.set(slave.data));
        when(
                written.get(BusRegister.IRQ_ENABLE.register()),
                () -> irqEnable.set(dataBit(map, BusRegister.IRQ_ENABLE.register(), "ended")));
        when(
                written.get(BusRegister.LIMIT_LOW.register()),
                () -> limit.set(Word.cat(limit.slice(32, high), slave.data)));
        when(
                written.get(BusRegister.LIMIT_HIGH.register()),
                () -> limit.set(Word.cat(data(map, BusRegister.LIMIT_HIGH.register(), "value"), limit.slice(0, 32))));
        Bit start = written.get(BusRegister.START.register())
                .and(clock.running.not())
                .named("start_run");
        Bit drop = written.get(BusRegister.CANCEL.register()).named("drop");
        Bit restart =
                drop.and(dataBit(map, BusRegister.CANCEL.register(), "reset")).named("restart");
        refuse(written.get(BusRegister.START.register()).and(clock.running), BusFault.RUNNING);
        clock.start.set(start);
        clock.limit.set(limit);
        clock.conditions.set(slave.data.slice(0, RunCondition.COUNT));
        interrupt(map, written, start, drop);
        when(restart, () -> stuck.set(Bit.of(false)));
        Bit[] load = new Bit[streams.size()];
        for (int i = 0; i < load.length; i++) {
            Bit begins = written.get(BusRegisters.left(i));
            load[i] = begins.and(clock.running.not());
            refuse(begins.and(clock.running), BusFault.RUNNING);
        }
        transfers(drop, restart, i -> load[i], slave.data);
        when(
                written.get(BusRegister.FAULTS.register()),
                () -> faults.set(
                        faults.and(slave.data.slice(0, BusFault.values().length).not())));
    }

    /** The end of a run raises {@link #irq}. */
    private void interrupt(RegisterMap map, Map<String, Bit> written, Bit start, Bit drop) {
        Bit over = runBegun.and(clock.running.not()).named("run_is_over");
        when(over, () -> {
            ended.set(Bit.of(true));
            runBegun.set(Bit.of(false));
        });
        when(
                written.get(BusRegister.IRQ.register()).and(dataBit(map, BusRegister.IRQ.register(), "ended")),
                () -> ended.set(Bit.of(false)));
        when(start.or(drop), () -> {
            ended.set(Bit.of(false));
            runBegun.set(start);
        });
        irq.set(next("irq_level", ended.and(irqEnable)));
    }

    private void record() {
        List<Word> bits = new ArrayList<>();
        for (Bit bit : fault.values()) {
            bits.add(bit.asWord());
        }
        Word now = Word.catLow(bits).named("faults_now");
        when(now.any(), () -> faults.set(faults.or(now)));
        when(now.any().and(faults.isZero()), () -> faultAddress.set(slave.address));
    }
}
