// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.driver.transport.Transport;
import io.fluxmill.hw.emit.Generator;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import io.fluxmill.simulator.verilator.Verilator;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The engine in simulation, by itself. */
@Tag("verilator")
class SimulatorConformanceTest extends TransportConformance {
    private static VerilatedTransport transport;

    @BeforeAll
    static void build(@TempDir Path directory) {
        Design design = new EchoEngine("echo").generate();
        Generator.write(design, directory);
        transport = VerilatedTransport.open(Verilator.build(design.manifest(), directory, Options.FAST));
    }

    @AfterAll
    static void close() {
        transport.close();
    }

    @BeforeEach
    void fresh() {
        transport.reset();
    }

    @Override
    Transport transport() {
        return transport;
    }

    @Override
    void reset() {
        transport.reset();
    }
}
