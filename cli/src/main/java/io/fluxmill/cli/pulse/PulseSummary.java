// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import io.fluxmill.cli.console.TextTable;
import io.fluxmill.cli.pulse.PulseVerification.Method;
import io.fluxmill.cli.pulse.PulseVerification.Point;
import io.fluxmill.cli.pulse.PulseVerification.Resolution;
import io.fluxmill.quantizer.pulse.detector.Residuals;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The result of a verification in short, for the terminal. */
final class PulseSummary {
    private PulseSummary() {}

    static List<String> lines(PulseVerification verification) {
        List<String> lines = new ArrayList<>();
        if (verification.resolution() != null) {
            resolution(verification.resolution(), lines);
        }
        if (verification.records() != null) {
            TextTable table = new TextTable("recorded pulses", "value");
            verification.records().facts().forEach(fact -> table.row(fact.name(), fact.value()));
            lines.addAll(table.lines());
        }
        lines.add("");
        PulseVerification.Throughput throughput = verification.throughput();
        if (throughput.cycles() > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "network engine: %.1f cycles an event, %.1f %% of the multiplier slots useful",
                    throughput.cyclesPerEvent(),
                    100 * throughput.utilisation()));
        }
        PulseVerification.Comparison comparison = verification.comparison();
        if (comparison.first() != null) {
            lines.add("first difference: " + comparison.first());
        }
        lines.add(verification.manifest().design() + ": " + verdict(comparison));
        return lines;
    }

    private static String verdict(PulseVerification.Comparison comparison) {
        if (comparison.words() == 0) {
            return "nothing was compared, for neither RTL nor reference had an event";
        }
        String of = String.format(Locale.ROOT, "%,d words of %,d events", comparison.words(), comparison.events());
        return comparison.mismatches() == 0
                ? "RTL and reference agree in all " + of
                : String.format(Locale.ROOT, "%,d of %s differ between RTL and reference", comparison.mismatches(), of);
    }

    private static void resolution(Resolution resolution, List<String> lines) {
        Point main = resolution.main();
        TextTable table = new TextTable(
                "method", "where", "time, ps", "of bound", "FWHM", "two channels", "amplitude, %", "of bound");
        table.row(
                "bound",
                "-",
                number("%.1f", main.boundTimePs()),
                "-",
                "-",
                "-",
                number("%.4f", main.boundAmplitudePercent()),
                "-");
        for (Method method : main.methods()) {
            Residuals time = method.timePs();
            Residuals amplitude = method.amplitudePercent();
            table.row(
                    method.name(),
                    method.rtl() ? "RTL" : "software",
                    time == null ? "-" : number("%.1f", time.sigma()),
                    time == null ? "-" : number("%.3f", time.sigma() / main.boundTimePs()),
                    time == null ? "-" : number("%.1f", time.fwhm()),
                    time == null ? "-" : number("%.1f", time.pairSigma()),
                    amplitude == null ? "-" : number("%.4f", amplitude.sigma()),
                    amplitude == null ? "-" : number("%.3f", amplitude.sigma() / main.boundAmplitudePercent()));
        }
        lines.add(resolution.pulse() + ": " + main.events() + " events");
        lines.addAll(table.lines());
        if (resolution.rangeTime() != null && resolution.rangeAmplitude() != null) {
            lines.add(String.format(
                    Locale.ROOT,
                    "all amplitudes: residuals over the bound of each event have sigma %.3f (time), %.3f (amplitude)",
                    resolution.rangeTime().sigma(),
                    resolution.rangeAmplitude().sigma()));
        }
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
