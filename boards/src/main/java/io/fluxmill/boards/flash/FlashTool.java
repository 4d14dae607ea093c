// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flash;

import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.Board.Programmer;
import io.fluxmill.boards.board.ChipFamily;
import io.fluxmill.boards.flow.Executable;
import io.fluxmill.boards.flow.Toolbox;
import io.fluxmill.core.config.InputException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A tool that programs a board, and how it is called.
 *
 * @param programmer of the board's file
 */
record FlashTool(Board board, Programmer programmer, String version) {
    static final String OPEN_FPGA_LOADER = "openFPGALoader";
    static final String ICEPROG = "iceprog";
    static final String DFU_UTIL = "dfu-util";
    private static final Map<String, Executable> KNOWN = Map.of(
            OPEN_FPGA_LOADER, new Executable(OPEN_FPGA_LOADER, "openfpgaloader", "--Version"),
            ICEPROG, new Executable(ICEPROG, "fpga-icestorm", ""),
            DFU_UTIL, new Executable(DFU_UTIL, "dfu-util", "-V"));

    private static final int FTDI = 0x0403;

    /**
     * The first programmer of a board for a purpose whose tool is installed.
     *
     * @throws InputException if the board has none, or no tool is installed in a suitable version
     */
    static FlashTool of(Board board, boolean permanent, Cable cable) {
        boolean xvc = cable instanceof Cable.Xvc;
        List<Programmer> able = board.programmers().stream()
                .filter(p -> p.permanent() == permanent)
                .filter(p -> !xvc || p.tool().equals(OPEN_FPGA_LOADER))
                .toList();
        if (xvc && board.jtag().isEmpty() || able.isEmpty()) {
            throw new InputException(
                    "board " + board.id() + " cannot be programmed " + (permanent ? "permanently" : "until power goes")
                            + (xvc ? " over a JTAG cable" : ""),
                    xvc
                            ? "connect its USB and leave --cable out"
                            : permanent ? "leave --permanent out" : "add --permanent");
        }
        InputException first = null;
        for (Programmer programmer : able) {
            try {
                return present(board, programmer, xvc);
            } catch (InputException e) {
                first = first == null ? e : first;
            }
        }
        throw first;
    }

    private static FlashTool present(Board board, Programmer programmer, boolean xvc) {
        Executable tool = KNOWN.get(programmer.tool());
        if (tool == null) {
            throw new InputException(
                    "board " + board.id() + ": programmers.tool must be one of " + KNOWN.keySet() + ": tool="
                            + programmer.tool(),
                    "correct the board's file");
        }
        String version = Toolbox.require(List.of(tool)).versions().get(tool.name());
        boolean namesBoard = !xvc || board.family() == ChipFamily.XC7;
        if (namesBoard && !programmer.minVersion().isEmpty() && older(version, programmer.minVersion())) {
            throw new InputException(
                    tool.name() + " must be version " + programmer.minVersion() + " or newer for board " + board.id()
                            + ": version=" + version,
                    "install a newer one; Debian 13 has it");
        }
        return new FlashTool(board, programmer, version);
    }

    /** Compares the numbers of two versions. */
    static boolean older(String version, String wanted) {
        int[] a = numbers(version);
        int[] b = numbers(wanted);
        for (int i = 0; i < b.length; i++) {
            int have = i < a.length ? a[i] : 0;
            if (have != b[i]) {
                return have < b[i];
            }
        }
        return false;
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("[^0-9]+"))
                .filter(part -> !part.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    /** The command that writes a file. Reading back is a run of its own, so the tool's own verification is left out where that is possible. */
    List<String> write(String file, List<String> cable, boolean verify) {
        List<String> command = programmer.command(file);
        command.removeIf(argument -> argument.equals("--verify"));
        if (programmer.tool().equals(OPEN_FPGA_LOADER)) {
            if (verify && programmer.permanent() && board.family() == ChipFamily.ECP5) {
                command.add(1, "--verify");
            }
            if (!programmer.permanent() && board.family() == ChipFamily.ECP5) {
                command.add(1, "-v");
            }
        }
        if (programmer.tool().equals(ICEPROG) && programmer.permanent() && !verify) {
            command.add(1, "-X");
        }
        return with(command, cable);
    }

    /** The command that writes the flash's content to a file. */
    List<String> readBack(String file, long offset, long bytes, List<String> cable) {
        List<String> command = new ArrayList<>(List.of(OPEN_FPGA_LOADER));
        int named = programmer.arguments().indexOf("-b");
        if (named >= 0) {
            command.addAll(programmer.arguments().subList(named, named + 2));
        }
        command.addAll(List.of("--dump-flash", "-o", Long.toString(offset), "--file-size", Long.toString(bytes), file));
        return with(command, cable);
    }

    /** The command that shows what is in the JTAG chain. */
    List<String> detect(List<String> cable) {
        List<String> command = new ArrayList<>(List.of(OPEN_FPGA_LOADER));
        int named = programmer.arguments().indexOf("-b");
        if (named >= 0) {
            command.addAll(programmer.arguments().subList(named, named + 2));
        }
        command.add("--detect");
        return with(command, cable);
    }

    private List<String> with(List<String> command, List<String> cable) {
        List<String> whole = new ArrayList<>(command);
        int named = whole.indexOf("-b");
        if (cable.contains("xvc-client") && named >= 0 && board.family() != ChipFamily.XC7) {
            whole.subList(named, named + 2).clear();
        }
        whole.addAll(1, cable);
        return whole;
    }

    /** Arguments that lead a tool to a Xilinx Virtual Cable. */
    static List<String> xvc(Cable.Xvc cable) {
        try {
            for (InetAddress address : InetAddress.getAllByName(cable.host())) {
                if (address instanceof Inet4Address) {
                    return List.of(
                            "-c",
                            "xvc-client",
                            "--ip",
                            address.getHostAddress(),
                            "--port",
                            Integer.toString(cable.port()));
                }
            }
        } catch (UnknownHostException e) {
            // As for a host without such an address.
        }
        throw new FlashException(
                "host " + cable.host() + " of the JTAG cable has no IPv4 address", "check --xvc HOST:PORT");
    }

    /**
     * Arguments that lead a tool to one of several devices with the same USB id; none if there is only one.
     *
     * @throws FlashException if the tool cannot choose
     */
    List<String> choosing(UsbDevice device, int sameId) {
        if (sameId == 1) {
            return List.of();
        }
        String place = String.format("%03d/%03d", device.bus(), device.number());
        return switch (programmer.tool()) {
            case ICEPROG -> List.of("-d", "d:" + place);
            case DFU_UTIL -> List.of("-S", device.serial());
            default -> {
                if (device.vendor() != FTDI) {
                    throw new FlashException(
                            sameId + " devices with the same USB id are connected, and " + OPEN_FPGA_LOADER
                                    + " cannot choose among them",
                            "unplug the others");
                }
                yield List.of("--busdev-num", place.replace('/', ':'));
            }
        };
    }
}
