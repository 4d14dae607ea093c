// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.emit;

import io.fluxmill.core.manifest.Access;
import io.fluxmill.core.manifest.Direction;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Field;
import io.fluxmill.core.manifest.Manifest.Port;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.core.protocol.Axi4Signal;
import io.fluxmill.core.protocol.AxiLiteSignal;
import io.fluxmill.core.protocol.AxiStreamSignal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The IP-XACT description (IEEE 1685-2009) by which Vivado's IP integrator takes a design: its AXI4-Lite slave, AXI4-Streams and AXI4
 * interfaces as bus interfaces with Vivado's types and parameters, memory map, ports and file set, all from the manifest. Streams and registers that are reached
 * through a link have no ports, and are left out.
 */
public final class IpXact {
    /** Name that Vivado looks for in the folder of an IP. */
    public static final String FILE = "component.xml";

    private static final String SLAVE = "S_AXI";
    private static final String SYNTHESIS = "xilinx_anylanguagesynthesis";
    private static final String SIMULATION = "xilinx_anylanguagebehavioralsimulation";
    private static final String FILES_OF = "_view_fileset";

    /** Parameter of a manifest whose design is made for one frequency. */
    private static final String CLOCK_HZ = "clockHz";

    private final Manifest manifest;
    private final StringBuilder text = new StringBuilder();
    private int depth;

    private IpXact(Manifest manifest) {
        this.manifest = manifest;
    }

    /**
     * The text of {@value #FILE}. The clock has a frequency if the manifest has a parameter {@code clockHz}.
     *
     * @param manifest of any design
     */
    public static String component(Manifest manifest) {
        return new IpXact(manifest).component();
    }

    private String component() {
        text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        text.append("<spirit:component xmlns:spirit=\"http://www.spiritconsortium.org/XMLSchema/SPIRIT/1685-2009\"");
        text.append(" xmlns:xilinx=\"http://www.xilinx.com\">\n");
        depth = 1;
        leaf("vendor", "fluxmill");
        leaf("library", "engines");
        leaf("name", manifest.design());
        leaf("version", "1.0");
        within("busInterfaces", this::busInterfaces);
        if (manifest.busPrefix() != null) {
            within("memoryMaps", this::memoryMap);
        }
        within("model", this::model);
        within("fileSets", () -> {
            fileSet(SYNTHESIS);
            fileSet(SIMULATION);
        });
        leaf("description", manifest.design() + ", configuration hash " + manifest.hash());
        within("parameters", () -> parameter("Component_Name", "PARAM_VALUE.Component_Name", manifest.design()));
        within("vendorExtensions", this::extensions);
        return text.append("</spirit:component>\n").toString();
    }

    private void busInterfaces() {
        List<String> names = new ArrayList<>();
        if (manifest.busPrefix() != null) {
            names.add(SLAVE);
            slave();
        }
        for (Stream stream : streams()) {
            names.add(interfaceName(stream.name()));
            stream(stream);
        }
        for (Port port : manifest.ports()) {
            String end = Axi4Signal.AWLEN.port("");
            if (port.name().endsWith(end)) {
                String prefix = port.name().substring(0, port.name().length() - end.length());
                names.add(interfaceName(prefix));
                bursts(prefix, port.direction() == Direction.OUT);
            }
        }
        signal("CLK", "clock", "CLK", manifest.clock(), true, () -> {
            if (!names.isEmpty()) {
                busParameter("CLK", "ASSOCIATED_BUSIF", String.join(":", names));
            }
            busParameter("CLK", "ASSOCIATED_RESET", manifest.reset());
            if (manifest.parameters().containsKey(CLOCK_HZ)) {
                busParameter("CLK", "FREQ_HZ", String.valueOf(manifest.parameter(CLOCK_HZ)));
            }
        });
        signal("RESET", "reset", "RST", manifest.reset(), true, () -> busParameter("RESET", "POLARITY", "ACTIVE_HIGH"));
        if (manifest.interrupt() != null) {
            signal(
                    "IRQ",
                    "interrupt",
                    "INTERRUPT",
                    manifest.interrupt(),
                    false,
                    () -> busParameter("IRQ", "SENSITIVITY", "LEVEL_HIGH"));
        }
    }

