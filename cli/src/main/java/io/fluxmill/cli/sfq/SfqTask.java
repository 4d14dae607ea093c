// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import io.fluxmill.cli.family.NamedFiles;
import io.fluxmill.cli.sfq.SfqJob.Run;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.quantizer.data.Dataset;
import io.fluxmill.quantizer.data.DatasetConfig;
import io.fluxmill.quantizer.sfq.map.SfqCircuit;
import io.fluxmill.quantizer.sfq.map.SfqDecoder;
import io.fluxmill.quantizer.sfq.map.SfqEncoder;
import io.fluxmill.quantizer.sfq.map.SfqStudy.Case;
import io.fluxmill.quantizer.sfq.read.SfqNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Labelled samples for a rate-coded network: the sections {@code cases} or {@code data}, and {@code task}.
 *
 * @param samples values from 0 to 1 and the class, in order
 * @param windows decisions, the samples in turn
 * @param windowsPerRun that follow each other without a pause, at least 1
 * @param slots of a window
 * @param seed of the encoder
 * @param study of errors against window length and bias, or null
 */
record SfqTask(List<Case> samples, int windows, int windowsPerRun, int slots, int seed, Study study) {
    private static final int MAX_SLOTS = 1 << 20;
    private static final int MAX_WINDOWS = 10_000_000;

    /**
     * The section {@code study}.
     *
     * @param slots window lengths
     * @param biasPercent changes of all bias currents
     * @param windows at each point, at least
     * @param errorLimit up to which a network works, for its bias margins
     */
    record Study(List<Integer> slots, List<Double> biasPercent, int windows, double errorLimit) {
        private static final List<Integer> SLOTS = List.of(8, 16, 32, 64, 128, 256, 512);
        private static final List<Double> BIASES = List.of(-15.0, -10.0, -5.0, -2.0, 0.0, 2.0, 5.0, 10.0, 15.0);

        static Study from(ConfigNode node) {
            Study study = new Study(
                    node.parsedList("slots", Integer::valueOf, SLOTS),
                    node.parsedList("bias-percent", Double::valueOf, BIASES),
                    node.integer("windows", 1, MAX_WINDOWS, 1000),
                    node.number("error-limit", 0, 1, 0.01));
            node.rejectUnknown();
            if (study.slots.stream().anyMatch(s -> s < 1 || s > MAX_SLOTS)) {
                throw node.error("slots", "numbers from 1 to " + MAX_SLOTS, "correct the list");
            }
            if (study.biasPercent.stream().anyMatch(b -> b <= -100 || b > 100)) {
                throw node.error("bias-percent", "numbers above -100 up to 100", "correct the list");
            }
            return study;
        }
    }

    static SfqTask from(ConfigNode root, SfqNetwork network) {
        if (root.has("cases") == root.has("data")) {
            throw root.error("cases", "a list of samples, or else data a section", "give the network labelled samples");
        }
        List<Case> samples = root.has("cases")
                ? root.nodes("cases").stream().map(SfqTask::written).toList()
                : read(root.node("data"), new NamedFiles(root.string("origin", null)));
        for (Case sample : samples) {
            check(root, sample, network);
        }
        ConfigNode task = root.optionalNode("task").orElse(null);
        SfqTask result = task == null
                ? new SfqTask(samples, samples.size(), 1, network.window(), 1, null)
                : new SfqTask(
                        samples,
                        task.integer("windows", 1, MAX_WINDOWS, samples.size()),
                        task.integer("windows-per-run", 1, MAX_WINDOWS, 1),
                        task.integer("slots", 1, MAX_SLOTS, network.window()),
                        task.integer("seed", 0, Integer.MAX_VALUE, 1),
                        task.optionalNode("study").map(Study::from).orElse(null));
        if (task != null) {
            task.rejectUnknown();
        }
        if (result.study != null && network.outputs() != 1) {
            throw task.error("study", "for networks of one output", "leave it out");
        }
        return result;
    }

    private static Case written(ConfigNode node) {
        Case sample = new Case(node.parsedList("values", Double::valueOf), node.integer("label", 0, Integer.MAX_VALUE));
        node.rejectUnknown();
        return sample;
    }

    private static List<Case> read(ConfigNode node, NamedFiles files) {
        files.checkData(node, "inputs");
        files.checkData(node, "labels");
        DatasetConfig config = DatasetConfig.of(node);
        Dataset data = Dataset.read(config);
        if (!data.hasLabels()) {
            throw node.error("labels", "given", "a task of a network needs the class of each sample");
        }
        List<Case> samples = new ArrayList<>();
        for (int i = 0; i < data.count(); i++) {
            float[] values = data.sample(i);
            samples.add(new Case(
                    IntStream.range(0, values.length)
                            .mapToObj(k -> (double) values[k])
                            .toList(),
                    data.label(i)));
        }
        return samples;
    }

    private static void check(ConfigNode root, Case sample, SfqNetwork network) {
        String where = root.file() + ": samples of " + network.name();
        if (sample.values().size() != network.inputs()) {
            throw new InputException(
                    where + " must have " + network.inputs() + " values: values="
                            + sample.values().size(),
                    "check that samples and network belong together");
        }
        if (sample.label() < 0 || sample.label() >= network.classes()) {
            throw new InputException(
                    where + " must have labels from 0 to " + (network.classes() - 1) + ": label=" + sample.label(),
                    "check that labels and network belong together");
        }
        if (sample.values().stream().anyMatch(v -> !(v >= 0 && v <= 1))) {
            throw new InputException(
                    where + " must have values from 0 to 1: " + sample.values(),
                    "set scale and offset of data so that values are rates");
        }
    }

    /** The runs of all windows on a circuit that is simulated in quanta of {@code quantum} · 0.1 ps. */
    List<Run> runs(SfqCircuit circuit, int quantum) {
        SfqEncoder encoder = new SfqEncoder(circuit, quantum);
        SfqDecoder decoder = new SfqDecoder(circuit, quantum);
        long end = encoder.end(windowsPerRun, slots);
        List<Run> runs = new ArrayList<>();
        for (int first = 0; first < windows; first += windowsPerRun) {
            List<Case> shown = new ArrayList<>();
            for (int w = first; w < Math.min(windows, first + windowsPerRun); w++) {
                shown.add(samples.get(w % samples.size()));
            }
            double[][] values = shown.stream()
                    .map(c -> c.values().stream().mapToDouble(v -> v).toArray())
                    .toArray(double[][]::new);
            runs.add(new Run(
                    "windows from " + first,
                    encoder.stimuli(values, slots, seed + runs.size()),
                    end,
                    Math.min(end, 40L * circuit.slot() / quantum),
                    shown.size(),
                    trace -> wrong(decoder, trace, shown)));
        }
        return runs;
    }

    private long wrong(SfqDecoder decoder, SfqTrace trace, List<Case> shown) {
        int[] classes = decoder.classes(trace, shown.size(), slots);
        return IntStream.range(0, classes.length)
                .filter(w -> classes[w] != shown.get(w).label())
                .count();
    }
}
