// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.cli.console.Console;
import io.fluxmill.cli.console.TextTable;
import io.fluxmill.cli.family.Check;
import io.fluxmill.cli.family.Comparison;
import io.fluxmill.cli.family.Job;
import io.fluxmill.cli.family.NamedFiles;
import io.fluxmill.cli.family.Quantization;
import io.fluxmill.cli.family.Rig;
import io.fluxmill.cli.family.Verdict;
import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.pulse.FrontEndSettings;
import io.fluxmill.hw.pulse.PulseConfig;
import io.fluxmill.quantizer.pulse.detector.Normalisation;
import io.fluxmill.quantizer.pulse.detector.PulseScenario;
import io.fluxmill.quantizer.pulse.map.FrontEndMapping;
import io.fluxmill.quantizer.pulse.map.FrontEndMapping.Options;
import io.fluxmill.quantizer.pulse.map.PulseSumRange;
import io.fluxmill.quantizer.pulse.map.Shaping;
import io.fluxmill.quantizer.pulse.read.PulseNetwork;
import io.fluxmill.quantizer.pulse.read.PulseNetworkFile;
import io.fluxmill.quantizer.pulse.read.TfliteReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A configuration of a pulse-feature accelerator: the engine, a network for it, and pulses, synthetic or recorded;
 * docs/pulse-engine.md has the table of keys.
 *
 * @param network null without one
 * @param top element of the network's input to which peaks are brought
 * @param synthetic synthetic pulses, or null
 * @param recorded recorded pulses, or null
 */
