// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import io.fluxmill.core.config.FluxmillException;

/**
 * The simulation ended by itself: {@code $finish}, {@code $stop}, {@code $fatal}, a failed assertion, logic that does not
 * settle, or a handshake that breaks the AXI rules. The transport cannot be used afterwards.
 */
public final class SimulationException extends FluxmillException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final int line;
    private final long cycle;
    private final long time;

    SimulationException(String message, String file, int line, long cycle, long time, Throwable cause) {
        super(message, "", cause);
        this.file = file;
        this.line = line;
        this.cycle = cycle;
        this.time = time;
    }

    /** Verilog file, or empty if the cause has none. */
    public String file() {
        return file;
    }

    /** Line in the file, or 0. */
    public int line() {
        return line;
    }

    /** Cycles since reset. */
    public long cycle() {
        return cycle;
    }

    /** Simulated time as {@code $time} shows it: 10 a cycle, from the start of the simulation. */
    public long time() {
        return time;
    }
}
