// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.driver.transport.Transport;
import io.fluxmill.hw.emit.Generator;
import io.fluxmill.hw.parts.HostedEngine;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import io.fluxmill.simulator.verilator.Verilator;
import java.nio.file.Path;

/** An engine twice in simulation: by itself, and in a design that hosts it. */
abstract class HostRig implements AutoCloseable {
    final Manifest manifest;
    final VerilatedTransport direct;
    final Design design;
    final VerilatedTransport pins;

    HostRig(HostedEngine engine, Design hosted, Path directory) {
        Design alone = engine.generate();
        manifest = alone.manifest();
        design = hosted;
        direct = open(alone, directory);
        pins = open(hosted, directory);
    }

    private static VerilatedTransport open(Design design, Path directory) {
        Generator.write(design, directory);
        return VerilatedTransport.open(Verilator.build(design.manifest(), directory, Options.FAST));
    }

    /** The way to the hosted engine; closing it leaves the simulation open. */
    abstract Transport hosted();

    @Override
    public void close() {
        direct.close();
        pins.close();
    }
}
