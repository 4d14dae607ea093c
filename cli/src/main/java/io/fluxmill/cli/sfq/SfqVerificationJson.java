// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.cli.sfq.SfqVerification.Activity;
import io.fluxmill.cli.sfq.SfqVerification.BackEnd;
import io.fluxmill.cli.sfq.SfqVerification.Network;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.timing.StaticTiming;
import io.fluxmill.quantizer.sfq.map.SfqStudy;
import io.fluxmill.quantizer.sfq.margin.Margin;
import io.fluxmill.quantizer.sfq.margin.Yield;
import java.util.Locale;

/** The machine-readable result of a verification of an SFQ netlist; docs/cli.md lists the keys. */
public final class SfqVerificationJson {
    private SfqVerificationJson() {}

    /** The keys beside the common head: {@code sfq}, and {@code accuracy} of a network. */
    static ObjectNode of(SfqVerification verification, SfqWaves waves) {
        Activity activity = verification.activity();
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode sfq = root.putObject("sfq");
        sfq.put("josephson-junctions", verification.costs().junctions());
        ArrayNode outputs = sfq.putArray("outputs-compared").add("reference");
        verification.backEnds().forEach(b -> outputs.add(b.name()));
        sfq.put(
                        "pulse-mismatches",
                        verification.backEnds().stream()
                                .mapToLong(BackEnd::pulseMismatches)
                                .sum())
                .put(
                        "violation-mismatches",
                        verification.backEnds().stream()
                                .mapToLong(BackEnd::violationMismatches)
                                .sum());
        if (verification.score() == null) {
            sfq.putNull("error-rate");
        } else {
            sfq.put("error-rate", verification.score().errorRate())
                    .put("answers", verification.score().of());
        }
        sfq.put("library", verification.library())
                .put("quantum-ps", verification.quantumPs())
                .put("instances", verification.netlist().instances().size())
                .put("bias-ua", verification.costs().biasMicroamperes())
                .put("area-um2", verification.costs().areaSquareMicrons())
                .put("pulses", activity.pulses())
                .put("collisions", activity.collisions())
                .put("violations", activity.violations())
                .put("violations-expected", verification.expectedViolations())
                .put("simulated-ps", activity.quanta() * verification.quantumPs())
                .put("switching-aj", activity.attojoules());
        new SfqViolations(verification).json(sfq.putArray("violation-list"));
        waves.json(sfq.putObject("pulse-times"));
        ArrayNode backEnds = sfq.putArray("back-ends");
        for (BackEnd backEnd : verification.backEnds()) {
            backEnds.addObject()
                    .put("name", backEnd.name())
                    .put("runs", backEnd.runs())
                    .put("pulses", backEnd.pulses())
                    .put("violations", backEnd.violations())
                    .put("pulse-mismatches", backEnd.pulseMismatches())
                    .put("violation-mismatches", backEnd.violationMismatches())
                    .put("seconds", backEnd.seconds());
        }
        if (!verification.margins().isEmpty()) {
            ObjectNode margins = sfq.putObject("margins-percent");
            for (Margin margin : verification.margins()) {
                margins.putArray(margin.parameter().key())
                        .add(margin.lower().percent())
                        .add(margin.upper().percent());
            }
        }
        if (verification.yield() != null) {
            ArrayNode yield = sfq.putArray("yield");
            for (Yield.Point point : verification.yield().curve()) {
                yield.addObject()
                        .put("scale", point.scale())
                        .put("samples", point.samples())
                        .put("share", point.share())
                        .put("low", point.low())
                        .put("high", point.high());
            }
        }
        if (verification.timing() != null) {
            ObjectNode timing = sfq.putObject("timing");
            timing.put("period-ps", verification.timing().analysis().period() / (double) CellLibrary.QUANTA_PER_PS);
            verification.timing().analysis().worst().ifPresent(worst -> timing.put(
                            "worst-slack-ps", worst.slack() / (double) CellLibrary.QUANTA_PER_PS)
                    .put("worst", worst.toString()));
            verification.timing().shortestPeriod().ifPresent(period -> timing.put(
                            "shortest-period-ps", period / (double) CellLibrary.QUANTA_PER_PS)
                    .put("max-ghz", StaticTiming.gigahertz(period)));
            timing.put("unchecked", verification.timing().analysis().unchecked().size());
        }
        if (!verification.insertions().isEmpty()) {
            ObjectNode insertions = sfq.putObject("insertions");
            verification.insertions().forEach((step, costs) -> insertions.put(step, costs.junctions()));
        }
        if (verification.network() != null) {
            network(root, sfq, verification);
        }
        return root;
    }

    private static void network(ObjectNode root, ObjectNode sfq, SfqVerification verification) {
        Network network = verification.network();
        ObjectNode accuracy = root.putObject("accuracy");
        accuracy.put("mean-field", network.meanField().accuracy());
        accuracy.put("reference", verification.score().accuracy());
        for (BackEnd backEnd : verification.backEnds()) {
            if (backEnd.name().equals("tick-rtl")) {
                accuracy.put("rtl", backEnd.score().accuracy());
            }
        }
        sfq.put("slots", network.slots()).put("window-ps", network.windowPs());
        ObjectNode junctions = sfq.putObject("junctions");
        network.circuit()
                .junctions()
                .forEach((part, count) -> junctions.put(part.name().toLowerCase(Locale.ROOT), count));
        ArrayNode study = sfq.putArray("study");
        for (SfqStudy.Point point : network.study()) {
            study.addObject()
                    .put("slots", point.slots())
                    .put("bias", point.bias())
                    .put("windows", point.windows())
                    .put("error-rate", point.errorRate())
                    .put("predicted-error-rate", point.predictedError())
                    .put("z", point.z())
                    .put("predicted-z", point.predictedZ());
        }
        ArrayNode margins = sfq.putArray("bias-margins");
        for (SfqStudy.Margin margin : network.biasMargins()) {
            margins.addObject()
                    .put("slots", margin.slots())
                    .put("works", margin.works())
                    .put("error-limit", margin.limit())
                    .put("low-percent", margin.lowPercent())
                    .put("high-percent", margin.highPercent());
        }
    }
}
