// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.emit;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Port;
import io.fluxmill.core.program.Script;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A self-checking bench of a design in plain Verilog-2001 with its vectors, for any simulator: it carries out a {@link Script}, ends with a line that begins with
 * PASS or FAIL, and names the first difference. It reads its vectors with {@code $readmemh} from the folder in which the simulator runs.
 */
public final class TestBench {
    private TestBench() {}

    /** Name of the bench of a design, and of its module. */
    public static String name(Manifest manifest) {
        return manifest.design() + "_tb";
    }

    /**
     * The bench and its vectors: texts by name of file.
     *
     * @throws IllegalArgumentException if the design has no AXI4-Lite slave, or the script compares nothing
     */
    public static Map<String, String> files(Manifest manifest, Script script) {
        if (manifest.busPrefix() == null) {
            throw new IllegalArgumentException("design " + manifest.design() + " must have an AXI4-Lite slave");
        }
        String name = name(manifest);
        BenchVectors vectors = BenchVectors.of(name, manifest.streams(), script);
        Map<String, String> files = new LinkedHashMap<>();
        files.put(name + ".v", new TestBenchText(manifest, name, vectors.steps(), vectors.beats()).verilog());
        files.putAll(vectors.files());
        return files;
    }

    /** Ports of the design that the bench drives or looks at itself; all other inputs are 0. */
    static List<Port> others(Manifest manifest) {
        List<Port> ports = new ArrayList<>(manifest.ports());
        ports.removeIf(p -> p.name().equals(manifest.clock()) || p.name().equals(manifest.reset()));
        return ports;
    }
}
