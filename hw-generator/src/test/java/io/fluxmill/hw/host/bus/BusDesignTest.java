// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.ManifestFile;
import io.fluxmill.hw.emit.Generator;
import io.fluxmill.hw.emit.IpXact;
import io.fluxmill.hw.mac.MacConfig;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The bus design's files tell of the same hardware. */
class BusDesignTest {
    private static final String SPIRIT = "http://www.spiritconsortium.org/XMLSchema/SPIRIT/1685-2009";

    private static final MacConfig MAC = new MacConfig(
            "mac_small",
            2,
            2,
            List.of(NumberFormats.of("INT2")),
            List.of(NumberFormats.INT16),
            64,
            16,
            8,
            1,
            32,
            1,
            16);

    private static Design design;
    private static Element component;

    @BeforeAll
    static void generate() throws Exception {
        design = new BusConfig("mac_bus", 50_000_000, 256, MAC).generate();
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Document document = factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(
                        Generator.files(design).get(IpXact.FILE).getBytes(StandardCharsets.UTF_8)));
        component = document.getDocumentElement();
    }

    private static List<Element> all(Element from, String name) {
        List<Element> found = new ArrayList<>();
        var nodes = from.getElementsByTagNameNS(SPIRIT, name);
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add((Element) nodes.item(i));
        }
        return found;
    }

    private static List<Element> children(Element from) {
        List<Element> found = new ArrayList<>();
        for (Node node = from.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                found.add(element);
            }
        }
        return found;
    }

    private static String text(Element from, String name) {
        return all(from, name).get(0).getTextContent();
    }

    private static Map<String, String> ofVerilog() {
        Map<String, String> ports = new TreeMap<>();
        Matcher module =
                Pattern.compile("module mac_bus \\((.*?)\\);", Pattern.DOTALL).matcher(design.verilog());
        assertTrue(module.find());
        Matcher port = Pattern.compile("(input|output)\\s+(?:wire|reg)\\s+(?:\\[(\\d+):0\\]\\s+)?(\\w+)")
                .matcher(module.group(1));
        while (port.find()) {
            int width = port.group(2) == null ? 1 : Integer.parseInt(port.group(2)) + 1;
            ports.put(port.group(3), port.group(1).replace("put", "") + " " + width);
        }
        return ports;
    }

    @Test
    void portsOfVerilogManifestAndComponentAreTheSame() {
        Map<String, String> ofManifest = new TreeMap<>();
        design.manifest().ports().forEach(p -> ofManifest.put(p.name(), p.direction() + " " + p.widthBits()));
        Map<String, String> ofComponent = new TreeMap<>();
        for (Element port : all(component, "port")) {
            boolean vector = !all(port, "vector").isEmpty();
            int width = vector ? Integer.parseInt(text(port, "left")) + 1 : 1;
            ofComponent.put(text(port, "name"), text(port, "direction") + " " + width);
        }
        assertEquals(ofManifest, ofComponent);
        assertEquals(ofManifest, ofVerilog());
        assertEquals(20, ofManifest.size());
    }

    @Test
    void busInterfacesMapPortsThatThereAre() {
        Set<String> mapped = new HashSet<>();
        Map<String, Map<String, String>> interfaces = new TreeMap<>();
        for (Element bus : all(component, "busInterface")) {
            for (Element map : all(bus, "portMap")) {
                assertTrue(mapped.add(text(all(map, "physicalPort").get(0), "name")), "each port once");
            }
            Map<String, String> parameters = new TreeMap<>();
            all(bus, "parameter").forEach(p -> parameters.put(text(p, "name"), text(p, "value")));
            interfaces.put(text(bus, "name"), parameters);
        }
        Set<String> ports = new HashSet<>();
        design.manifest().ports().forEach(p -> ports.add(p.name()));
        assertEquals(ports, mapped);
        assertEquals(
                Map.of(
                        "S_AXI",
                        Map.of("PROTOCOL", "AXI4LITE", "DATA_WIDTH", "32", "ADDR_WIDTH", "17"),
                        "CLK",
                        Map.of("ASSOCIATED_BUSIF", "S_AXI", "ASSOCIATED_RESET", "reset", "FREQ_HZ", "50000000"),
                        "RESET",
                        Map.of("POLARITY", "ACTIVE_HIGH"),
                        "IRQ",
                        Map.of("SENSITIVITY", "LEVEL_HIGH")),
                interfaces);
    }

    @Test
    void theMemoryMapIsTheManifests() {
        assertEquals(1, all(component, "addressBlock").size());
        Element block = all(component, "addressBlock").get(0);
        assertEquals("131072", text(block, "range"));
        List<Element> registers = all(block, "register");
        assertEquals(design.manifest().registers().size(), registers.size());
        for (int i = 0; i < registers.size(); i++) {
            Manifest.Register register = design.manifest().registers().get(i);
            assertEquals(register.name(), text(registers.get(i), "name"));
            assertEquals(register.offset(), Integer.decode(text(registers.get(i), "addressOffset")));
            assertEquals(
                    register.fields().size(), all(registers.get(i), "field").size());
        }
        assertEquals(0x8080, design.manifest().register("BUS_LEFT_0").offset());
        assertEquals(0x11000, design.manifest().register("BUS_DATA_1").offset());
    }

    /** Vivado rejects elements that are not in the order of the schema's sequence. */
    @Test
    void elementsAreInTheOrderOfTheSchema() {
        List<String> order = List.of(
                "vendor",
                "library",
                "name",
                "version",
                "busInterfaces",
                "memoryMaps",
                "model",
                "fileSets",
                "description",
                "parameters",
                "vendorExtensions");
        assertEquals(
                order, children(component).stream().map(Element::getLocalName).toList());
        for (Element bus : all(component, "busInterface")) {
            List<String> names =
                    children(bus).stream().map(Element::getLocalName).toList();
            assertEquals(List.of("name", "busType", "abstractionType"), names.subList(0, 3));
            assertTrue(Set.of("slave", "master").contains(names.get(3)));
            assertEquals(List.of("portMaps", "parameters"), names.subList(4, names.size()));
        }
        Set<String> views = new HashSet<>();
        all(all(component, "views").get(0), "view").forEach(v -> views.add(text(v, "name")));
        all(component, "viewNameRef").forEach(r -> assertTrue(views.contains(r.getTextContent())));
        Set<String> sets = new HashSet<>();
        all(component, "fileSet").forEach(s -> sets.add(text(s, "name")));
        all(component, "localName").forEach(r -> assertTrue(sets.contains(r.getTextContent())));
    }

    @Test
    void theFilesOfTheComponentAreWrittenBesideIt() {
        Set<String> files = Generator.files(design).keySet();
        assertTrue(files.contains("component.xml"));
        for (Element file : all(all(component, "fileSets").get(0), "file")) {
            assertTrue(files.contains(text(file, "name")));
        }
        Manifest engine = ManifestFile.parse(
                java.nio.file.Path.of("mac_small.manifest.json"),
                Generator.files(design).get("mac_small.manifest.json"));
        assertEquals(MAC.generate().manifest(), engine);
    }

    @Test
    void valuesThatBreakTheirRules() {
        assertEquals(
                "name must be another name than the engine's: name=mac_small",
                assertThrows(IllegalArgumentException.class, () -> new BusConfig("mac_small", 1_000_000, 256, MAC))
                        .getMessage());
        assertEquals(
                "buffer-bytes must be a power of two from 256 to 4096: buffer-bytes=300",
                assertThrows(IllegalArgumentException.class, () -> new BusConfig("slave", 1_000_000, 300, MAC))
                        .getMessage());
        assertEquals(
                "clock-hz must be an integer from 10000 to 1000000000: clock-hz=5",
                assertThrows(IllegalArgumentException.class, () -> new BusConfig("slave", 5, 256, MAC))
                        .getMessage());
    }
}
