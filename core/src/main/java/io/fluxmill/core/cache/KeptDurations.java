// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.cache;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * How long the stages of a job took in its last run, in seconds by name: a file {@code durations/<key of the job>.properties} in the cache. They only
 * foretell a time, so what cannot be read is not there, and what cannot be written is not kept.
 */
public final class KeptDurations {
    private static final String FOLDER = "durations";

    private final Path folder;

    /** @param root folder of the cache; null to keep nothing */
    public KeptDurations(Path root) {
        folder = root == null ? null : root.resolve(FOLDER);
    }

    /**
     * In the cache of this user; nothing is kept if {@link KeptResults} keep nothing.
     *
     * @throws io.fluxmill.core.config.InputException if a variable of the cache is not valid
     */
    public static KeptDurations ofUser() {
        return new KeptDurations(
                KeptResults.ofUser().keeps() ? ContentCache.ofUser().root() : null);
    }

    /** Seconds by stage; empty if the job has not been run. */
    public Map<String, Double> read(String job) {
        Map<String, Double> seconds = new HashMap<>();
        if (folder == null) {
            return seconds;
        }
        Properties lines = new Properties();
        try (Reader in = Files.newBufferedReader(file(job))) {
            lines.load(in);
            for (String stage : lines.stringPropertyNames()) {
                double value = Double.parseDouble(lines.getProperty(stage));
                if (Double.isFinite(value) && value >= 0) {
                    seconds.put(stage, value);
                }
            }
            return seconds;
        } catch (IOException | IllegalArgumentException e) {
            return new HashMap<>();
        }
    }

    /** Replaces what is kept of a job. */
    public void write(String job, Map<String, Double> seconds) {
        if (folder == null) {
            return;
        }
        Properties lines = new Properties();
        seconds.forEach((stage, value) -> lines.setProperty(stage, Double.toString(value)));
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, "", ".part");
            try (Writer out = Files.newBufferedWriter(part)) {
                lines.store(out, null);
            }
            Files.move(part, file(job), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // the contract: it is not kept
        }
    }

    private Path file(String job) {
        return folder.resolve(new ContentKey().add("job", job).hex() + ".properties");
    }
}
