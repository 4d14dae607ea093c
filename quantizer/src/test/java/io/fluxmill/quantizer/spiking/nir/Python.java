// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.nir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Python with h5py, the binding of The HDF Group's library; a test that needs it is skipped by name where it is not installed. */
final class Python {
    private Python() {}

    static String requireH5py() throws IOException, InterruptedException {
        for (String python : List.of("/usr/bin/python3", "/usr/local/bin/python3")) {
            if (Files.isExecutable(Path.of(python))
                    && run(List.of(python, "-c", "try:\n import h5py\n print('ok')\nexcept ImportError: pass"))
                            .contains("ok")) {
                return python;
            }
        }
        assumeTrue(false, "skipped: python3-h5py is not installed");
        throw new AssertionError();
    }

    /** What the command prints; it must succeed. */
    static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), text);
        return text;
    }
}
