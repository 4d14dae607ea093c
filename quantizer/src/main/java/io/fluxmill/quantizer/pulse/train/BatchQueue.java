// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.train;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;

/** Batches that a separate thread makes ahead of the training, in order. */
final class BatchQueue implements AutoCloseable {
    private static final int AHEAD = 8;

    private final BlockingQueue<EventBatch> made = new ArrayBlockingQueue<>(AHEAD);
    private final Thread maker;
    private volatile RuntimeException failure;

    BatchQueue(Supplier<EventBatch> source) {
        maker = new Thread(() -> fill(source), "event-batches");
        maker.setDaemon(true);
        maker.start();
    }

    private void fill(Supplier<EventBatch> source) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                made.put(source.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e;
            made.clear();
            made.add(new EventBatch(new float[0], new float[0], new float[0]));
        }
    }

    EventBatch take() {
        try {
            EventBatch batch = made.take();
            if (failure != null) {
                throw new IllegalStateException("making events failed: " + failure.getMessage(), failure);
            }
            return batch;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("training was interrupted", e);
        }
    }

    @Override
    public void close() {
        maker.interrupt();
    }
}
