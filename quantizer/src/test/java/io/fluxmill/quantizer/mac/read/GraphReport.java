// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What became of many random graphs: counts, reasons of refusals, features, and what was wrong. */
final class GraphReport {
    private static final int SHOWN = 5;

    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<String, Integer> reasons = new TreeMap<>();
    private final Map<String, String> firstOfReason = new TreeMap<>();
    private final Map<String, int[]> features = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();

    void count(String what, long more) {
        counts.merge(what, more, Long::sum);
    }

    long count(String what) {
        return counts.getOrDefault(what, 0L);
    }

    /** @param stage where, for example "lowering" */
    void refused(String stage, String message, long seed) {
        String reason = stage + ": "
                + message.replaceAll("\"[^\"]*\"", "_")
                        .replaceAll("\\[[^\\]]*\\]", "[_]")
                        .replaceAll("-?\\d+(\\.\\d+)?(E-?\\d+)?", "#")
                        .replaceAll("^[^:]*: (node|output|input) ", "")
                        .replaceAll("\\b(tensor|layer) \\S+", "$1 _");
        reasons.merge(reason, 1, Integer::sum);
        firstOfReason.putIfAbsent(reason, "seed " + seed);
    }

    void features(Collection<String> used, boolean accepted) {
        for (String feature : used) {
            features.computeIfAbsent(feature, f -> new int[3])[accepted ? 0 : 1]++;
        }
    }

    /** Features of an accepted graph that went through integers, too. */
    void inIntegers(Collection<String> used) {
        for (String feature : used) {
            features.computeIfAbsent(feature, f -> new int[3])[2]++;
        }
    }

    Set<String> features() {
        return features.keySet();
    }

    int accepted(String feature) {
        return features.getOrDefault(feature, new int[3])[0];
    }

    /** Where an exception comes from; nothing when the machine left the stack out. */
    static String place(RuntimeException e) {
        return Arrays.stream(e.getStackTrace())
                .limit(3)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(", "));
    }

    void wrong(String text) {
        wrong.add(text);
    }

    int wrong() {
        return wrong.size();
    }

    /** The first few wrong results in full and the first line of the others. */
    String wrongText() {
        StringBuilder text = new StringBuilder(wrong.size() + " wrong\n");
        for (int i = 0; i < wrong.size(); i++) {
            text.append(
                            i < SHOWN
                                    ? wrong.get(i)
                                    : wrong.get(i).lines().findFirst().orElse(""))
                    .append("\n");
        }
        return text.toString();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        counts.forEach((what, count) -> text.append(String.format("%8d  %s%n", count, what)));
        text.append(String.format("refusals by reason:%n"));
        reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(e -> text.append(
                        String.format("%8d  %s (%s)%n", e.getValue(), e.getKey(), firstOfReason.get(e.getKey()))));
        text.append(String.format("features: accepted, refused, accepted in integers%n"));
        features.forEach((feature, n) -> text.append(String.format("%8d %6d %6d  %s%n", n[0], n[1], n[2], feature)));
        return text.toString();
    }
}
