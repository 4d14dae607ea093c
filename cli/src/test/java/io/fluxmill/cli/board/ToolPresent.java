// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.board;

import io.fluxmill.simulator.jna.PseudoTerminal;
import java.io.IOException;
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

    /** A plain chroot has none. */
    static void requirePseudoTerminal() {
        try {
            PseudoTerminal.open().close();
        } catch (IOException e) {
            Assumptions.abort(e.getMessage() + ": mount -t devpts devpts /dev/pts");
        }
    }
}
