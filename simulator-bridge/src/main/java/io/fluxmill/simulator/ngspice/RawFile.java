// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.ngspice;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A result of a transient analysis, a binary raw file of ngspice: a head in lines, ended by {@code Binary:}, then for each point a
 * double for each variable, the first the time in seconds.
 */
final class RawFile {
    private static final byte[] MARK = "Binary:\n".getBytes(StandardCharsets.US_ASCII);

    private final List<String> variables;
    private final DoubleBuffer values;

    private RawFile(List<String> variables, DoubleBuffer values) {
        this.variables = variables;
        this.values = values;
    }

    /** @throws IllegalStateException if the file is no binary raw file or has no point */
    static RawFile read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int data = indexOf(bytes) + MARK.length;
        List<String> names = new ArrayList<>();
        for (String line : new String(bytes, 0, data, StandardCharsets.ISO_8859_1).split("\n")) {
            String[] words = line.strip().split("\\s+");
            if (line.startsWith("\t") && words.length == 3) {
                names.add(words[1]);
            }
        }
        DoubleBuffer values = ByteBuffer.wrap(bytes, data, bytes.length - data)
                .order(ByteOrder.nativeOrder())
                .asDoubleBuffer();
        if (names.isEmpty() || values.remaining() < names.size()) {
            throw new IllegalStateException("raw file has no points: " + file);
        }
        return new RawFile(names, values);
    }

    private static int indexOf(byte[] bytes) {
        for (int i = 0; i + MARK.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + MARK.length, MARK, 0, MARK.length)) {
                return i;
            }
        }
        throw new IllegalStateException("raw file must have a line Binary:");
    }

    int points() {
        return values.limit() / variables.size();
    }

    double value(int point, int variable) {
        return values.get(point * variables.size() + variable);
    }

    double lastTime() {
        return value(points() - 1, 0);
    }

    /** Number of a variable; ngspice writes all names in lower case. */
    int variable(String name) {
        int index = variables.indexOf(name.toLowerCase(Locale.ROOT));
        if (index < 0) {
            throw new IllegalStateException("raw file must have " + name + ", not only " + variables);
        }
        return index;
    }
}
