// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.jna;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The one thread that makes, evaluates and destroys a model; callers wait for it. */
final class ModelThread implements AutoCloseable {
    private final ExecutorService executor;

    ModelThread(String name) {
        executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Runs a task on the thread and returns its result; its exceptions are passed on unchanged. */
    <T> T call(Callable<T> task) {
        Future<T> result = executor.submit(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw unwrapped(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException unwrapped(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof RuntimeException exception) {
            return exception;
        }
        return new IllegalStateException(cause);
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
