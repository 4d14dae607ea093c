// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.TextTable;
import io.fluxmill.cli.family.Bench;
import io.fluxmill.cli.family.Family;
import io.fluxmill.cli.family.Outcome;
import io.fluxmill.cli.mac.MacVerification.FormatRun;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.hw.emit.EngineConfig;
import io.fluxmill.hw.mac.MacConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Matrix co-processors: a network on the array in each configured format. */
public final class MacFamily implements Family {
    @Override
    public EngineConfig engine(ConfigNode engine) {
        return MacConfig.from(engine);
    }

    @Override
    public List<String> sections() {
        return List.of("origin", "model", "data", "quantization", "verify");
    }

    @Override
    public Outcome verify(ConfigNode root, Path folder, Bench bench, Console console) throws IOException {
        MacVerification verification = new MacVerifier(MacJobConfig.from(root), folder, bench, console).run();
        List<String> lines = new ArrayList<>(table(verification).lines());
        lines.add("");
        for (FormatRun run : verification.runs()) {
            if (run.first() != null) {
                lines.add(run.format() + ": first difference: " + run.first());
            }
        }
        lines.add(verdict(verification));
        return new Outcome(
                MacVerificationJson.of(verification),
                new MacReport(verification).render(),
                lines,
                verification.words(),
                verification.agrees());
    }

    private static String verdict(MacVerification verification) {
        String where = verification.network() + " on " + verification.manifest().design() + ": ";
        if (!verification.idle().isEmpty()) {
            return where + "nothing was compared, for there was no result word in "
                    + String.join(", ", verification.idle());
        }
        return verification.mismatches() == 0
                ? String.format(Locale.ROOT, "%sRTL and reference agree in all %,d words", where, verification.words())
                : String.format(
                        Locale.ROOT,
                        "%s%,d of %,d words differ between RTL and reference",
                        where,
                        verification.mismatches(),
                        verification.words());
    }

    private static TextTable table(MacVerification verification) {
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
