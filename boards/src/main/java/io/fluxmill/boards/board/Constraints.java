// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.board;

import io.fluxmill.boards.board.Board.Pins;
import java.util.Locale;

/** The constraints of a {@link BoardTop}, in the format of the family's tools: where its ports are, and the frequency of the board's clock. */
public final class Constraints {
    private final Board board;
    private final StringBuilder text = new StringBuilder();

    private Constraints(Board board) {
        this.board = board;
    }

    /**
     * The text of the file.
     *
     * @throws IllegalArgumentException if the board's clock or serial line is not known
     */
    public static String of(Board board) {
        if (!board.abilities().contains(Ability.CONSTRAINTS)) {
            throw new IllegalArgumentException("board " + board.id() + " must have a clock and a serial line");
        }
        return new Constraints(board).write();
    }

    private String write() {
        comment(board.name() + " " + board.revision() + ", " + board.part() + ", generated from boards/" + board.id());
        BoardTop.ports(board).forEach(this::port);
        clock();
        return text.toString();
    }

    private void comment(String line) {
        text.append(board.family() == ChipFamily.GOWIN ? "// " : "# ")
                .append(line)
                .append('\n');
    }

    private void port(String port, Pins pins) {
        String pin = pins.pins().get(0);
        switch (board.family()) {
            case ICE40 -> line("set_io %s%s %s", pins.pull().equals("up") ? "-pullup yes " : "", port, pin);
            case ECP5 -> {
                line("LOCATE COMP \"%s\" SITE \"%s\";", port, pin);
                line("IOBUF PORT \"%s\"%s;", port, attributes(pins, "PULLMODE"));
            }
            case GOWIN -> {
                line("IO_LOC \"%s\" %s;", port, pin);
                line("IO_PORT \"%s\"%s;", port, attributes(pins, "PULL_MODE"));
            }
            case XC7, XCUP -> xilinx(port, pins, pin);
        }
    }

    private void xilinx(String port, Pins pins, String pin) {
        line("set_property PACKAGE_PIN %s [get_ports {%s}]", pin, port);
        line("set_property IOSTANDARD %s [get_ports {%s}]", pins.ioStandard(), port);
        if (!pins.pull().isEmpty()) {
            line("set_property PULL%s true [get_ports {%s}]", pins.pull().toUpperCase(Locale.ROOT), port);
        }
        if (pins.drive() > 0) {
            line("set_property DRIVE %d [get_ports {%s}]", pins.drive(), port);
        }
    }

    private static String attributes(Pins pins, String pullKey) {
        String standard = " IO_TYPE=" + pins.ioStandard();
        String pull =
                pins.pull().isEmpty() ? "" : " " + pullKey + "=" + pins.pull().toUpperCase(Locale.ROOT);
        return standard + pull + (pins.drive() == 0 ? "" : " DRIVE=" + pins.drive());
    }

    /** PCF and CST have no clocks: nextpnr takes the frequency as an argument. */
    private void clock() {
        double hz = board.clock().orElseThrow().hz();
        switch (board.family()) {
            case ECP5 -> line("FREQUENCY PORT \"clk\" %.3f MHZ;", hz / 1e6);
            case XC7, XCUP -> line("create_clock -period %.3f [get_ports {clk}]", 1e9 / hz);
            default -> comment("clk " + (int) hz + " Hz");
        }
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
