// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking.mesh;

/**
 * Where cores stand: row by row on the smallest grid that is as wide as high, or twice as wide. The host stands north of core 0.
 *
 * <pre>
 * host
 *  |
 *  0 - 1      2 cores: 1 x 2, 4: 2 x 2, 8: 2 x 4, 16: 4 x 4
 *  |   |
 *  2 - 3
 * </pre>
 *
 * @param cores a power of two, from 2
 */
public record Grid(int cores) {
    /** Where a port of a router leads. */
    public enum Side {
        LOCAL,
        NORTH,
        EAST,
        SOUTH,
        WEST
    }

    /** How many columns. */
    public int columns() {
        return 1 << (Integer.numberOfTrailingZeros(cores) + 1) / 2;
    }

    /** How many rows. */
    public int rows() {
        return cores / columns();
    }

    /** The number of the host, after the last core. */
    public int host() {
        return cores;
    }

    /**
     * The side to which a router sends what is for a core or the host: first along its row, then along the column.
     *
     * @param destination number of a core, or the host
     */
    public Side side(int core, int destination) {
        int columns = columns();
        int toX = destination == host() ? 0 : destination % columns;
        int toY = destination == host() ? -1 : destination / columns;
        int x = core % columns;
        int y = core / columns;
        if (toX != x) {
            return toX > x ? Side.EAST : Side.WEST;
        }
        return toY > y ? Side.SOUTH : toY < y ? Side.NORTH : Side.LOCAL;
    }

    /** Which destinations lie on a side of a router, as bits. */
    public long destinations(int core, Side side) {
        long bits = 0;
        for (int destination = 0; destination <= cores; destination++) {
            bits |= side(core, destination) == side ? 1L << destination : 0;
        }
        return bits;
    }

    /** Whether a router has a port on a side; that of the host is the north one of core 0. */
    public boolean has(int core, Side side) {
        return side == Side.LOCAL || neighbour(core, side) >= 0;
    }

    /**
     * What a port leads to.
     *
     * @return number of a core, or the host, or -1 for nothing
     */
    public int neighbour(int core, Side side) {
        int x = core % columns();
        int y = core / columns();
        return switch (side) {
            case LOCAL -> core;
            case NORTH -> y > 0 ? core - columns() : core == 0 ? host() : -1;
            case SOUTH -> y + 1 < rows() ? core + columns() : -1;
            case EAST -> x + 1 < columns() ? core + 1 : -1;
            case WEST -> x > 0 ? core - 1 : -1;
        };
    }

    /**
     * Whether what came in on a side may leave on another: never back, and never from a column into a row, but for the host, which stands before all of them.
     */
    public boolean turns(int core, Side from, Side to) {
        if (from == to) {
            return false;
        }
        boolean fromColumn = from == Side.NORTH || from == Side.SOUTH;
        boolean intoRow = to == Side.EAST || to == Side.WEST;
        boolean fromHost = from == Side.NORTH && neighbour(core, from) == host();
        return !fromColumn || !intoRow || fromHost;
    }

    /** The side that is opposite. */
    public static Side opposite(Side side) {
        return switch (side) {
            case LOCAL -> Side.LOCAL;
            case NORTH -> Side.SOUTH;
            case SOUTH -> Side.NORTH;
            case EAST -> Side.WEST;
            case WEST -> Side.EAST;
        };
    }
}
