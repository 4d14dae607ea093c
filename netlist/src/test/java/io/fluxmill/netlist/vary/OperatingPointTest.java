// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.vary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Netlist;
import io.fluxmill.netlist.cell.Settings;
import io.fluxmill.netlist.cell.SynapseBias;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class OperatingPointTest {
    private static final CellLibrary LIBRARY = CellLibrary.of("rsfqlib-v3")
            .with(ConfigNode.parse(
                    Path.of("c.yaml"),
                    "JTL: {delay-bias-exponent: -2, delay-critical-current-exponent: 1, bias-range: [0.8, 1.25],"
                            + " critical-current-range: [0.9, 1.1]}\n"));

    private static final Netlist NETLIST = Netlist.builder("t", LIBRARY)
            .inputs("a")
            .outputs("z")
            .add("line", "JTL", "a", "b")
            .add("fixed", "TFF", "b", "c")
            .add(Settings.synapse(40_000), "weigh", "SYNAPSE", "c", "d")
            .add(Settings.synapse(0), "block", "SYNAPSE", "d", "e")
            .add(Settings.synapse(Settings.CERTAIN), "pass", "SYNAPSE", "e", "f")
            .add(Settings.neuron(1), "every", "NEURON", "f", "g")
            .add(new Settings(2560, 0, 70, 3), "fire", "NEURON", "g", "z")
            .build();

    @Test
    void theNominalPointChangesNothing() {
        assertEquals(NETLIST, Variant.at(NETLIST, OperatingPoint.NOMINAL).netlist());
        assertEquals(NETLIST, Variant.sample(NETLIST, Spread.NONE, 4).netlist());
        for (int threshold = 1; threshold < Settings.CERTAIN; threshold += 7) {
            Instance synapse = NETLIST.instances().get(2).withSettings(new Settings(threshold, 1, 0, 0));
            assertEquals(synapse, OperatingPoint.NOMINAL.apply(synapse));
        }
    }

    @Test
    void delaysFollowTimingAndTheCellsExponents() {
        Netlist fine = NETLIST.refined(100);
        Instance slow = new OperatingPoint(0.8, 1.1, 1.2).apply(fine.instances().get(0));
        assertEquals(
                Math.round(3500 * 1.2 * 1.1 / (0.8 * 0.8)),
                slow.cell().transition(0, 0).emissions().get(0).delay());
        assertEquals(
                Math.round(5200 * 1.2 * 1.1 / (0.8 * 0.8)),
                slow.cell().criticals().get(0).time());
        Instance constant =
                new OperatingPoint(0.8, 1.1, 1.2).apply(fine.instances().get(1));
        assertEquals(7560, constant.cell().transition(1, 0).emissions().get(0).delay());
    }

    @Test
    void weightsAndThresholdsFollowTheirBiasCurrents() {
        double current = SynapseBias.microamperes(40_000 / 65_536.0);
        assertEquals(SynapseBias.threshold(1.02 * current), threshold(2, new OperatingPoint(1.02, 1, 1)));
        assertEquals(SynapseBias.threshold(current - 0.02 * 129.4), threshold(2, new OperatingPoint(1, 1.02, 1)));
        assertEquals(0, threshold(3, new OperatingPoint(1.5, 1, 1)));
        assertEquals(Settings.CERTAIN, threshold(4, new OperatingPoint(0.5, 1, 1)));
        assertEquals(1024, threshold(5, new OperatingPoint(0.5, 1, 1)));
        double bias = 155 - 34.5 * 2.5;
        assertEquals(Math.round((155 - 0.9 * bias) / 34.5 * 1024), threshold(6, new OperatingPoint(0.9, 1, 1)));
        assertEquals(Math.round((155 * 1.1 - bias) / 34.5 * 1024), threshold(6, new OperatingPoint(1, 1.1, 1)));
        assertEquals(1024, threshold(6, new OperatingPoint(2, 1, 1)), "at least a pulse");
    }

    private static int threshold(int instance, OperatingPoint point) {
        Settings settings = point.apply(NETLIST.instances().get(instance)).settings();
        assertEquals(NETLIST.instances().get(instance).settings().leakPeriod(), settings.leakPeriod());
        return settings.threshold();
    }

    @Test
    void cellsFailOutsideTheirRanges() {
        assertEquals(
                List.of(), Variant.at(NETLIST, new OperatingPoint(0.8, 1.1, 3)).failing());
        assertEquals(
                List.of("line"),
                Variant.at(NETLIST, new OperatingPoint(0.799, 1, 1)).failing());
        assertEquals(
                List.of("line"),
                Variant.at(NETLIST, new OperatingPoint(1, 1.101, 1)).failing());
    }

    @Test
    void aSampleIsNormalAboutNominalAndTheSameForItsSeed() {
        Spread spread = new Spread(0.02, 0.03, 0.05);
        List<OperatingPoint> points = spread.points(20_000, 3);
        assertEquals(points.subList(0, 100), spread.points(100, 3));
        assertEquals(0.02, sigma(points, OperatingPoint::bias), 0.0005);
        assertEquals(0.03, sigma(points, OperatingPoint::criticalCurrent), 0.0007);
        assertEquals(0.05, sigma(points, OperatingPoint::timing), 0.001);
        OperatingPoint once = points.get(7);
        OperatingPoint twice = spread.times(2).points(8, 3).get(7);
        assertEquals(2 * (once.timing() - 1), twice.timing() - 1, 1e-12);
        assertEquals(
                0.1,
                new Spread(0, 0, 9)
                        .points(1000, 1).stream()
                                .mapToDouble(OperatingPoint::timing)
                                .min()
                                .orElseThrow());
    }

    private static double sigma(List<OperatingPoint> points, ToDoubleFunction<OperatingPoint> factor) {
        double mean = points.stream().mapToDouble(factor).average().orElseThrow();
        assertEquals(1, mean, 0.002);
        return Math.sqrt(points.stream()
                .mapToDouble(p -> Math.pow(factor.applyAsDouble(p) - 1, 2))
                .average()
                .orElseThrow());
    }

    @Test
    void refusesFactorsThatAreNotPositive() {
        assertEquals(
                "bias must be a factor above 0: bias=0.0",
                assertThrows(IllegalArgumentException.class, () -> new OperatingPoint(0, 1, 1))
                        .getMessage());
    }
}
