// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.parts;

import io.fluxmill.core.manifest.Access;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.hdl.AxiLite;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.HdlException;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An AXI4-Lite slave over a register map, whose fields are the signals. Address and data of a write may come in any order; one write and one read
 * are in flight at most; every access answers OKAY. Latency: read data one cycle after acceptance, a write response two. Bits 1 and 0 of an address do not
 * count. Bytes without a strobe are neither stored nor seen by commands; a write without any strobe does nothing.
 *
 * <p>Fields with access rw are stored here. The surrounding module gives the value of all others; writing them, or reading a register with such
 * an effect, is a pulse of one cycle for that module:
 *
 * <table>
 * <caption>How the module around this one uses a register</caption>
 * <tr><th>access</th><th>signal</th></tr>
 * <tr><td>rw</td><td>{@link #value}, {@link #field}, {@link #flag}: what was written last</td></tr>
 * <tr><td>ro, w1c</td><td>{@link #show(String, Map)}, {@link #show(String, Word)}, {@link #counter}: drive what is read</td></tr>
 * <tr><td>wo, w1c</td><td>{@link #command}, {@link #written}, {@link #writtenField}: a cycle after the write</td></tr>
 * <tr><td>any whose reading acts</td><td>{@link #sampled}: in the cycle of the read</td></tr>
 * </table>
 */
@Contract(
        """
        Registers behind an AXI4-Lite slave of 32-bit words. Every access answers OKAY; addresses without a register
        read as zero and ignore writes. s_axi_awaddr and s_axi_araddr are byte addresses, bits 1..0 are ignored.
        out: value_<register>: what was written last, with byte strobes; fields that are not stored read as zero.
             written_<register> (pulse): the register was written; write_data is the word, valid in that cycle.
             read_<register> (pulse): the register is read in this cycle.
        in:  status_<register>: what the register reads.
        Address and data of a write come in any order. bvalid, value_* and written_* follow two cycles after the later
        of them, rvalid one cycle after the address. One write and one read are in flight at most. Reset sets value_*
        to the reset values of the registers.
        """)
public final class AxiLiteSlave extends Module implements RegisterFields {
    private static final int DATA_BITS = AxiLite.DATA_BITS;

    public final AxiLite bus;

    private final RegisterMap map;
    private final List<Register> registers;
    private final Word[] value;
    private final Word[] status;
    private final Bit[] written;
    private final Bit[] read;
    private final Word writeData = out(DATA_BITS);
    /** While 1, registers that the map locks are not written; null if it locks none. */
    public final Bit lock;

    /** One cycle after a write that a lock has kept out; null if the map locks nothing. */
    public final Bit lockedWrite;

    private Word high;

    public AxiLiteSlave(RegisterMap map, int addressBits) {
        this.map = map;
        registers = map.registers();
        int least = addressBits(registers);
        if (addressBits < least || addressBits > AxiLite.DATA_BITS) {
            throw new HdlException("address must have " + least + " to " + AxiLite.DATA_BITS
                    + " bits for these registers: addressBits=" + addressBits);
        }
        bus = slave("s_axi", addressBits);
        boolean locks = registers.stream().anyMatch(map::isLocked);
        lock = locks ? inBit() : null;
        lockedWrite = locks ? outBit() : null;
        value = new Word[registers.size()];
        status = new Word[registers.size()];
        written = new Bit[registers.size()];
        read = new Bit[registers.size()];
        for (int i = 0; i < registers.size(); i++) {
            Register register = registers.get(i);
            String name = register.name().toLowerCase(Locale.ROOT);
            if (register.access() == Access.RW) {
                value[i] = out(DATA_BITS).named("value_" + name);
            } else if (register.access() != Access.WO) {
                status[i] = in(DATA_BITS).named("status_" + name);
            }
            if (acts(register)) {
                written[i] = outBit().named("written_" + name);
            }
            if (map.announcesReads(register)) {
                read[i] = outBit().named("read_" + name);
            }
        }
        write();
        read();
    }

    /** Bits that the address of the last register needs; a word has two at least. */
    private static int addressBits(List<Register> registers) {
        int last = registers.isEmpty() ? 0 : registers.get(registers.size() - 1).offset();
        return Math.max(3, Integer.SIZE - Integer.numberOfLeadingZeros(last));
    }

    @Override
    public Register register(String name) {
        return map.register(name);
    }

    /** What was written last to a rw register. */
    @Override
    public Word value(String register) {
        return found(value, register, "rw");
    }

    /** One cycle after a register with wo or w1c fields was written. */
    public Bit written(String register) {
        return found(written, register, "written");
    }

    /** One cycle after a wo or w1c field of one bit was written with 1. */
    public Bit command(String register, String field) {
        return written(register).and(commanded(register, field));
    }

    /** The bit of a wo or w1c field in the word that was written; only with {@link #written}. */
    public Bit commanded(String register, String field) {
        return RegisterFields.bit(writeData, register(register).field(field));
    }

    /** The bits of a wo or w1c field in the word that was written; only with {@link #written}. */
    public Word writtenField(String register, String field) {
        return RegisterFields.slice(writeData, register(register).field(field));
    }

    /** The word that was written; only with {@link #written}. */
    public Word written() {
        return writeData;
    }

    /** 1 in the cycle of the read of a register whose reading has an effect. */
    public Bit sampled(String register) {
        return found(read, register, "announced");
    }

    /** Drives what a ro or w1c register reads, whatever its fields. */
    public void show(String register, Word word) {
        found(status, register, "shown").set(word);
    }

    /**
     * Drives what a ro or w1c register reads, field by field; bits between fields read as zero.
     *
     * @param shown the value of each field, as wide as the field, by name
     * @throws HdlException if one is missing or has another width
     */
    public void show(String register, Map<String, Word> shown) {
        show(register, RegisterWord.of(map.register(register), shown));
    }

    /** Drives both halves of a counter of 64 bits or fewer; reading the low one latches the high one. */
    public void counter(String name, Word count) {
        if (high == null) {
            high = reg(DATA_BITS, 0).named("counter_high");
        }
        if (count.width() > 2 * DATA_BITS) {
            throw new HdlException("counter must have at most 64 bits: " + name + " has " + count.width());
        }
        Word wide = count.width() == 2 * DATA_BITS
                ? count
                : count.resize(2 * DATA_BITS).named("all_of_" + name.toLowerCase(Locale.ROOT));
        Word latch = high;
        show(name + "_LOW", wide.slice(0, DATA_BITS));
        show(name + "_HIGH", latch);
        when(sampled(name + "_LOW"), () -> latch.set(wide.slice(DATA_BITS, DATA_BITS)));
    }

    /** A counter that adds {@code increment} while {@code enable} is 1, cleared by {@code clear}. */
    public void counter(String name, Bit enable, Word increment, Bit clear) {
        Word count = reg(2 * DATA_BITS, 0).named("counter_" + name.toLowerCase(Locale.ROOT));
        when(enable, () -> count.set(count.plus(increment.resize(2 * DATA_BITS))));
        when(clear, () -> count.set(Word.of(0, 2 * DATA_BITS)));
        counter(name, count);
    }

    /** Drives the registers for which the map has constants. */
    public void constants() {
        registers.stream()
                .filter(map::isConstant)
                .forEach(register -> show(register.name(), Word.of(register.reset(), DATA_BITS)));
    }

    private <T> T found(T[] signals, String register, String kind) {
        T signal = signals[map.index(register)];
        if (signal == null) {
            throw new HdlException("register must be one that is " + kind + ": " + register);
        }
        return signal;
    }

    private void write() {
        Bit haveAddress = regBit(false).named("have_address");
        Bit haveData = regBit(false).named("have_data");
        Bit responding = regBit(false).named("responding");
        Word address = reg(bus.writeAddress.address().width()).named("write_address");
        Word data = reg(DATA_BITS).named("write_word");
        Word strobe = reg(DATA_BITS / 8).named("write_strobe");
        bus.writeAddress.ready().set(haveAddress.not());
        bus.writeData.ready().set(haveData.not());
        Bit takeAddress = bus.writeAddress.valid().and(haveAddress.not()).named("write_address_taken");
        Bit takeData = bus.writeData.valid().and(haveData.not()).named("write_word_taken");
        when(takeAddress, () -> {
            haveAddress.set(Bit.of(true));
            address.set(bus.writeAddress.address());
        });
        when(takeData, () -> {
            haveData.set(Bit.of(true));
            data.set(bus.writeData.data());
            strobe.set(bus.writeData.strobe());
        });
        Bit commit = haveAddress.and(haveData).and(responding.not()).named("commit");
        Bit refused = Bit.of(false);
        when(bus.writeResponse.ready(), () -> responding.set(Bit.of(false)));
        when(commit, () -> {
            haveAddress.set(Bit.of(false));
            haveData.set(Bit.of(false));
            responding.set(Bit.of(true));
        });
        bus.writeResponse.valid().set(responding);
        bus.writeResponse.response().set(Word.of(0, 2));
        List<Word> bytes = new ArrayList<>();
        for (int b = 0; b < DATA_BITS / 8; b++) {
            bytes.add(data.slice(8 * b, 8).gate(strobe.bit(b)).named("written_byte_" + b));
        }
        writeData.set(Word.catLow(bytes));
        Bit acts = commit.and(strobe.any()).named("commit_acts");
        for (int i = 0; i < registers.size(); i++) {
            Register register = registers.get(i);
            if (written[i] == null && value[i] == null) {
                continue;
            }
            String name = register.name().toLowerCase(Locale.ROOT);
            Bit hit = acts.and(matches(address, register)).named("hit_" + name);
            if (written[i] != null) {
                written[i].set(next("pulse_" + name, hit));
            }
            if (value[i] != null) {
                Bit stores = map.isLocked(register) ? hit.and(lock.not()).named("stores_" + name) : hit;
                value[i].set(stored(register, stores, data, strobe));
                refused = map.isLocked(register) ? refused.or(hit.and(lock)) : refused;
            }
        }
        if (lockedWrite != null) {
            lockedWrite.set(next("refused_write", refused));
        }
    }

    /** Only rw fields are stored; all other bits read as zero. */
    private static Word stored(Register register, Bit hit, Word data, Word strobe) {
        List<Word> bytes = new ArrayList<>();
        long mask = mask(register);
        Word storage =
                reg(DATA_BITS, register.reset()).named("reg_" + register.name().toLowerCase(Locale.ROOT));
        for (int b = 0; b < DATA_BITS / 8; b++) {
            bytes.add(Word.mux(strobe.bit(b), data.slice(8 * b, 8), storage.slice(8 * b, 8)));
        }
        Word merged = Word.catLow(bytes)
                .named("merged_" + register.name().toLowerCase(Locale.ROOT))
                .and(Word.of(mask, DATA_BITS));
        when(hit, () -> storage.set(merged));
        return storage;
    }

    /** Whether writing the register does something besides storing. */
    private static boolean acts(Register register) {
        return register.fields().stream().anyMatch(f -> f.access() == Access.WO || f.access() == Access.W1C);
    }

    private static long mask(Register register) {
        return register.fields().stream()
                .filter(f -> f.access() == Access.RW)
                .mapToLong(f -> f.mask() & 0xFFFF_FFFFL)
                .reduce(0, (a, b) -> a | b);
    }

    private void read() {
        Bit responding = regBit(false).named("read_responding");
        Word data = reg(DATA_BITS).named("read_word");
        Bit accept = bus.readAddress.valid().and(responding.not()).named("read_accept");
        bus.readAddress.ready().set(responding.not());
        when(bus.readData.ready(), () -> responding.set(Bit.of(false)));
        List<Word> sources = new ArrayList<>();
        for (int i = 0; i < registers.size(); i++) {
            Bit hit = matches(bus.readAddress.address(), registers.get(i))
                    .named("read_hit_" + registers.get(i).name().toLowerCase(Locale.ROOT));
            if (read[i] != null) {
                read[i].set(accept.and(hit));
            }
            Word source = value[i] != null ? value[i] : status[i];
            if (source != null) {
                sources.add(source.gate(hit));
            }
        }
        Word answer = ReadWord.of("read_words", sources).named("read_answer");
        when(accept, () -> {
            responding.set(Bit.of(true));
            data.set(answer);
        });
        bus.readData.valid().set(responding);
        bus.readData.data().set(data);
        bus.readData.response().set(Word.of(0, 2));
    }

    private static Bit matches(Word address, Register register) {
        return address.slice(2, address.width() - 2).eq(register.offset() >> 2);
    }
}
