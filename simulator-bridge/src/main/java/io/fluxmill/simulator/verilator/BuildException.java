// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import io.fluxmill.core.cache.LoggedFailure;
import java.nio.file.Path;

/** Verilator or the C++ compiler refused a design. */
public final class BuildException extends LoggedFailure {
    private static final long serialVersionUID = 1L;

    BuildException(String summary, Path log) {
        super(summary, log);
    }

    @Override
    public BuildException at(Path place) {
        return new BuildException(summary(), place);
    }
}
