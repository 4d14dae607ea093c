// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.cli.console.Fact;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.driver.transport.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What a design runs on: any number of simulators, or the one engine of a board. */
public interface Bench {
    /**
     * Makes a design ready.
     *
     * @param rtl folder of its Verilog
     * @param waves whether recordings will be asked for; boards make none
     * @throws io.fluxmill.core.config.InputException if the machine does not allow it
     */
    Engines engines(Manifest manifest, Path rtl, boolean waves) throws IOException;

    /** Whether an engine's memories keep their words from one {@link Engines#open} to the next, as those of a board do. */
    default boolean keepsMemories() {
        return false;
    }

    /** Bytes that the serial line to the design can carry in a second, one way at a time; 0 where there is none. */
    default double bytesPerSecond() {
        return 0;
    }

    /** Tools and versions. */
    List<Fact> facts();

    /** Adds to the machine-readable result where and how long the design ran. */
    default void describe(ObjectNode json) {}

    /** The same for the terminal. */
    default List<String> summary() {
        return List.of();
    }

    /** Engines of one design. */
    interface Engines {
        /**
         * A reset engine that belongs to the caller until it is closed. On a board this waits until the engine is free, and the speed of the
         * line decides when streams pause.
         *
         * @param seed of pauses and of the memories' initial values
         * @param idlePercent share of cycles in which streams into the engine and its bus pause
         * @param backPressurePercent share of cycles in which streams out of it are not taken
         */
        Transport open(long seed, int idlePercent, int backPressurePercent);

        /**
         * Records the ports of an engine of this bench from one cycle to another. A board records nothing.
         *
         * @param engine that {@link #open} gave
         */
        default void record(Transport engine, Path file, long fromCycle, long toCycle) {}
    }
}
