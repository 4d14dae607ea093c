// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.emit;

import io.fluxmill.core.manifest.Design;

/** What a user chooses for a design: the section {@code engine} of a configuration, checked. */
public interface EngineConfig {
    /** Name of the top module and of the files. */
    String name();

    /** Elaborates the design. */
    Design generate();

    /** Whether this is a record whose components are all that the design depends on, so that a design may be kept by them. */
    default boolean isWhole() {
        return false;
    }
}
