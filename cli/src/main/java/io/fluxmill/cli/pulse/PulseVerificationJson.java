// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.pulse;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.cli.pulse.PulseVerification.Crowd;
import io.fluxmill.cli.pulse.PulseVerification.Method;
import io.fluxmill.cli.pulse.PulseVerification.Point;
import io.fluxmill.cli.pulse.PulseVerification.Resolution;
import java.util.List;

/** The machine-readable result of a verification of a pulse-feature accelerator; docs/cli.md lists the keys. */
public final class PulseVerificationJson {
    private PulseVerificationJson() {}

    /** The keys beside the common head: {@code cycles}, {@code utilisation}, {@code resolution}, {@code records} and {@code counters}. */
    public static ObjectNode of(PulseVerification verification) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putObject("cycles")
                .put("total", verification.throughput().cycles())
                .put("per-event", verification.throughput().cyclesPerEvent());
        root.put("utilisation", verification.throughput().utilisation());
        if (verification.resolution() != null) {
            resolution(root.putObject("resolution"), verification.resolution());
        }
        if (verification.records() != null) {
            ObjectNode records = root.putObject("records");
            records.put("file", verification.records().file());
            verification.records().facts().forEach(fact -> records.put(fact.name(), finite(fact.value())));
        }
        ObjectNode counters = root.putObject("counters");
        verification.counters().forEach(counter -> counters.put(counter.name(), counter.value()));
        return root;
    }

    /** A number as text; null if it is not finite, because JSON has no such numbers. */
    private static String finite(String value) {
        return value.equals("NaN") || value.endsWith("Infinity") ? null : value;
    }

    private static void resolution(ObjectNode node, Resolution resolution) {
        Point main = resolution.main();
        Method best = main.methods().get(0);
        node.put("method", best.name())
                .put("bound-t-ps", main.boundTimePs())
                .put("bound-a-percent", main.boundAmplitudePercent())
                .put("events", main.events())
                .put("unmatched", main.unmatched())
                .put("missed", main.missed());
        if (best.timePs() != null) {
            node.put("sigma-t-ps", best.timePs().sigma())
                    .put("fwhm-t-ps", best.timePs().fwhm())
                    .put("two-channel-t-ps", best.timePs().pairSigma());
        }
        if (best.amplitudePercent() != null) {
            node.put("sigma-a-percent", best.amplitudePercent().sigma());
        }
        if (resolution.rangeTime() != null && resolution.rangeAmplitude() != null) {
            node.putObject("range")
                    .put("sigma-t-over-bound", resolution.rangeTime().sigma())
                    .put("sigma-a-over-bound", resolution.rangeAmplitude().sigma())
                    .put("events", resolution.rangeTime().count());
        }
        Crowd crowd = resolution.crowd();
        crowd.traffic().json(node.putObject("traffic"), crowd.setup(), crowd.truth());
        methods(node.putArray("methods"), main.methods());
        points(node.putArray("snr-db"), resolution.curve());
        points(node.putArray("amplitudes"), resolution.range());
    }

    private static void points(ArrayNode array, List<Point> points) {
        for (Point point : points) {
            ObjectNode node = array.addObject();
            node.put("at", point.at())
                    .put("events", point.events())
                    .put("bound-t-ps", point.boundTimePs())
                    .put("bound-a-percent", point.boundAmplitudePercent());
            methods(node.putArray("methods"), point.methods());
        }
    }

    private static void methods(ArrayNode array, List<Method> methods) {
        for (Method method : methods) {
            ObjectNode node = array.addObject().put("name", method.name()).put("rtl", method.rtl());
            if (method.timePs() != null) {
                node.put("sigma-t-ps", method.timePs().sigma());
            }
            if (method.amplitudePercent() != null) {
                node.put("sigma-a-percent", method.amplitudePercent().sigma());
            }
        }
    }
}
