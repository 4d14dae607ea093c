// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.report;

import static j2html.TagCreator.attrs;
import static j2html.TagCreator.b;
import static j2html.TagCreator.body;
import static j2html.TagCreator.code;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.head;
import static j2html.TagCreator.header;
import static j2html.TagCreator.html;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.title;
import static j2html.TagCreator.tr;

import io.fluxmill.cli.console.Fact;
import j2html.Config;
import j2html.rendering.FlatHtml;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What all reports have in common: one self-contained HTML page without script or link. Every text is escaped. */
public final class Page {
    private Page() {}

    /**
     * The page of a verification.
     *
     * @param good whether the verdict is good
     */
    public static String render(String name, String config, boolean good, String verdict, List<DomContent> content)
            throws IOException {
        return of(name, "Verification by Fluxmill of " + config, good, verdict, content);
    }

    /**
     * A page, well-formed as XML, too.
     *
     * @param what the line below the title
     * @param good whether the verdict is good
     */
    public static String of(String name, String what, boolean good, String verdict, List<DomContent> content)
            throws IOException {
        ContainerTag<?> page = html(
                        head(
                                meta().withCharset("utf-8"),
                                meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                                title("Fluxmill: " + name),
                                style(css())),
                        body(main(
                                header(h1(name), p(what), div(attrs(".verdict." + (good ? "good" : "bad")), verdict)),
                                each(content, part -> part))))
                .attr("lang", "en");
        return "<!DOCTYPE html>"
                + page.render(FlatHtml.inMemory(Config.defaults().withEmptyTagsClosed(true)));
    }

    private static DomContent style(String css) {
        return j2html.TagCreator.style().with(j2html.TagCreator.rawHtml(css));
    }

    private static String css() throws IOException {
        try (InputStream css = Page.class.getResourceAsStream("report.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    public static DomContent cards(List<DomContent> cards) {
        return div(attrs(".cards"), each(cards, card -> card));
    }

    public static DomContent card(String value, String what) {
        return div(attrs(".card"), b(value), span(what));
    }

    /** What the result depends on, and how to reproduce it. */
    public static DomContent environment(List<Fact> facts, String config) {
        return section(h2("Environment"), facts(facts), h3("Again"), pre(code("./fluxmill verify " + config)));
    }

    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Column titles; those with a leading # are for columns of numbers. */
    public static DomContent titles(String... names) {
        return thead(tr(each(
                Arrays.asList(names),
                name -> name.startsWith("#") ? th(attrs(".number"), name.substring(1)) : th(name))));
    }

    public static DomContent facts(List<Fact> facts) {
        return table(tbody(each(facts, fact -> tr(th(fact.name()), td(fact.value())))));
    }
}
