// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * The processor's data port to a RAM and to AXI4-Lite slaves. The RAM is at address 0; slave s has the 64 KiB at
 * {@code bases[s]}. An access elsewhere reads zero, writes nothing and pulses {@link #fault}.
 *
 * <p>A RAM access takes one cycle. An access to a slave is carried out while the processor waits and accepted when it is
 * over, so that a read's data always comes two cycles after acceptance. One access is in flight at most.
 */
public final class DataBus extends Module {
    /** Address bits that a slave sees. */
    public static final int SLAVE_ADDRESS_BITS = 16;

    public final Bit valid = inBit();
    public final Bit ready = outBit();
    public final Bit write = inBit();
    public final Word address = in(32);
    public final Word written = in(32);
    public final Word strobe = in(4);
    public final Word read = out(32);
    public final Bit fault = outBit();

    public final Bit ramEnable = outBit();
    public final Bit ramWrite = outBit();
    public final Word ramAddress;
    public final Word ramWritten = out(32);
    public final Word ramStrobe = out(4);
    public final Word ramRead = in(32);

    public final Word slaveAddress = out(SLAVE_ADDRESS_BITS);
    public final Word slaveWdata = out(32);
    public final Word slaveWstrb = out(4);
    public final Bit[] slaveAwvalid;
    public final Bit[] slaveAwready;
    public final Bit[] slaveWvalid;
    public final Bit[] slaveWready;
    public final Bit[] slaveBvalid;
    public final Bit[] slaveBready;
    public final Bit[] slaveArvalid;
    public final Bit[] slaveArready;
    public final Word[] slaveRdata;
    public final Bit[] slaveRvalid;
    public final Bit[] slaveRready;

    private final int slaves;
    private final Bit[] selected;
    private final Bit busy = regBit(false);
    private final Bit done = regBit(false);
    private final Word answer = reg(32);

    /**
     * @param ramWords depth of the RAM, a power of two
     * @param bases addresses of the slaves, multiples of 64 KiB
     */
    public DataBus(int ramWords, int... bases) {
        slaves = bases.length;
        int ramBits = Integer.numberOfTrailingZeros(ramWords);
        ramAddress = out(ramBits);
        slaveAwvalid = bits(false);
        slaveAwready = bits(true);
        slaveWvalid = bits(false);
        slaveWready = bits(true);
        slaveBvalid = bits(true);
        slaveBready = bits(false);
        slaveArvalid = bits(false);
        slaveArready = bits(true);
        slaveRvalid = bits(true);
        slaveRready = bits(false);
        slaveRdata = new Word[slaves];
        selected = new Bit[slaves];
        Bit toRam = address.slice(ramBits + 2, 30 - ramBits).isZero().named("to_ram");
        Bit toSlave = Bit.of(false);
        for (int s = 0; s < slaves; s++) {
            slaveRdata[s] = in(32);
            selected[s] = address.slice(SLAVE_ADDRESS_BITS, 16).eq(bases[s] >>> SLAVE_ADDRESS_BITS);
            toSlave = toSlave.or(selected[s]);
        }
        Bit slave = toSlave.named("to_slave");
        ready.set(valid.and(slave).and(done.not()).not());
        Bit accepted = valid.and(ready).named("accepted");
        fault.set(accepted.and(toRam.or(slave).not()));
        ram(accepted.and(toRam), ramBits);
        slaves(valid.and(slave).and(busy.not()).and(done.not()).named("start"));
        Bit fromRam = delay("from_ram", accepted.and(toRam), 2);
        Bit fromSlave = delay("from_slave", accepted.and(slave), 2);
        read.set(ramRead.gate(fromRam).or(answer.gate(fromSlave)));
    }

    private Bit[] bits(boolean input) {
        Bit[] bits = new Bit[slaves];
        for (int s = 0; s < slaves; s++) {
            bits[s] = input ? inBit() : outBit();
        }
        return bits;
    }

    private void ram(Bit access, int addressBits) {
        ramEnable.set(next("ram_access", access));
        ramWrite.set(next("ram_writes", write));
        ramAddress.set(next("ram_word", address.slice(2, addressBits)));
        ramWritten.set(next("ram_data", written));
        ramStrobe.set(next("ram_bytes", strobe));
    }

    private void slaves(Bit begin) {
        Word at = reg(SLAVE_ADDRESS_BITS).named("access_address");
        Word data = reg(32).named("access_data");
        Word bytes = reg(4).named("access_bytes");
        slaveAddress.set(at);
        slaveWdata.set(data);
        slaveWstrb.set(bytes);
        when(begin, () -> {
            at.set(address.slice(0, SLAVE_ADDRESS_BITS));
            data.set(written);
            bytes.set(strobe);
            busy.set(Bit.of(true));
        });
        done.set(Bit.of(false));
        for (int s = 0; s < slaves; s++) {
            slave(s, begin.and(selected[s]));
        }
    }

    private void slave(int s, Bit begin) {
        Bit sendAddress = request("aw_pending_" + s, begin.and(write), slaveAwready[s]);
        Bit sendData = request("w_pending_" + s, begin.and(write), slaveWready[s]);
        Bit sendRead = request("ar_pending_" + s, begin.and(write.not()), slaveArready[s]);
        slaveAwvalid[s].set(sendAddress);
        slaveWvalid[s].set(sendData);
        slaveArvalid[s].set(sendRead);
        slaveBready[s].set(busy);
        slaveRready[s].set(busy);
        when(slaveRvalid[s].and(busy), () -> answer.set(slaveRdata[s]));
        when(slaveRvalid[s].or(slaveBvalid[s]).and(busy), () -> {
            busy.set(Bit.of(false));
            done.set(Bit.of(true));
        });
    }

    /** High from the cycle after {@code begin} until it is taken. */
    private static Bit request(String name, Bit begin, Bit taken) {
        Bit pending = regBit(false).named(name);
        when(taken, () -> pending.set(Bit.of(false)));
        when(begin, () -> pending.set(Bit.of(true)));
        return pending;
    }
}
