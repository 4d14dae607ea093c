// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.board.BoardTop;
import io.fluxmill.boards.board.Constraints;
import io.fluxmill.core.cache.ContentCache;
import io.fluxmill.core.cache.ContentKey;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.file.OutputFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Builds a design for a board in three stages: synthesis, comparison of the netlist with the RTL, bitstream. Each result is kept in the cache
 * under a key that covers all inputs of the stage and the tool versions, so nothing is done twice.
 */
public final class BoardBuild {
    private static final String STAT = "stat.json";
    private static final String CHECK = "check.json";
    private static final String FLAT = "netlist.v";
    /** To be raised when the commands of a stage change in a way that no argument shows. */
    private static final String VERSION = "1";

    private final Board board;
    private final LinkedDesign design;
    private final BoardTop top;
    private final Flow flow;
    private final Primitives primitives;
    private final Toolbox tools;
    private final ContentCache cache;
    private final Consumer<String> progress;

    /**
     * @param progress gets a line for each stage that is not in the cache
     * @throws io.fluxmill.core.config.InputException if the board cannot be built for, its part cannot make the clock, or a tool is missing
     */
    public BoardBuild(Board board, LinkedDesign design, Consumer<String> progress) {
        this(board, design, Flows.of(board), ContentCache.ofUser(), progress);
    }

    BoardBuild(Board board, LinkedDesign design, Flow flow, ContentCache cache, Consumer<String> progress) {
        this.board = board;
        this.design = design;
        this.flow = flow;
        this.cache = cache;
        this.progress = progress;
        top = BoardTop.of(board, design.name(), design.clockHz());
        primitives = Primitives.of(board.family(), design.verilog());
        tools = Toolbox.of(flow.tools(), ToolRoot.of(board.family()));
    }

    /** The top that is built. */
    public BoardTop top() {
        return top;
    }

