// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.cache;

import io.fluxmill.core.config.FluxmillException;
import java.nio.file.Path;

/** A tool that failed: the message has the first lines of its output, the log has all of them. */
public abstract class LoggedFailure extends FluxmillException {
    private static final long serialVersionUID = 1L;

    private final String summary;
    private final transient Path log;

    protected LoggedFailure(String summary, Path log) {
        super(summary + "\nThe whole output is in " + log, "", null);
        this.summary = summary;
        this.log = log;
    }

    /** The same failure after its log has moved. */
    public abstract LoggedFailure at(Path place);

    /** What failed and the first lines. */
    public String summary() {
        return summary;
    }

    /** The whole output of the tool that failed. */
    public Path log() {
        return log;
    }
}
