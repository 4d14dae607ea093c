// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

/** What a core is doing. */
final class CoreState {
    static final int BITS = 4;

    /** A word is looked at. */
    static final int IDLE = 0;

    /** An input sends. */
    static final int EVENT = 1;

    /** The constant source sends. */
    static final int EARLY = 2;

    /** The source of late biases sends. */
    static final int LATE = 3;

    /** What was sent is being added. */
    static final int SETTLE = 4;

    /** Neurons are updated. */
    static final int UPDATE = 5;

    /** Spikes are sent. */
    static final int DRAIN = 6;

    /** The end of the tick leaves. */
    static final int REPORT = 7;

    /** Beats of a load. */
    static final int LOADING = 8;

    /** States are cleared. */
    static final int CLEARING = 9;

    /** States are read. */
    static final int SHOWING = 10;

    /** States leave. */
    static final int SHOWN = 11;

    /** Clock-driven connections are added. */
    static final int WALK = 12;

    /** What waits for the next tick goes round. */
    static final int TURN = 13;

    private CoreState() {}
}
