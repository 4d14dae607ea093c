// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.board;

import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.BoardTop;
import io.fluxmill.boards.board.Boards;
import io.fluxmill.boards.flow.BuildRecord;
import io.fluxmill.boards.flow.Digest;
import io.fluxmill.cli.toy.ToyEngine;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.ManifestFile;
import io.fluxmill.hw.emit.Generator;
import io.fluxmill.hw.host.uart.UartConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The folder of a build, with everything real but the bitstream, which is a sample. */
final class TestBuild {
    static final Boards BOARDS = Boards.in(Path.of("../boards"));

    private TestBuild() {}

    static BuildRecord write(Path folder, String boardName, String engineName, byte[] bitstream) throws IOException {
        return write(
                folder,
                boardName,
                engineName,
                bitstream,
                BOARDS.board(boardName).clock().orElseThrow().hz());
    }

    static BuildRecord write(Path folder, String boardName, String engineName, byte[] bitstream, int clockHz)
            throws IOException {
        Board board = BOARDS.board(boardName);
        ToyEngine engine = new ToyEngine(engineName);
        UartConfig config = new UartConfig(engineName + "_uart", clockHz, 1_000_000, 512, engine);
        Design design = config.generate();
        Files.createDirectories(folder);
        Generator.write(design, folder);
        ManifestFile.write(folder.resolve(BuildRecord.ENGINE), engine.generate().manifest());
        BoardTop top = BoardTop.of(board, config.name(), clockHz);
        Files.writeString(folder.resolve(top.name() + ".v"), top.verilog());
        Files.write(folder.resolve("design" + suffix(board)), bitstream);
        List<String> verilog = new ArrayList<>(design.manifest().verilog());
        verilog.add(top.name() + ".v");
        BuildRecord record = new BuildRecord(
                board.id(),
                board.part(),
                board.family().id(),
                config.name(),
                top.name(),
                design.manifest().hash(),
                engine.generate().manifest().hash(),
                clockHz,
                1_000_000,
                512,
                "design" + suffix(board),
                bitstream.length,
                Digest.sha256(bitstream),
                100,
                clockHz / 1e6,
                Map.of(),
                List.of(),
                0,
                1,
                verilog,
                Map.of());
        record.write(folder);
        return record;
    }

    private static String suffix(Board board) {
        return switch (board.family()) {
            case GOWIN -> ".fs";
            case ICE40 -> ".bin";
            default -> ".bit";
        };
    }
}
