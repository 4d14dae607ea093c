// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.core.file.OutputFile;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.trace.SfqTrace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The pulses of all nets in the first run of the reference, in the order of time: as JSON in picoseconds, and as a value change dump (IEEE 1364-2005, clause 18)
 * in which a pulse is 1 for one unit of 10 fs, a tenth of the shortest quantum, so that pulses of neighbouring quanta stay apart.
 *
 * @param run name of the run
 * @param quantum in 0.1 ps
 * @param end of the run, quanta
 */
record SfqWaves(String run, SfqTrace trace, int quantum, long end) {
    /** The file beside the report. */
    static final String FILE = "pulses.vcd";
    /** The most pulses that are written; a run with more is written from its beginning. */
    static final int MOST = 1_000_000;

    private static final int UNITS = 10;
    private static final int FIRST_CODE = '!';
    private static final int CODES = '~' - '!' + 1;

    /** A pulse, times in quanta. */
    private record Pulse(long time, int net) {}

    /** Quantum from which on pulses are left out. */
    private long until() {
        return trace.count() <= MOST
                ? end
                : trace.pulses().values().stream()
                        .flatMapToLong(LongStream::of)
                        .sorted()
                        .skip(MOST)
                        .findFirst()
                        .orElse(end);
    }

    /** Writes {@code run}, {@code complete} and {@code nets}: times in ps by net. */
    void json(ObjectNode node) {
        long until = until();
        node.put("run", run).put("complete", until == end);
        ObjectNode nets = node.putObject("nets");
        trace.pulses().forEach((net, times) -> {
            ArrayNode list = nets.putArray(net);
            LongStream.of(times)
                    .filter(time -> time < until)
                    .forEach(time -> list.add(time * quantum / (double) CellLibrary.QUANTA_PER_PS));
        });
    }

    void write(Path folder) {
        OutputFile.of("pulses", folder.resolve(FILE)).write(text());
    }

    /** The dump; a dot in a name, which separates scopes to viewers, is {@code $} as in structural Verilog. */
    private String text() {
        long until = until();
        List<String> nets = List.copyOf(trace.pulses().keySet());
        StringBuilder text = new StringBuilder("$comment SFQ pulses of " + run + ", complete to quantum " + until
                + "; a pulse is 1 for 10 fs $end\n$timescale 10 fs $end\n$scope module sfq $end\n");
        for (int net = 0; net < nets.size(); net++) {
            text.append("$var wire 1 ").append(code(net)).append(' ');
            text.append(nets.get(net).replace('.', '$')).append(" $end\n");
        }
        text.append("$upscope $end\n$enddefinitions $end\n#0\n$dumpvars\n");
        for (int net = 0; net < nets.size(); net++) {
            text.append('0').append(code(net)).append('\n');
        }
        text.append("$end\n");
        List<Pulse> pulses = pulses(nets, until);
        for (int i = 0, next; i < pulses.size(); i = next) {
            long time = pulses.get(i).time();
            for (next = i; next < pulses.size() && pulses.get(next).time() == time; next++) {
                // the pulses of one quantum
            }
            change(text, time * quantum * UNITS, '1', pulses.subList(i, next));
            change(text, time * quantum * UNITS + 1, '0', pulses.subList(i, next));
        }
        return text.append('#').append(until * quantum * UNITS).append('\n').toString();
    }

    private List<Pulse> pulses(List<String> nets, long until) {
        List<Pulse> pulses = new ArrayList<>();
        for (int net = 0; net < nets.size(); net++) {
            for (long time : trace.of(nets.get(net))) {
                if (time < until) {
                    pulses.add(new Pulse(time, net));
                }
            }
        }
        pulses.sort(Comparator.comparingLong(Pulse::time));
        return pulses;
    }

    private static void change(StringBuilder text, long time, char value, List<Pulse> pulses) {
        text.append('#').append(time).append('\n');
        pulses.forEach(pulse -> text.append(value).append(code(pulse.net())).append('\n'));
    }

    /** Short names of printable characters. */
    private static String code(int net) {
        StringBuilder code = new StringBuilder();
        for (int rest = net; rest >= 0; rest = rest / CODES - 1) {
            code.append((char) (FIRST_CODE + rest % CODES));
        }
        return code.toString();
    }
}
