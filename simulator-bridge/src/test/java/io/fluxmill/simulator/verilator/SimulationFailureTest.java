// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.driver.transport.Transport.StreamTransfer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a design does, the JVM goes on and the exception says what happened: every test here runs in one process. */
@Tag("verilator")
class SimulationFailureTest {
    @TempDir
    static Path directory;

    private static VerilatedModel model;

    @BeforeAll
    static void build() {
        VerilatorPresent.assume();
        LaneAdder.write(directory, 16, true);
        model = Verilator.build(LaneAdder.manifest(16), directory, Options.FAST);
    }

    private static SimulationException fail(VerilatedTransport transport, int fault) {
        return assertThrows(SimulationException.class, () -> {
            transport.write(LaneAdder.FAULT, fault);
            transport.step(10);
        });
    }

    private static int lineOf(String text) throws IOException {
        List<String> lines = Files.readAllLines(directory.resolve("lane_adder.v"));
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return i + 1;
            }
        }
        throw new AssertionError("no line has " + text);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1: $stop, $stop",
        "2, 2: $fatal, Assertion failed in top.lane_adder: told to fail with addend 770",
        "3, 3: $finish, $finish",
        "4, 4: assert, Assertion failed in top.lane_adder: addend is 770"
    })
    void taskOfTheDesignEndsTheSimulation(int fault, String place, String what) throws IOException {
        try (VerilatedTransport transport = VerilatedTransport.open(model)) {
            transport.write(LaneAdder.ADDEND, 770);
            SimulationException e = fail(transport, fault);
            assertEquals(directory.resolve("lane_adder.v").toString(), e.file());
            assertEquals(lineOf(place), e.line());
            assertEquals(
                    e.file() + ":" + e.line() + ": " + what + " at cycle " + e.cycle() + " (time " + e.time() + ")",
                    e.getMessage());
            assertEquals((8 + e.cycle()) * 10 + 5, e.time(), "8 cycles of reset, the edge in the middle of a cycle");
        }
    }

    @Test
    void simulationThatEndedSaysSoAgain() {
        try (VerilatedTransport transport = VerilatedTransport.open(model)) {
            SimulationException first = fail(transport, 3);
            for (int i = 0; i < 3; i++) {
                IllegalStateException again =
                        assertThrows(IllegalStateException.class, () -> transport.step(10), "never a silent pass");
                assertTrue(again.getMessage().startsWith("the simulation has ended: finish"), again.getMessage());
            }
            assertTrue(first.getMessage().contains("$finish"));
        }
    }

    @Test
    void logicThatDoesNotSettleIsNamed() {
        try (VerilatedTransport transport = VerilatedTransport.open(model)) {
            SimulationException e = fail(transport, 10);
            assertTrue(e.getMessage().contains("did not converge"), e.getMessage());
            assertTrue(e.file().endsWith("lane_adder.v"), e.file());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "5, m_axis_out: tvalid fell before the beat was taken",
        "6, m_axis_out: tdata changed before the beat was taken",
        "7, m_axis_out: tlast changed before the beat was taken"
    })
    void brokenStreamHandshakeIsNamed(int fault, String what) {
        try (VerilatedTransport transport = VerilatedTransport.open(model)) {
            transport.write(LaneAdder.FAULT, fault);
            SimulationException e = assertThrows(
                    SimulationException.class,
                    () -> transport.exchange(
                            List.of(new StreamTransfer("s_axis_in", ByteBuffer.allocateDirect(8))), 100));
            assertEquals("lane_adder: " + what + " at cycle " + e.cycle() + " (time " + e.time() + ")", e.getMessage());
        }
    }

    @Test
    void answerWithoutARequestIsNamed() {
        try (VerilatedTransport transport = VerilatedTransport.open(model)) {
            SimulationException e = fail(transport, 8);
            assertTrue(e.getMessage().startsWith("lane_adder: s_axi: bvalid without a write at cycle"), e.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "12, s_axi: rvalid fell before the answer was taken",
        "13, s_axi: rresp or data changed before the answer was taken",
        "14, s_axi: bvalid fell before the answer was taken"
    })
    void withdrawnAnswerIsNamed(int fault, String what) {
        try (VerilatedTransport transport = VerilatedTransport.open(model)) {
            transport.write(LaneAdder.FAULT, fault);
            transport.busPauses(90, fault);
            SimulationException e = assertThrows(SimulationException.class, () -> {
                for (int i = 0; i < 20; i++) {
                    transport.read(LaneAdder.ID);
                    transport.write(LaneAdder.ADDEND, i);
                }
            });
            assertTrue(e.getMessage().startsWith("lane_adder: " + what + " at cycle"), e.getMessage());
        }
    }

    @Test
    void printedTextGoesToTheConsole() {
        try (VerilatedTransport transport = VerilatedTransport.open(model)) {
            transport.write(LaneAdder.ADDEND, 12);
            transport.write(LaneAdder.FAULT, 11);
            transport.step(3);
            assertTrue(transport.console().contains("hello 12\n"));
            transport.step(2);
            assertEquals("hello 12\nhello 12\n", transport.console());
        }
    }

    @Test
    void closedTransportSaysSo() {
        VerilatedTransport transport = VerilatedTransport.open(model);
        transport.close();
        transport.close();
        assertEquals(
                "the model is closed",
                assertThrows(IllegalStateException.class, () -> transport.step(1))
                        .getMessage());
    }

    @Test
    void manyModelsLiveBesideEachOther() throws InterruptedException {
        Thread[] threads = new Thread[4];
        boolean[] right = new boolean[threads.length];
        for (int i = 0; i < threads.length; i++) {
            int index = i;
            threads[i] = new Thread(() -> {
                try (VerilatedTransport transport = VerilatedTransport.open(model)) {
                    transport.write(LaneAdder.ADDEND, index);
                    transport.step(100_000);
                    if (index % 2 == 0) {
                        fail(transport, 1 + index);
                        right[index] = true;
                    } else {
                        right[index] = transport.read(LaneAdder.ADDEND) == index;
                    }
                }
            });
            threads[i].start();
        }
        for (int i = 0; i < threads.length; i++) {
            threads[i].join();
            assertTrue(right[i], "model " + i);
        }
    }
}
