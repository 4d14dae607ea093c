// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import io.fluxmill.cli.report.HtmlReport;
import io.fluxmill.cli.report.Verification;
import io.fluxmill.cli.report.Verification.FormatRun;
import io.fluxmill.cli.report.VerificationJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What verify and demo print and write of a verification. */
final class VerifySummary {
    private VerifySummary() {}

    /** Runs a verification, prints its table, writes report and JSON; the result is the exit code. */
    static int runAndWrite(DesignConfig design, Path folder, JsonOption json, Console console) throws IOException {
        Stopwatch time = new Stopwatch();
        Verification verification = new Verifier(design, folder, console).run();
        Path report = folder.resolve("report.html");
        Files.writeString(report, new HtmlReport(verification).render());
        json.write(VerificationJson.of(verification));
        table(verification).lines().forEach(console::result);
        console.result("");
        for (FormatRun run : verification.runs()) {
            if (run.first() != null) {
                console.result(run.format() + ": first difference: " + run.first());
            }
        }
        console.result(verdict(verification));
        console.result("report: " + report);
        console.message(String.format(Locale.ROOT, "%.1f s", time.seconds()));
        return verification.mismatches() == 0 ? Exit.OK : Exit.FAILED;
    }

    private static String verdict(Verification verification) {
        String where = verification.network() + " on " + verification.manifest().design() + ": ";
        return verification.mismatches() == 0
                ? String.format(Locale.ROOT, "%sRTL and reference agree in all %,d words", where, verification.words())
                : String.format(
                        Locale.ROOT,
                        "%s%,d of %,d words differ between RTL and reference",
                        where,
                        verification.mismatches(),
                        verification.words());
    }

    private static TextTable table(Verification verification) {
        FormatRun first = verification.runs().get(0);
        String what = verification.labels() ? "accuracy" : "error";
        TextTable table = new TextTable(
                "format",
                "reference " + what + " (" + first.referenceSamples() + ")",
                "RTL " + what + " (first " + first.samples() + ")",
                "words compared",
                "mismatches",
                "cycles/sample",
                "utilisation",
                "seconds");
        table.row("float", percent(first.quality().inFloat()), "-", "-", "-", "-", "-", "-");
        for (FormatRun run : verification.runs()) {
            table.row(
                    run.format(),
                    percent(run.quality().reference()),
                    percent(run.quality().rtl()),
                    run.words(),
                    run.mismatches(),
                    String.format(Locale.ROOT, "%.1f", run.cyclesPerSample()),
                    percent(run.utilisation()),
                    String.format(
                            Locale.ROOT,
                            "%.1f",
                            run.quantizeSeconds() + run.referenceSeconds() + run.simulateSeconds()));
        }
        return table;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }
}
