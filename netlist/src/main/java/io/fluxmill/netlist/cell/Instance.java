// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.cell;

import java.util.List;

/**
 * A cell in a netlist.
 *
 * @param cell with the times of this instance
 * @param inputs nets, in the order of the cell's inputs
 * @param outputs nets, in the order of the cell's outputs
 */
public record Instance(String name, Cell cell, List<String> inputs, List<String> outputs, Settings settings) {
    /** @throws IllegalArgumentException if pins or settings do not fit the cell */
    public Instance {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        if (inputs.size() != cell.inputs().size()
                || outputs.size() != cell.outputs().size()) {
            throw new IllegalArgumentException("instance " + name + " must have a net for each pin of " + cell.name());
        }
        settings.check(cell.gate());
    }

    /** The same instance with another version of its cell. */
    public Instance withCell(Cell other) {
        return new Instance(name, other, inputs, outputs, settings);
    }

    /** The same instance with other settings. */
    public Instance withSettings(Settings other) {
        return new Instance(name, cell, inputs, outputs, other);
    }
}
