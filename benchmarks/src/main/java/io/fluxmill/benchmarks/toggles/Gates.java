// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks.toggles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * A netlist of gates with one or two inputs, multiplexers and registers, as yosys {@code write_json} writes it: its modules are put together, and every net
 * belongs to the part whose module drives it.
 */
final class Gates {
    /** What a gate computes of its inputs. */
    enum Kind {
        BUFFER,
        NOT,
        AND,
        OR,
        XOR,
        /** The second input if the third is 1, else the first. */
        MUX
    }

    /** Kinds of modules. */
    enum Part {
        DECODERS,
        UNITS,
        /** What connects them: the registers after the decoders, and the inputs. */
        ARRAY;

        private static Part of(String module) {
            return module.contains("OperandDecoder") ? DECODERS : module.contains("MacUnit") ? UNITS : ARRAY;
        }
    }

    /** @param c of a multiplexer its select, else 0 */
    record Gate(Kind kind, int a, int b, int c, int out) {}

    /** @param enable a net, {@link #ONE} for always */
    record Register(int d, int enable, int q) {}

    static final int ZERO = 0;
    static final int ONE = 1;

    private static final Map<String, Kind> KINDS = Map.of(
            "$_NOT_", Kind.NOT,
            "$_BUF_", Kind.BUFFER,
            "$_AND_", Kind.AND,
            "$_OR_", Kind.OR,
            "$_XOR_", Kind.XOR,
            "$_MUX_", Kind.MUX);

    final List<Gate> gates = new ArrayList<>();
    final List<Register> registers = new ArrayList<>();
    final Map<String, int[]> ports = new HashMap<>();
    /** Of each net. */
    final List<Part> parts = new ArrayList<>(List.of(Part.ARRAY, Part.ARRAY));

    private final JsonNode modules;

    private Gates(JsonNode modules) {
        this.modules = modules;
    }

    /** @param top the module whose ports are the netlist's */
    static Gates read(Path json, String top) throws IOException {
        Gates gates = new Gates(new ObjectMapper().readTree(json.toFile()).path("modules"));
        Map<String, Integer> local = new HashMap<>();
        fields(gates.modules.path(top).path("ports")).forEach((name, port) -> {
            int[] nets = new int[port.path("bits").size()];
            for (int i = 0; i < nets.length; i++) {
                nets[i] = gates.net(local, port.path("bits").get(i), Part.ARRAY);
            }
            gates.ports.put(name, nets);
        });
        gates.add(top, local);
        gates.sort();
        return gates;
    }

    private static Map<String, JsonNode> fields(JsonNode node) {
        Map<String, JsonNode> fields = new HashMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> all = node.fields(); all.hasNext(); ) {
            Map.Entry<String, JsonNode> field = all.next();
            fields.put(field.getKey(), field.getValue());
        }
        return fields;
    }

    private int net(Map<String, Integer> local, JsonNode bit, Part part) {
        if (bit.isTextual()) {
            return bit.asText().equals("1") ? ONE : ZERO;
        }
        return local.computeIfAbsent(bit.asText(), key -> {
            parts.add(part);
            return parts.size() - 1;
        });
    }

    private void add(String module, Map<String, Integer> local) {
        Part part = Part.of(module);
        JsonNode cells = modules.path(module).path("cells");
        if (!cells.isObject()) {
            throw new IllegalStateException("the netlist has no module " + module);
        }
        for (JsonNode cell : cells) {
            String type = cell.path("type").asText();
            JsonNode pins = cell.path("connections");
            Kind kind = KINDS.get(type);
            if (kind != null) {
                gates.add(new Gate(
                        kind,
                        pin(local, pins, "A", part),
                        pin(local, pins, "B", part),
                        pin(local, pins, "S", part),
                        pin(local, pins, "Y", part)));
            } else if (type.equals("$_DFF_P_") || type.equals("$_DFFE_PP_")) {
                int enable = pins.has("E") ? pin(local, pins, "E", part) : ONE;
                registers.add(new Register(pin(local, pins, "D", part), enable, pin(local, pins, "Q", part)));
            } else if (modules.has(type)) {
                child(type, pins, local, part);
            } else {
                throw new IllegalStateException("the netlist has a cell of kind " + type);
            }
        }
    }

    private int pin(Map<String, Integer> local, JsonNode pins, String name, Part part) {
        return pins.has(name) ? net(local, pins.path(name).get(0), part) : ZERO;
    }

    /** A child's nets are its own but for those of its ports; the part of an output is the child's. */
    private void child(String module, JsonNode pins, Map<String, Integer> outer, Part part) {
        Map<String, Integer> local = new HashMap<>();
        for (boolean input : new boolean[] {true, false}) {
            fields(modules.path(module).path("ports")).forEach((name, port) -> {
                if (port.path("direction").asText().equals("input") != input) {
                    return;
                }
                for (int i = 0; i < port.path("bits").size(); i++) {
                    JsonNode bit = port.path("bits").get(i);
                    JsonNode outside = pins.path(name).path(i);
                    if (outside.isMissingNode()) {
                        continue;
                    }
                    int net = net(outer, outside, part);
                    if (!input && (bit.isTextual() || local.containsKey(bit.asText()))) {
                        int from = net(local, bit, part);
                        gates.add(new Gate(Kind.BUFFER, from, ZERO, ZERO, net));
                    } else {
                        local.put(bit.asText(), net);
                    }
                    if (!input) {
                        parts.set(net, Part.of(module));
                    }
                }
            });
        }
        add(module, local);
    }

    int nets() {
        return parts.size();
    }

    /** Pins of gates and registers that a net drives. */
    int[] fanout() {
        int[] fanout = new int[nets()];
        for (Gate gate : gates) {
            for (int net : inputs(gate)) {
                fanout[net]++;
            }
        }
        for (Register register : registers) {
            fanout[register.d]++;
            fanout[register.enable]++;
        }
        return fanout;
    }

    /** Nets that a gate reads. */
    static int[] inputs(Gate gate) {
        return switch (gate.kind) {
            case BUFFER, NOT -> new int[] {gate.a};
            case AND, OR, XOR -> new int[] {gate.a, gate.b};
            case MUX -> new int[] {gate.a, gate.b, gate.c};
        };
    }

    /** Gates behind those that drive them. */
    private void sort() {
        int[] driver = new int[nets()];
        Arrays.fill(driver, -1);
        for (int g = 0; g < gates.size(); g++) {
            driver[gates.get(g).out] = g;
        }
        int[] waits = new int[gates.size()];
        List<List<Integer>> readers = new ArrayList<>();
        for (int g = 0; g < gates.size(); g++) {
            readers.add(new ArrayList<>());
        }
        List<Integer> ready = new ArrayList<>();
        for (int g = 0; g < gates.size(); g++) {
            for (int net : inputs(gates.get(g))) {
                if (driver[net] >= 0) {
                    readers.get(driver[net]).add(g);
                    waits[g]++;
                }
            }
            if (waits[g] == 0) {
                ready.add(g);
            }
        }
        List<Gate> sorted = new ArrayList<>();
        for (int i = 0; i < ready.size(); i++) {
            sorted.add(gates.get(ready.get(i)));
            for (int reader : readers.get(ready.get(i))) {
                if (--waits[reader] == 0) {
                    ready.add(reader);
                }
            }
        }
        if (sorted.size() != gates.size()) {
            throw new IllegalStateException("the netlist has a combinational loop");
        }
        gates.clear();
        gates.addAll(sorted);
    }
}
