// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import io.fluxmill.hw.hdl.AxiLite;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * The processor's data port to a RAM and to AXI4-Lite slaves. The RAM is at address 0; slave s has the 64 KiB at
 * {@code bases[s]}. An access to any other address reads zero, writes nothing and pulses {@link #fault}.
 *
 * <p>A RAM access takes one cycle. An access to a slave is carried out while the processor waits, and accepted when it is over, so the data of a
 * read always comes two cycles after acceptance. One access is in flight at most.
 */
@Contract(
        """
        Data port of the processor to a memory at address 0 and to AXI4-Lite slaves of 64 KiB each.
        in:  valid with write, address (bytes, of a word), written, strobe: an access, made in the cycle with ready.
        out: read: the word, two cycles after the access was made; fault (pulse): nothing is at the address; a read is
             zero. ram_*: access of the memory, one cycle after it was made; ram_read is its answer one cycle later.
             m_axi_<i>: master of slave i; the access is made when its answer has come, ready is 0 until then.
        One access is in flight at most; answers of slaves are taken as OKAY. Reset: no access.
        """)
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

    /** Masters of the slaves, by number. */
    public final AxiLite[] slave;

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
        slave = new AxiLite[slaves];
        selected = new Bit[slaves];
        Bit toRam = address.slice(ramBits + 2, 30 - ramBits).isZero().named("to_ram");
        Bit toSlave = Bit.of(false);
        for (int s = 0; s < slaves; s++) {
            slave[s] = master("m_axi_" + s, SLAVE_ADDRESS_BITS);
            selected[s] = address.slice(SLAVE_ADDRESS_BITS, 16).eq(bases[s] >>> SLAVE_ADDRESS_BITS);
            toSlave = toSlave.or(selected[s]);
        }
        Bit anySlave = toSlave.named("to_slave");
        ready.set(valid.and(anySlave).and(done.not()).not());
        Bit accepted = valid.and(ready).named("accepted");
        fault.set(accepted.and(toRam.or(anySlave).not()));
        ram(accepted.and(toRam), ramBits);
        slaves(valid.and(anySlave).and(busy.not()).and(done.not()).named("start"));
        Bit fromRam = delay("from_ram", accepted.and(toRam), 2);
        Bit fromSlave = delay("from_slave", accepted.and(anySlave), 2);
        read.set(ramRead.gate(fromRam).or(answer.gate(fromSlave)));
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
        when(begin, () -> {
            at.set(address.slice(0, SLAVE_ADDRESS_BITS));
            data.set(written);
            bytes.set(strobe);
            busy.set(Bit.of(true));
        });
        done.set(Bit.of(false));
        for (int s = 0; s < slaves; s++) {
            slave[s].writeAddress.address().set(at);
            slave[s].readAddress.address().set(at);
            slave[s].writeData.data().set(data);
            slave[s].writeData.strobe().set(bytes);
            handshakes(s, begin.and(selected[s]).named("start_" + s));
        }
    }

    private void handshakes(int s, Bit begin) {
        AxiLite to = slave[s];
        Bit sendAddress = request("aw_pending_" + s, begin.and(write), to.writeAddress.ready());
        Bit sendData = request("w_pending_" + s, begin.and(write), to.writeData.ready());
        Bit sendRead = request("ar_pending_" + s, begin.and(write.not()), to.readAddress.ready());
        to.writeAddress.valid().set(sendAddress);
        to.writeData.valid().set(sendData);
        to.readAddress.valid().set(sendRead);
        to.writeResponse.ready().set(busy);
        to.readData.ready().set(busy);
        Bit read = to.readData.valid();
        when(read.and(busy), () -> answer.set(to.readData.data()));
        when(read.or(to.writeResponse.valid()).and(busy), () -> {
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
