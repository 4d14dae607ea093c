// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import io.fluxmill.boards.board.Board;
import io.fluxmill.core.cache.ContentCache;
import io.fluxmill.core.cache.ContentKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Cells of a design on a board's part, by synthesis alone: without the top of the board, without place and route, without timing. */
public final class Estimate {
    private static final String STAT = "stat.json";

    private final Board board;
    private final LinkedDesign design;
    private final Consumer<String> progress;

    /** @param progress gets a line if it is not in the cache */
    public Estimate(Board board, LinkedDesign design, Consumer<String> progress) {
        this.board = board;
        this.design = design;
        this.progress = progress;
    }

    /**
     * Synthesises, or finds the result in the cache.
     *
     * @throws io.fluxmill.core.config.InputException if yosys is missing
     * @throws ToolException if it fails
     */
    public SynthesisStat run() throws IOException {
        Toolbox tools = Toolbox.of(List.of(Executable.YOSYS), installed());
        String synthesis = Flows.synthesis(board, design.name());
        String key = new ContentKey()
                .add("yosys", tools.versions().toString())
                .add("synthesis", synthesis)
                .add("verilog", design.verilog())
                .hex();
        Path folder = ContentCache.ofUser()
                .get("estimates", design.name() + "-" + key, work -> {
                    progress.accept("synthesis of " + design.name());
                    Files.writeString(work.resolve(design.name() + ".v"), design.verilog());
                    String script = "read_verilog " + design.name() + ".v; " + synthesis + "; tee -q -o " + STAT
                            + " stat -json";
                    tools.command(work, "yosys", "-q", "-p", script)
                            .writing(STAT)
                            .run();
                    SynthesisStat.read(work.resolve(STAT));
                })
                .directory();
        return SynthesisStat.read(folder.resolve(STAT));
    }

    /** The root of the board's family if it is installed; without one, yosys of the machine is used. */
    private Optional<ToolRoot> installed() {
        return ToolRoot.of(board.family()).filter(root -> root.installed().isPresent());
    }
}
