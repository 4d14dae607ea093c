// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.TextTable;
import io.fluxmill.cli.family.Check;
import io.fluxmill.cli.family.Comparison;
import io.fluxmill.cli.family.Job;
import io.fluxmill.cli.family.Quantization;
import io.fluxmill.cli.family.Rig;
import io.fluxmill.cli.family.Verdict;
import io.fluxmill.cli.sfq.SfqVerification.BackEnd;
import io.fluxmill.cli.sfq.SfqVerification.Score;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.hw.sfq.SfqConfig;
import io.fluxmill.hw.sfq.SpiceDeck;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.read.NetlistDesign;
import io.fluxmill.netlist.trace.Expectation;
import io.fluxmill.netlist.trace.SfqTrace;
import io.fluxmill.netlist.trace.Stimuli;
import io.fluxmill.quantizer.sfq.map.SfqCircuit;
import io.fluxmill.quantizer.sfq.margin.MarginPlan;
import io.fluxmill.quantizer.sfq.margin.YieldPlan;
import io.fluxmill.quantizer.sfq.reference.CellTrials;
import io.fluxmill.quantizer.sfq.reference.SfqRateModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * A configuration of an SFQ netlist: the emulator, and stimuli; docs/sfq.md has the table of keys.
 *
 * @param runs at least one
 * @param answers what the answers of the runs are, in the plural
 * @param expectation of the first run and of all violations, or null
 * @param limits how many of the runs each back end runs, in the order of the back ends
 * @param tolerancePs of pulse times in ngspice
 * @param variation of the circuit, or null
 * @param network null for a netlist that is written out
 * @param design of a netlist that is written out, or null
 */
