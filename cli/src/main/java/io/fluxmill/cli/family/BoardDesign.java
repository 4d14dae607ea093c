// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.Boards;
import io.fluxmill.boards.flow.LinkedDesign;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.ManifestFile;
import io.fluxmill.hw.host.uart.UartConfig;
import java.nio.file.Path;

/**
 * A configuration as a design for a board: an engine behind host {@code uart} is taken unchanged, an engine alone is put behind a link with the
 * board's clock.
 *
 * @param family of the engine
 * @param config of the link
 * @param engine manifest of the engine alone
 * @param linked what is built
 */
public record BoardDesign(Family family, UartConfig config, Manifest engine, LinkedDesign linked) {
    /** Reads and generates it. */
    public static BoardDesign of(Families families, Path file, Board board) {
        return of(families, ConfigNode.read(file), board);
    }

    /** Generates it. */
    public static BoardDesign of(Families families, ConfigNode root, Board board) {
        DesignConfig design = families.design(root);
        if (design.host() == null) {
            int clock = board.clock().map(Board.Clock::hz).orElse(UartConfig.DEFAULT_CLOCK_HZ);
            return generate(
                    design.family(),
                    new UartConfig(
                            design.engine().name() + "_uart",
                            clock,
                            UartConfig.DEFAULT_BAUD,
                            UartConfig.DEFAULT_BUFFER_BYTES,
                            design.engine()));
        }
        if (design.host() != Host.UART) {
            throw new InputException(
                    root.file() + ":" + root.node("engine").line("family")
                            + ": engine must be an engine alone, or one behind host uart: host="
                            + design.host().name(),
                    "use a configuration whose section engine is the engine."
                            + design.host().inner() + " of this one");
        }
        return generate(design.family(), (UartConfig) design.design());
    }

    private static BoardDesign generate(Family family, UartConfig config) {
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
        return new BoardDesign(family, config, engine, linked);
    }

    /** The boards of this installation, or of a folder. */
    public static Boards boards(Path folder) {
        Path home = Path.of(System.getProperty("fluxmill.home", "."));
        return Boards.in(folder != null ? folder : home.resolve("boards"));
    }
}
