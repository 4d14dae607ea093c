// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import io.fluxmill.cli.console.Console;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** What a configuration asks of an engine of its family. */
public interface Job {
    /**
     * The network in integers on the bit-exact reference; nothing is simulated. An engine without one has nothing to override.
     *
     * @throws InputException if the configuration has no network, or network, data and engine do not fit
     */
    default Quantization quantize(Console console) throws IOException {
        throw new InputException(
                "this configuration has no network to quantise", "use verify, which runs it on the simulated hardware");
    }

    /**
     * Writes the network in integers as a NIR file.
     *
     * @throws InputException if the network is no spiking one, or cannot be written so; the file is then not there
     */
    default void writeNir(Path file) {
        throw new InputException("--nir writes spiking networks, and this configuration has none", "leave --nir out");
    }

    /**
     * The program of its network for somebody else's processor: files by path, relative to a folder. None unless this is overridden.
     *
     * @param manifest of the engine
     * @param samples how many samples of the data come with it
     * @throws InputException if network, data and engine do not fit
     */
    default Map<String, byte[]> program(Manifest manifest, int samples, Console console) {
        return Map.of();
    }

    /**
     * Runs it on the hardware, in simulation or on a board, and compares every word with the bit-exact reference.
     *
     * @throws io.fluxmill.core.config.InputException if model, data, engine or machine do not allow it
     */
    Verdict verify(Rig rig) throws IOException;
}
