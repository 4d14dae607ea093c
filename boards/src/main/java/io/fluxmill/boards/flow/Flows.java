// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.ChipFamily;
import io.fluxmill.core.config.InputException;
import java.util.List;

/** All flows, by family. */
public final class Flows {
    private Flows() {}

    /**
     * The flow of a board.
     *
     * @throws InputException if its family has none
     */
    public static Flow of(Board board) {
        return switch (board.family()) {
            case ICE40 -> new Ice40Flow();
            case ECP5 -> new Ecp5Flow();
            case GOWIN -> new GowinFlow();
            case XC7 -> new Xc7Flow();
            case XCUP -> throw new InputException(
                    "board " + board.id() + " cannot be built for: no open place and route has its part",
                    "estimate it with: fluxmill estimate CONFIG --board " + board.id()
                            + ", or list the boards with: fluxmill boards");
        };
    }

    /** The programs that build for a family; none if it has no flow. */
    public static List<Executable> tools(ChipFamily family) {
        return switch (family) {
            case ICE40 -> new Ice40Flow().tools();
            case ECP5 -> new Ecp5Flow().tools();
            case GOWIN -> new GowinFlow().tools();
            case XC7 -> new Xc7Flow().tools();
            case XCUP -> List.of();
        };
    }

    /** The yosys command that synthesises a top for a board's part, which is enough for an estimate. */
    public static String synthesis(Board board, String top) {
        return switch (board.family()) {
            case ICE40 -> new Ice40Flow().synthesis(board, top);
            case ECP5 -> new Ecp5Flow().synthesis(board, top);
            case GOWIN -> new GowinFlow().synthesis(board, top);
            case XC7 -> new Xc7Flow().synthesis(board, top);
            case XCUP -> "synth_xilinx -flatten -family xcup -top " + top;
        };
    }
}
