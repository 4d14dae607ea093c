// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import io.fluxmill.core.file.OutputFile;
import io.fluxmill.core.file.OutputFolder;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.driver.device.Device;
import java.nio.file.Path;

/**
 * A generated design in simulation, out of reset.
 *
 * <pre>{@code
 * try (Simulation simulation = Simulation.recorded(design, Path.of("target/fir"))) {
 *     Device fir = simulation.device();
 *     fir.write("TAP0", 3);
 *     long[] sums = fir.exchange(Map.of("s_axis_samples", samples), Map.of("m_axis_sums", samples.length), 10_000)
 *             .get("m_axis_sums");
 * }
 * }</pre>
 *
 * <p>The first simulation of a design compiles it, which takes from seconds to a minute; others of the same Verilog find it in the cache.
 */
public final class Simulation implements AutoCloseable {
    private final VerilatedTransport transport;
    private final Device device;

    private Simulation(VerilatedTransport transport, Manifest manifest) {
        this.transport = transport;
        device = new Device(manifest, transport);
    }

    /**
     * A simulation at full speed.
     *
     * @param folder for the Verilog, made if need be
     * @throws io.fluxmill.core.config.FluxmillException if the folder cannot be written, or Verilator is missing or refuses the design
     */
    public static Simulation open(Design design, Path folder) {
        return of(design, folder, Options.FAST);
    }

    /**
     * A simulation that records every signal in every cycle, for GTKWave or Surfer.
     *
     * @param folder for the Verilog and {@code <design>.vcd}, made if need be
     * @throws io.fluxmill.core.config.FluxmillException as {@link #open} does
     */
    public static Simulation recorded(Design design, Path folder) {
        Simulation simulation = of(design, folder, Options.FAST.withWaves(Waves.VCD));
        simulation.transport.recordWaves(
                folder.resolve(design.manifest().design() + ".vcd"), simulation.transport.cycles(), Long.MAX_VALUE);
        return simulation;
    }

    private static Simulation of(Design design, Path folder, Options options) {
        Manifest manifest = design.manifest();
        new OutputFolder("simulation", folder).make();
        OutputFile.of("design", folder.resolve(manifest.design() + ".v")).write(design.verilog());
        return new Simulation(VerilatedTransport.open(Verilator.build(manifest, folder, options)), manifest);
    }

    /** Registers and streams by name. */
    public Device device() {
        return device;
    }

    /** Cycles, ports, pauses of streams, windows of a recording. */
    public VerilatedTransport transport() {
        return transport;
    }

    /** Ends the recording, if there is one. */
    @Override
    public void close() {
        transport.close();
    }
}
