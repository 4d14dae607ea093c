// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.board;

import io.fluxmill.boards.bitstream.Bitstream;
import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.Board.Jtag;
import io.fluxmill.boards.board.ChipFamily;
import io.fluxmill.boards.flow.BuildRecord;
import io.fluxmill.boards.part.JtagPart;
import io.fluxmill.boards.part.SpiFlash;
import io.fluxmill.boards.part.Tap;
import io.fluxmill.boards.part.XvcServer;
import io.fluxmill.core.config.EnvironmentException;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.file.OutputFile;
import io.fluxmill.simulator.jna.PseudoTerminal;
import io.fluxmill.simulator.verilator.VerilatedModel;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * A simulated board: its part behind a JTAG cable that flashing tools reach over the network, its flash, and its serial line behind a
 * pseudo-terminal. A design starts when a bitstream of one of the given builds starts; it is the simulated Verilog of that build.
 */
public final class VirtualBoard implements AutoCloseable {
    private static final Path BRIDGES = Path.of("/usr/share/openFPGALoader");

    private final Consumer<String> events;
    private final List<Known> known = new ArrayList<>();
    private final PseudoTerminal terminal;
    private final SerialPump pump;
    private final JtagPart part;
    private final XvcServer cable;
    private final Path link;
    private SpiFlash flash;

    /**
     * What can be wrong with a board.
     *
     * @param idcode that the part answers instead of its own
     * @param doneLow whether DONE is held low
     * @param pullAfterBits bits over the JTAG cable after which it is pulled
     */
    public record Faults(OptionalLong idcode, boolean doneLow, OptionalLong pullAfterBits) {
        /** A board without faults. */
        public static final Faults NONE = new Faults(OptionalLong.empty(), false, OptionalLong.empty());
    }

    /**
     * How a board is set up.
     *
     * @param builds folders of builds whose designs it can run
     * @param load build that runs from the start
     * @param flash file with the flash's content; forgotten at the end if empty
     * @param xvcPort of the JTAG cable, 0 for any, or empty for no cable
     * @param link that leads to the pseudo-terminal
     */
    public record Setup(
            Board board,
            List<Path> builds,
            Optional<Path> load,
            Optional<Path> flash,
            OptionalInt xvcPort,
            Optional<Path> link,
            Faults faults) {
        /** Takes a copy. */
        public Setup {
            builds = List.copyOf(builds);
        }
    }

    private record Known(Path folder, BuildRecord build, Bitstream bitstream, VerilatedModel model) {}

    private VirtualBoard(Setup setup, Consumer<String> events) throws IOException {
        this.events = events;
        if (setup.link().isPresent()) {
            checkLink(setup.link().get());
        }
        for (Path folder : setup.builds()) {
            known.add(known(setup.board(), folder));
        }
        Optional<Known> first = Optional.empty();
        if (setup.load().isPresent()) {
            first = Optional.of(known(setup.board(), setup.load().get()));
            known.add(first.get());
        }
        terminal = pseudoTerminal();
        pump = new SerialPump(terminal, events);
        link = setup.link().orElse(null);
        part = setup.board().jtag().isPresent() ? part(setup) : null;
        try {
            cable = part == null || setup.xvcPort().isEmpty()
                    ? null
                    : XvcServer.open(new Tap(part), setup.xvcPort().getAsInt());
        } catch (IOException e) {
            pump.close();
            terminal.close();
            throw new InputException(
                    "port of the JTAG cable must be free: --xvc="
                            + setup.xvcPort().getAsInt(),
                    "choose another, or 0 for any that is free");
        }
        if (cable != null) {
            setup.faults().pullAfterBits().ifPresent(cable::pullAfter);
        }
        first.ifPresent(this::load);
        linkTerminal();
    }

    /**
     * Sets a board up and turns its power on.
     *
     * @param events told what happens, a line each
     * @throws InputException if a build is damaged or for another board, a port is taken, or Verilator is missing
     */
    public static VirtualBoard open(Setup setup, Consumer<String> events) throws IOException {
        return new VirtualBoard(setup, events);
    }

    private static PseudoTerminal pseudoTerminal() {
        try {
            return PseudoTerminal.open();
        } catch (IOException e) {
            throw new EnvironmentException(
                    "a board in simulation must have a pseudo-terminal as its serial port: " + e.getMessage(),
                    "mount them: mount -t devpts devpts /dev/pts");
        }
    }

