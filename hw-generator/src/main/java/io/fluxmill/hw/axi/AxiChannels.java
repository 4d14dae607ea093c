// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.axi;

import io.fluxmill.hw.hdl.Axi4;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/** What {@link AxiReader} and {@link AxiWriter} have in common: their address channel and the joints between planner and ledger. */
abstract class AxiChannels extends Module {
    private AxiChannels() {}

    /** Ports of an address channel of a master. */
    static Axi4.AddressChannel address(String prefix) {
        return new Axi4.AddressChannel(
                null,
                out(AxiSettings.ADDRESS_BITS).named(prefix + "addr"),
                out(AxiSettings.LENGTH_BITS).named(prefix + "len"),
                out(3).named(prefix + "size"),
                out(2).named(prefix + "burst"),
                outBit().named(prefix + "valid"),
                inBit().named(prefix + "ready"));
    }

    /** Drives an address channel. */
    static void drive(Axi4.AddressChannel channel, AxiSettings settings, Bit valid, Word at, Word length) {
        channel.valid().set(valid);
        channel.address().set(at.padLow(settings.lowBits()));
        channel.length().set(length);
        channel.size().set(Word.of(settings.lowBits(), 3));
        channel.burst().set(Word.of(Axi4.INCREMENT, 2));
    }

    /** Joins what is the same for both directions. */
    static void join(BurstPlanner planner, BurstLedger ledger, Bit valid, Word address, Word words, Bit abort) {
        planner.commandValid.set(valid);
        planner.commandAddress.set(address);
        planner.commandWords.set(words);
        planner.blocked.set(ledger.stopped.or(abort));
        planner.halt.set(ledger.halt);
        planner.close.set(ledger.close);
        ledger.issueAt.set(planner.burstAt);
        ledger.issueLength.set(planner.burstLength);
        ledger.issueLast.set(planner.burstLast);
        ledger.opened.set(planner.opened);
        ledger.trivial.set(planner.trivial);
        ledger.misaligned.set(planner.misaligned);
        ledger.abort.set(abort);
    }

    /** Lets a reader and a writer drive one port. */
    static void connect(Axi4 bus, AxiReader reader, AxiWriter writer) {
        connect(bus.readAddress, reader.readAddress);
        connect(bus.writeAddress, writer.writeAddress);
        Axi4.ReadChannel read = reader.readData;
        read.data().set(bus.readData.data());
        read.response().set(bus.readData.response());
        read.last().set(bus.readData.last());
        read.valid().set(bus.readData.valid());
        bus.readData.ready().set(read.ready());
        Axi4.WriteChannel write = writer.writeData;
        bus.writeData.data().set(write.data());
        bus.writeData.strobe().set(write.strobe());
        bus.writeData.last().set(write.last());
        bus.writeData.valid().set(write.valid());
        write.ready().set(bus.writeData.ready());
        writer.writeResponse.response().set(bus.writeResponse.response());
        writer.writeResponse.valid().set(bus.writeResponse.valid());
        bus.writeResponse.ready().set(writer.writeResponse.ready());
    }

    private static void connect(Axi4.AddressChannel bus, Axi4.AddressChannel master) {
        bus.address().set(master.address());
        bus.length().set(master.length());
        bus.size().set(master.size());
        bus.burst().set(master.burst());
        bus.valid().set(master.valid());
        master.ready().set(bus.ready());
    }
}
