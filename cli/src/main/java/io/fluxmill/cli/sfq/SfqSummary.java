// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import io.fluxmill.cli.console.TextTable;
import io.fluxmill.cli.sfq.SfqVerification.Activity;
import io.fluxmill.cli.sfq.SfqVerification.BackEnd;
import io.fluxmill.cli.sfq.SfqVerification.Network;
import io.fluxmill.cli.sfq.SfqVerification.Score;
import io.fluxmill.cli.sfq.SfqVerification.Timing;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.timing.StaticTiming;
import io.fluxmill.quantizer.sfq.map.SfqStudy;
import io.fluxmill.quantizer.sfq.margin.Margin;
import io.fluxmill.quantizer.sfq.margin.Yield;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The result of a verification in short, for the terminal. */
final class SfqSummary {
    private SfqSummary() {}

    static List<String> lines(SfqVerification verification) {
        List<String> lines = new ArrayList<>();
        Activity activity = verification.activity();
        lines.add(String.format(
                Locale.ROOT,
                "%s: %,d cells of %s, %,d Josephson junctions, %.2f mA",
                verification.netlist().name(),
                verification.netlist().instances().size(),
                verification.library(),
                verification.costs().junctions(),
                verification.costs().biasMicroamperes() / 1000));
        lines.add(String.format(
                Locale.ROOT,
                "reference: %,d runs, %,.1f ns, %,d pulses, %,d merger collisions, %,d other violations",
                activity.runs(),
                activity.quanta() * verification.quantumPs() / 1000,
                activity.pulses(),
                activity.collisions(),
                activity.violations()));
        TextTable table = new TextTable(
                "back end", "runs", "output pulses", "violations", "pulses differ", "violations differ", "seconds");
        for (BackEnd backEnd : verification.backEnds()) {
            table.row(
                    backEnd.name(),
                    backEnd.runs(),
                    backEnd.pulses(),
                    backEnd.violations(),
                    backEnd.pulseMismatches(),
                    backEnd.violationMismatches(),
                    String.format(Locale.ROOT, "%.1f", backEnd.seconds()));
        }
        lines.addAll(table.lines());
        if (verification.score() != null) {
            lines.add(String.format(
                    Locale.ROOT,
                    "error rate %.2f %%: %,d of %,d %s wrong",
                    100 * verification.score().errorRate(),
                    verification.score().wrong(),
                    verification.score().of(),
                    verification.score().what()));
        }
        if (verification.network() != null) {
            network(verification, lines);
        }
        timing(verification, lines);
        margins(verification.margins(), lines);
        if (verification.yield() != null) {
            Yield.Point point = verification.yield().nominal();
            lines.add(String.format(
                    Locale.ROOT,
                    "yield %.1f %% of %,d samples (95 %%: %.1f to %.1f)",
                    100 * point.share(),
                    point.samples(),
                    100 * point.low(),
                    100 * point.high()));
        }
        lines.add("");
        lines.addAll(new SfqViolations(verification).lines());
        lines.addAll(verification.failures());
        for (BackEnd backEnd : verification.backEnds()) {
            if (backEnd.first() != null) {
                lines.add(backEnd.name() + ": first difference: " + backEnd.first());
            }
        }
        lines.add(verification.netlist().name() + ": " + SfqReport.verdict(verification));
        return lines;
    }

    private static void margins(List<Margin> margins, List<String> lines) {
        if (margins.isEmpty()) {
            return;
        }
        TextTable table = new TextTable("margin of", "lower", "upper", "what fails below", "what fails above");
        for (Margin margin : margins) {
            table.row(
                    margin.parameter().key(),
                    String.format(Locale.ROOT, "%+.1f %%", margin.lower().percent()),
                    String.format(Locale.ROOT, "%+.1f %%", margin.upper().percent()),
                    margin.lower().limited()
                            ? "end of the range"
                            : margin.lower().failure(),
                    margin.upper().limited()
                            ? "end of the range"
                            : margin.upper().failure());
        }
        lines.addAll(table.lines());
    }

    private static void network(SfqVerification verification, List<String> lines) {
        Network network = verification.network();
        TextTable accuracy = new TextTable("where", "decisions", "accuracy, %");
        row(accuracy, "mean field (rates alone)", network.meanField());
        row(accuracy, "reference", verification.score());
        for (BackEnd backEnd : verification.backEnds()) {
            row(accuracy, backEnd.name(), backEnd.score());
        }
        lines.addAll(accuracy.lines());
        lines.add(String.format(Locale.ROOT, "window: %,d slots, %.2f ns", network.slots(), network.windowPs() / 1000));
        if (network.study().isEmpty()) {
            return;
        }
        lines.addAll(errors(network.study()));
        TextTable table = new TextTable("slots", "bias margin", "error rate of at most", "z", "predicted z");
        for (SfqStudy.Margin margin : network.biasMargins()) {
            SfqStudy.Point nominal = network.study().stream()
                    .filter(p -> p.slots() == margin.slots() && p.bias() == 1)
                    .findFirst()
                    .orElse(null);
            table.row(
                    margin.slots(),
                    margin.works()
                            ? String.format(Locale.ROOT, "%+.1f to %+.1f %%", margin.lowPercent(), margin.highPercent())
                            : "none",
                    String.format(Locale.ROOT, "%.2f %%", 100 * margin.limit()),
                    nominal == null ? "-" : String.format(Locale.ROOT, "%.2f", nominal.z()),
                    nominal == null ? "-" : String.format(Locale.ROOT, "%.2f", nominal.predictedZ()));
        }
        lines.addAll(table.lines());
    }

    /** Error rates, with a line for each window length and a column for each bias. */
    private static List<String> errors(List<SfqStudy.Point> study) {
        List<Double> biases =
                study.stream().map(SfqStudy.Point::bias).distinct().toList();
        List<String> titles = new ArrayList<>(List.of("errors, %, at a bias of"));
        biases.forEach(bias -> titles.add(String.format(Locale.ROOT, "%+.1f %%", 100 * (bias - 1))));
        TextTable table = new TextTable(titles.toArray(String[]::new));
        for (int slots : study.stream().map(SfqStudy.Point::slots).distinct().toList()) {
            List<Object> row = new ArrayList<>(List.of(slots + " slots"));
            study.stream()
                    .filter(point -> point.slots() == slots)
                    .forEach(point -> row.add(String.format(Locale.ROOT, "%.1f", 100 * point.errorRate())));
            table.row(row.toArray());
        }
        return table.lines();
    }

    private static void row(TextTable table, String where, Score score) {
        table.row(where, score.of(), String.format(Locale.ROOT, "%.2f", 100 * score.accuracy()));
    }

    private static void timing(SfqVerification verification, List<String> lines) {
        if (!verification.insertions().isEmpty()) {
            TextTable table = new TextTable("netlist", "junctions");
            verification.insertions().forEach((step, costs) -> table.row(step, costs.junctions()));
            lines.addAll(table.lines());
        }
        Timing timing = verification.timing();
        if (timing == null) {
            return;
        }
        timing.analysis().worst().ifPresent(worst -> lines.add("worst slack: " + worst));
        timing.analysis().unchecked().forEach(what -> lines.add("not checked: " + what));
        timing.shortestPeriod()
                .ifPresent(period -> lines.add(String.format(
                        Locale.ROOT,
                        "period %.1f ps; slack stays down to %.1f ps, %.1f GHz",
                        timing.analysis().period() / (double) CellLibrary.QUANTA_PER_PS,
                        period / (double) CellLibrary.QUANTA_PER_PS,
                        StaticTiming.gigahertz(period))));
    }
}
