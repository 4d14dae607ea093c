// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import io.fluxmill.cli.console.Environment;
import io.fluxmill.cli.console.Fact;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.driver.transport.Transport;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.VerilatedModel;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import io.fluxmill.simulator.verilator.Verilator;
import io.fluxmill.simulator.verilator.Waves;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Verilated designs; every engine is a {@link VerilatedTransport} of its own. */
public final class SimulatorBench implements Bench {
    @Override
    public Engines engines(Manifest manifest, Path rtl, boolean waves) throws IOException {
        VerilatedModel model = Verilator.build(manifest, rtl, waves ? Options.FAST.withWaves(Waves.VCD) : Options.FAST);
        return new SimulatedEngines(model);
    }

    private record SimulatedEngines(VerilatedModel model) implements Engines {
        @Override
        public Transport open(long seed, int idlePercent, int backPressurePercent) {
            return SimulatorBench.open(model, seed, idlePercent, backPressurePercent);
        }

        @Override
        public void record(Transport engine, Path file, long fromCycle, long toCycle) {
            ((VerilatedTransport) engine).recordWaves(file, fromCycle, toCycle);
        }
    }

    private static Transport open(VerilatedModel model, long seed, int idlePercent, int backPressurePercent) {
        VerilatedTransport engine = VerilatedTransport.open(model, seed);
        for (Manifest.Stream stream : model.manifest().streams()) {
            engine.pauses(stream.name(), stream.into() ? idlePercent : backPressurePercent, seed);
        }
        if (model.manifest().busPrefix() != null) {
            engine.busPauses(idlePercent, seed);
        }
        return engine;
    }

    @Override
    public List<Fact> facts() {
        return Environment.facts();
    }
}
