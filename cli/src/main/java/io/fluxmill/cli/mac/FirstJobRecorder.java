// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import io.fluxmill.cli.family.Bench.Engines;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.driver.transport.ForwardingTransport;
import io.fluxmill.driver.transport.Transport;
import java.nio.file.Path;

/** An engine whose waves are recorded from the register writes that start the first job. */
final class FirstJobRecorder extends ForwardingTransport {
    private final Engines engines;
    private final Transport engine;
    private final int firstWrite;
    private final Path file;
    private final int cycles;
    private boolean recorded;

    /**
     * @param engines from which the engine came
     * @param register that the driver writes just before it starts a job
     * @param file recording to write
     * @param cycles length of the recording in clock cycles
     */
    FirstJobRecorder(Engines engines, Transport engine, Manifest manifest, String register, Path file, int cycles) {
        super(engine);
        this.engines = engines;
        this.engine = engine;
        this.file = file;
        this.cycles = cycles;
        firstWrite = manifest.register(register).offset();
    }

    @Override
    public void write(int address, int value) {
        if (!recorded && address == firstWrite) {
            recorded = true;
            engines.record(engine, file, engine.cycles(), engine.cycles() + cycles);
        }
        super.write(address, value);
    }
}
