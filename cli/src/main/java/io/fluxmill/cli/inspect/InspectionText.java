// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.inspect;

import io.fluxmill.cli.console.TextTable;
import io.fluxmill.cli.family.Inspection;
import io.fluxmill.cli.family.Inspection.Cut;
import io.fluxmill.cli.family.Inspection.Layer;
import io.fluxmill.cli.family.Inspection.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An inspection for the terminal. */
public record InspectionText(Inspection inspection) {
    private static final int MOST_LETTERS = 48;

    /** The lines on stdout. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(inspection.file() + ": " + inspection.format());
        lines.addAll(tensors().lines().stream().skip(1).toList());
        if (!inspection.nodes().isEmpty()) {
            lines.add("");
            lines.addAll(operators().lines());
        }
        if (!inspection.layers().isEmpty()) {
            lines.add("");
            lines.addAll(layers().lines());
            lines.add("");
            lines.addAll(totals());
        }
        lines.add("");
        lines.addAll(inspection.refusal() == null ? List.of("accepted: it can run") : refusal());
        return lines;
    }

    private TextTable tensors() {
        TextTable table = new TextTable("", "", "", "");
        for (Tensor tensor : inspection.inputs()) {
            table.row("input", tensor.name(), tensor.type(), tensor.shape());
        }
        for (Tensor tensor : inspection.outputs()) {
            table.row("output", tensor.name(), tensor.type(), tensor.shape());
        }
        return table;
    }

    private TextTable operators() {
        TextTable table = new TextTable("operator", "nodes", "where");
        OperatorCounts.of(inspection).forEach(row -> table.row(row.operator(), row.nodes(), row.place()));
        return table;
    }

    private TextTable layers() {
        TextTable table = new TextTable("layer", "kind", "output", "parameters", "MACs", "where", "trained bits");
        for (Layer layer : inspection.layers()) {
            table.row(
                    shortened(layer.name()),
                    layer.kind(),
                    layer.shape(),
                    count(layer.parameters()),
                    count(layer.macs()),
                    layer.place(),
                    layer.trained());
        }
        return table;
    }

    private List<String> totals() {
        List<String> lines = new ArrayList<>();
        lines.add(count(inspection.parameters()) + " parameters");
        lines.add(count(inspection.macs()) + " MACs for each sample, " + engineShare(inspection) + " on the engine");
        lines.add("driver: " + driver(inspection));
        lines.add("left to the host: "
                + (inspection.host().isEmpty() ? "nothing" : String.join("; ", inspection.host())));
        lines.add("trained quantisation: "
                + (inspection.trained().isEmpty() ? "none" : String.join("; ", inspection.trained())));
        return lines;
    }

    private List<String> refusal() {
        List<String> lines = new ArrayList<>();
        lines.add("refused:");
        List<String> sentences = new ArrayList<>(inspection.refusals());
        if (!sentences.contains(inspection.refusal().getMessage())) {
            sentences.add(0, inspection.refusal().getMessage());
        }
        sentences.forEach(sentence -> lines.add("  " + sentence));
        for (Cut cut : inspection.cuts()) {
            lines.add("accepted with --until " + cut.until() + " (in a configuration model-output: " + cut.until()
                    + "): "
                    + count(cut.layers()) + " layers, " + count(cut.parameters()) + " parameters, " + count(cut.macs())
                    + " MACs");
        }
        if (inspection.cuts().isEmpty()) {
            lines.add("no place was found at which the model could end instead");
        }
        return lines;
    }

    /** Exporters of TensorFlow name a node after all that was merged into it. */
    private static String shortened(String name) {
        int half = MOST_LETTERS / 2 - 1;
        return name.length() <= MOST_LETTERS
                ? name
                : name.substring(0, half) + "..." + name.substring(name.length() - half);
    }

    /** Steps of the driver in words. */
    static String driver(Inspection inspection) {
        var steps = OperatorCounts.driverSteps(inspection);
        return steps.isEmpty()
                ? "nothing"
                : steps.entrySet().stream()
                        .map(step -> step.getValue() + " x " + step.getKey())
                        .collect(Collectors.joining(", "));
    }

    /** The share of multiply-accumulates that are on the engine. */
    static String engineShare(Inspection inspection) {
        double share = inspection.macs() == 0 ? 0 : (double) inspection.engineMacs() / inspection.macs();
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
