// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.Boards;
import io.fluxmill.boards.flow.LinkedDesign;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.ManifestFile;
import io.fluxmill.hw.emit.Design;
import io.fluxmill.hw.emit.EngineConfig;
import io.fluxmill.hw.host.uart.UartConfig;
import io.fluxmill.hw.parts.HostedEngine;
import java.nio.file.Path;

/**
 * A configuration as a design for a board: family {@code uart} as it is, any other engine behind a link with the board's clock.
 *
 * @param config of the link
 * @param engine manifest of the engine alone
 * @param linked what is built
 */
public record BoardDesign(UartConfig config, Manifest engine, LinkedDesign linked) {
    /** Reads and generates it. */
    public static BoardDesign of(Path file, Board board) {
        ConfigNode root = ConfigNode.read(file);
        EngineConfig engine = Family.readEngine(root);
        if (engine instanceof UartConfig linked) {
            return generate(linked);
        }
        if (!(engine instanceof HostedEngine hosted)) {
            throw new InputException(
                    file + ":" + root.node("engine").line("family")
                            + ": engine.family must be one that can be behind a serial link: family="
                            + root.node("engine").string("family"),
                    "use an engine of family mac, pulse or sfq, or one of them in a design of family uart");
        }
        int clock = board.clock().map(Board.Clock::hz).orElse(UartConfig.DEFAULT_CLOCK_HZ);
        return generate(new UartConfig(
                hosted.name() + "_uart", clock, UartConfig.DEFAULT_BAUD, UartConfig.DEFAULT_BUFFER_BYTES, hosted));
    }

    private static BoardDesign generate(UartConfig config) {
        Manifest engine = config.engine().generate().manifest();
        Design design = config.generate();
        LinkedDesign linked = new LinkedDesign(
                config.name(),
                design.verilog(),
                design.manifest().hash(),
                engine.hash(),
                ManifestFile.toJson(engine),
                config.clockHz(),
                config.baud(),
                config.bufferBytes());
        return new BoardDesign(config, engine, linked);
    }

    /** The boards of this installation, or of a folder. */
    public static Boards boards(Path folder) {
        Path home = Path.of(System.getProperty("fluxmill.home", "."));
        return Boards.in(folder != null ? folder : home.resolve("boards"));
    }
}
