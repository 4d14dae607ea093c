// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The loader that is in the RAM at power-up, built from {@code src/main/firmware}. */
final class Firmware {
    static final String IMAGE = "firmware.hex";

    private Firmware() {}

    /** Its words from address 0 on. */
    static int[] words() {
        try (InputStream in = Firmware.class.getResourceAsStream(IMAGE);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            return reader.lines()
                    .mapToInt(line -> Integer.parseUnsignedInt(line, 16))
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
