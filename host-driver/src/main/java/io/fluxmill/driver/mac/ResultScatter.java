// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.mac;

import io.fluxmill.core.program.mac.MacProgram;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;

/**
 * Puts beats of the result stream, {@code [row tile][column tile][row of the tile][array column]}, where they belong:
 * {@code [sample][channel][oy][ox]} of the output value.
 */
final class ResultScatter {
    private final int arrayRows;
    private final int arrayColumns;
    private final int positions;
    private final int elements;
    private final short[] beats;
    private final MacProgram.ColumnGroup group;
    private final int columnTiles;

    ResultScatter(
            MacProgram.MatrixStep step,
            MacProgram.ColumnGroup group,
            MacProgram.Value output,
            int arrayRows,
            int arrayColumns) {
        this.arrayRows = arrayRows;
        this.arrayColumns = arrayColumns;
        this.group = group;
        positions = step.window().positions();
        elements = output.elements();
        columnTiles = (group.count() + arrayColumns - 1) / arrayColumns;
        beats = new short[columnTiles * arrayRows * arrayColumns];
    }

    /** Bytes of the beats of some rows. */
    long bytes(int rows) {
        return (long) rows * columnTiles * arrayColumns * Short.BYTES;
    }

    /** Takes the results of rows {@code firstRow .. firstRow + rows - 1} from the start of a buffer. */
    void scatter(ByteBuffer results, long firstRow, int rows, short[] target) {
        ShortBuffer words = results.duplicate().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        for (int row = 0; row < rows; row += arrayRows) {
            int inTile = Math.min(arrayRows, rows - row);
            words.get(beats, 0, columnTiles * inTile * arrayColumns);
            for (int r = 0; r < inTile; r++) {
                scatterRow(r, inTile, firstRow + row + r, target);
            }
        }
    }

    private void scatterRow(int r, int rowsInTile, long row, short[] target) {
        int sample = (int) (row / positions);
        int position = (int) (row % positions);
        int at = sample * elements + group.outputChannel() * positions + position;
        for (int column = 0; column < group.count(); column++, at += positions) {
            int columnTile = column / arrayColumns;
            int beat = columnTile * rowsInTile + r;
            target[at] = beats[beat * arrayColumns + column % arrayColumns];
        }
    }
}
