// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.part;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.boards.bitstream.Bitstream;
import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.Boards;
import io.fluxmill.boards.board.ChipFamily;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TapTest {
    private static final JtagPart.Listener NOBODY = new JtagPart.Listener() {
        @Override
        public void started(Bitstream bitstream) {
            throw new AssertionError("nothing was loaded");
        }

        @Override
        public void stopped() {
            throw new AssertionError("nothing ran");
        }
    };

    private static JtagPart part(Board board) {
        return JtagPart.of(board, board.jtag().orElseThrow().idcode(), SpiFlash.erased(), List.of(), NOBODY);
    }

    @Test
    void fiveOnesResetFromEveryState() {
        for (TapState state : TapState.values()) {
            TapState reached = state;
            for (int i = 0; i < 5; i++) {
                reached = reached.next(true);
            }
            assertEquals(TapState.RESET, reached, state.toString());
        }
    }

    @Test
    void everyStateIsReachedAndOnlySixHoldStill() {
        EnumSet<TapState> reached = EnumSet.of(TapState.RESET);
        for (int i = 0; i < TapState.values().length; i++) {
            for (TapState state : EnumSet.copyOf(reached)) {
                reached.add(state.next(false));
                reached.add(state.next(true));
            }
        }
        assertEquals(EnumSet.allOf(TapState.class), reached);
        EnumSet<TapState> still = EnumSet.noneOf(TapState.class);
        for (TapState state : TapState.values()) {
            if (state.next(false) == state || state.next(true) == state) {
                still.add(state);
            }
        }
        assertEquals(
                EnumSet.of(
                        TapState.RESET,
                        TapState.IDLE,
                        TapState.SHIFT_DR,
                        TapState.PAUSE_DR,
                        TapState.SHIFT_IR,
                        TapState.PAUSE_IR),
                still);
    }

    @Test
    void idcodeAndDoneOverTheNetwork() throws IOException {
        int asked = 0;
        for (Board board : Boards.in(Path.of(".")).all()) {
            if (board.jtag().isEmpty()) {
                continue;
            }
            JtagPart part = part(board);
            part.powerUp();
            try (XvcServer server = XvcServer.open(new Tap(part), 0)) {
                for (int i = 0; i < 3; i++) {
                    try (XvcClient client = XvcClient.open("127.0.0.1", server.port())) {
                        assertEquals(board.jtag().orElseThrow().idcode(), client.idcode(), board.id());
                        assertEquals(Optional.of(false), client.done(board.family()), board.id());
                        assertEquals(board.jtag().orElseThrow().idcode(), client.idcode(), board.id());
                    }
                }
            }
            asked++;
        }
        assertEquals(6, asked);
    }

    @Test
    void familiesWithoutJtagHaveNoPart() {
        Board board = Boards.in(Path.of(".")).board("icebreaker");
        assertEquals(ChipFamily.ICE40, board.family());
        assertThrows(IllegalArgumentException.class, () -> JtagPart.of(board, 1, SpiFlash.erased(), List.of(), NOBODY));
    }

    @Test
    void aPulledCableBreaksEveryConnectionUntilItIsIn() throws IOException {
        JtagPart part = part(Boards.in(Path.of(".")).board("ulx3s"));
        try (XvcServer server = XvcServer.open(new Tap(part), 0)) {
            try (XvcClient client = XvcClient.open("127.0.0.1", server.port())) {
                server.pullAfter(20);
                assertThrows(IOException.class, client::idcode);
            }
            assertThrows(IOException.class, () -> XvcClient.open("127.0.0.1", server.port()));
            server.plug();
            try (XvcClient client = XvcClient.open("127.0.0.1", server.port())) {
                assertEquals(0x41113043L, client.idcode());
            }
        }
    }

    @Test
    void nonsenseEndsOneConnectionOnly() throws IOException {
        JtagPart part = part(Boards.in(Path.of(".")).board("ulx3s"));
        try (XvcServer server = XvcServer.open(new Tap(part), 0)) {
            for (String nonsense : List.of("x", "shirt:", "shift:\u00ff\u00ff\u00ff\u00ff")) {
                try (Socket socket = new Socket("127.0.0.1", server.port())) {
                    OutputStream out = socket.getOutputStream();
                    out.write(nonsense.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
                    assertTrue(ended(socket), nonsense);
                }
            }
            try (XvcClient client = XvcClient.open("127.0.0.1", server.port())) {
                assertEquals(0x41113043L, client.idcode());
            }
        }
        assertFalse(part.done());
    }

    private static boolean ended(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }
}
