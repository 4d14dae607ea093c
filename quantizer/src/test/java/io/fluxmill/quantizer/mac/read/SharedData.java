// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Third-party models and data that are not part of the project; a test that needs an absent file is skipped with its name. */
public final class SharedData {
    private SharedData() {}

    /** The file, or the test is skipped. */
    public static Path require(String file) {
        String given = System.getProperty("FLUXMILL_SHARED", System.getenv("FLUXMILL_SHARED"));
        Path root = Path.of(given != null ? given : "../../shared/data");
        Path path = root.resolve(file);
        assumeTrue(Files.exists(path), () -> "skipped: " + path + " is not there");
        return path;
    }
}
