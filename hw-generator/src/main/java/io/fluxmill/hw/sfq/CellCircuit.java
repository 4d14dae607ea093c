// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of our own circuits for ngspice: a subcircuit of {@code fluxmill-rcsj.cir}, whose head says how they are written.
 *
 * @param pins in the order of the subcircuit's nodes
 * @param text from {@code .subckt} to {@code .ends}
 * @param parts names of the subcircuits of which it is directly made
 * @param junctions Josephson junctions, those of its parts included
 * @param biasMicroamperes sum of the nominal bias currents, those of its parts included
 */
public record CellCircuit(
        String name, List<String> pins, String text, Set<String> parts, int junctions, double biasMicroamperes) {
    private static final Pattern SUBCIRCUIT =
            Pattern.compile("^\\.subckt (\\S+)((?: [A-Za-z]\\w*)+)( .*)?\\R(?:.*\\R)*?\\.ends$", Pattern.MULTILINE);
    private static final Pattern PART = Pattern.compile("^X\\S+ .*?(\\S+)( \\w+=\\S+)*$", Pattern.MULTILINE);
    private static final Pattern BIAS = Pattern.compile("^X\\S+ \\S+ bias i=([\\d.]+)u$", Pattern.MULTILINE);
    private static final String JUNCTION = "jj";
    private static final String BIAS_SOURCE = "bias";
    private static final Map<String, CellCircuit> ALL = read();

    /** Takes copies. */
    public CellCircuit {
        pins = List.copyOf(pins);
        parts = Collections.unmodifiableSet(new LinkedHashSet<>(parts));
    }

    /** Every subcircuit by name, parts before the subcircuits that use them; junction, bias and the like, which are not cells, are included. */
    static Map<String, CellCircuit> all() {
        return ALL;
    }

    private static Map<String, CellCircuit> read() {
        Map<String, CellCircuit> circuits = new LinkedHashMap<>();
        Matcher m = SUBCIRCUIT.matcher(resource());
        while (m.find()) {
            circuits.put(m.group(1), parse(m.group(1), List.of(m.group(2).trim().split(" ")), m.group(), circuits));
        }
        return Collections.unmodifiableMap(circuits);
    }

    private static CellCircuit parse(String name, List<String> pins, String text, Map<String, CellCircuit> known) {
        Set<String> parts = new LinkedHashSet<>();
        int junctions = name.equals(JUNCTION) ? 1 : 0;
        double bias = 0;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            CellCircuit circuit = known.get(part.group(1));
            if (circuit == null) {
                throw new IllegalStateException("subcircuit " + name + " must come after " + part.group(1));
            }
            parts.add(circuit.name);
            junctions += circuit.junctions;
            bias += circuit.biasMicroamperes;
        }
        Matcher source = BIAS.matcher(text);
        while (source.find()) {
            bias += Double.parseDouble(source.group(1));
        }
        if (parts.contains(BIAS_SOURCE) && bias == 0) {
            throw new IllegalStateException("bias of " + name + " must be given in whole microamperes");
        }
        return new CellCircuit(name, pins, text, parts, junctions, bias);
    }

    private static String resource() {
        try (InputStream in = CellCircuit.class.getResourceAsStream("fluxmill-rcsj.cir")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
