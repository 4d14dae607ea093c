// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks.area;

import io.fluxmill.boards.flow.Executable;
import io.fluxmill.boards.flow.Toolbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Synthesis of a module by the yosys of the machine, the same for every measurement. Its messages go to {@code yosys.log} in the work folder. */
public final class Yosys {
    private final Path work;
    private final Toolbox tools = Toolbox.require(List.of(Executable.YOSYS));

    /** @param work folder of all files */
    public Yosys(Path work) throws IOException {
        this.work = Files.createDirectories(work);
    }

    /**
     * A netlist of a module.
     *
     * @param verilog file in the work folder
     * @param commands between reading it and writing the netlist
     * @return the netlist as yosys writes it, {@code <top>.json}
     * @throws io.fluxmill.boards.flow.ToolException if yosys does not end well
     */
    public Path netlist(String verilog, String top, String commands) throws IOException {
        String json = top + ".json";
        String script = "read_verilog " + verilog + "; " + commands + "; write_json " + json;
        tools.command(work, "yosys", "-q", "-p", script).writing(json).run();
        return work.resolve(json);
    }

    /** The cells of a module of a design for an FPGA family, with what a build puts into it by hand. */
    Netlist netlist(String verilog, String top, Technology technology, boolean dspAllowed) throws IOException {
        var primitives = technology.primitives(Files.readString(work.resolve(verilog)));
        primitives.write(work);
        return Netlist.read(netlist(verilog, top, primitives.commands() + technology.synthesis(dspAllowed, top)), top);
    }
}
