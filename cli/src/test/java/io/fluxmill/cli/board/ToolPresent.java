// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.board;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/** Skips a test aloud when its tool is not there. */
final class ToolPresent {
    private ToolPresent() {}

    static void require(String program, String debianPackage) {
        boolean there = Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        Assumptions.assumeTrue(there, program + " is not there: apt-get install " + debianPackage);
    }
}
