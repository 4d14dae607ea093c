// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import io.fluxmill.cli.console.Printable;
import io.fluxmill.cli.family.Check;
import io.fluxmill.core.file.OutputFile;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import picocli.CommandLine.Option;

/**
 * {@code --junit FILE}: the checks of a run in the XML that CI servers read from JUnit, with one test suite per group and one test case per
 * check. The file is written when the run has a result, good or bad; a run that is refused writes none.
 */
final class JunitOption {
    @Option(
            names = "--junit",
            paramLabel = "FILE",
            description = "Write the checks as JUnit XML to this file, for CI servers.")
    private Path file;

    /**
     * Checks, before any work is done, that the file can be written.
     *
     * @throws io.fluxmill.core.config.InputException if it is a folder, or in none
     * @throws io.fluxmill.core.config.EnvironmentException if it cannot be written
     */
    void check() {
        if (file != null) {
            output().check();
        }
    }

    /**
     * Writes the checks if the option was given.
     *
     * @param name of the run, for example {@code verify int8x8}
     * @param checks at least one
     */
    void write(String name, List<Check> checks) {
        if (file != null) {
            output().write(xml(name, checks));
        }
    }

    static String xml(String name, List<Check> checks) {
        if (checks.isEmpty()) {
            throw new IllegalArgumentException("checks must be at least one");
        }
        Map<String, List<Check>> groups =
                checks.stream().collect(Collectors.groupingBy(Check::group, LinkedHashMap::new, Collectors.toList()));
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            suite(xml, "testsuites", name, checks);
            for (Map.Entry<String, List<Check>> group : groups.entrySet()) {
                suite(xml, "testsuite", group.getKey(), group.getValue());
                for (Check check : group.getValue()) {
                    testCase(xml, name, check);
                }
                xml.writeEndElement();
            }
            xml.writeEndElement();
            xml.writeEndDocument();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return text.append('\n').toString();
    }

    private static void suite(XMLStreamWriter xml, String element, String name, List<Check> checks)
            throws XMLStreamException {
        xml.writeCharacters("\n");
        xml.writeStartElement(element);
        xml.writeAttribute("name", Printable.of(name));
        xml.writeAttribute("tests", Integer.toString(checks.size()));
        long failures = checks.stream().filter(check -> check.failure() != null).count();
        xml.writeAttribute("failures", Long.toString(failures));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute(
                "time", seconds(checks.stream().mapToDouble(Check::seconds).sum()));
    }

    private static void testCase(XMLStreamWriter xml, String name, Check check) throws XMLStreamException {
        xml.writeCharacters("\n");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", Printable.of(name + "." + check.group()));
        xml.writeAttribute("name", Printable.of(check.name()));
        xml.writeAttribute("time", seconds(check.seconds()));
        if (check.failure() != null) {
            xml.writeStartElement("failure");
            xml.writeAttribute("message", Printable.of(check.failure()));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }

    private OutputFile output() {
        return OutputFile.of("--junit", file);
    }
}
