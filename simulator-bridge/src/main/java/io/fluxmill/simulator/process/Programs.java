// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.process;

import java.io.IOException;

/** External programs, run as separate processes. */
public final class Programs {
    private Programs() {}

    /** Whether a command can be run and ends without an error. */
    public static boolean answer(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
