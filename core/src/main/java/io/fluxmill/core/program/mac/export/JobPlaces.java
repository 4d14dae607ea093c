// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac.export;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.MacProgram;
import io.fluxmill.core.program.mac.MacProgram.ColumnGroup;
import io.fluxmill.core.program.mac.MacProgram.MatrixStep;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Where the weights and parameters of each column group go: one after the other if the buffers hold all of them, so that they are loaded once;
 * otherwise all from the start, loaded before each use.
 */
final class JobPlaces {
    private final Map<ColumnGroup, Place> places = new IdentityHashMap<>();
    private final boolean resident;

    /**
     * @param weightBase word of the weight buffer
     * @param parameterBase column tile of the parameter buffer
     */
    record Place(long weightBase, long parameterBase) {}

    JobPlaces(MacProgram program, Manifest manifest) {
        long columns = manifest.parameter("columns");
        long word = 0;
        long tile = 0;
        for (MacProgram.Step step : program.steps()) {
            if (step instanceof MatrixStep matrix) {
                for (ColumnGroup group : matrix.groups()) {
                    places.put(group, new Place(word, tile));
                    long tiles = (group.count() + columns - 1) / columns;
                    word += tiles * matrix.rescale().operands().weightWords(matrix.depth());
                    tile += tiles;
                }
            }
        }
        resident = word <= manifest.parameter("weightWords") && tile <= manifest.parameter("parameterTiles");
    }

    /** Whether the buffers hold everything at once. */
    boolean resident() {
        return resident;
    }

    Place of(ColumnGroup group) {
        return resident ? places.get(group) : new Place(0, 0);
    }
}
