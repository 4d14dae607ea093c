// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import io.fluxmill.manifest.Manifest;
import io.fluxmill.sim.VerilatedTransport;
import io.fluxmill.transport.Transport;
import java.nio.file.Path;
import java.util.List;

/** A simulated engine whose waves are recorded from the register write that starts the first job. */
final class FirstJobRecorder implements Transport {
    private final VerilatedTransport engine;
    private final int control;
    private final int start;
    private final Path file;
    private final int cycles;
    private boolean recorded;

    /**
     * @param file recording to write
     * @param cycles length of the recording in clock cycles
     */
    FirstJobRecorder(VerilatedTransport engine, Manifest manifest, Path file, int cycles) {
        this.engine = engine;
        this.file = file;
        this.cycles = cycles;
        Manifest.Register register = manifest.register("CONTROL");
        control = register.offset();
        start = register.fields().stream()
                .filter(field -> field.name().equals("start"))
                .mapToInt(field -> 1 << field.lsb())
                .sum();
    }

    @Override
    public void write(int address, int value) {
        if (!recorded && address == control && (value & start) != 0) {
            recorded = true;
            engine.recordWaves(file, engine.cycles(), engine.cycles() + cycles);
        }
        engine.write(address, value);
    }

    @Override
    public int read(int address) {
        return engine.read(address);
    }

    @Override
    public void exchange(List<StreamTransfer> transfers, long timeoutCycles) {
        engine.exchange(transfers, timeoutCycles);
    }

    @Override
    public boolean awaitInterrupt(long timeoutCycles) {
        return engine.awaitInterrupt(timeoutCycles);
    }

    @Override
    public long cycles() {
        return engine.cycles();
    }

    @Override
    public void close() {
        engine.close();
    }
}
