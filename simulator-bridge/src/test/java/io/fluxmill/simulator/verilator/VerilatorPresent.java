// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Skips a test, by name, where the simulator is not installed. */
public final class VerilatorPresent {
    private VerilatorPresent() {}

    public static void assume() {
        boolean present = Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "verilator")));
        assumeTrue(present, "verilator is not installed");
    }
}
