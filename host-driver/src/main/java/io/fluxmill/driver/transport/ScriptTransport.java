// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.program.Script;
import io.fluxmill.core.program.Script.Await;
import io.fluxmill.core.program.Script.Expect;
import io.fluxmill.core.program.Script.Interrupt;
import io.fluxmill.core.program.Script.Read;
import io.fluxmill.core.program.Script.Send;
import io.fluxmill.core.program.Script.Step;
import io.fluxmill.core.program.Script.Write;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** No design at all: writes down what a driver does, and answers what a reference says that the design must answer. */
public final class ScriptTransport implements Transport {
    /** What a design must answer. */
    public interface Reference {
        /**
         * What a register reads.
         *
         * @param last the step before, or null
         * @return the read, whose {@code address} is not looked at
         */
        Read read(Register register, Step last);

        /** The beats that come out of a stream next, little-endian bytes: {@code bytes} of them, or fewer where that is not known beforehand. */
        Expect results(String stream, int bytes);
    }

    private final Manifest manifest;
    private final Reference reference;
    private final List<Step> steps = new ArrayList<>();

    /** @param reference asked for all but ID, VERSION and CONFIG_HASH, which are the manifest's */
    public ScriptTransport(Manifest manifest, Reference reference) {
        this.manifest = manifest;
        this.reference = reference;
    }

    /** What was done so far. */
    public Script script() {
        return new Script(steps);
    }

    private Step last() {
        return steps.isEmpty() ? null : steps.get(steps.size() - 1);
    }

    @Override
    public int read(int address) {
        Register register = manifest.registers().stream()
                .filter(r -> r.offset() == Transport.aligned(address))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        String.format("%s has no register at 0x%02X", manifest.design(), address)));
        Read read = List.of("ID", "VERSION", "CONFIG_HASH").contains(register.name())
                ? new Read(address, (int) register.reset(), -1, false)
                : reference.read(register, last());
        steps.add(new Read(address, read.value(), read.mask(), read.polls()));
        return read.value();
    }

    @Override
    public void write(int address, int value) {
        steps.add(new Write(Transport.aligned(address), value));
    }

    @Override
    public void exchange(List<StreamTransfer> transfers, long timeoutCycles) {
        for (StreamTransfer transfer : transfers) {
            if (manifest.stream(transfer.stream()).into()) {
                send(transfer);
            } else {
                ByteBuffer target = transfer.buffer().duplicate();
                Expect expect = reference.results(transfer.stream(), target.remaining());
                target.put(expect.beats());
                steps.add(expect);
            }
        }
        steps.add(new Await());
    }

    private void send(StreamTransfer transfer) {
        ByteBuffer source = transfer.buffer().duplicate();
        byte[] beats = new byte[source.remaining()];
        source.get(beats);
        steps.add(new Send(transfer.stream(), beats));
    }

    @Override
    public long collect(
            List<StreamTransfer> sent, StreamTransfer collected, BooleanSupplier finished, long timeoutCycles) {
        sent.forEach(this::send);
        ByteBuffer target = collected.buffer().duplicate();
        Expect expect = reference.results(collected.stream(), target.remaining());
        target.put(expect.beats());
        steps.add(expect);
        steps.add(new Await());
        if (!finished.getAsBoolean()) {
            throw new TransportException(manifest.design() + " must be finished by what its reference answers");
        }
        return expect.beats().length;
    }

    @Override
    public boolean awaitInterrupt(long timeoutCycles) {
        steps.add(new Interrupt());
        return true;
    }

    @Override
    public long cycles() {
        return -1;
    }

    @Override
    public void close() {}
}
