// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.simulator.verilator.VerilatedModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The library that the bridge built, with the same transactors, under a main function in C++ in a process without a JVM. */
final class PlainLoopSide implements Side {
    private static final String SOURCE = "plain_loop.cpp";

    private enum Kind {
        WRITE,
        AWAIT_CLEAR,
        SEND,
        RECEIVE,
        MOVE
    }

    private final Manifest manifest;
    private final Path directory;
    private final Path program;

    /** @param directory for the program, its scripts and results */
    PlainLoopSide(VerilatedModel model, Path directory) throws IOException {
        this.manifest = model.manifest();
        this.directory = directory;
        program = directory.resolve("plain_loop");
        Path source = directory.resolve(SOURCE);
        Files.createDirectories(directory);
        try (InputStream in = PlainLoopSide.class.getResourceAsStream(SOURCE)) {
            Files.copy(in, source, StandardCopyOption.REPLACE_EXISTING);
        }
        Path library = model.library();
        Processes.run(List.of(
                "g++",
                "-std=gnu++17",
                "-O2",
                "-Wall",
                source.toString(),
                library.toString(),
                "-o",
                program.toString(),
                "-Wl,-rpath," + library.getParent()));
    }

    @Override
    public String name() {
        return "C++ loop";
    }

    @Override
    public Sample sample(MatrixJob job, int times) {
        Path script = directory.resolve("script.bin");
        Path results = directory.resolve("results.bin");
        try {
            Files.deleteIfExists(results);
            write(script, job);
            String[] answer = Processes.run(
                            List.of(program.toString(), script.toString(), "" + times, results.toString()))
                    .strip()
                    .split(" ");
            job.results().duplicate().put(Files.readAllBytes(results));
            return new Sample(Long.parseLong(answer[0]), Double.parseDouble(answer[1]), Double.parseDouble(answer[2]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Path file, MatrixJob job) throws IOException {
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (List<Step> steps : List.of(job.load(), job.run())) {
                List<ByteBuffer> records = new ArrayList<>();
                steps.forEach(step -> append(records, step));
                int count = (int) records.stream()
                        .filter(r -> r.limit() == 4 * Integer.BYTES && !r.isDirect())
                        .count();
                out.write(words(count));
                for (ByteBuffer record : records) {
                    out.write(record.duplicate());
                }
            }
        }
    }

    private void append(List<ByteBuffer> out, Step step) {
        if (step instanceof Step.Write w) {
            out.add(words(Kind.WRITE.ordinal(), w.address(), w.value(), 0));
        } else if (step instanceof Step.AwaitClear a) {
            out.add(words(Kind.AWAIT_CLEAR.ordinal(), a.address(), a.mask(), 0));
        } else if (step instanceof Step.Exchange e) {
            out.add(transfer(Kind.SEND, e.source(), e.data()));
            out.add(e.data());
            if (e.sink() != null) {
                out.add(transfer(Kind.RECEIVE, e.sink(), e.results()));
            }
            out.add(words(Kind.MOVE.ordinal(), 0, 0, 0));
        }
    }

    private ByteBuffer transfer(Kind kind, String name, ByteBuffer buffer) {
        Manifest.Stream stream = manifest.stream(name);
        int beats = buffer.limit() / stream.beatBytes();
        return words(kind.ordinal(), manifest.streams().indexOf(stream), beats, buffer.limit());
    }

    private static ByteBuffer words(int... values) {
        ByteBuffer record = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            record.putInt(value);
        }
        return record.flip();
    }
}
