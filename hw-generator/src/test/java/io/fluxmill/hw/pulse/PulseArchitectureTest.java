// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Derived numbers, without elaboration. */
class PulseArchitectureTest {
    @Test
    void theDefaultEngine() {
        PulseArchitecture engine = new PulseArchitecture(PulseConfig.defaults("pulse"));
        assertEquals(17, engine.elementBits());
        assertEquals(10, engine.addressBits());
        assertEquals(256, engine.bankRows());
        assertEquals(16, engine.tileSums());
        assertEquals(64, engine.totalMultipliers());
        assertEquals(4, engine.weightParts());
        assertEquals(25, engine.productBits());
        assertEquals(10, engine.resultLatency());
        assertEquals(19, engine.usefulMacsBits());
    }

    @Test
    void aWiderTreeHasARegisterMore() {
        PulseConfig config = new PulseConfig("wide", 1, 1, 12, 32, 4, true, true, 8, 4, 8, 8, 4096, 2048, 256, 32, 16);
        PulseArchitecture engine = new PulseArchitecture(config);
        assertEquals(9, engine.elementBits());
        assertEquals(12, engine.addressBits());
        assertEquals(512, engine.bankRows());
        assertEquals(256, engine.totalMultipliers());
        assertEquals(8, engine.weightParts());
        assertEquals(11, engine.resultLatency());
    }
}
