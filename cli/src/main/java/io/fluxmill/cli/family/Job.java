// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import io.fluxmill.cli.console.Console;
import java.io.IOException;

/** What a configuration asks of an engine of its family. */
public interface Job {
    /**
     * The network in integers on the bit-exact reference; nothing is simulated.
     *
     * @throws io.fluxmill.core.config.InputException if the configuration has no network, or network, data and engine do not fit
     */
    Quantization quantize(Console console) throws IOException;

    /**
     * Runs it on the hardware, in simulation or on a board, and compares every word with the bit-exact reference.
     *
     * @throws io.fluxmill.core.config.InputException if model, data, engine or machine do not allow it
     */
    Verdict verify(Rig rig) throws IOException;
}
