// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.estimate;

import io.fluxmill.boards.board.Board;
import io.fluxmill.boards.flow.Executable;
import io.fluxmill.boards.flow.Flows;
import io.fluxmill.boards.flow.Primitives;
import io.fluxmill.boards.flow.SynthesisStat;
import io.fluxmill.boards.flow.ToolRoot;
import io.fluxmill.boards.flow.Toolbox;
import io.fluxmill.core.cache.ContentCache;
import io.fluxmill.core.cache.ContentKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Resources of a design on a board's part, by synthesis alone: without the top of the board, without place and route, without timing. Memories and
 * products are counted first, then everything; the second stage goes on where the first ended. A design that consists mostly of equal modules is found
 * from samples ({@link Repeats}), any other is synthesised as a build does it. docs/build.md has the accuracy.
 */
public final class Estimate {
    /** Suffix of a module whose instances are black boxes. */
    static final String BOX = "__box";
    /** To be raised when the commands change in a way that no argument shows. */
    private static final String VERSION = "3";

    private static final String TREE = "tree.json";
    private static final String NETLIST = "netlist.json";

    /**
     * Delay in ps that the mapper of a sample aims at. In the whole design nearly all units lie off the longest path and are mapped for area; in a
     * sample they would be mapped for speed, which took 7 to 28 % more LUTs.
     */
    private static final String SAMPLE_DELAY_PS = "10000";

    private final Board board;
    private final String top;
    private final String verilog;
    private final boolean whole;
    private final ContentCache cache;
    private final Consumer<String> progress;
    private final Toolbox tools;
    private final Primitives primitives;
    private final String synthesis;
    private Repeats repeats;

    /**
     * @param top module of the Verilog
     * @param whole whether the whole design is synthesised even if samples would do
     * @param progress gets a line for each stage that is not in the cache
     * @throws io.fluxmill.core.config.InputException if yosys is missing
     */
    public Estimate(Board board, String top, String verilog, boolean whole, Consumer<String> progress) {
        this(board, top, verilog, whole, ContentCache.ofUser(), progress);
    }

    Estimate(Board board, String top, String verilog, boolean whole, ContentCache cache, Consumer<String> progress) {
        this.board = board;
        this.top = top;
        this.verilog = verilog;
        this.whole = whole;
        this.cache = cache;
        this.progress = progress;
        tools = tools(board);
        primitives = Primitives.of(board.family(), verilog);
        synthesis = Flows.synthesis(board, top);
    }

    /** The yosys of the family's root if that is installed, because a build uses it, else that of the machine. */
    private static Toolbox tools(Board board) {
        Optional<ToolRoot> root =
                ToolRoot.of(board.family()).filter(r -> r.installed().isPresent());
        return root.isPresent()
                ? Toolbox.of(Flows.tools(board.family()), root)
                : Toolbox.of(List.of(Executable.YOSYS), root);
    }

    /** Whether the design consists mostly of equal modules, so that samples are synthesised in its place. It takes a second at most. */
    public boolean sampled() throws IOException {
        return repeats().any();
    }

    /**
     * Memories and products.
     *
     * @throws io.fluxmill.boards.flow.ToolException if yosys fails
     */
    public Count early() throws IOException {
        return count(false);
    }

    /**
     * Everything.
     *
     * @throws io.fluxmill.boards.flow.ToolException if yosys fails
     */
    public Count complete() throws IOException {
        return count(true);
    }

