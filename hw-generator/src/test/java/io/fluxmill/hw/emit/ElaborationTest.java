// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.manifest.Access;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Direction;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.hdl.Axi4;
import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.AxiLiteTop;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A user's module has its manifest, header, document and IP-XACT description from what it declares. */
class ElaborationTest {
    /** Multiplies samples by a gain. */
    private static final class Gain extends AxiLiteTop {
        static final RegisterMap MAP = RegisterMap.of("FGAI", 1)
                .register(
                        "CONTROL",
                        Access.RW,
                        "control",
                        RegisterMap.flag("clear", 0, Access.WO, "clears the counter"),
                        RegisterMap.field("gain", 8, 8, Access.RW, "what samples are multiplied by"))
                .counter("SAMPLES", "samples that came out")
                .build();

        final AxiStream samples = streamIn("s_axis_in", 16);
        final AxiStream products = streamOut("m_axis_out", 24, true);
        final Axi4 memory = master("m_axi", new Axi4.Widths(32, 64, 0));
        final Bit irq = interruptOut("irq");

        Gain() {
            super(MAP, 6);
            products.data.set(samples.data.times(registers.field("CONTROL", "gain")));
            products.last.set(Bit.of(true));
            products.valid.set(samples.valid);
            samples.ready.set(products.ready);
            irq.set(Bit.of(false));
            Bit clear = registers.command("CONTROL", "clear");
            registers.counter("SAMPLES", products.moves(), Word.of(1, 1), clear);
            idle();
        }

        private void idle() {
            for (Axi4.AddressChannel channel : List.of(memory.writeAddress, memory.readAddress)) {
                channel.address().set(Word.of(0, 32));
                channel.length().set(Word.of(0, 8));
                channel.size().set(Word.of(3, 3));
                channel.burst().set(Word.of(Axi4.INCREMENT, 2));
                channel.valid().set(Bit.of(false));
            }
            memory.writeData.data().set(Word.of(0, 64));
            memory.writeData.strobe().set(Word.of(0, 8));
            memory.writeData.last().set(Bit.of(false));
            memory.writeData.valid().set(Bit.of(false));
            memory.writeResponse.ready().set(Bit.of(true));
            memory.readData.ready().set(Bit.of(true));
        }
    }

    private final Design design = Elaboration.of("gain", "gain", Gain::new).design(m -> m.parameter("sampleBits", 16));

    @Test
    void theManifestIsWhatTheModuleDeclares() {
        Manifest manifest = design.manifest();
        assertEquals("s_axi", manifest.busPrefix());
        assertEquals(6, manifest.busAddressBits());
        assertEquals("irq", manifest.interrupt());
        assertEquals(
                List.of(
                        new Stream("s_axis_in", Direction.IN, 16, false),
                        new Stream("m_axis_out", Direction.OUT, 24, true)),
                manifest.streams());
        assertEquals(16, manifest.parameter("sampleBits"));
        List<String> ports = manifest.ports().stream().map(p -> p.name()).toList();
        assertEquals(2 + 17 + 3 + 4 + 25 + 1, ports.size());
        assertEquals("clk, reset, s_axi_awaddr", String.join(", ", ports.subList(0, 3)));
        assertEquals("m_axis_out_tdata, m_axis_out_tlast", String.join(", ", ports.subList(22, 24)));
        assertEquals("irq", ports.get(ports.size() - 1));
        assertEquals(
                manifest.hash(),
                String.format("%08x", manifest.register("CONFIG_HASH").reset()));
        assertTrue(design.verilog().contains("32'h" + manifest.hash()), "the hash is in the Verilog");
    }

    @Test
    void headerDocumentAndIpXactComeFromIt() {
        assertTrue(RegisterDocuments.cHeader(design.manifest()).contains("#define GAIN_CONTROL_GAIN_MASK 0x0000ff00u"));
        assertTrue(RegisterDocuments.markdown(design.manifest()).contains("| `m_axis_out` | out | 24 | yes |"));
        String component = IpXact.component(design.manifest());
        for (String line : List.of(
                "<spirit:name>M_AXIS_OUT</spirit:name>",
                "<spirit:name>m_axis_out_tlast</spirit:name>",
                "<spirit:name>m_axi_awburst</spirit:name>",
                ">S_AXI:S_AXIS_IN:M_AXIS_OUT:M_AXI</spirit:value>")) {
            assertTrue(component.contains(line), line);
        }
    }
}
