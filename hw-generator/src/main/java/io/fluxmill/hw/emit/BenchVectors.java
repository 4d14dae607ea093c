// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.emit;

import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.core.program.Script;
import io.fluxmill.core.program.Script.Await;
import io.fluxmill.core.program.Script.Expect;
import io.fluxmill.core.program.Script.Interrupt;
import io.fluxmill.core.program.Script.Read;
import io.fluxmill.core.program.Script.Send;
import io.fluxmill.core.program.Script.Step;
import io.fluxmill.core.program.Script.Write;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@link Script} as files for {@code $readmemh}: the steps, and the beats of each stream; docs/integration.md has the lines. */
public final class BenchVectors {
    private static final int OP_END = 0;
    private static final int OP_WRITE = 1;
    private static final int OP_READ = 2;
    private static final int OP_POLL = 3;
    private static final int OP_STREAM = 4;
    private static final int OP_AWAIT = 5;
    private static final int OP_INTERRUPT = 6;

    private final String bench;
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

    private BenchVectors(String bench, List<Stream> streams) {
        this.bench = bench;
        streams.forEach(s -> this.streams.put(s.name(), new Vectors(s)));
    }

    /**
     * The vectors of a script.
     *
     * @param bench name of the bench, with which the files' names begin
     * @param streams of the engine; the script calls them by their numbers in this list
     * @throws IllegalArgumentException if the script compares no beats although there are results, or nothing at all
     */
    public static BenchVectors of(String bench, List<Stream> streams, Script script) {
        boolean hasResults = streams.stream().anyMatch(s -> !s.into());
        if ((hasResults ? script.comparedStreamBits() : script.comparedBits()) == 0) {
            throw new IllegalArgumentException("script of " + bench + " must compare results");
        }
        BenchVectors vectors = new BenchVectors(bench, streams);
        script.steps().forEach(vectors::step);
        vectors.line(OP_END, 0, 0, 0);
        return vectors;
    }

    /** Lines of the script. */
    public int steps() {
        return steps;
    }

    /** Number of beats of each stream. */
    public Map<String, Integer> beats() {
        Map<String, Integer> beats = new LinkedHashMap<>();
        streams.forEach((stream, vectors) -> beats.put(stream, vectors.beats));
        return beats;
    }

    /** Texts by name of file. */
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(bench + ".hex", script.toString());
        streams.forEach((stream, vectors) -> files.put(file(bench, stream), vectors.lines.toString()));
        return files;
    }

    /** Name of the file with the beats of a stream. */
    public static String file(String bench, String stream) {
        return bench + "_" + stream + ".hex";
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
        line(OP_STREAM, List.copyOf(streams.keySet()).indexOf(vectors.stream.name()), vectors.beats, 0);
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
}
