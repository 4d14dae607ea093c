// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.pulse.PulseArchitecture;
import io.fluxmill.hw.pulse.PulseProcessor;
import java.util.List;
import java.util.Map;

/**
 * The pulse-feature accelerator with a processor that loads it and hands out its features over a serial line. docs/soc.md is its contract.
 *
 * <pre>
 *  s_axis_adc ─────────────────▶ pulse processor ─▶ feature queue
 *                                     ▲ AXI4-Lite        │
 *  RAM ◀─▶ RV32IM ◀─▶ data bus ───────┴─▶ registers ◀────┘
 *             ▲                              ▲    ▲
 *             └────── interrupts ────────────┴────┴─ timer, UART ◀─▶ uart_rx, uart_tx
 * </pre>
 */
@Contract(
        """
        Pulse-feature accelerator with a RISC-V processor that loads it and sends its features over a serial line.
        in:  s_axis_adc: samples; uart_rx. out: uart_tx: 8 data bits, no parity, one stop bit; led: register LED.
        The processor has a memory with its firmware, a timer, a UART, a queue of feature words, and the registers of
        the accelerator; there is no bus to the outside. The registers are described in the .md file of the design.
        Interrupt lines of the processor: 0 timer, 1 byte received, 2 packet of features complete, 3 accelerator.
        reset is synchronous: the firmware begins again, the memory keeps what was stored in it.
        """)
public final class PulseSoc extends Soc {
    final AxiStream samples;

    final FeatureQueue features;
    final PulseProcessor engine;

    /** @param map the registers of {@link SocRegisters} */
    PulseSoc(SocArchitecture architecture, PulseSocConfig config, RegisterMap map, int[] firmware) {
        super(architecture, map, firmware);
        features = child(() -> new FeatureQueue(config.featureWords()));
        engine = child(() -> new PulseProcessor(new PulseArchitecture(config.pulse())));
        samples = streamIn(engine.samples.name(), engine.samples.data.width());
        connect(engine.bus);
        features();
        interrupts(engine.irq);
    }

    @Override
    Bit ownInterrupt() {
        return features.packets
                .any()
                .and(registers.flag("FEATURE_CONTROL", "interrupt_enable"))
                .named("feature_interrupt");
    }

    @Override
    List<AxiStream> pins() {
        return List.of(samples);
    }

    private void features() {
        registers.show("FEATURE_DATA", features.data);
        features.take.set(registers.sampled("FEATURE_DATA"));
        registers.show("FEATURE_STATUS", Map.of("words", features.level, "packets", features.packets));
        engine.samples.connect(samples);
        features.words.connect(engine.features);
    }
}
