// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import io.fluxmill.cli.family.Bench.Engines;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.driver.transport.Transport;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/** An engine whose waves are recorded from the register writes that start the first job. */
final class FirstJobRecorder implements Transport {
    /** The register that the driver writes just before it starts a job. */
    private static final String FIRST_WRITE = "ROWS";

    private final Engines engines;
    private final Transport engine;
    private final int firstWrite;
    private final Path file;
    private final int cycles;
    private boolean recorded;

    /**
     * @param engines from which the engine came
     * @param file recording to write
     * @param cycles length of the recording in clock cycles
     */
    FirstJobRecorder(Engines engines, Transport engine, Manifest manifest, Path file, int cycles) {
        this.engines = engines;
        this.engine = engine;
        this.file = file;
        this.cycles = cycles;
        firstWrite = manifest.register(FIRST_WRITE).offset();
    }

    @Override
    public void write(int address, int value) {
        if (!recorded && address == firstWrite) {
            recorded = true;
            engines.record(engine, file, engine.cycles(), engine.cycles() + cycles);
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
    public long collect(
            List<StreamTransfer> sent, StreamTransfer collected, BooleanSupplier finished, long timeoutCycles) {
        return engine.collect(sent, collected, finished, timeoutCycles);
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
