// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.nir;

import io.fluxmill.core.config.InputException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was observed of the nodes of a graph: by the node's name, by the observable's (for example {@code spikes}).
 *
 * <p>Source: <a href="https://github.com/neuromorphs/NIR/blob/main/docs/source/nirdata.md">NIRData</a>.
 *
 * @param nodes in the order of the file; a node of a nested graph is named {@code outer.inner}
 */
public record NirData(Map<String, Map<String, Observable>> nodes) {
    public NirData {
        Map<String, Map<String, Observable>> copy = new LinkedHashMap<>();
        nodes.forEach(
                (name, observables) -> copy.put(name, Collections.unmodifiableMap(new LinkedHashMap<>(observables))));
        nodes = Collections.unmodifiableMap(copy);
    }

    /** Whether a file of HDF5 says that it is one of NIRData. */
    public static boolean is(Path file) {
        return NirDataFile.is(file);
    }

    /** @throws InputException if the file cannot be read or is no NIRData; it names file, node and observable */
    public static NirData read(Path file) {
        return NirDataFile.read(file);
    }

    /**
     * Writes the file, whole or not at all, so that {@code nir.read_data} of Python reads it.
     *
     * @throws InputException if HDF5 has no such name of a node or observable, or the path is a folder
     * @throws io.fluxmill.core.config.EnvironmentException if it cannot be written
     */
    public void write(Path file) {
        NirDataFile.write(this, file);
    }
}
