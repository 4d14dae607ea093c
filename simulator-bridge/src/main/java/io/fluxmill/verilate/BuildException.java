// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.verilate;

import java.nio.file.Path;

/** Verilator or the C++ compiler refused a design; the message has the first error lines, the log has all of them. */
public final class BuildException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String summary;
    private final transient Path log;

    BuildException(String summary, Path log) {
        super(summary + "\nThe whole output is in " + log);
        this.summary = summary;
        this.log = log;
    }

    String summary() {
        return summary;
    }

    /** The whole output of the tool that failed. */
    public Path log() {
        return log;
    }
}
