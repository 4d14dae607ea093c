// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.hw.mac.MacConfig;
import io.fluxmill.hw.pulse.PulseConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a configuration of a system on chip may say. */
class SocConfigTest {
    private static PulseSocConfig parse(String... lines) {
        String text = "family: pulse-soc\nname: soc\npulse: {family: pulse, name: engine}\n" + String.join("\n", lines);
        return PulseSocConfig.from(ConfigNode.parse(Path.of("soc.yaml"), text));
    }

    @Test
    void everyKeyButNameAndPulseHasADefault() {
        PulseSocConfig d = PulseSocConfig.defaults("soc");
        assertEquals(
                new PulseSocConfig(
                        "soc", d.ramKib(), d.clockHz(), d.uartBaud(), d.featureWords(), PulseConfig.defaults("engine")),
                parse());
        assertEquals(100, new SocArchitecture(parse()).uartDivider());
    }

    @Test
    void aBitRateThatTheClockCannotGiveIsRefused() {
        assertEquals(434, new SocArchitecture(parse("clock-hz: 50000000", "uart-baud: 115200")).uartDivider());
        InputException e = assertThrows(InputException.class, () -> parse("clock-hz: 10000000", "uart-baud: 700000"));
        assertEquals(
                "soc.yaml:5: uart-baud must be within 1.5 % of clock-hz divided by an integer from 4 to 65535, "
                        + "clock-hz being 10000000: uart-baud=700000",
                e.getMessage().lines().findFirst().orElseThrow().replaceFirst("^(soc.yaml:\\d+:) *", "$1 "));
        assertThrows(InputException.class, () -> parse("clock-hz: 1000000", "uart-baud: 500000"));
    }

    @Test
    void theExampleIsRead() {
        ConfigNode root = ConfigNode.read(Path.of("../examples/soc/pulse-soc.yaml"));
        PulseSocConfig config = PulseSocConfig.from(root.node("engine"));
        assertEquals("pulse_soc", config.name());
        assertEquals(50, new SocArchitecture(config).uartDivider());
    }

    @Test
    void sizesArePowersOfTwo() {
        assertThrows(InputException.class, () -> parse("ram-kib: 24"));
        assertThrows(InputException.class, () -> parse("feature-words: 1000"));
        assertThrows(
                IllegalArgumentException.class,
                () -> new PulseSocConfig("soc", 8, 100_000_000, 1_000_000, 1024, PulseConfig.defaults("engine")));
    }

    @Test
    void theAcceleratorHasANameOfItsOwn() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new PulseSocConfig("soc", 16, 100_000_000, 1_000_000, 1024, PulseConfig.defaults("soc")));
    }

    private static EngineSocConfig any(String... lines) {
        String text = "family: soc\nname: soc\nengine: {family: mac, name: inner}\n" + String.join("\n", lines);
        ConfigNode node = ConfigNode.parse(Path.of("soc.yaml"), text);
        return EngineSocConfig.from(node, MacConfig.from(node.node("engine")));
    }

    private static String refused(String... lines) {
        return assertThrows(InputException.class, () -> any(lines))
                .getMessage()
                .lines()
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aSystemAroundAnyEngineHasTheSameRules() {
        MacConfig inner = MacConfig.defaults("inner");
        assertEquals(EngineSocConfig.defaults("soc", inner), any());
        assertEquals(
                new EngineSocConfig("soc", 256, 50_000_000, 12_500_000, 4096, inner),
                any("ram-kib: 256", "clock-hz: 50000000", "uart-baud: 12500000", "stream-words: 4096"));
        assertEquals(
                "soc.yaml:4: stream-words must be a power of two from 64 to 4096: stream-words=96",
                refused("stream-words: 96"));
        assertEquals("soc.yaml:4: ram-kib must be a power of two from 16 to 256: ram-kib=24", refused("ram-kib: 24"));
        assertEquals(
                "soc.yaml:5: uart-baud must be within 1.5 % of clock-hz divided by an integer from 4 to 65535, "
                        + "clock-hz being 50000000: uart-baud=13000000",
                refused("clock-hz: 50000000", "uart-baud: 13000000"));
        assertThrows(InputException.class, () -> any("feature-words: 1024"));
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> EngineSocConfig.defaults("inner", inner));
        assertEquals("engine.name must be another name than the top module's: engine.name=inner", e.getMessage());
    }
}
