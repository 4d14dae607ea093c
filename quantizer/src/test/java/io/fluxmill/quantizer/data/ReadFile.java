// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.InputException;
import java.nio.file.Path;

/** Reads data files as tests name them. */
final class ReadFile {
    private ReadFile() {}

    static NumericArray read(Path path) {
        return NumericFile.read(DataFile.of(path));
    }

    /** @param array null for the only one */
    static NumericArray read(Path path, String type, String array) {
        return NumericFile.read(new DataFile(path, array, type, false));
    }

    static NumericArray read(Path path, String type, String array, long memoryBytes) {
        return NumericFile.read(new DataFile(path, array, type, false), memoryBytes);
    }

    /** @param fact the sentence after the path */
    static void refuses(Path path, String fact, String remedy) {
        InputException e = assertThrows(InputException.class, () -> read(path), path.toString());
        assertEquals(path + fact, e.getMessage());
        assertEquals(remedy, e.remedy());
    }

    static void refuses(DatasetConfig config, String sentence, String remedy) {
        InputException e = assertThrows(InputException.class, () -> Dataset.read(config));
        assertEquals(sentence, e.getMessage());
        assertEquals(remedy, e.remedy());
    }
}
