// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import io.fluxmill.core.cache.LoggedFailure;
import java.nio.file.Path;

/** A program of a flow failed, or did not write what it should have. */
public final class ToolException extends LoggedFailure {
    private static final long serialVersionUID = 1L;

    ToolException(String summary, Path log) {
        super(summary, log);
    }

    @Override
    public ToolException at(Path place) {
        return new ToolException(summary(), place);
    }
}
