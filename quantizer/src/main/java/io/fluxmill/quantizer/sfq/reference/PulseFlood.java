// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.reference;

/** A run with more pulses than the reference keeps, as that of a netlist that oscillates. */
public final class PulseFlood extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final long time;
    private final long end;
    private final int pulses;
    private final String net;

    PulseFlood(long time, long end, int pulses, String net) {
        super("a run must have at most " + pulses + " pulses: at quantum " + time + " of " + end
                + " there are more, most of them on " + net);
        this.time = time;
        this.end = end;
        this.pulses = pulses;
        this.net = net;
    }

    /** Quantum in which the run was given up. */
    public long time() {
        return time;
    }

    /** Quanta of the whole run. */
    public long end() {
        return end;
    }

    /** The most pulses of a run, on all nets. */
    public int pulses() {
        return pulses;
    }

    /** The net with the most pulses. */
    public String net() {
        return net;
    }
}
