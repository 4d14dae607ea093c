// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.board;

import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.flow.LinkedDesign;
import io.fluxmill.cli.family.BoardDesign;
import io.fluxmill.cli.family.DesignConfig;
import io.fluxmill.cli.family.Families;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.manifest.Design;

/**
 * What an estimate synthesises.
 *
 * @param name of the module
 * @param verilog of the module and all that is in it
 */
public record SynthesisDesign(String name, String verilog) {
    /** What a build puts on a board: an engine behind its link. */
    static SynthesisDesign linked(Families families, ConfigNode root, Board board) {
        LinkedDesign linked = BoardDesign.of(families, root, board).linked();
        return new SynthesisDesign(linked.name(), linked.verilog());
    }

    /** The engine alone, without a serial link; a design behind a bus, JTAG or a processor is taken as it is. */
    static SynthesisDesign bare(Families families, ConfigNode root) {
        DesignConfig config = families.design(root);
        boolean alone = config.host() == null || config.host().name().equals("uart");
        Design design = alone ? config.engine().generate() : config.design().generate();
        return new SynthesisDesign(design.manifest().design(), design.verilog());
    }

    /** One of the two. */
    public static SynthesisDesign of(Families families, ConfigNode root, Board board, boolean bare) {
        return bare ? bare(families, root) : linked(families, root, board);
    }
}
