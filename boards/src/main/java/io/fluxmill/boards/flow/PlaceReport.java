// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.boards.flow.BuildRecord.Use;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What place and route reached, from a report of nextpnr.
 *
 * @param fmaxMhz of the slowest clock
 * @param utilisation of the resources that the part has and the design uses
 * @param criticalPath the slowest path between registers of that clock, a line for each step: delay and where, in our names
 */
public record PlaceReport(double fmaxMhz, Map<String, Use> utilisation, List<String> criticalPath) {
    /** What synthesis and packing append to our names: the cell's type, its port and a number. */
    private static final Pattern APPENDED = Pattern.compile(
            "(_(SB_(LUT4|CARRY|DFF|RAM40|GB|IO|MAC16)|LUT[1-8]|TRELLIS_|PFUMX|L6MUX21|CCU2C|DP16KD|MULT|DFF|ALU|MUX2_|FD[RSCP]E|CARRY4|MUXF[78]|RAM|DSP48E1|IB$|OB$|OBUF|IBUF)"
                    + "|\\$|_(D?FF)?LC$|DFFLC$|_COMB\\d*$).*");

    /**
     * Reads a report.
     *
     * @throws ToolException if it is not one, or has no clock
     */
    public static PlaceReport read(Path file) throws IOException {
        JsonNode report;
        try {
            report = new ObjectMapper().readTree(file.toFile());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new ToolException("the report of place and route is not JSON", file);
        }
        double slowest = Double.POSITIVE_INFINITY;
        String clock = "";
        for (Iterator<Map.Entry<String, JsonNode>> fields = report.path("fmax").fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            double achieved = field.getValue().path("achieved").asDouble();
            if (achieved < slowest) {
                slowest = achieved;
                clock = field.getKey();
            }
        }
        if (clock.isEmpty()) {
            throw new ToolException("the report of place and route has no clock", file);
        }
        return new PlaceReport(slowest, utilisation(report), path(report, clock));
    }

    private static Map<String, Use> utilisation(JsonNode report) {
        Map<String, Use> uses = new TreeMap<>();
        report.path("utilization").fields().forEachRemaining(field -> {
            Use use = new Use(
                    field.getValue().path("used").asInt(),
                    field.getValue().path("available").asInt());
            if (use.used() > 0) {
                uses.put(field.getKey(), use);
            }
        });
        return uses;
    }

    private static List<String> path(JsonNode report, String clock) {
        List<String> lines = new ArrayList<>();
        for (JsonNode path : report.path("critical_paths")) {
            if (!path.path("from").asText().contains(clock)
                    || !path.path("to").asText().contains(clock)) {
                continue;
            }
            double sum = 0;
            for (JsonNode step : path.path("path")) {
                double delay = step.path("delay").asDouble();
                sum += delay;
                String kind = step.path("type").asText();
                String where = kind.equals("routing")
                        ? ours(step.path("net").asText())
                        : ours(step.path("from").path("cell").asText());
                lines.add(String.format(Locale.ROOT, "%.2f ns %s %s", delay, kind, where));
            }
            lines.add(String.format(Locale.ROOT, "%.2f ns in all", sum));
            return lines;
        }
        return lines;
    }

    /** The name of a signal or module in our Verilog from that of a cell or net. */
    static String ours(String name) {
        String short_ = APPENDED.matcher(name).replaceFirst("");
        return short_.isEmpty() ? name : short_;
    }
}
