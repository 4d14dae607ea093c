// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.fluxmill.cli.report.WaveWindow.Change;
import io.fluxmill.cli.report.WaveWindow.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VcdReaderTest {
    private static final String RECORDING =
            """
            $version a $end
            $timescale 1ps $end
            $scope module TOP $end
            $var wire 1 # clk $end
            $var wire 8 $ data [7:0] $end
            $scope module inner $end
            $var wire 1 % clk $end
            $upscope $end
            $upscope $end
            $enddefinitions $end
            #0
            0#
            1%
            b00000000 $
            #5
            1#
            0%
            r1.5 &
            #10
            b101 $
            0#
            """;

    @TempDir
    private Path folder;

    @Test
    void theShallowestSignalOfAName() throws IOException {
        Path file = Files.writeString(folder.resolve("a.vcd"), RECORDING);
        List<Signal> signals = VcdReader.read(file, List.of("data", "clk", "missing"));
        assertEquals(
                List.of(
                        new Signal("data", 8, List.of(new Change(0, "00000000"), new Change(10, "101"))),
                        new Signal("clk", 1, List.of(new Change(0, "0"), new Change(5, "1"), new Change(10, "0")))),
                signals);
    }

    @Test
    void valueAtATime() throws IOException {
        Path file = Files.writeString(folder.resolve("a.vcd"), RECORDING);
        Signal clock = VcdReader.read(file, List.of("clk")).get(0);
        assertNull(clock.at(-1));
        assertEquals("0", clock.at(4));
        assertEquals("1", clock.at(5));
        assertEquals("1", clock.at(9));
        assertEquals("0", clock.at(99));
    }
}
