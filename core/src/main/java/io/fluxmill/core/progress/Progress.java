// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.progress;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Receives the progress of long work; calls may come from several threads, and then in any order. */
@FunctionalInterface
public interface Progress {
    /** Ignores the progress. */
    Progress NONE = (done, of) -> {};

    /** Reports how much of the work is done: {@code done} of {@code of} equal pieces. */
    void at(long done, long of);

    /** Counts pieces from any thread: each run reports one more of them as done. */
    default Runnable counting(long of) {
        LongConsumer adding = adding(of);
        return () -> adding.accept(1);
    }

    /** Counts pieces from any thread: each call reports so many more of them as done. */
    default LongConsumer adding(long of) {
        AtomicLong done = new AtomicLong();
        return more -> at(done.addAndGet(more), of);
    }
}
