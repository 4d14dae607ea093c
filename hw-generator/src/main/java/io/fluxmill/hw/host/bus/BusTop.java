// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.bus;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.host.EngineClock;
import io.fluxmill.hw.host.EngineHost;
import java.util.ArrayList;
import java.util.List;

/** An engine behind an AXI4-Lite slave whose accesses work on its registers, streams and clock; docs/transports.md is the contract. */
final class BusTop extends EngineHost {
    private static final int IDLE = 0;
    private static final int ENGINE = 1;
    private static final int PUSH = 2;
    private static final int POP = 3;

    private static final int RUNNING = 0;
    private static final int ENGINE_ERROR = 1;
    private static final int ENGINE_SILENT = 2;
    private static final int NOTHING_THERE = 3;
    private static final int QUEUE_FULL = 4;
    private static final int QUEUE_EMPTY = 5;

    private static final long ALL_ONES = 0xFFFFFFFFL;
    private static final int BYTES = 4;

    final Word sAxiAwaddr = in(BusRegisters.ADDRESS_BITS);
    final Bit sAxiAwvalid = inBit();
    final Bit sAxiAwready = outBit();
    final Word sAxiWdata = in(32);
    final Word sAxiWstrb = in(4);
    final Bit sAxiWvalid = inBit();
    final Bit sAxiWready = outBit();
    final Word sAxiBresp = out(2);
    final Bit sAxiBvalid = outBit();
    final Bit sAxiBready = inBit();
    final Word sAxiAraddr = in(BusRegisters.ADDRESS_BITS);
    final Bit sAxiArvalid = inBit();
    final Bit sAxiArready = outBit();
    final Word sAxiRdata = out(32);
    final Word sAxiRresp = out(2);
    final Bit sAxiRvalid = outBit();
    final Bit sAxiRready = inBit();
    final Bit irq = outBit();

    final BusSlave slave = child(() -> new BusSlave(BusRegisters.ADDRESS_BITS));

    private final Word state = reg(2, IDLE);
    private final Bit stuck = regBit(false);
    private final Word faults = reg(BusRegisters.FAULT_NAMES.size(), 0);
    private final Word faultAddress = reg(BusRegisters.ADDRESS_BITS, 0);
    private final Word session = reg(32, 0);
    private final Word limit = reg(EngineClock.CYCLE_BITS, 0);
    private final Word cyclesHigh = reg(EngineClock.CYCLE_BITS - 32, 0);
    private final Bit irqEnable = regBit(false);
    private final Bit ended = regBit(false);
    private final Bit runBegun = regBit(false);
    private final Word shift = reg(32);
    private final Word part = reg(2, 0);
    private final Bit dry = regBit(false);

    private final Bit done = wireBit();
    private final Word answer = wire(32);
    private final Bit[] fault = new Bit[BusRegisters.FAULT_NAMES.size()];

    private final Bit begin;
    private final Bit whole;
    private final Bit writes;
    private final Bit reads;

    /** @param map the bus registers */
    BusTop(BusConfig config, Manifest manifest, List<Register> map) {
        super(config.engine(), manifest, config.bufferBytes());
        bus();
        done.set(Bit.of(false));
        answer.set(Word.of(ALL_ONES, 32));
        for (int i = 0; i < fault.length; i++) {
            fault[i] = wireBit();
            fault[i].set(Bit.of(false));
        }
        begin = slave.pending.and(state.isZero()).named("begin_access");
        whole = slave.strobes.eq(0xF);
        writes = begin.and(slave.write).and(whole).named("begin_write");
        reads = begin.and(slave.write.not()).named("begin_read");
        Bit partial = begin.and(slave.write).and(whole.not()).named("partial_write");
        when(partial, () -> done.set(Bit.of(true)));
        when(partial.and(slave.strobes.any()), () -> fault[NOTHING_THERE].set(Bit.of(true)));
        Word region = slave.address.slice(15, 2);
        engine(region.isZero());
        windows(region.bit(1));
        registers(region.eq(1), map);
        record();
        slave.done.set(done);
        slave.answer.set(answer);
    }

