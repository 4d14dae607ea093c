// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.DataFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files that a configuration names; paths are relative to its folder.
 *
 * @param origin what the configuration says about where its files come from, or null
 */
public record NamedFiles(String origin) {
    /**
     * A file that must be there.
     *
     * @throws InputException if it cannot be read; the remedy is the configuration's {@code origin}, where it has one
     */
    public Path required(ConfigNode node, String key) {
        check(node, key);
        return node.existingFile(key);
    }

    /** A file or folder with data that must be there, as in {@link #required}, or null if the key is not given. */
    public DataFile optionalData(ConfigNode node, String key) {
        checkData(node, key);
        return DataFile.optional(node, key);
    }

    /** Refuses a missing file if the configuration says where its files come from. */
    private void check(ConfigNode node, String key) {
        if (origin == null || !node.has(key)) {
            return;
        }
        Path path = node.path(key);
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw missing(node, key, path);
        }
    }

    /** The same of a file with data, which may name an array after a #, or of a folder of images. */
    public void checkData(ConfigNode node, String key) {
        if (origin == null || !node.has(key)) {
            return;
        }
        Path path = DataFile.of(node.path(key)).path();
        if (!Files.isReadable(path)) {
            throw missing(node, key, path);
        }
    }

    private InputException missing(ConfigNode node, String key, Path path) {
        String full = node.keyPath().isEmpty() ? key : node.keyPath() + "." + key;
        return new InputException(
                node.file() + ":" + node.line(key) + ": " + full + " must be a readable file: " + key + "=" + path,
                origin);
    }
}
