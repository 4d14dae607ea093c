// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.quantizer.sfq.map.SfqStudy.Margin;
import io.fluxmill.quantizer.sfq.map.SfqStudy.Point;
import io.fluxmill.quantizer.sfq.read.SfqNetwork;
import io.fluxmill.quantizer.sfq.read.SfqNetworkFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Exclusive or, pulse by pulse. */
class SfqStudyTest {
    private static final SfqNetwork XOR = SfqNetworkFile.read(Path.of("../examples/sfq/xor.json"));
    private static final SfqStudy STUDY =
            new SfqStudy(XOR, CellLibrary.of("rsfqlib-v3"), SfqStudy.exclusiveOr(0.1, 0.9), 1);

    @Test
    void longerWindowsErrLess() {
        List<Point> points = STUDY.points(List.of(4, 16, 64), List.of(1.0), 1000);
        assertTrue(points.get(0).errorRate() > 0.03, points.get(0).toString());
        assertTrue(points.get(1).errorRate() < 0.03, points.get(1).toString());
        assertEquals(0, points.get(2).errors());
        assertTrue(points.get(0).z() < points.get(1).z()
                && points.get(1).z() < points.get(2).z());
    }

    /** The hidden units read the same inputs, so the mean field is an approximation: 0.04 in a rate. */
    @Test
    void meanFieldIsNear() {
        Point point = STUDY.point(64, 1, 1000);
        for (int c = 0; c < 4; c++) {
            assertEquals(point.predictedRates().get(c), point.rates().get(c), 0.04, "case " + c);
        }
        assertEquals(1, point.z() / point.predictedZ(), 0.2);
        assertEquals(point, STUDY.point(64, 1, 1000), "the same seed, the same pulses");
    }

    @Test
    void margins() {
        Margin margin = STUDY.margin(64, 0.01, 100, 20, 1);
        assertTrue(margin.works());
        assertTrue(margin.lowPercent() < -8 && margin.lowPercent() > -15, margin.toString());
        assertEquals(20, margin.highPercent(), "synapses that pass every pulse and a neuron of threshold 1");
        Margin none = STUDY.margin(64, 0.01, 100, 0.5, 0.25);
        assertEquals(-0.5, none.lowPercent());
    }
}
