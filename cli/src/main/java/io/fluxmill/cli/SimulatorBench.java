// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import io.fluxmill.cli.report.Verification.Fact;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.sim.VerilatedTransport;
import io.fluxmill.transport.Transport;
import io.fluxmill.verilate.Options;
import io.fluxmill.verilate.VerilatedModel;
import io.fluxmill.verilate.Verilator;
import io.fluxmill.verilate.Waves;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Verilated designs; every engine is a {@link VerilatedTransport} of its own. */
final class SimulatorBench implements Bench {
    @Override
    public Engines engines(Manifest manifest, Path rtl, boolean waves) throws IOException {
        VerilatedModel model = Verilator.build(manifest, rtl, waves ? Options.FAST.withWaves(Waves.VCD) : Options.FAST);
        return (seed, idle, backPressure) -> open(model, seed, idle, backPressure);
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