    private Count count(boolean complete) throws IOException {
        List<List<String>> samples = repeats().samples();
        List<Map<String, Integer>> counts = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            String which = samples.size() == 1 ? "" : ", sample " + (i + 1) + " of " + samples.size();
            Path early = early(samples.get(i), which);
            counts.add(
                    complete
                            ? late(early, which)
                            : SynthesisStat.read(early.resolve(stat(false))).cells());
        }
        return Count.of(board, complete, repeats().any(), repeats().extrapolate(counts));
    }

    private Repeats repeats() throws IOException {
        if (repeats == null) {
            repeats = whole ? Repeats.NONE : Repeats.of(tree(), top);
        }
        return repeats;
    }

    private Path tree() throws IOException {
        String script = read() + "hierarchy -top " + top + "; proc; write_json " + TREE;
        return cache.get("estimates", key(script), work -> run(work, "modules", script, TREE))
                .directory()
                .resolve(TREE);
    }

    private Path early(List<String> kept, String which) throws IOException {
        String script = read() + part("begin", second()) + boxes(kept) + part(second(), "map_ffram")
                + "tee -q -o " + stat(false) + " stat -json; select =A:blackbox =A:whitebox %u =*" + BOX
                + " %d; delete; select -clear; write_rtlil " + mapped();
        return cache.get(
                        "estimates",
                        key(script),
                        work -> run(work, "memories and multipliers" + which, script, stat(false), mapped()))
                .directory();
    }

    private Map<String, Integer> late(Path early, String which) throws IOException {
        boolean cells = Packing.changes(board.family());
        String script = "read_rtlil " + mapped() + "; " + part("begin", second())
                + (repeats.any() ? "scratchpad -set abc9.D " + SAMPLE_DELAY_PS + "; " : "")
                + part("map_ffram", "check") + "tee -q -o " + stat(true) + " stat -json"
                + (cells ? "; blackbox =A:whitebox; write_json " + NETLIST : "");
        Path folder = cache.get("estimates", key(script + Files.readString(early.resolve(mapped()))), work -> {
                    Files.copy(early.resolve(mapped()), work.resolve(mapped()));
                    run(work, "LUTs and flip-flops" + which, script, stat(true));
                    Files.delete(work.resolve(mapped()));
                })
                .directory();
        Map<String, Integer> counts =
                new TreeMap<>(SynthesisStat.read(folder.resolve(stat(true))).cells());
        counts.putAll(Packing.of(board.family(), folder.resolve(NETLIST), top));
        return counts;
    }

    /** Makes black boxes of all instances of the repeated modules but these. */
    private String boxes(List<String> kept) {
        StringBuilder script = new StringBuilder();
        repeats.modules().forEach((module, instances) -> {
            String box = module + BOX;
            script.append("copy " + module + " " + box + "; blackbox " + box + "; ");
            script.append("setattr -set keep 1 t:" + module + "; chtype -set " + box + " t:" + module + "; ");
            instances.stream()
                    .filter(kept::contains)
                    .forEach(name -> script.append(
                            "chtype -set " + module + " " + name + "; setattr -unset keep " + name + "; "));
        });
        return script.toString();
    }

    private void run(Path work, String what, String script, String... outputs) throws IOException {
        progress.accept("estimating " + top + ": " + what);
        Files.writeString(work.resolve(top + ".v"), verilog);
        primitives.write(work);
        tools.command(work, "yosys", "-q", "-p", script).writing(outputs).run();
    }

    private String read() {
        return "read_verilog " + top + ".v; " + primitives.commands();
    }

    private String mapped() {
        return top + ".il";
    }

    private static String stat(boolean complete) {
        return complete ? "stat.json" : "early.json";
    }

    /** The synthesis from one of its labels to another. */
    private String part(String from, String to) {
        return synthesis + " -run " + from + ":" + to + "; ";
    }

    /** The label after {@code begin}, at which the cells of the family have been read and the modules are not flattened yet. */
    private String second() {
        return switch (board.family()) {
            case ICE40 -> "flatten";
            case ECP5, GOWIN -> "coarse";
            case XC7, XCUP -> "prepare";
        };
    }

    private String key(String script) {
        return top + "-"
                + new ContentKey()
                        .add("version", VERSION)
                        .add("yosys", tools.versions().get(Executable.YOSYS.name()))
                        .add("script", script)
                        .add("verilog", verilog)
                        .hex();
    }
}
