// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The page says what the verification says, stands alone and escapes everything. */
class MacReportTest {
    private final String page = new MacReport(SampleVerification.make()).render();

    MacReportTest() throws IOException {}

    @Test
    void nothingIsFetched() throws IOException {
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target/sample-report.html"), page);
        for (String link : List.of("http:", "https:", "src=", "href=", "url(", "@import", "<script", "<link")) {
            assertFalse(page.contains(link), link);
        }
    }

    @Test
    void namesAreEscaped() {
        assertTrue(page.contains("<h1>net&lt;&amp;&gt;&quot;&#x27; on mac_sample</h1>"));
        assertTrue(page.contains("./fluxmill verify examples/a&amp;b.yaml"));
        assertTrue(page.contains("&lt;script&gt;"));
    }

    @Test
    void theVerdictCountsWords() {
        assertTrue(page.contains("<div class=\"verdict bad\">1 of 1,480 result words differ</div>"));
    }

    /** The other run has compared 740 words, and all agree. */
    @Test
    void aRunOfNoWordsDoesNotPass() throws IOException {
        MacVerification verification = SampleVerification.withARunOfNoWords();
        assertEquals(740, verification.words());
        assertEquals(0, verification.mismatches());
        assertFalse(verification.agrees());
        assertTrue(new MacReport(verification)
                .render()
                .contains(
                        "<div class=\"verdict bad\">nothing was compared, for there was no result word in INT4</div>"));
        assertFalse(SampleVerification.make().agrees(), "a word differs");
    }

    @Test
    void drawingsAreWellFormedXml() throws Exception {
        List<String> drawings = new ArrayList<>();
        for (int from = page.indexOf("<svg"); from >= 0; from = page.indexOf("<svg", from + 1)) {
            drawings.add(page.substring(from, page.indexOf("</svg>", from) + 6));
        }
        assertEquals(4, drawings.size(), "accuracy, cycles, engine, waves");
        for (String drawing : drawings) {
            assertTrue(parse(drawing).getElementsByTagName("title").getLength() == 1);
        }
        NodeList units = parse(drawings.get(2)).getElementsByTagName("path");
        int squares = 0;
        for (int i = 0; i < units.getLength(); i++) {
            Element path = (Element) units.item(i);
            squares += path.getAttribute("class").equals("mac")
                    ? path.getAttribute("d").split("M").length - 1
                    : 0;
        }
        assertEquals(8 * 16, squares, "one square for each MAC unit");
    }

    private static Document parse(String xml) throws Exception {
        DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        return builder.parse(new InputSource(new StringReader(xml)));
    }
}
