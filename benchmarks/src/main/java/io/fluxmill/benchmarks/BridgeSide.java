// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks;

import io.fluxmill.driver.transport.Transport.StreamTransfer;
import io.fluxmill.simulator.verilator.VerilatedModel;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import java.util.List;

/** The simulator bridge: whole buffers through JNA. */
final class BridgeSide implements Side {
    private static final long TIMEOUT_CYCLES = 1L << 40;

    private final VerilatedTransport transport;

    BridgeSide(VerilatedModel model) {
        transport = VerilatedTransport.open(model);
    }

    @Override
    public String name() {
        return "bridge";
    }

    @Override
    public Sample sample(MatrixJob job, int times) {
        transport.reset();
        job.load().forEach(this::play);
        long before = transport.cycles();
        Stopwatch watch = new Stopwatch();
        for (int i = 0; i < times; i++) {
            job.run().forEach(this::play);
        }
        double wall = watch.wallSeconds();
        double cpu = watch.cpuSeconds();
        return new Sample(transport.cycles() - before, wall, cpu);
    }

    private void play(Step step) {
        if (step instanceof Step.Write w) {
            transport.write(w.address(), w.value());
        } else if (step instanceof Step.AwaitClear a) {
            while ((transport.read(a.address()) & a.mask()) != 0) {
                transport.step(1);
            }
        } else if (step instanceof Step.Exchange e) {
            StreamTransfer in = new StreamTransfer(e.source(), e.data());
            transport.exchange(
                    e.sink() == null ? List.of(in) : List.of(in, new StreamTransfer(e.sink(), e.results())),
                    TIMEOUT_CYCLES);
        }
    }

    @Override
    public void close() {
        transport.close();
    }
}