record SfqJob(
        Path file,
        SfqConfig engine,
        CellLibrary library,
        List<Run> runs,
        String answers,
        Expectation expectation,
        Map<String, Integer> limits,
        double tolerancePs,
        Variation variation,
        NetworkTask network,
        NetlistDesign design)
        implements Job {

    private static final double DEFAULT_TOLERANCE_PS = 1;
    private static final List<String> DEFAULT_BACK_ENDS = List.of("tick-rtl", "icarus", "verilator");

    /** A network and its task. */
    record NetworkTask(SfqCircuit circuit, SfqTask task) {
        /** The decisions from rates alone, without the noise of single pulses. */
        Score meanField() {
            SfqRateModel rates = new SfqRateModel(circuit.network());
            long wrong = task.samples().parallelStream()
                    .filter(sample -> rates.decide(rates.rates(sample.array())) != sample.label())
                    .count();
            return new Score("samples", wrong, task.samples().size());
        }
    }

    /**
     * How far the circuit may deviate.
     *
     * @param stimuli with which it is tried, in quanta of 0.1 ps
     * @param margins null to search none
     * @param yield null to estimate none
     */
    record Variation(Stimuli stimuli, MarginPlan margins, YieldPlan yield) {}

    /**
     * Stimuli from the initial state.
     *
     * @param stimuli times by input net, quanta
     * @param end quanta
     * @param shown quanta that are worth drawing
     * @param answers number of answers that are compared with the wanted ones
     * @param wrong how many of them are wrong, from the pulses of the
     * outputs
     */
    record Run(
            String name,
            Map<String, long[]> stimuli,
            long end,
            long shown,
            int answers,
            ToLongFunction<SfqTrace> wrong) {}

    /**
     * Reads a whole configuration; the files that it names must be there.
     *
     * @throws io.fluxmill.core.config.InputException for anything that breaks a rule, with file and line
     */
    static SfqJob from(ConfigNode root) {
        SfqSource source = SfqSource.from(root.node("engine"));
        SfqJob job = source.circuit() == null ? ofNetlist(root, source) : ofNetwork(root, source);
        root.rejectUnknown();
        if (job.limits.containsKey("ngspice")) {
            requireCircuits(root, source.engine().netlist());
        }
        return job;
    }

    /** The networks are already in integers, so only their decisions and their costs have to be found. */
    @Override
    public Quantization quantize(Console console) {
        if (network == null) {
            throw new InputException(
                    file + ": engine must describe a network for quantize, which has nothing to do with a netlist",
                    "use verify, or name a network with engine.network");
        }
        console.progress("deciding " + network.task().samples().size() + " samples");
        Score score = network.meanField();
        TextTable table = new TextTable("part", "junctions");
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("model", engine.netlist().name()).put("samples", score.of());
        json.putObject("accuracy").put("mean-field", score.accuracy());
        ObjectNode junctions = json.putObject("junctions");
        network.circuit().junctions().forEach((part, count) -> {
            String name = part.name().toLowerCase(Locale.ROOT);
            table.row(name, count);
            junctions.put(name, count);
        });
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s: mean field (rates alone) %.2f %% of %,d samples right",
                engine.netlist().name(),
                100 * score.accuracy(),
                score.of()));
        lines.addAll(table.lines());
        return new Quantization(lines, json, List.of(new Check(engine.netlist().name(), "mean field", null, 0)));
    }

    @Override
    public Verdict verify(Rig rig) throws IOException {
        SfqVerification verification = new SfqVerifier(this, rig).run();
        SfqWaves waves = new SfqWaves(
                runs.get(0).name(),
                verification.raster().trace(),
                engine.quantum(),
                runs.stream().mapToLong(Run::end).max().orElseThrow());
        waves.write(rig.folder());
        Map<String, Double> seconds = new LinkedHashMap<>();
        seconds.put("generate", verification.seconds().generate());
        seconds.put("verilate", verification.seconds().verilate());
        seconds.put("reference", verification.seconds().reference());
        seconds.put("vary", verification.seconds().vary());
        String first = verification.backEnds().stream()
                .filter(backEnd -> backEnd.first() != null)
                .map(backEnd -> backEnd.name() + ", " + backEnd.first())
                .findFirst()
                .orElse(null);
        return new Verdict(
                verification.manifest().design(),
                verification.netlist().name(),
                verification.activity().runs(),
                new Comparison(verification.compared(), verification.mismatches(), first),
                verification.good(),
                seconds,
                checks(verification),
                SfqVerificationJson.of(verification, waves),
                new SfqReport(verification).render(),
                SfqSummary.lines(verification));
    }

    /** One check per back end, and one of what the configuration expects. */
    private static List<Check> checks(SfqVerification verification) {
        List<Check> checks = new ArrayList<>();
        for (BackEnd backEnd : verification.backEnds()) {
            String failure = null;
            if (verification.idle().contains(backEnd.name())) {
                failure = "nothing was compared";
            } else if (backEnd.pulseMismatches() + backEnd.violationMismatches() > 0) {
                failure = backEnd.first();
            }
            checks.add(new Check("back ends", backEnd.name(), failure, backEnd.seconds()));
        }
        String unmet = verification.failures().isEmpty() ? null : String.join("; ", verification.failures());
        checks.add(new Check(
                "reference", "expectations", unmet, verification.seconds().reference()));
        return checks;
    }

    private static void requireCircuits(ConfigNode root, Netlist netlist) {
        try {
            SpiceDeck.of(netlist, Map.of(), 0);
        } catch (InputException e) {
            ConfigNode node = root.node("verify");
            throw new InputException(
                    node.file() + ":" + node.line("back-ends") + ": " + e.getMessage(),
                    e.remedy() + ", or leave ngspice out of verify.back-ends");
        }
    }

    private static SfqJob ofNetlist(ConfigNode root, SfqSource source) {
        SfqConfig engine = source.engine();
        ConfigNode stimuli = root.node("stimuli");
        boolean sweep = stimuli.has("sweep");
        Expectation expectation = expectation(root, engine.netlist(), !sweep);
        List<Run> runs = sweep ? sweep(stimuli, engine) : List.of(single(stimuli, engine, expectation));
        return new SfqJob(
                root.file(),
                engine,
                library(root),
                runs,
                "outputs",
                expectation,
                limits(root, runs.size()),
                tolerance(root),
                sweep ? null : variation(root, engine),
                null,
                source.design());
    }

    private static SfqJob ofNetwork(ConfigNode root, SfqSource source) {
        SfqTask task = SfqTask.from(root, source.circuit().network());
        List<Run> runs;
        try {
            runs = task.runs(source.circuit(), source.engine().quantum());
        } catch (IllegalArgumentException e) {
            ConfigNode engine = root.node("engine");
            throw new InputException(
                    engine.file() + ":" + engine.line("quantum-ps") + ": " + e.getMessage(),
                    "choose another engine.quantum-ps");
        }
        return new SfqJob(
                root.file(),
                source.engine(),
                library(root),
                runs,
                "decisions",
                expectation(root, source.engine().netlist(), false),
                limits(root, runs.size()),
                tolerance(root),
                null,
                new NetworkTask(source.circuit(), task),
                null);
    }

    /** @param outputs whether the section may expect outputs; otherwise only violations */
    private static Expectation expectation(ConfigNode root, Netlist netlist, boolean outputs) {
        if (!root.has("expect")) {
            return null;
        }
        Expectation expectation = Expectation.from(root.node("expect"), netlist);
        if (!outputs && expectation.outputs() > 0) {
            ConfigNode node = root.node("expect");
            throw new InputException(
                    node.file() + ":" + root.line("expect")
                            + ": expect must have no key but violations with a sweep or a network: net="
                            + expectation.nets().get(0),
                    "leave the outputs out");
        }
        return expectation;
    }

    /** How many violations of critical times are expected in the reference. */
    int expectedViolations() {
        return expectation == null ? 0 : expectation.violations();
    }

    private static CellLibrary library(ConfigNode root) {
        return CellLibrary.from(root.node("engine"));
    }

    /** The netlist in quanta of the emulator. */
    Netlist quantizedNetlist() {
        return engine.netlist().quantized(engine.quantum());
    }

    private static double tolerance(ConfigNode root) {
        return root.optionalNode("verify")
                .map(node -> node.number("tolerance-ps", 0, 100, DEFAULT_TOLERANCE_PS))
                .orElse(DEFAULT_TOLERANCE_PS);
    }

    private static Map<String, Integer> limits(ConfigNode root, int runs) {
        Map<String, Integer> limits = new LinkedHashMap<>();
        root.optionalNode("verify").ifPresent(node -> {
            for (String name : node.strings("back-ends", DEFAULT_BACK_ENDS)) {
                if (!SfqBackEnd.NAMES.contains(name)) {
                    throw new InputException(
                            node.file() + ":" + node.line("back-ends") + ": back end must be one of "
                                    + String.join(", ", SfqBackEnd.NAMES) + ": back-end=" + name,
                            "correct verify.back-ends");
                }
                limits.put(name, node.integer(name + "-runs", 1, Integer.MAX_VALUE, runs));
            }
            node.ignore("tolerance-ps");
            node.rejectUnknown();
        });
        if (!root.has("verify")) {
            DEFAULT_BACK_ENDS.forEach(name -> limits.put(name, runs));
        }
        return limits;
    }

    private static Variation variation(ConfigNode root, SfqConfig engine) {
        MarginPlan margins = root.optionalNode("margins").map(MarginPlan::from).orElse(null);
        YieldPlan yield = root.optionalNode("yield").map(YieldPlan::from).orElse(null);
        return margins == null && yield == null
                ? null
                : new Variation(Stimuli.from(root.node("stimuli"), engine.netlist()), margins, yield);
    }

    private static Run single(ConfigNode node, SfqConfig engine, Expectation expectation) {
        Stimuli stimuli = Stimuli.from(node, engine.netlist()).quantized(engine.quantum());
        return expectation == null || expectation.outputs() == 0
                ? new Run("run", stimuli.pulses(), stimuli.end(), stimuli.end(), 0, null)
                : new Run(
                        "run",
                        stimuli.pulses(),
                        stimuli.end(),
                        stimuli.end(),
                        expectation.outputs(),
                        trace ->
                                expectation.differences(trace, engine.quantum()).size());
    }

    /** One run for each spacing, because the emulator's flags are sticky. */
    private static List<Run> sweep(ConfigNode node, SfqConfig engine) {
        ConfigNode sweep = node.node("sweep");
        Netlist netlist = engine.netlist().quantized(engine.quantum());
        double quantumPs = engine.quantum() / (double) CellLibrary.QUANTA_PER_PS;
        double longest = CellTrials.longestCritical(netlist) * quantumPs;
        int until = (int) Math.round(sweep.number("until-ps", 0, 1000, longest + quantumPs) / quantumPs);
        sweep.rejectUnknown();
        node.rejectUnknown();
        List<Run> runs = new ArrayList<>();
        for (int spacing = 0; spacing <= until; spacing++) {
            try {
                CellTrials trials = new CellTrials(netlist).add(spacing);
                String name = String.format(Locale.ROOT, "spacing %.1f ps", spacing * quantumPs);
                runs.add(new Run(name, trials.stimuli(), trials.end(), trials.end() / 4, 0, null));
            } catch (IllegalArgumentException e) {
                throw node.error("sweep", "for cells on inputs of their own", e.getMessage());
            }
        }
        return runs;
    }
}
