// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Register;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is known of a design without elaborating it is what its manifest says. */
class MacOutlineTest {
    @Test
    void asTheManifest() {
        assertSame(new MacConfig("outline", 2, 4, List.of(NumberFormats.INT8), List.of(), 64, 32, 8, 2, 32, 1, 16));
    }

    @Test
    void withAZeroPoint() {
        assertSame(new MacConfig(
                "outline_zero",
                2,
                2,
                List.of(NumberFormats.INT8),
                List.of(),
                64,
                32,
                8,
                2,
                32,
                4,
                31,
                Set.of(Rounding.NEAREST_TWICE)));
    }

    private static void assertSame(MacConfig config) {
        Manifest outline = MacDesign.outline(config);
        Manifest manifest = MacDesign.generate(config).manifest();
        assertEquals(manifest.design(), outline.design());
        assertEquals(manifest.family(), outline.family());
        assertEquals(manifest.parameters(), outline.parameters());
        assertEquals(manifest.formats(), outline.formats());
        assertEquals(manifest.memories(), outline.memories());
        assertEquals(
                manifest.registers().stream().map(Register::name).toList(),
                outline.registers().stream().map(Register::name).toList());
    }
}