record PulseJob(
        Path file,
        PulseConfig engine,
        PulseNetwork network,
        int top,
        Options frontEnd,
        Shaping classical,
        SyntheticPulses synthetic,
        RecordedPulses recorded,
        Run run)
        implements Job {
    /** For pulses of unknown shape. */
    private static final Shaping RECORDED = new Shaping(0, 16, 8, 24, 0.5, 8);

    /**
     * Reads a whole configuration; the files that it names must be there.
     *
     * @throws io.fluxmill.core.config.InputException for anything that breaks a rule, with file and line
     */
    static PulseJob from(ConfigNode root) {
        NamedFiles files = new NamedFiles(root.string("origin", null));
        PulseConfig engine = PulseConfig.from(root.node("engine"));
        boolean records = root.has("records");
        if (records == root.has("pulses")) {
            throw root.error(
                    "pulses",
                    "a section, or else records",
                    "describe synthetic pulses, or name a file of recorded ones");
        }
        if (records && !engine.classical()) {
            throw root.node("engine")
                    .error("features", "with classical for recorded pulses", "add classical to engine.features");
        }
        SyntheticPulses synthetic = records ? null : SyntheticPulses.from(root.node("pulses"), engine);
        Shaping fallback = records ? RECORDED : Shaping.of(synthetic.scenario().setup());
        PulseJob job = new PulseJob(
                root.file(),
                engine,
                engine.network() ? network(root, files.required(root, "model"), !records) : null,
                FrontEndSection.top(root, engine),
                FrontEndSection.from(root.optionalNode("front-end")),
                ClassicalSection.from(root.optionalNode("classical"), fallback),
                synthetic,
                records ? RecordedPulses.from(root.node("records"), engine, files) : null,
                Run.from(root.optionalNode("verify")));
        root.rejectUnknown();
        return job;
    }

    /** Settings of the front end for this engine. */
    FrontEndSettings settings(int window, int pretrigger, double threshold, int baselineShift) {
        return FrontEndMapping.settings(
                window, pretrigger, threshold, baselineShift, Normalisation.to(engine.activationBits(), top), frontEnd);
    }

    /** The networks are already in integers, so only the range of their sums has to be found. */
    @Override
    public Quantization quantize(Console console) {
        if (network == null) {
            throw new InputException(
                    file + ": engine.features must have network for quantize, which has nothing to do without one",
                    "add network to engine.features, and model");
        }
        TextTable table = new TextTable("layer", "depth", "smallest sum", "largest sum", "bits", "of");
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("model", network.name()).put("activation-bits", network.activationBits());
        ArrayNode ranges = json.putArray("accumulators");
        List<Check> checks = new ArrayList<>();
        for (PulseSumRange.Range range : PulseSumRange.of(network)) {
            checks.add(new Check(network.name(), range.layer(), null, 0)); // a sum beyond 32 bits is refused
            table.row(range.layer(), range.depth(), range.min(), range.max(), range.neededBits(), Integer.SIZE);
            ranges.addObject()
                    .put("layer", range.layer())
                    .put("depth", range.depth())
                    .put("smallest", range.min())
                    .put("largest", range.max())
                    .put("bits", range.neededBits())
                    .put("lane-bits", Integer.SIZE);
        }
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s: int8 weights, %d-bit activations; sums in units of a product, what no input can exceed",
                network.name(),
                network.activationBits()));
        lines.addAll(table.lines());
        return new Quantization(lines, json, checks);
    }

    @Override
    public Verdict verify(Rig rig) throws IOException {
        PulseVerification verification = new PulseVerifier(this, rig).run();
        PulseVerification.Comparison compared = verification.comparison();
        Comparison comparison = new Comparison(compared.words(), compared.mismatches(), compared.first());
        Map<String, Double> seconds = new LinkedHashMap<>();
        seconds.put("generate", verification.seconds().generate());
        seconds.put("verilate", verification.seconds().verilate());
        seconds.put("simulate", verification.seconds().simulate());
        seconds.put("analyse", verification.seconds().analyse());
        return new Verdict(
                verification.manifest().design(),
                verification.network(),
                compared.events(),
                comparison,
                true,
                seconds,
                List.of(Check.of(
                        verification.manifest().design(),
                        "packets",
                        comparison,
                        verification.seconds().simulate())),
                PulseVerificationJson.of(verification),
                new PulseReport(verification).render(),
                PulseSummary.lines(verification));
    }

    private static PulseNetwork network(ConfigNode root, Path model, boolean judged) {
        boolean tflite = model.toString().endsWith(".tflite");
        PulseNetwork network = tflite ? TfliteReader.read(model) : PulseNetworkFile.read(model);
        return PulseOutputs.named(network, root, model, judged);
    }

    /**
     * The section {@code verify}.
     *
     * @param idlePercent share of cycles in which the ADC stream pauses
     * @param backPressurePercent share of cycles in which packets are not taken
     * @param seed of these pauses and of the memories' initial values
     * @param waveCycles clock cycles from the first trigger's window that are recorded; 0 for none
     */
    record Run(int idlePercent, int backPressurePercent, int seed, int waveCycles) {
        static Run from(java.util.Optional<ConfigNode> section) {
            if (section.isEmpty()) {
                return new Run(0, 0, 1, 0);
            }
            ConfigNode node = section.get();
            Run run = new Run(
                    node.integer("idle", 0, 99, 0),
                    node.integer("back-pressure", 0, 99, 0),
                    node.integer("seed", 0, Integer.MAX_VALUE, 1),
                    node.integer("waves", 0, 10_000, 0));
            node.rejectUnknown();
            return run;
        }
    }

    /**
     * The section {@code pulses}: synthetic pulses with known truth.
     *
     * @param traffic how they come
     * @param events pulses at the reference amplitude
     * @param curve signal-to-noise ratios of the curve, dB; may be empty
     * @param curveEvents pulses at each of its points
     * @param rangeEvents pulses over the range of amplitudes; 0 for none
     */
    record SyntheticPulses(
            PulseScenario scenario,
            PulseTraffic traffic,
            int events,
            List<Double> curve,
            int curveEvents,
            int rangeEvents,
            int seed) {
        static SyntheticPulses from(ConfigNode node, PulseConfig engine) {
            PulseScenario scenario = PulseScenario.from(node);
            if (scenario.setup().adc().bits() != engine.adcBits()) {
                throw node.error("adc", "of engine.adc-bits (" + engine.adcBits() + ") bits", "make both the same");
            }
            SyntheticPulses pulses = new SyntheticPulses(
                    scenario,
                    PulseTraffic.from(node, scenario.setup()),
                    node.integer("events", 2, 10_000_000),
                    node.has("curve-snr-db") ? node.parsedList("curve-snr-db", SyntheticPulses::decibel) : List.of(),
                    node.integer("curve-events", 2, 1_000_000, 2_000),
                    node.integer("range-events", 0, 1_000_000, 0),
                    node.integer("seed", 0, Integer.MAX_VALUE, 1));
            node.rejectUnknown();
            return pulses;
        }

        private static Double decibel(String text) {
            double value = Double.parseDouble(text);
            if (!(value >= 0 && value <= 120)) {
                throw new IllegalArgumentException("signal-to-noise ratio must be in 0..120 dB: snr=" + text);
            }
            return value;
        }
    }
}
