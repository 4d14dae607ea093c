// SPDX-License-Identifier: Apache-2.0
package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.boards.board.Boards;
import io.fluxmill.cli.Fluxmill;
import io.fluxmill.cli.board.VirtualBoard;
import io.fluxmill.cli.family.Families;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The filter behind a serial line on a board, built with open tools; the board is in simulation, the bitstream and the driver are real. */
class BoardTest {
    private static final Families FAMILIES = Families.BUILT_IN.with(new FirFamily());
    private static final Path BOARDS = Path.of("../../boards");
    private static final String BOARD = "ice40-hx8k";
    private static final String BUILD = "target/build";

    @Test
    void buildAndRun() throws IOException {
        assertEquals(
                0,
                Fluxmill.run(
                        FAMILIES,
                        "build",
                        "fir.yaml",
                        "--board",
                        BOARD,
                        "--boards",
                        BOARDS.toString(),
                        "--out",
                        BUILD));

        VirtualBoard.Setup setup = new VirtualBoard.Setup(
                Boards.in(BOARDS).board(BOARD),
                List.of(),
                Optional.of(Path.of(BUILD)),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.of(Path.of("target/port").toAbsolutePath()),
                VirtualBoard.Faults.NONE);
        try (VirtualBoard board = VirtualBoard.open(setup, event -> {})) {
            String port = board.port().toRealPath().toString();
            assertEquals(
                    0,
                    Fluxmill.run(
                            FAMILIES,
                            "run",
                            "fir.yaml",
                            "--build",
                            BUILD,
                            "--port",
                            port,
                            "--silence",
                            "3000",
                            "--out",
                            "target/run"));
        }
        assertTrue(Path.of("target/run/report.html").toFile().isFile());
    }
}
