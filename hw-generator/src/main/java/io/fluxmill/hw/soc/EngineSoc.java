// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.parts.AxiLiteTop;
import java.util.List;

/**
 * Any engine with a processor that loads it, feeds its streams and reads their results. docs/soc.md is its contract.
 *
 * <pre>
 *               ┌─▶ queues ─▶ engine ─▶ queues ─┐
 *               │               ▲ AXI4-Lite     │
 *  RAM ◀─▶ RV32IM ◀─▶ data bus ─┴─▶ registers ◀─┘
 * </pre>
 */
@Contract(
        """
        An engine with a RISC-V processor that loads it, feeds its streams and reads their results.
        in:  uart_rx. out: uart_tx: 8 data bits, no parity, one stop bit; led: register LED.
        The processor has a memory with its firmware, a timer, a UART, the registers of the engine, and a queue of
        32-bit words for each of the engine's streams; there is no bus to the outside. The registers are described in
        the .md file of the design. A full queue of results makes the engine wait.
        Interrupt lines of the processor: 0 timer, 1 byte received, 2 unused, 3 engine.
        reset is synchronous: the firmware begins again, the memory keeps what was stored in it.
        """)
public final class EngineSoc extends Soc {
    final AxiLiteTop engine;
    /** By number of the stream; null for those out of the engine. */
    final WordsToStream[] input;
    /** By number of the stream; null for those into the engine. */
    final StreamToWords[] output;

    /**
     * A system around an engine.
     *
     * @param streams of the engine
     * @param map the registers of {@link SocRegisters}
     */
    EngineSoc(
            SocArchitecture architecture,
            EngineSocConfig config,
            List<Stream> streams,
            RegisterMap map,
            int[] firmware) {
        super(architecture, map, firmware);
        engine = child(config.engine()::module);
        input = new WordsToStream[streams.size()];
        output = new StreamToWords[streams.size()];
        connect(engine.bus);
        for (int i = 0; i < streams.size(); i++) {
            stream(i, streams.get(i), config.streamWords());
        }
        interrupts(engine.interruptOut());
    }

    private void stream(int number, Stream stream, int depthWords) {
        if (stream.into()) {
            input[number] = child(() -> new WordsToStream(depthWords, stream.dataBits()));
            input[number].connect(registers, stream);
            engine.stream(stream.name()).connect(input[number].beats);
        } else {
            output[number] = child(() -> new StreamToWords(depthWords, stream.dataBits(), stream.last()));
            output[number].connect(registers, stream);
            output[number].beats.connect(engine.stream(stream.name()));
        }
    }
}