    /** Streams that have ports. */
    private List<Stream> streams() {
        return manifest.streams().stream()
                .filter(s -> hasPort(s.port(AxiStreamSignal.TVALID)))
                .toList();
    }

    private static String interfaceName(String prefix) {
        return prefix.toUpperCase(Locale.ROOT);
    }

    private void slave() {
        within("busInterface", () -> {
            kind(SLAVE, "interface", "aximm");
            within("slave", () -> line("<spirit:memoryMapRef spirit:memoryMapRef=\"" + SLAVE + "\"/>"));
            within("portMaps", () -> Arrays.stream(AxiLiteSignal.values())
                    .forEach(s -> portMap(s.name(), s.port(manifest.busPrefix()))));
            within("parameters", () -> {
                busParameter(SLAVE, "PROTOCOL", "AXI4LITE");
                busParameter(SLAVE, "DATA_WIDTH", "32");
                busParameter(SLAVE, "ADDR_WIDTH", String.valueOf(manifest.busAddressBits()));
            });
        });
    }

    private void stream(Stream stream) {
        within("busInterface", () -> {
            kind(interfaceName(stream.name()), "interface", "axis");
            line(stream.into() ? "<spirit:slave/>" : "<spirit:master/>");
            within("portMaps", () -> Arrays.stream(AxiStreamSignal.values())
                    .filter(s -> stream.last() || s != AxiStreamSignal.TLAST)
                    .forEach(s -> portMap(s.name(), stream.port(s))));
            within(
                    "parameters",
                    () -> busParameter(
                            interfaceName(stream.name()), "TDATA_NUM_BYTES", String.valueOf(stream.beatBytes())));
        });
    }

    /** An AXI4 interface with bursts. */
    private void bursts(String prefix, boolean master) {
        within("busInterface", () -> {
            kind(interfaceName(prefix), "interface", "aximm");
            line(master ? "<spirit:master/>" : "<spirit:slave/>");
            within("portMaps", () -> Arrays.stream(Axi4Signal.values())
                    .filter(s -> hasPort(s.port(prefix)))
                    .forEach(s -> portMap(s.name(), s.port(prefix))));
            within("parameters", () -> busParameter(interfaceName(prefix), "PROTOCOL", "AXI4"));
        });
    }

    private boolean hasPort(String name) {
        return manifest.ports().stream().anyMatch(p -> p.name().equals(name));
    }

    private void signal(String name, String type, String logical, String port, boolean slave, Runnable parameters) {
        within("busInterface", () -> {
            kind(name, "signal", type);
            line(slave ? "<spirit:slave/>" : "<spirit:master/>");
            within("portMaps", () -> portMap(logical, port));
            within("parameters", parameters);
        });
    }

    private void kind(String name, String library, String type) {
        leaf("name", name);
        String reference = " spirit:vendor=\"xilinx.com\" spirit:library=\"" + library + "\" spirit:name=\"" + type;
        line("<spirit:busType" + reference + "\" spirit:version=\"1.0\"/>");
        line("<spirit:abstractionType" + reference + "_rtl\" spirit:version=\"1.0\"/>");
    }

    private void portMap(String logical, String physical) {
        within("portMap", () -> {
            within("logicalPort", () -> leaf("name", logical));
            within("physicalPort", () -> leaf("name", physical));
        });
    }

    /** One block: Vivado's address editor gives each block an address of its own. */
    private void memoryMap() {
        within("memoryMap", () -> {
            leaf("name", SLAVE);
            within("addressBlock", () -> {
                leaf("name", "reg0");
                leaf("baseAddress", "0x0");
                leaf("range", String.valueOf(1L << manifest.busAddressBits()));
                leaf("width", "32");
                leaf("usage", "register");
                manifest.registers().forEach(this::register);
            });
        });
    }

