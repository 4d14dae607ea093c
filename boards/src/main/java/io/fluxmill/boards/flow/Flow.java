// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import io.fluxmill.boards.board.Board;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** How the tools of a family make a bitstream of a top; one class a family. */
public interface Flow {
    /** Netlist that synthesis wrote, in the format of yosys. */
    String NETLIST = "netlist.json";

    /** Report of place and route, in the format of nextpnr. */
    String REPORT = "report.json";

    /** Every program that the flow runs. */
    List<Executable> tools();

    /** The yosys command that synthesises a top into cells of the part, such as {@code synth_ice40 -top <top>}. */
    String synthesis(Board board, String top);

    /** The yosys command that reads models of the part's cells for simulation, compiling only those that are used. */
    String models(Board board);

    /** Resources of this package with models of cells of which yosys has none. */
    default List<String> ownModels() {
        return List.of();
    }

    /** Places and routes; what it leaves in the work folder is internal to the flow, except for {@link #REPORT}. */
    void placeAndRoute(Job job) throws IOException;

    /**
     * Packs what {@link #placeAndRoute} has left in the work folder.
     *
     * @return name of the bitstream's file there
     */
    String pack(Job job) throws IOException;

    /**
     * One place and route. {@link #NETLIST} and the constraints are in the work folder; a missed target is not a failure of the flow: {@link
     * #REPORT} shows it.
     *
     * @param targetMhz frequency of the design's clock
     * @param seed of the placement
     */
    record Job(Toolbox tools, Path work, Board board, String top, double targetMhz, int seed) {
        /** Name of the file of constraints. */
        public String constraints() {
            return "top." + board.family().constraintSuffix();
        }

        /** A command in the work folder. */
        public ToolCommand command(String... arguments) {
            return tools.command(work, arguments);
        }

        /** The frequency as an argument. */
        public String megahertz() {
            return String.format(Locale.ROOT, "%.4f", targetMhz);
        }
    }
}
