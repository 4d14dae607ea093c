// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.parts;

import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * An AXI4-Lite slave over a register description. Address and data of a write may come in any order; one write and one read
 * are in flight at most; every access answers OKAY. Latency: write response and read data one cycle after acceptance.
 *
 * <p>A {@code rw} register is stored here ({@link #value}); {@code ro} and {@code w1c} registers are read from {@link #status}.
 * {@link #written} pulses for one cycle after a register with wo or w1c fields was written, with {@link #writeData}; {@link #read}
 * in the cycle in which a register is sampled, for those that latch something. Entries that do not exist are null.
 */
public final class AxiLiteSlave extends Module {
    private static final int DATA_BITS = 32;

    public final Word awaddr;
    public final Bit awvalid = inBit();
    public final Bit awready = outBit();
    public final Word wdata = in(DATA_BITS);
    public final Word wstrb = in(DATA_BITS / 8);
    public final Bit wvalid = inBit();
    public final Bit wready = outBit();
    public final Word bresp = out(2);
    public final Bit bvalid = outBit();
    public final Bit bready = inBit();
    public final Word araddr;
    public final Bit arvalid = inBit();
    public final Bit arready = outBit();
    public final Word rdata = out(DATA_BITS);
    public final Word rresp = out(2);
    public final Bit rvalid = outBit();
    public final Bit rready = inBit();

    public final Word[] value;
    public final Word[] status;
    public final Bit[] written;
    public final Bit[] read;
    public final Word writeData = out(DATA_BITS);

    private final List<Register> registers;

    /** @param latches names of the registers whose sampling is announced by {@link #read} */
    public AxiLiteSlave(List<Register> registers, Set<String> latches, int addressBits) {
        this.registers = registers;
        awaddr = in(addressBits);
        araddr = in(addressBits);
        value = new Word[registers.size()];
        status = new Word[registers.size()];
        written = new Bit[registers.size()];
        read = new Bit[registers.size()];
        for (int i = 0; i < registers.size(); i++) {
            String access = registers.get(i).access();
            String name = registers.get(i).name().toLowerCase(Locale.ROOT);
            if (access.equals("rw")) {
                value[i] = out(DATA_BITS).named("value_" + name);
            } else if (!access.equals("wo")) {
                status[i] = in(DATA_BITS).named("status_" + name);
            }
            if (acts(registers.get(i))) {
                written[i] = outBit().named("written_" + name);
            }
            if (latches.contains(registers.get(i).name())) {
                read[i] = outBit().named("read_" + name);
            }
        }
        write();
        read();
    }

    /** Index of a register in the arrays. */
    public int index(String name) {
        for (int i = 0; i < registers.size(); i++) {
            if (registers.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no register " + name);
    }

    private void write() {
        Bit haveAddress = regBit(false).named("have_address");
        Bit haveData = regBit(false).named("have_data");
        Bit responding = regBit(false).named("responding");
        Word address = reg(awaddr.width()).named("write_address");
        Word data = reg(DATA_BITS).named("write_word");
        Word strobe = reg(DATA_BITS / 8).named("write_strobe");
        awready.set(haveAddress.not());
        wready.set(haveData.not());
        when(awvalid.and(haveAddress.not()), () -> {
            haveAddress.set(Bit.of(true));
            address.set(awaddr);
        });
        when(wvalid.and(haveData.not()), () -> {
            haveData.set(Bit.of(true));
            data.set(wdata);
            strobe.set(wstrb);
        });
        Bit commit = haveAddress.and(haveData).and(responding.not()).named("commit");
        when(bready, () -> responding.set(Bit.of(false)));
        when(commit, () -> {
            haveAddress.set(Bit.of(false));
            haveData.set(Bit.of(false));
            responding.set(Bit.of(true));
        });
        bvalid.set(responding);
        bresp.set(Word.of(0, 2));
        writeData.set(data);
        for (int i = 0; i < registers.size(); i++) {
            Register register = registers.get(i);
            if (written[i] == null && value[i] == null) {
                continue;
            }
            Bit hit = commit.and(matches(address, register))
                    .named("hit_" + register.name().toLowerCase(Locale.ROOT));
            if (written[i] != null) {
                written[i].set(next("pulse_" + register.name().toLowerCase(Locale.ROOT), hit));
            }
            if (value[i] != null) {
                value[i].set(stored(register, hit, data, strobe));
            }
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
        Word merged = Word.catLow(bytes).and(Word.of(mask, DATA_BITS));
        when(hit, () -> storage.set(merged));
        return storage;
    }

    /** Whether writing the register does something besides storing. */
    private static boolean acts(Register register) {
        return register.fields().stream()
                .anyMatch(f -> f.access().equals("wo") || f.access().equals("w1c"));
    }

    private static long mask(Register register) {
        return register.fields().stream()
                .filter(f -> f.access().equals("rw"))
                .mapToLong(f -> ((1L << f.widthBits()) - 1) << f.lsb())
                .reduce(0, (a, b) -> a | b);
    }

    private void read() {
        Bit responding = regBit(false).named("read_responding");
        Word data = reg(DATA_BITS).named("read_word");
        Bit accept = arvalid.and(responding.not()).named("read_accept");
        arready.set(responding.not());
        when(rready, () -> responding.set(Bit.of(false)));
        Word selected = Word.of(0, DATA_BITS);
        for (int i = 0; i < registers.size(); i++) {
            Bit hit = matches(araddr, registers.get(i));
            if (read[i] != null) {
                read[i].set(accept.and(hit));
            }
            Word source = value[i] != null ? value[i] : status[i];
            if (source != null) {
                selected = selected.or(source.gate(hit));
            }
        }
        Word answer = selected;
        when(accept, () -> {
            responding.set(Bit.of(true));
            data.set(answer);
        });
        rvalid.set(responding);
        rdata.set(data);
        rresp.set(Word.of(0, 2));
    }

    private static Bit matches(Word address, Register register) {
        return address.slice(2, address.width() - 2).eq(register.offset() >> 2);
    }
}
