// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports as the tools wrote them for a small SFQ netlist behind its link; the critical path is shortened. */
class ReportsTest {
    @TempDir
    private Path folder;

    private Path recorded(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = ReportsTest.class.getResourceAsStream(name)) {
            Files.write(file, in.readAllBytes());
        }
        return file;
    }

    @Test
    void placeAndRoute() throws IOException {
        PlaceReport report = PlaceReport.read(recorded("nextpnr-ice40-report.json"));
        assertEquals(19.93, report.fmaxMhz(), 0.01);
        assertEquals(new BuildRecord.Use(1, 1), report.utilisation().get("ICESTORM_PLL"));
        assertNull(report.utilisation().get("ICESTORM_DSP"), "nothing of it is used");
        assertEquals(
                "1.39 ns clk-to-q core.engine.stimuli.head",
                report.criticalPath().get(0));
        assertEquals(
                "1.76 ns routing core.engine.stimuli.head[0]",
                report.criticalPath().get(1));
        assertEquals(7, report.criticalPath().size());
        assertTrue(
                report.criticalPath().get(6).endsWith(" ns in all"),
                report.criticalPath().toString());
    }

    @Test
    void namesAreOurs() {
        assertEquals("core.sender.at", PlaceReport.ours("core.sender.at_TRELLIS_FF_Q_15"));
        assertEquals("core.engine.stored", PlaceReport.ours("core.engine.stored_SB_LUT4_O_6_LC"));
        assertEquals("core.mac.sum", PlaceReport.ours("core.mac.sum_MULT18X18D_P0"));
        assertEquals("core.limit", PlaceReport.ours("core.limit_FDRE_Q_3"));
        assertEquals("$abc$1234$lut", PlaceReport.ours("$abc$1234$lut"));
        assertEquals("core.pulse_control", PlaceReport.ours("core.pulse_control"));
    }

    @Test
    void synthesis() throws IOException {
        SynthesisStat old = SynthesisStat.read(recorded("yosys-0.23-stat.json"));
        assertEquals(2959, old.cells().get("SB_LUT4"));
        SynthesisStat newer = SynthesisStat.read(recorded("yosys-0.52-stat.json"));
        assertEquals(8, newer.cells().get("DP16KD"));
        assertNull(newer.cells().get("$scopeinfo"), "no cell");
    }

    @Test
    void whatIsNoReportIsRefused() throws IOException {
        Path file = folder.resolve("report.json");
        Files.writeString(file, "{\"fmax\": {}}");
        assertEquals(
                "the report of place and route has no clock",
                assertThrows(ToolException.class, () -> PlaceReport.read(file)).summary());
        assertThrows(ToolException.class, () -> SynthesisStat.read(file));
        Files.writeString(file, "not json");
        assertThrows(ToolException.class, () -> PlaceReport.read(file));
        assertThrows(ToolException.class, () -> SynthesisStat.read(file));
    }
}
