// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.cli.family.Project;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.hw.emit.Generator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.xml.sax.SAXParseException;

/** {@code component.xml} of designs of all kinds: its ports are those that yosys finds in the Verilog, and every AXI port belongs to an interface. */
class IpXactTest {
    private static final String SPIRIT = "http://www.spiritconsortium.org/XMLSchema/SPIRIT/1685-2009";

    /** Folder with {@code index.xsd} of IEEE 1685-2009, which Accellera does not allow to be passed on. */
    private static final String SCHEMA = "FLUXMILL_IPXACT_SCHEMA";

    private static final List<String> DESIGNS = List.of(
            "npe8x8", "pulse-in32", "sfq-counter", "sfq-digits", "uart-link", "axi-bus", "jtag-link", "soc/pulse-soc");

    @TempDir
    private Path folder;

    private Element component;

    private Design generate(String example) throws Exception {
        Design design =
                Project.open(Path.of("../examples/" + example + ".yaml")).generate();
        Generator.write(design, folder);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        component = factory.newDocumentBuilder()
                .parse(folder.resolve("component.xml").toFile())
                .getDocumentElement();
        return design;
    }

    private static List<Element> all(Element from, String name) {
        List<Element> found = new ArrayList<>();
        var nodes = from.getElementsByTagNameNS(SPIRIT, name);
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add((Element) nodes.item(i));
        }
        return found;
    }

    private static String text(Element from, String name) {
        return all(from, name).get(0).getTextContent();
    }

    /** Direction and width of the top module's ports, as yosys reads them. */
    private Map<String, String> ofYosys(String top) throws IOException, InterruptedException {
        Path json = folder.resolve("ports.json");
        Process yosys;
        try {
            yosys = new ProcessBuilder("yosys", "-q", "-p", "read_verilog " + top + ".v; proc; write_json ports.json")
                    .directory(folder.toFile())
                    .inheritIO()
                    .start();
        } catch (IOException e) {
            Assumptions.abort("yosys is not installed");
            throw e;
        }
        assertEquals(0, yosys.waitFor());
        JsonNode ports = new ObjectMapper()
                .readTree(json.toFile())
                .path("modules")
                .path(top)
                .path("ports");
        Map<String, String> found = new TreeMap<>();
        ports.fields().forEachRemaining(port -> {
            String direction = port.getValue().path("direction").asText().replace("put", "");
            found.put(
                    port.getKey(),
                    direction + " " + port.getValue().path("bits").size());
        });
        return found;
    }

    /** The interfaces of each, and what it is clocked with where that is known. */
    @Tag("tools")
    @ParameterizedTest
    @CsvSource({
        "npe8x8, CLK IRQ M_AXIS_RES RESET S_AXI S_AXIS_ACT S_AXIS_WGT, ",
        "pulse-in32, CLK IRQ M_AXIS_FEAT RESET S_AXI S_AXIS_ADC, ",
        "sfq-counter, CLK IRQ M_AXIS_PULS RESET S_AXI S_AXIS_STIM, ",
        "uart-link, CLK RESET, 25000000",
        "axi-bus, CLK IRQ RESET S_AXI, 100000000",
        "jtag-link, CLK RESET, 25000000",
        "soc/pulse-soc, CLK RESET S_AXIS_ADC, 50000000"
    })
    void portsAndInterfacesAreTheVerilogs(String example, String interfaces, String clockHz) throws Exception {
        String top = generate(example).manifest().design();
        Map<String, String> ports = ofYosys(top);
        Map<String, String> described = new TreeMap<>();
        for (Element port : all(component, "port")) {
            boolean vector = !all(port, "vector").isEmpty();
            int width = vector ? Integer.parseInt(text(port, "left")) + 1 : 1;
            described.put(text(port, "name"), text(port, "direction") + " " + width);
        }
        assertEquals(ports, described);

        TreeSet<String> mapped = new TreeSet<>();
        TreeSet<String> names = new TreeSet<>();
        String frequency = null;
        for (Element bus : all(component, "busInterface")) {
            names.add(text(bus, "name"));
            for (Element port : all(bus, "physicalPort")) {
                assertTrue(ports.containsKey(text(port, "name")), text(port, "name"));
                assertTrue(mapped.add(text(port, "name")), "each port once: " + text(port, "name"));
            }
            for (Element parameter : all(bus, "parameter")) {
                frequency = text(parameter, "name").equals("FREQ_HZ") ? text(parameter, "value") : frequency;
            }
        }
        assertEquals(interfaces, String.join(" ", names));
        assertEquals(clockHz, frequency);
        ports.keySet().stream()
                .filter(port -> port.matches("[sm]_axis?_.*"))
                .forEach(port -> assertTrue(mapped.contains(port), port));
        assertEquals(!all(component, "memoryMap").isEmpty(), names.contains("S_AXI"));
    }

    /** Needs the schema: a folder with {@code index.xsd} in the environment variable. */
    @Test
    void theSchemaTakesAllOfThem() throws Exception {
        String schema = System.getenv(SCHEMA);
        Assumptions.assumeTrue(schema != null, SCHEMA + " must be a folder with index.xsd of IEEE 1685-2009");
        var validator = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(Path.of(schema, "index.xsd").toFile())
                .newValidator();
        for (String example : DESIGNS) {
            generate(example);
            Path file = folder.resolve("component.xml");
            validator.validate(new StreamSource(file.toFile()));
            String spoilt = Files.readString(file).replaceFirst("<spirit:library>.*\n", "");
            Files.writeString(file, spoilt);
            assertThrows(SAXParseException.class, () -> validator.validate(new StreamSource(file.toFile())));
        }
    }
}
