// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.driver.transport.EngineStream;
import io.fluxmill.driver.transport.SerialTransport;
import io.fluxmill.driver.transport.SerialTransport.Faults;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random transactions over lines that lose, repeat and damage frames: no wrong result, and both ends count every fault exactly. */
@Tag("verilator")
class LinkFaultsTest {
    private static final long SEED = 20261121;
    private static final int HASH = 0x00C0FFEE;
    private static final List<EngineStream> STREAMS = List.of(
            new EngineStream(EchoEngine.IN, true, EchoEngine.BEAT_BYTES),
            new EngineStream(EchoEngine.OUT, false, EchoEngine.BEAT_BYTES));

    @Test
    void millionTransactionsWithTheModel() {
        LinkModel model = new LinkModel(HASH);
        FaultyLine line = new FaultyLine(model, SEED);
        line.rate = 0.04;
        SerialTransport link = SerialTransport.open(line, STREAMS);
        new EchoTransactions(link, SEED, 20).run(1_000_000);
        line.rate = 0;
        assertEquals(0x4543484F, link.read(0));
        Faults host = link.faults();
        long requests = line.sends - host.resends();
        assertTrue(requests > 1_000_000, "requests " + requests);
        assertTrue(line.faults > 80_000, "faults " + line.faults);
        assertEquals(line.badRequests, model.counters[LinkModel.CRC_ERRORS] + model.counters[LinkModel.LENGTH_ERRORS]);
        assertEquals(line.goodRequests, model.counters[LinkModel.FRAMES]);
        assertEquals(line.goodRequests - requests, model.counters[LinkModel.DUPLICATES]);
        assertEquals(line.badAnswers, host.damaged());
        assertEquals(line.goodAnswers - requests, host.stale());
        assertEquals(0, model.counters[LinkModel.REFUSED] + model.counters[LinkModel.OUT_OF_SEQUENCE]);
    }

    /** The same over the pins of the generated hardware; its time-outs cost cycles, so fewer. */
    @Test
    void thousandsOfTransactionsOverThePins(@TempDir Path directory) {
        try (LinkRig rig = new LinkRig(new EchoEngine("echo_faults"), directory)) {
            FaultyLine line = new FaultyLine(rig.line(), SEED);
            line.rate = 0.02;
            try (SerialTransport link = SerialTransport.open(line, STREAMS)) {
                new EchoTransactions(link, SEED, 20).run(10_000);
                line.rate = 0;
                Map<String, Integer> counters = link.counters();
                Faults host = link.faults();
                long requests = line.sends - host.resends();
                assertTrue(line.faults > 300, "faults " + line.faults);
                assertEquals(line.badRequests, counters.get("crc-errors") + counters.get("length-errors"));
                assertEquals(line.goodRequests, counters.get("frames").longValue());
                assertEquals(
                        line.goodRequests - requests, counters.get("duplicates").longValue());
                assertEquals(line.badAnswers, host.damaged());
                assertEquals(0, counters.get("refused") + counters.get("out-of-sequence"));
                assertEquals(0, counters.get("stop-errors") + counters.get("overruns"));
            }
        }
    }
}