    private void bus() {
        slave.awaddr.set(sAxiAwaddr);
        slave.awvalid.set(sAxiAwvalid);
        sAxiAwready.set(slave.awready);
        slave.wdata.set(sAxiWdata);
        slave.wstrb.set(sAxiWstrb);
        slave.wvalid.set(sAxiWvalid);
        sAxiWready.set(slave.wready);
        sAxiBresp.set(slave.bresp);
        sAxiBvalid.set(slave.bvalid);
        slave.bready.set(sAxiBready);
        slave.araddr.set(sAxiAraddr);
        slave.arvalid.set(sAxiArvalid);
        sAxiArready.set(slave.arready);
        sAxiRdata.set(slave.rdata);
        sAxiRresp.set(slave.rresp);
        sAxiRvalid.set(slave.rvalid);
        slave.rready.set(sAxiRready);
    }

    private void go(int value) {
        state.set(Word.of(value, 2));
    }

    private void end(Word value) {
        done.set(Bit.of(true));
        answer.set(value);
        go(IDLE);
    }

    private void refuse(Bit condition, int reason) {
        when(condition, () -> {
            done.set(Bit.of(true));
            fault[reason].set(Bit.of(true));
        });
    }

    /** Accesses to the engine's registers. */
    private void engine(Bit here) {
        Bit asked = writes.or(reads).and(here).named("engine_asked");
        int bits = master.address.width();
        Bit fits = slave.address.slice(bits, 15 - bits).isZero();
        Bit free = clock.running.not().and(stuck.not());
        Bit starts = asked.and(fits).and(free).named("engine_access");
        refuse(asked.and(fits.not()), NOTHING_THERE);
        refuse(asked.and(fits).and(clock.running), RUNNING);
        refuse(asked.and(fits).and(clock.running.not()).and(stuck), ENGINE_SILENT);
        when(starts, () -> go(ENGINE));
        master.start.set(starts);
        master.write.set(slave.write);
        master.address.set(Word.cat(slave.address.slice(2, bits - 2), Word.of(0, 2)));
        master.writeData.set(slave.data);
        Bit ends = state.eq(ENGINE).and(master.done).named("engine_answered");
        when(ends, () -> end(master.readData));
        when(ends.and(master.error), () -> {
            answer.set(Word.of(ALL_ONES, 32));
            fault[ENGINE_ERROR].set(Bit.of(true));
        });
        when(ends.and(master.silent), () -> {
            answer.set(Word.of(ALL_ONES, 32));
            fault[ENGINE_ERROR].set(Bit.of(false));
            fault[ENGINE_SILENT].set(Bit.of(true));
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
        refuse(writes.or(reads).and(here).and(sends.or(receives).not()), NOTHING_THERE);
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
        Word next = Word.cat(data.gate(valid), shift.slice(8, 24));
        when(moves, () -> {
            shift.set(next);
            part.set(part.plus(1));
        });
        when(moves.and(part.eq(BYTES - 1)), () -> end(next));
        when(push.and(Bit.anyOf(rooms).not()), () -> fault[QUEUE_FULL].set(Bit.of(true)));
        when(pop.and(empty), () -> dry.set(Bit.of(true)));
        when(pop.and(empty).and(part.isZero()), () -> fault[QUEUE_EMPTY].set(Bit.of(true)));
    }

    /** The bus registers. */
    private void registers(Bit here, List<Register> map) {
        Bit[] write = new Bit[map.size()];
        Bit known = Bit.of(false);
        Bit writable = Bit.of(false);
        Word value = Word.of(0, 32);
        Word number = slave.address.slice(2, 13);
        for (int i = 0; i < map.size(); i++) {
            Register register = map.get(i);
            if (register.offset() >= BusRegisters.WINDOWS) {
                continue;
            }
            int offset = register.offset() - BusRegisters.BASE;
            Bit hit = here.and(number.eq(offset / 4));
            known = known.or(hit);
            if (!register.access().equals("ro")) {
                writable = writable.or(hit);
            }
            value = value.or(source(register, offset).gate(hit));
            write[i] = writes.and(hit).named("write_" + register.name().toLowerCase(java.util.Locale.ROOT));
        }
        Word read = value;
        refuse(reads.and(here).and(known.not()), NOTHING_THERE);
        refuse(writes.and(here).and(writable.not()), NOTHING_THERE);
        when(reads.and(here).and(known), () -> end(read));
        when(writes.and(here).and(writable), () -> end(read));
        when(
                reads.and(here).and(number.eq(BusRegisters.CYCLES_LOW / 4)),
                () -> cyclesHigh.set(clock.cycles.slice(32, EngineClock.CYCLE_BITS - 32)));
        act(map, write);
    }

    private Word source(Register register, int offset) {
        if (offset >= BusRegisters.STREAMS) {
            int stream = (offset - BusRegisters.STREAMS) / 8;
            if (offset % 8 == 0) {
                return left(stream);
            }
            return (isInput(stream) ? feeder[stream].free : collector[stream].level).resize(32);
        }
        return switch (offset) {
            case BusRegisters.SESSION -> session;
            case BusRegisters.STATUS -> Word.catLow(
                            List.of(interrupt().asWord(), clock.running.asWord(), clock.reached.asWord()))
                    .resize(32);
            case BusRegisters.FAULTS -> faults.resize(32);
            case BusRegisters.FAULT_ADDRESS -> faultAddress.resize(32);
            case BusRegisters.IRQ_ENABLE -> irqEnable.extend(32);
            case BusRegisters.IRQ -> ended.extend(32);
            case BusRegisters.LIMIT_LOW -> limit.slice(0, 32);
            case BusRegisters.LIMIT_HIGH -> limit.slice(32, EngineClock.CYCLE_BITS - 32)
                    .resize(32);
            case BusRegisters.CYCLES_LOW -> clock.cycles.slice(0, 32);
            case BusRegisters.CYCLES_HIGH -> cyclesHigh.resize(32);
            default -> Word.of(register.reset(), 32);
        };
    }

    /** What writing a register does. */
    private void act(List<Register> map, Bit[] write) {
        Bit[] at = new Bit[BusRegisters.STREAMS / 4];
        for (int i = 0; i < map.size(); i++) {
            int index = (map.get(i).offset() - BusRegisters.BASE) / 4;
            if (index < at.length) {
                at[index] = write[i];
            }
        }
        Word data = slave.data;
        int high = EngineClock.CYCLE_BITS - 32;
        when(at[BusRegisters.SESSION / 4], () -> session.set(data));
        when(at[BusRegisters.IRQ_ENABLE / 4], () -> irqEnable.set(data.bit(0)));
        when(at[BusRegisters.LIMIT_LOW / 4], () -> limit.set(Word.cat(limit.slice(32, high), data)));
        when(at[BusRegisters.LIMIT_HIGH / 4], () -> limit.set(Word.cat(data.slice(0, high), limit.slice(0, 32))));
        Bit start = at[BusRegisters.START / 4].and(clock.running.not()).named("start_run");
        Bit drop = at[BusRegisters.CANCEL / 4].named("drop");
        Bit restart = drop.and(data.bit(0)).named("restart");
        refuse(at[BusRegisters.START / 4].and(clock.running), RUNNING);
        clock.start.set(start);
        clock.limit.set(limit);
        clock.conditions.set(data.slice(0, 2));
        Bit over = runBegun.and(clock.running.not()).named("run_is_over");
        when(over, () -> {
            ended.set(Bit.of(true));
            runBegun.set(Bit.of(false));
        });
        when(at[BusRegisters.IRQ / 4].and(data.bit(0)), () -> ended.set(Bit.of(false)));
        when(start.or(drop), () -> {
            ended.set(Bit.of(false));
            runBegun.set(start);
        });
        irq.set(next("irq_level", ended.and(irqEnable)));
        when(restart, () -> stuck.set(Bit.of(false)));
        Bit[] load = new Bit[streams.size()];
        for (int i = 0; i < map.size(); i++) {
            int offset = map.get(i).offset() - BusRegisters.BASE - BusRegisters.STREAMS;
            if (offset >= 0 && offset < 8 * load.length && offset % 8 == 0) {
                load[offset / 8] = write[i].and(clock.running.not());
                refuse(write[i].and(clock.running), RUNNING);
            }
        }
        transfers(drop, restart, i -> load[i], data);
        when(
                at[BusRegisters.FAULTS / 4],
                () -> faults.set(faults.and(data.slice(0, fault.length).not())));
    }

    private void record() {
        List<Word> bits = new ArrayList<>();
        for (Bit bit : fault) {
            bits.add(bit.asWord());
        }
        Word now = Word.catLow(bits);
        when(now.any(), () -> faults.set(faults.or(now)));
        when(now.any().and(faults.isZero()), () -> faultAddress.set(slave.address));
    }
}
