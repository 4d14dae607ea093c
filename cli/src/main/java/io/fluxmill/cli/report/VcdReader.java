// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.report;

import io.fluxmill.cli.report.WaveWindow.Change;
import io.fluxmill.cli.report.WaveWindow.Signal;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads value change dumps (IEEE 1364-2005, clause 18): the named signals of the shallowest scope that has them, over the whole recording.
 * Real-valued changes and comments are skipped.
 */
public final class VcdReader {
    private final Set<String> wanted;
    private final Map<String, Integer> widths = new LinkedHashMap<>();
    private final Map<String, Integer> depths = new HashMap<>();
    private final Map<String, String> codes = new HashMap<>();
    private final Map<String, List<Change>> changes = new HashMap<>();
    private int depth;
    private long time;

    private VcdReader(List<String> names) {
        wanted = new HashSet<>(names);
    }

    /** The signals in the order of {@code names}; those that the recording does not have are left out. */
    public static List<Signal> read(Path file, List<String> names) throws IOException {
        VcdReader reader = new VcdReader(names);
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                reader.line(line.strip());
            }
        }
        List<Signal> signals = new ArrayList<>();
        for (String name : names) {
            if (reader.codes.containsKey(name)) {
                List<Change> of = reader.changes.getOrDefault(reader.codes.get(name), List.of());
                signals.add(new Signal(name, reader.widths.get(name), List.copyOf(of)));
            }
        }
        return signals;
    }

    private void line(String line) {
        if (line.isEmpty()) {
            return;
        }
        switch (line.charAt(0)) {
            case '#' -> time = Long.parseLong(line.substring(1));
            case 'b', 'B' -> {
                int gap = line.indexOf(' ');
                change(line.substring(gap + 1), line.substring(1, gap));
            }
            case '0', '1', 'x', 'z', 'X', 'Z' -> change(line.substring(1), line.substring(0, 1));
            case '$' -> declaration(line.split("\\s+"));
            default -> {
                // a real value or the text of a comment: nothing that is drawn
            }
        }
    }

    private void declaration(String[] words) {
        switch (words[0]) {
            case "$scope" -> depth++;
            case "$upscope" -> depth--;
            case "$var" -> variable(Integer.parseInt(words[2]), words[3], words[4]);
            default -> {
                // dates, versions, time scales
            }
        }
    }

    private void variable(int width, String code, String name) {
        if (wanted.contains(name) && depth < depths.getOrDefault(name, Integer.MAX_VALUE)) {
            depths.put(name, depth);
            widths.put(name, width);
            codes.put(name, code);
            changes.put(code, new ArrayList<>());
        }
    }

    private void change(String code, String value) {
        List<Change> list = changes.get(code);
        if (list != null) {
            list.add(new Change(time, value));
        }
    }
}
