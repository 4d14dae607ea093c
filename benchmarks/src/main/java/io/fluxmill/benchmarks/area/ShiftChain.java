// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks.area;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;

/** Verilog around a module with one clock {@code clk}: all other inputs are bits of a shift register, all outputs are taken into another, so that any module has three pins: {@code clk}, {@code si}, {@code so}. */
final class ShiftChain {
    private ShiftChain() {}

    /**
     * The Verilog.
     *
     * @param netlist of the module, as yosys writes it
     * @param top the module
     * @param name of the module around it
     */
    static String around(Path netlist, String top, String name) throws IOException {
        Iterator<Map.Entry<String, JsonNode>> ports = new ObjectMapper()
                .readTree(netlist.toFile())
                .path("modules")
                .path(top)
                .path("ports")
                .fields();
        StringBuilder connections = new StringBuilder(".clk(clk)");
        int inputs = 0;
        int outputs = 0;
        while (ports.hasNext()) {
            Map.Entry<String, JsonNode> port = ports.next();
            int width = port.getValue().path("bits").size();
            if (port.getKey().equals("clk")) {
                continue;
            }
            boolean input = port.getValue().path("direction").asText().equals("input");
            int low = input ? inputs : outputs;
            connections.append(String.format(
                    ",\n    .%s(%s[%d:%d])", port.getKey(), input ? "inputs" : "outputs", low + width - 1, low));
            inputs += input ? width : 0;
            outputs += input ? 0 : width;
        }
        return String.format(
                """
                module %s (input clk, input si, output so);
                  reg [%d:0] inputs;
                  reg [%d:0] taken;
                  wire [%d:0] outputs;
                  always @(posedge clk) begin
                    inputs <= {inputs, si};
                    taken <= si ? outputs : {taken, 1'b0};
                  end
                  assign so = taken[%d];
                  %s engine (%s);
                endmodule
                """,
                name, inputs - 1, outputs - 1, outputs - 1, outputs - 1, top, connections);
    }
}