    private Known known(Board board, Path folder) throws IOException {
        BuildRecord build = BuildRecord.read(folder);
        if (!build.board().equals(board.id())) {
            throw new InputException(
                    folder + ": the build must be for board " + board.id() + ": board=" + build.board(),
                    "build it for this board, or simulate that one");
        }
        events.accept("compiling the simulation of " + build.design());
        Bitstream bitstream = Bitstream.read(board.family(), build.bitstream(folder));
        return new Known(folder, build, bitstream, SimulatedTop.build(board, folder, build));
    }

    private JtagPart part(Setup setup) throws IOException {
        Jtag jtag = setup.board().jtag().orElseThrow();
        flash = setup.flash().isPresent() ? SpiFlash.in(setup.flash().get()) : SpiFlash.erased();
        JtagPart made = JtagPart.of(
                setup.board(),
                setup.faults().idcode().orElse(jtag.idcode()),
                flash,
                bridges(setup.board()),
                new JtagPart.Listener() {
                    @Override
                    public void started(Bitstream bitstream) {
                        start(bitstream);
                    }

                    @Override
                    public void stopped() {
                        pump.connect(null);
                        events.accept("the design has stopped");
                    }
                });
        if (setup.faults().doneLow()) {
            made.holdDone();
        }
        made.powerUp();
        return made;
    }

    /** The designs of openFPGALoader that lead to the flash of a 7-series part. */
    private static List<Bitstream> bridges(Board board) throws IOException {
        List<Bitstream> bridges = new ArrayList<>();
        if (board.family() == ChipFamily.XC7 && Files.isDirectory(BRIDGES)) {
            String device = board.flow().get("device").replaceAll("-.*", "");
            try (Stream<Path> files = Files.list(BRIDGES)) {
                for (Path file : files.filter(f -> f.getFileName().toString().contains("_" + device + "."))
                        .toList()) {
                    try (InputStream content = new GZIPInputStream(Files.newInputStream(file))) {
                        bridges.add(Bitstream.read(ChipFamily.XC7, content.readAllBytes()));
                    }
                }
            }
        }
        return bridges;
    }

    private void load(Known build) {
        if (part == null) {
            start(build.bitstream());
        } else {
            part.load(build.bitstream());
        }
    }

    private void start(Bitstream bitstream) {
        for (Known each : known) {
            if (each.bitstream().beginsIn(bitstream.payload())) {
                pump.connect(VerilatedTransport.open(each.model()));
                events.accept("design " + each.build().design() + " of " + each.folder() + " runs");
                return;
            }
        }
        pump.connect(null);
        events.accept("a design that is none of the builds runs, and is not simulated");
    }

    /** An existing file is replaced only if an earlier board may have left it: a link to a terminal or to nothing. */
    private static void checkLink(Path link) throws IOException {
        OutputFile.of("--pty-link", link.resolveSibling("." + link.getFileName() + ".pty"))
                .check();
        boolean terminal = Files.isSymbolicLink(link)
                && (!Files.exists(link) || link.toRealPath().startsWith("/dev/pts"));
        if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !terminal) {
            throw new InputException(
                    "--pty-link must be a new name or a link to a terminal: --pty-link=" + link, "name another");
        }
    }

    private void linkTerminal() throws IOException {
        if (link != null) {
            Path made = link.resolveSibling(
                    "." + link.getFileName() + "." + ProcessHandle.current().pid());
            Files.deleteIfExists(made);
            Files.createSymbolicLink(made, terminal.path());
            Files.move(made, link, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** The serial port of the board. */
    public Path port() {
        return terminal.path();
    }

    /** TCP port of the JTAG cable, if there is one. */
    public OptionalInt xvcPort() {
        return cable == null ? OptionalInt.empty() : OptionalInt.of(cable.port());
    }

    /** Turns power off and on: the part starts from its flash. */
    public void powerCycle() {
        if (part != null) {
            part.powerUp();
        }
    }

    /** Whether a design runs, as the part's DONE says. */
    public boolean done() {
        return part != null && part.done();
    }

    /** The cable, to pull and plug it. */
    public Optional<XvcServer> cable() {
        return Optional.ofNullable(cable);
    }

    /** The flash, to read and to damage in tests. */
    public Optional<SpiFlash> flash() {
        return Optional.ofNullable(flash);
    }

    @Override
    public void close() throws IOException {
        if (cable != null) {
            cable.close();
        }
        pump.close();
        terminal.close();
        if (link != null
                && Files.isSymbolicLink(link)
                && Files.readSymbolicLink(link).equals(terminal.path())) {
            Files.deleteIfExists(link);
        }
    }
}
