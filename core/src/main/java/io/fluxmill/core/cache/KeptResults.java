// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.cache;

import io.fluxmill.core.config.EnvironmentException;
import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Results of computations that take long, kept in a {@link ContentCache}. The key is everything that a result depends on: the code that runs, and the inputs,
 * which the caller names completely. {@code FLUXMILL_KEEP_RESULTS=no} (or the system property {@code fluxmill.keep.results}) computes everything
 * anew. Where the cache cannot be written, results are computed and not kept.
 */
public final class KeptResults {
    private static final String VARIABLE = "FLUXMILL_KEEP_RESULTS";
    private static final String PROPERTY = "fluxmill.keep.results";
    private static final String FOLDER = "results";
    private static final String FILE = "value";

    private final ContentCache cache;

    /** @param cache null to keep nothing */
    public KeptResults(ContentCache cache) {
        this.cache = cache;
    }

    /**
     * In the cache of this user.
     *
     * @throws InputException if the variable is neither yes nor no
     */
    public static KeptResults ofUser() {
        String chosen = System.getProperty(PROPERTY, System.getenv(VARIABLE));
        if (chosen == null || chosen.isBlank() || chosen.equals("yes")) {
            return new KeptResults(ContentCache.ofUser());
        }
        if (chosen.equals("no")) {
            return new KeptResults(null);
        }
        throw new InputException(
                VARIABLE + " must be yes or no: " + VARIABLE + "=" + chosen, "set it to no to compute everything anew");
    }

    /** Whether anything is kept. */
    boolean keeps() {
        return cache != null;
    }

    /**
     * A result, computed unless it is kept. A process that asks for a result that another one computes waits for it.
     *
     * @param what names the computation
     * @param type of the result, which {@link RecordBytes} can write
     * @param inputs everything that the result depends on, which {@link RecordBytes} can write; an array of bytes stands for itself
     */
    public <T> T get(String what, Class<T> type, Supplier<T> computation, Object... inputs) {
        if (cache == null) {
            return computation.get();
        }
        ContentKey key = new ContentKey().add("code", CodeVersion.running()).add("what", what);
        for (Object input : inputs) {
            key.add("input", input instanceof byte[] bytes ? bytes : RecordBytes.of(input));
        }
        Computed<T> computed = new Computed<>();
        try {
            ContentCache.Entry entry = cache.get(FOLDER, what + "-" + key.hex(), folder -> {
                computed.value = computation.get();
                computed.done = true;
                Files.write(folder.resolve(FILE), RecordBytes.of(computed.value));
            });
            return computed.done ? computed.value : read(entry.directory(), type);
        } catch (EnvironmentException | IOException e) {
            return computed.done ? computed.value : computation.get();
        }
    }

    private static <T> T read(Path folder, Class<T> type) throws IOException {
        return RecordBytes.read(Files.readAllBytes(folder.resolve(FILE)), type);
    }

    private static final class Computed<T> {
        private T value;
        private boolean done;
    }
}
