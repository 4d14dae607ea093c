// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import static j2html.TagCreator.attrs;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fluxmill.cli.report.Page;
import io.fluxmill.cli.sfq.SfqVerification.ViolationAt;
import io.fluxmill.netlist.trace.TimingViolation;
import j2html.TagCreator;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The violations of critical times in a verification, by name: for the terminal, as JSON and for the page. */
public record SfqViolations(SfqVerification verification) {
    private static final int SHOWN_LINES = 10;
    /** A page with more would be slow in a browser. */
    private static final int SHOWN_ROWS = 5000;

    private static final double TENTHS = 10;

    /** The first violations, one per line, and what to do if they are not expected; empty if there are none. */
    public List<String> lines() {
        List<ViolationAt> all = verification.violations();
        List<String> lines = new ArrayList<>();
        all.stream().limit(SHOWN_LINES).map(this::line).forEach(lines::add);
        if (all.size() > SHOWN_LINES) {
            lines.add(String.format(
                    Locale.ROOT, "and %,d more violations, in report.html and --json", all.size() - SHOWN_LINES));
        }
        if (all.size() != verification.expectedViolations()) {
            lines.add("mend the timing, or say that this is meant: expect: {violations: " + all.size() + "}");
        }
        return lines;
    }

    private String line(ViolationAt at) {
        TimingViolation v = at.violation();
        String run = verification.activity().runs() == 1 ? "" : at.run() + ": ";
        return String.format(
                Locale.ROOT,
                "%s violation: %s%s (%s) %s at %.1f ps: %.1f ps apart, %.1f ps needed, slack %.1f ps",
                v.kind().id(),
                run,
                v.instance().name(),
                v.instance().cell().name(),
                v.pair(),
                ps(v.second()),
                ps(v.distance()),
                ps(v.critical().time()),
                ps(v.slack()));
    }

    /** Picoseconds, written as a multiple of 0.1. */
    private double ps(long quanta) {
        return Math.round(quanta * verification.quantumPs() * TENTHS) / TENTHS;
    }

    /** Appends an object for each violation. */
    void json(ArrayNode array) {
        for (ViolationAt at : verification.violations()) {
            TimingViolation v = at.violation();
            array.addObject()
                    .put("run", at.run())
                    .put("instance", v.instance().name())
                    .put("cell", v.instance().cell().name())
                    .put("kind", v.kind().id())
                    .put("pins", v.pair())
                    .put("state", v.critical().state())
                    .put("time-ps", ps(v.second()))
                    .put("distance-ps", ps(v.distance()))
                    .put("critical-ps", ps(v.critical().time()))
                    .put("slack-ps", ps(v.slack()));
        }
    }

    /** The section of the page. */
    DomContent section() {
        List<ViolationAt> all = verification.violations();
        int hidden = Math.max(0, all.size() - SHOWN_ROWS);
        return TagCreator.section(
                h2("Violations"),
                p(String.format(
                        Locale.ROOT,
                        "Pulses inside a critical time in the reference: %,d, and %,d are expected. Collisions in mergers"
                                + " are not among them.",
                        all.size(),
                        verification.expectedViolations())),
                table(
                        attrs(".free"),
                        Page.titles(
                                "run",
                                "instance",
                                "cell",
                                "kind",
                                "pins",
                                "#at, ps",
                                "#apart, ps",
                                "#needed, ps",
                                "#slack, ps"),
                        tbody(each(all.subList(0, all.size() - hidden), this::row))),
                iff(hidden > 0, p(String.format(Locale.ROOT, "And %,d more: --json has them all.", hidden))));
    }

    private DomContent row(ViolationAt at) {
        TimingViolation v = at.violation();
        return tr(
                td(at.run()),
                td(v.instance().name()),
                td(v.instance().cell().name()),
                td(v.kind().id()),
                td(v.pair()),
                number(v.second()),
                number(v.distance()),
                number(v.critical().time()),
                number(v.slack()));
    }

    private DomContent number(long quanta) {
        return td(attrs(".number"), String.format(Locale.ROOT, "%.1f", ps(quanta)));
    }
}
