// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport;

import io.fluxmill.core.protocol.RunCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A way to an engine whose clock runs only during accesses and runs, with a queue for each of its streams. The hardware moves data between the
 * queues and the engine; the subclass moves data between the host and the queues. Not for several threads.
 */
public abstract class HostedTransport implements Transport {
    static final long MAX_LIMIT = (1L << RunCondition.LIMIT_BITS) - 1;
    private static final long MAX_BEATS = (1L << 32) - 1;

    public final List<EngineStream> streams;

    public HostedTransport(List<EngineStream> streams) {
        this.streams = List.copyOf(streams);
    }

    /** @param reached the latest run ended because a condition held */
    public record Run(boolean running, boolean reached) {}

    /**
     * Begins the transfers that have beats, and a run.
     *
     * @param limit in cycles, at most {@link #MAX_LIMIT}
     */
    protected abstract Run start(int conditions, long limit, LinkTransfers moving);

    /** Moves what the queues can take and what they hold, once for each stream, and returns the state of the run afterwards. */
    protected abstract Run pump(LinkTransfers moving, Run before);

    /** Takes what has come out of a stopped engine. */
    protected abstract void drain(LinkTransfers moving);

    /** The state of the run; may wait for its end for a while. */
    protected abstract Run await();

    /** Beats of each stream's transfer that have not moved. */
    protected abstract long[] left();

    /** Ends all transfers and the run. */
    protected abstract void cancel();

    /** After an exchange. */
    protected void settle() {}

    @Override
    public final void exchange(List<StreamTransfer> transfers, long timeoutCycles) {
        LinkTransfers moving = post(transfers);
        if (moving.beats() == 0) {
            return;
        }
        Run state = begin(RunCondition.MOVED.mask(), timeoutCycles, moving);
        while (state.running() || moving.missing() > 0) {
            boolean ran = state.running();
            long missing = moving.missing();
            state = pump(moving, state);
            if (!state.running() && !state.reached()) {
                giveUp(moving, timeoutCycles);
            }
            if (!ran && missing == moving.missing()) {
                cancel();
                throw new TransportException("the run has ended and " + missing
                        + " bytes have not come: another program reads the queues; reset the engine");
            }
        }
        settle();
    }

    @Override
    public final long collect(
            List<StreamTransfer> sent, StreamTransfer collected, BooleanSupplier finished, long timeoutCycles) {
        List<StreamTransfer> all = new ArrayList<>(sent);
        all.add(collected);
        LinkTransfers moving = post(all);
        LinkTransfers nothing = post(List.of());
        long end = cycles() + timeoutCycles;
        boolean begun = false;
        boolean done = false;
        for (long now = cycles(); !done && now < end; now = cycles()) {
            Run state = begin(0, Math.min(COLLECT_CYCLES, end - now), begun ? nothing : moving);
            begun = true;
            while (state.running()) {
                state = pump(moving, state);
            }
            drain(moving);
            done = moving.allSent(left()) && finished.getAsBoolean();
        }
        drain(moving);
        if (!done) {
            giveUp(moving, timeoutCycles);
        }
        cancel();
        settle();
        return moving.received(streams.indexOf(stream(collected.stream())));
    }

    @Override
    public final boolean awaitInterrupt(long timeoutCycles) {
        Run state = begin(RunCondition.INTERRUPT.mask(), timeoutCycles, post(List.of()));
        while (state.running()) {
            state = await();
        }
        return state.reached();
    }

    private Run begin(int conditions, long limit, LinkTransfers moving) {
        for (int i = 0; i < streams.size(); i++) {
            if (moving.beats(i) > MAX_BEATS) {
                throw new IllegalArgumentException(
                        "a transfer must have at most " + MAX_BEATS + " beats: " + moving.beats(i));
            }
        }
        return start(conditions, Math.min(Math.max(limit, 0), MAX_LIMIT), moving);
    }

    private LinkTransfers post(List<StreamTransfer> transfers) {
        LinkTransfers moving = new LinkTransfers(streams);
        for (StreamTransfer transfer : transfers) {
            moving.add(streams.indexOf(stream(transfer.stream())), transfer.buffer());
        }
        return moving;
    }

    private EngineStream stream(String name) {
        return streams.stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the engine has no stream " + name));
    }

    private void giveUp(LinkTransfers moving, long timeoutCycles) {
        drain(moving);
        String progress = moving.progress(left());
        cancel();
        throw new TransportException("exchange not finished after " + timeoutCycles + " cycles: " + progress);
    }
}