    private void register(Register register) {
        within("register", () -> {
            leaf("name", register.name());
            leaf("description", register.description());
            leaf("addressOffset", String.format("0x%X", register.offset()));
            leaf("size", "32");
            leaf("volatile", String.valueOf(register.access() != Access.RW));
            leaf("access", access(register.access()));
            within("reset", () -> leaf("value", String.format("0x%X", register.reset())));
            register.fields().forEach(this::field);
        });
    }

    private void field(Field field) {
        within("field", () -> {
            leaf("name", field.name());
            leaf("description", field.description());
            leaf("bitOffset", String.valueOf(field.lsb()));
            leaf("bitWidth", String.valueOf(field.widthBits()));
            leaf("access", access(field.access()));
            if (field.access() == Access.W1C) {
                leaf("modifiedWriteValue", "oneToClear");
            }
        });
    }

    private static String access(Access access) {
        return switch (access) {
            case RO -> "read-only";
            case WO -> "write-only";
            case RW, W1C -> "read-write";
        };
    }

    private void model() {
        within("views", () -> {
            view(SYNTHESIS, "synthesis");
            view(SIMULATION, "simulation");
        });
        within("ports", () -> manifest.ports().forEach(this::port));
    }

    private void view(String name, String purpose) {
        within("view", () -> {
            leaf("name", name);
            leaf("envIdentifier", "verilogSource:vivado.xilinx.com:" + purpose);
            leaf("language", "Verilog");
            leaf("modelName", manifest.design());
            within("fileSetRef", () -> leaf("localName", name + FILES_OF));
        });
    }

    private void port(Port port) {
        within("port", () -> {
            leaf("name", port.name());
            within("wire", () -> {
                leaf("direction", port.direction().toString());
                if (port.widthBits() > 1) {
                    within("vector", () -> {
                        leaf("left", String.valueOf(port.widthBits() - 1));
                        leaf("right", "0");
                    });
                }
                within(
                        "wireTypeDefs",
                        () -> within("wireTypeDef", () -> {
                            leaf("typeName", port.widthBits() > 1 ? "std_logic_vector" : "std_logic");
                            leaf("viewNameRef", SYNTHESIS);
                            leaf("viewNameRef", SIMULATION);
                        }));
            });
        });
    }

    private void fileSet(String view) {
        within("fileSet", () -> {
            leaf("name", view + FILES_OF);
            manifest.verilog()
                    .forEach(file -> within("file", () -> {
                        leaf("name", file);
                        leaf("fileType", "verilogSource");
                    }));
        });
    }

    private void extensions() {
        line("<xilinx:coreExtensions>");
        depth++;
        line("<xilinx:supportedFamilies>");
        for (String family :
                List.of("artix7", "kintex7", "virtex7", "zynq", "zynquplus", "kintexuplus", "virtexuplus")) {
            line("  <xilinx:family xilinx:lifeCycle=\"Production\">" + family + "</xilinx:family>");
        }
        line("</xilinx:supportedFamilies>");
        line("<xilinx:taxonomies>");
        line("  <xilinx:taxonomy>/UserIP</xilinx:taxonomy>");
        line("</xilinx:taxonomies>");
        line("<xilinx:displayName>" + manifest.design() + "</xilinx:displayName>");
        depth--;
        line("</xilinx:coreExtensions>");
    }

    private void busParameter(String bus, String name, String value) {
        parameter(name, "BUSIFPARAM_VALUE." + bus + "." + name, value);
    }

    private void parameter(String name, String id, String value) {
        within("parameter", () -> {
            leaf("name", name);
            line("<spirit:value spirit:id=\"" + id + "\">" + escaped(value) + "</spirit:value>");
        });
    }

    private void within(String element, Runnable content) {
        line("<spirit:" + element + ">");
        depth++;
        content.run();
        depth--;
        line("</spirit:" + element + ">");
    }

    private void leaf(String element, String value) {
        line("<spirit:" + element + ">" + escaped(value) + "</spirit:" + element + ">");
    }

    private void line(String line) {
        text.append("  ".repeat(depth)).append(line).append('\n');
    }

    private static String escaped(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
