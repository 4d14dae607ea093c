// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.cli.CommandRun;
import io.fluxmill.cli.TinyDesign;
import io.fluxmill.cli.family.Check;
import io.fluxmill.cli.family.Families;
import io.fluxmill.cli.toy.ToyFamily;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The JUnit XML of a run, read by the JDK's parser. */
class JunitOptionTest {
    @TempDir
    private Path folder;

    private static Document parse(String text) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String attribute(NodeList list, int i, String name) {
        return ((Element) list.item(i)).getAttribute(name);
    }

    @Test
    void namesAndCountsOfGroups() throws Exception {
        String xml = JunitOption.xml(
                "verify d",
                List.of(
                        new Check("INT8", "layer <1>", null, 0.25),
                        new Check("INT8", "layer 2", "3 of 10 differ: \"x\" & y", 0.5),
                        new Check("INT4", "layer <1>", null, 0)));
        Document document = parse(xml);
        assertEquals("testsuites", document.getDocumentElement().getTagName());
        assertEquals("3", document.getDocumentElement().getAttribute("tests"));
        assertEquals("1", document.getDocumentElement().getAttribute("failures"));
        NodeList suites = document.getElementsByTagName("testsuite");
        assertEquals(2, suites.getLength());
        assertEquals("INT8", attribute(suites, 0, "name"));
        assertEquals("1", attribute(suites, 0, "failures"));
        assertEquals("0.750", attribute(suites, 0, "time"));
        assertEquals("0", attribute(suites, 1, "failures"));
        NodeList cases = document.getElementsByTagName("testcase");
        assertEquals("layer <1>", attribute(cases, 0, "name"));
        assertEquals("verify d.INT8", attribute(cases, 0, "classname"));
        NodeList failures = document.getElementsByTagName("failure");
        assertEquals(1, failures.getLength());
        assertEquals("3 of 10 differ: \"x\" & y", attribute(failures, 0, "message"));
    }

    @Test
    void quantizeHasACaseAFormatAndLayer() throws Exception {
        Path file = folder.resolve("quantize.xml");
        CommandRun run =
                CommandRun.of("quantize", new TinyDesign(folder).config().toString(), "--junit", file.toString());
        assertEquals(0, run.code(), run.err());
        Document document = parse(Files.readString(file));
        assertTrue(document.getElementsByTagName("testcase").getLength() >= 2);
        assertEquals(0, document.getElementsByTagName("failure").getLength());
    }

    @Test
    @Tag("verilator")
    void aVerificationThatFailsIsAFailure() throws Exception {
        Path config = Files.writeString(folder.resolve("toy.yaml"), "engine: {family: toy, name: inverter}\n");
        Path file = folder.resolve("verify.xml");
        CommandRun run = CommandRun.of(
                Families.BUILT_IN.with(new ToyFamily(false)),
                "verify",
                config.toString(),
                "--out",
                folder.resolve("out").toString(),
                "--junit",
                file.toString());
        assertEquals(1, run.code(), run.err());
        NodeList failures = parse(Files.readString(file)).getElementsByTagName("failure");
        assertEquals(1, failures.getLength());
        assertEquals("120 of 120 differ: a beat", attribute(failures, 0, "message"));
    }

    @Test
    void aFolderIsRefusedBeforeAnyWork() throws Exception {
        CommandRun run =
                CommandRun.of("quantize", new TinyDesign(folder).config().toString(), "--junit", folder.toString());
        assertEquals(2, run.code());
        assertEquals(
                "fluxmill: --junit must be a file, not a folder: --junit=" + folder + "\n  name a file in it\n",
                run.err());
        assertFalse(Files.exists(folder.resolve("fluxmill-out")));
    }
}