    /** Verilog files of the design in simulation by name, the top last. */
    public Map<String, String> verilog() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(design.name() + ".v", design.verilog());
        top.model().ifPresent(model -> files.put(top.modelName(), model));
        files.put(top.name() + ".v", top.verilog());
        return files;
    }

    /**
     * What synthesis made.
     *
     * @param folder with the netlist
     * @param top module of it
     */
    public record Synthesis(Path folder, SynthesisStat stat, String top) {
        /** The netlist, in the format of yosys. */
        public Path netlist() {
            return folder.resolve(Flow.NETLIST);
        }
    }

    /** Runs synthesis, or finds it in the cache. */
    public Synthesis synthesis() throws IOException {
        Path folder = cache.get("synthesis", synthesisKey(), this::synthesise).directory();
        return new Synthesis(folder, SynthesisStat.read(folder.resolve(STAT)), top.name());
    }

    private String synthesisKey() {
        ContentKey key = new ContentKey()
                .add("yosys", tools.versions().get(Executable.YOSYS.name()))
                .add("synthesis", synthesisScript())
                .add("flattening", flatteningScript());
        flow.ownModels().forEach(name -> key.add(name, resource(name)));
        key.add("primitives", primitives.map());
        verilog().forEach(key::add);
        return top.name() + "-" + key.hex();
    }

    private void synthesise(Path work) throws IOException {
        progress.accept("synthesis of " + top.name());
        for (Map.Entry<String, String> file : verilog().entrySet()) {
            Files.writeString(work.resolve(file.getKey()), file.getValue());
        }
        for (String name : flow.ownModels()) {
            Files.write(work.resolve(name), resource(name));
        }
        primitives.write(work);
        tools.command(work, "yosys", "-q", "-p", synthesisScript())
                .writing(STAT, Flow.NETLIST)
                .run();
        tools.command(work, "yosys", "-q", "-p", flatteningScript())
                .writing(FLAT)
                .run();
    }

    private String synthesisScript() {
        return "read_verilog " + design.name() + ".v " + top.name() + ".v; " + primitives.commands()
                + flow.synthesis(board, top.name())
                + "; tee -q -o " + STAT + " stat -json; write_json " + Flow.NETLIST;
    }

    /**
     * Writes the netlist as Verilog that a simulator reads, with the cells' models in the place of the cells. Nets are split, because a net of
     * several bits may look like a loop, and because Verilator cannot index with x, which is the content of memory at power-up.
     */
    private String flatteningScript() {
        List<String> models = new ArrayList<>(flow.ownModels());
        if (top.model().isPresent()) {
            models.add(top.modelName());
        }
        return "read_json " + Flow.NETLIST + "; delete =A:blackbox =A:whitebox; "
                + (models.isEmpty() ? "" : "read_verilog " + String.join(" ", models) + "; ")
                + flow.models(board) + "; hierarchy -top " + top.name()
                + "; proc; flatten; opt_expr; memory_collect; opt_clean -purge; setundef -zero; splitnets; rename "
                + top.name() + " " + top.name() + NetlistCheck.SUFFIX + "; write_verilog -noattr " + FLAT;
    }

    static byte[] resource(String name) {
        try (InputStream in = BoardBuild.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compares netlist and RTL, or finds the result in the cache. */
    public NetlistCheck.Result compare(Synthesis synthesis, NetlistCheck check) throws IOException {
        String key = top.name() + "-"
                + new ContentKey()
                        .add("netlist", Files.readAllBytes(synthesis.folder().resolve(FLAT)))
                        .add("rtl", String.join("", verilog().values()))
                        .add("check", check.key())
                        .hex();
        Path folder = cache.get("netlist-checks", key, work -> {
                    progress.accept("comparing the netlist with the RTL");
                    for (Map.Entry<String, String> file : verilog().entrySet()) {
                        Files.writeString(work.resolve(file.getKey()), file.getValue());
                    }
                    Files.copy(synthesis.folder().resolve(FLAT), work.resolve(FLAT));
                    NetlistCheck.Result result =
                            check.compare(work, List.copyOf(verilog().keySet()), FLAT);
                    new ObjectMapper().writeValue(work.resolve(CHECK).toFile(), result);
                })
                .directory();
        return new ObjectMapper().readValue(folder.resolve(CHECK).toFile(), NetlistCheck.Result.class);
    }

    /**
     * What place and route made.
     *
     * @param folder with the bitstream and the logs
     * @param bitstream its file
     */
    public record Routed(Path folder, Path bitstream, PlaceReport report) {}

    /** Places, routes and packs, or finds the result in the cache. A missed target is in the report. */
    public Routed route(Synthesis synthesis, int seed) throws IOException {
        Flow.Job shape = job(synthesis.folder(), seed);
        String constraints = Constraints.of(board);
        String key = top.name() + "-"
                + new ContentKey()
                        .add("version", VERSION)
                        .add("netlist", Files.readAllBytes(synthesis.folder().resolve(Flow.NETLIST)))
                        .add("constraints", constraints)
                        .add("tools", tools.versions().toString())
                        .add("board", board.flow().toString() + board.part())
                        .add("target", shape.megahertz())
                        .add("seed", Integer.toString(seed))
                        .hex();
        Path folder = cache.get("bitstreams", key, work -> {
                    Flow.Job job = job(work, seed);
                    Files.copy(synthesis.folder().resolve(Flow.NETLIST), work.resolve(Flow.NETLIST));
                    Files.writeString(work.resolve(job.constraints()), constraints);
                    progress.accept("place and route of " + top.name());
                    flow.placeAndRoute(job);
                    PlaceReport.read(work.resolve(Flow.REPORT));
                    progress.accept("bitstream of " + top.name());
                    String bitstream = flow.pack(job);
                    Files.delete(work.resolve(Flow.NETLIST));
                    Files.writeString(work.resolve("bitstream.name"), bitstream);
                })
                .directory();
        Path bitstream = folder.resolve(Files.readString(folder.resolve("bitstream.name"), StandardCharsets.UTF_8));
        return new Routed(folder, bitstream, PlaceReport.read(folder.resolve(Flow.REPORT)));
    }

    private Flow.Job job(Path work, int seed) {
        return new Flow.Job(tools, work, board, top.name(), targetMhz(), seed);
    }

    private double targetMhz() {
        return design.clockHz() / 1e6;
    }

    /** The record of a build. Its bitstream is named after the top. */
    public BuildRecord record(Routed routed, NetlistCheck.Result check) throws IOException {
        byte[] content = Files.readAllBytes(routed.bitstream());
        return new BuildRecord(
                board.id(),
                board.part(),
                board.family().id(),
                design.name(),
                top.name(),
                design.hash(),
                design.engineHash(),
                design.clockHz(),
                design.uartBaud(),
                design.bufferBytes(),
                bitstreamName(routed),
                content.length,
                Digest.sha256(content),
                Math.round(routed.report().fmaxMhz() * 100) / 100.0,
                targetMhz(),
                routed.report().utilisation(),
                routed.report().criticalPath(),
                check == null ? -1 : check.mismatches(),
                check == null ? 0 : check.cycles(),
                List.copyOf(verilog().keySet()),
                tools.versions());
    }

    private String bitstreamName(Routed routed) {
        String file = routed.bitstream().getFileName().toString();
        return top.name() + file.substring(file.lastIndexOf('.'));
    }

    /**
     * Checks, before any work is done, that a build can be written to a folder.
     *
     * @throws InputException if the folder is not a build, because writing would replace it
     * @throws io.fluxmill.core.config.EnvironmentException if it cannot be written
     */
    public static void check(Path folder) throws IOException {
        new OutputFolder("--out", folder).check();
        if (!Files.isDirectory(folder) || Files.isRegularFile(folder.resolve(BuildRecord.FILE))) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new InputException(
                        "--out must be the folder of a build, an empty or a new one, for it is replaced: --out="
                                + folder,
                        "name another folder");
            }
        }
    }

    /**
     * Writes a build into a folder, completely or not at all; an existing folder is replaced. A symbolic link to a folder remains a link.
     *
     * @throws InputException as {@link #check} does
     */
    public void write(BuildRecord record, Synthesis synthesis, Routed routed, Path folder) throws IOException {
        check(folder);
        Path target = Files.exists(folder)
                ? folder.toRealPath()
                : folder.toAbsolutePath().normalize();
        Files.createDirectories(target.getParent());
        String id = "." + target.getFileName() + "." + ProcessHandle.current().pid();
        Path part = target.resolveSibling(id + ".part");
        Path old = target.resolveSibling(id + ".old");
        Files.createDirectory(part);
        try {
            for (Map.Entry<String, String> file : verilog().entrySet()) {
                Files.writeString(part.resolve(file.getKey()), file.getValue());
            }
            Files.writeString(
                    part.resolve(top.name() + "." + board.family().constraintSuffix()), Constraints.of(board));
            Files.writeString(part.resolve(BuildRecord.ENGINE), design.engineManifest());
            Files.copy(routed.bitstream(), part.resolve(record.bitstream()));
            Files.copy(routed.folder().resolve(Flow.REPORT), part.resolve(Flow.REPORT));
            Files.copy(synthesis.folder().resolve(STAT), part.resolve(STAT));
            record.write(part);
            if (Files.exists(target)) {
                Files.move(target, old);
            }
            Files.move(part, target);
        } finally {
            for (Path left : List.of(part, old)) {
                if (Files.exists(left)) {
                    ContentCache.delete(left);
                }
            }
        }
    }
}
