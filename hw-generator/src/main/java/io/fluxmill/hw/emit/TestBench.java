// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.emit;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Port;
import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.core.program.Script;
import io.fluxmill.core.program.Script.Await;
import io.fluxmill.core.program.Script.Expect;
import io.fluxmill.core.program.Script.Interrupt;
import io.fluxmill.core.program.Script.Read;
import io.fluxmill.core.program.Script.Send;
import io.fluxmill.core.program.Script.Step;
import io.fluxmill.core.program.Script.Write;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A self-checking bench of a design in plain Verilog-2001 with its vectors, for any simulator: it carries out a {@link Script}, ends with a line that begins with
 * PASS or FAIL, and names the first difference. It reads its vectors with {@code $readmemh} from the folder in which the simulator runs.
 */
public final class TestBench {
    private static final int OP_END = 0;
    private static final int OP_WRITE = 1;
    private static final int OP_READ = 2;
    private static final int OP_POLL = 3;
    private static final int OP_STREAM = 4;
    private static final int OP_AWAIT = 5;
    private static final int OP_INTERRUPT = 6;

    private final Manifest manifest;
    private final String name;
    private final StringBuilder script = new StringBuilder();
    private final Map<String, Vectors> streams = new LinkedHashMap<>();
    private int steps;

    /** Beats of a stream so far, a line each. */
    private static final class Vectors {
        final Stream stream;
        final StringBuilder lines = new StringBuilder();
        int beats;

        Vectors(Stream stream) {
            this.stream = stream;
        }
    }

    private TestBench(Manifest manifest) {
        this.manifest = manifest;
        name = manifest.design() + "_tb";
        manifest.streams().forEach(s -> streams.put(s.name(), new Vectors(s)));
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
        boolean hasResults = manifest.streams().stream().anyMatch(s -> !s.into());
        if ((hasResults ? script.comparedStreamBits() : script.comparedBits()) == 0) {
            throw new IllegalArgumentException("script of " + manifest.design() + " must compare results");
        }
        TestBench bench = new TestBench(manifest);
        script.steps().forEach(bench::step);
        bench.line(OP_END, 0, 0, 0);
        Map<String, String> files = new LinkedHashMap<>();
        files.put(bench.name + ".v", new TestBenchText(manifest, bench.name, bench.steps, bench.counts()).verilog());
        files.put(bench.name + ".hex", bench.script.toString());
        bench.streams.forEach((stream, vectors) -> files.put(vectorFile(bench.name, stream), vectors.lines.toString()));
        return files;
    }

    /** Name of the file with the beats of a stream. */
    static String vectorFile(String bench, String stream) {
        return bench + "_" + stream + ".hex";
    }

    private Map<String, Integer> counts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        streams.forEach((stream, vectors) -> counts.put(stream, vectors.beats));
        return counts;
    }

    private void step(Step step) {
        if (step instanceof Write write) {
            line(OP_WRITE, write.address(), write.value(), 0);
        } else if (step instanceof Read read) {
            line(read.polls() ? OP_POLL : OP_READ, read.address(), read.value(), read.mask());
        } else if (step instanceof Send send) {
            Vectors vectors = streams.get(send.stream());
            int beats = send.beats().length / vectors.stream.beatBytes();
            for (int beat = 0; beat < beats; beat++) {
                String last = !vectors.stream.last() ? "" : beat == beats - 1 ? "1" : "0";
                vectors.lines
                        .append(last)
                        .append(hex(vectors.stream, send.beats(), beat))
                        .append('\n');
            }
            moved(vectors, beats);
        } else if (step instanceof Expect expect) {
            Vectors vectors = streams.get(expect.stream());
            int beats = expect.beats().length / vectors.stream.beatBytes();
            for (int beat = 0; beat < beats; beat++) {
                vectors.lines
                        .append(hex(vectors.stream, expect.mask(), beat))
                        .append(hex(vectors.stream, expect.beats(), beat))
                        .append('\n');
            }
            moved(vectors, beats);
        } else if (step instanceof Await) {
            line(OP_AWAIT, 0, 0, 0);
        } else if (step instanceof Interrupt) {
            line(OP_INTERRUPT, 0, 0, 0);
        }
    }

    private void moved(Vectors vectors, int beats) {
        vectors.beats += beats;
        line(OP_STREAM, manifest.streams().indexOf(vectors.stream), vectors.beats, 0);
    }

    private static String hex(Stream stream, byte[] bytes, int beat) {
        StringBuilder digits = new StringBuilder();
        int size = stream.beatBytes();
        for (int i = size - 1; i >= 0; i--) {
            digits.append(String.format("%02x", bytes[beat * size + i]));
        }
        return digits.toString();
    }

    private void line(int op, int address, int value, int mask) {
        script.append(String.format("%02x_%08x_%08x_%08x\n", op, address, value, mask));
        steps++;
    }

    /** Ports of the design that the bench drives or looks at itself; all other inputs are 0. */
    static List<Port> others(Manifest manifest) {
        List<Port> ports = new ArrayList<>(manifest.ports());
        ports.removeIf(p -> p.name().equals(manifest.clock()) || p.name().equals(manifest.reset()));
        return ports;
    }
}
