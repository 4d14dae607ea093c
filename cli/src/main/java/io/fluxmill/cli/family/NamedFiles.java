// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
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

    /** The same, or null if the key is not given. */
    public Path optional(ConfigNode node, String key) {
        return node.has(key) ? required(node, key) : null;
    }

    /**
     * Refuses a missing file if the configuration says where its files come from. An array of an npz file
     * may be named after a #.
     */
    public void check(ConfigNode node, String key) {
        if (origin == null || !node.has(key)) {
            return;
        }
        Path path = Path.of(node.path(key).toString().replaceAll("\\.npz#.*$", ".npz"));
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            String full = node.keyPath().isEmpty() ? key : node.keyPath() + "." + key;
            throw new InputException(
                    node.file() + ":" + node.line(key) + ": " + full + " must be a readable file: " + key + "=" + path,
                    origin);
        }
    }
}
