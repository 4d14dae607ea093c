// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.nir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NirFlatteningTest {
    private static final long SEED = Long.getLong("fluxmill.nir.seed", 20_261_128);

    private static NirNode input(String name) {
        return NirNode.of(name, NirType.Input, Map.of("shape", NirArray.vector(1)));
    }

    private static NirNode output(String name) {
        return NirNode.of(name, NirType.Output, Map.of("shape", NirArray.vector(1)));
    }

    private static NirNode scale(String name, double factor) {
        return NirNode.of(name, NirType.Scale, Map.of("scale", NirArray.scalar(factor)));
    }

    /** @param edges {@code a>b c>d} */
    private static NirGraph graph(String name, String edges, NirNode... nodes) {
        Map<String, NirNode> byName = new LinkedHashMap<>();
        Arrays.stream(nodes).forEach(node -> byName.put(node.name(), node));
        List<NirEdge> list = edges.isEmpty()
                ? List.of()
                : Arrays.stream(edges.split(" "))
                        .map(edge -> new NirEdge(edge.split(">")[0], edge.split(">")[1]))
                        .toList();
        return new NirGraph(name, byName, list);
    }

    private static String edges(NirGraph graph) {
        return graph.edges().stream()
                .map(edge -> edge.source() + ">" + edge.target())
                .collect(Collectors.toCollection(TreeSet::new))
                .toString();
    }

    @Test
    void twoLevels() {
        NirGraph deep = graph("deep", "i>s s>s s>o", input("i"), scale("s", 3), output("o"));
        NirGraph middle =
                graph("mid", "i>a i>deep a>o deep>o", input("i"), scale("a", 2), NirNode.of(deep), output("o"));
        NirGraph outer =
                graph("", "in>mid mid>b b>mid b>out", input("in"), NirNode.of(middle), scale("b", 5), output("out"));
        NirGraph flat = outer.flat();
        assertEquals(
                List.of("in", "mid.a", "mid.deep.s", "b", "out"),
                List.copyOf(flat.nodes().keySet()));
        assertEquals(
                "[b>mid.a, b>mid.deep.s, b>out, in>mid.a, in>mid.deep.s, mid.a>b, mid.deep.s>b, mid.deep.s>mid.deep.s]",
                edges(flat));
        assertEquals(scale("mid.deep.s", 3), flat.nodes().get("mid.deep.s"));
        assertEquals(flat, flat.flat());
    }

    @Test
    void refusals() {
        NirNode two = NirNode.of(graph("n", "i>o j>o", input("i"), input("j"), output("o")));
        refuses(
                graph("", "", two),
                "node n: a nested graph must have one node of the type Input, for NIR's edges do not tell several apart: Input=[i, j]");
        NirNode outs = NirNode.of(graph("n", "i>o i>p", input("i"), output("o"), output("p")));
        refuses(
                graph("", "", outs),
                "node n: a nested graph must have one node of the type Output, for NIR's edges do not tell several apart: Output=[o, p]");
        NirNode one = NirNode.of(graph("n", "i>s s>o", input("i"), scale("s", 1), output("o")));
        refuses(
                graph("", "", scale("n.s", 1), one),
                "node s: the name must be that of one node when nested graphs are written into the outer one: name=n.s");
        refuses(
                graph("", "", one, scale("n.s", 1)),
                "node n.s: the name must be that of one node when nested graphs are written into the outer one: name=n.s");
        refuses(
                graph("", "", one, scale("n.i", 1)),
                "node n.i: the name must be that of one node when nested graphs are written into the outer one: name=n.i");
        refuses(
                graph("", "", scale("n.i", 1), one),
                "node i: the name must be that of one node when nested graphs are written into the outer one: name=n.i");
        NirNode wire = NirNode.of(graph("w", "i>o", input("i"), output("o")));
        refuses(
                graph("", "a>w a>b w>b", scale("a", 1), wire, scale("b", 1)),
                "node o: a signal must have one way between two nodes, for NIR has no weight of an edge: edge=a -> b");
        refuses(
                graph("", "w>w", wire),
                "node o: a signal must not come back to a nested graph's end without a node between: edges=w.o");
        // what the remedies say
        assertEquals(
                "[a>b, a>c, c>b]",
                edges(graph("", "a>w a>b w>c c>b", scale("a", 1), wire, scale("b", 1), scale("c", 1))
                        .flat()));
        assertEquals("[c>c]", edges(graph("", "w>c c>w", wire, scale("c", 1)).flat()));
        assertEquals("[]", edges(graph("", "", scale("m.s", 1), one).flat()));
    }

    private static void refuses(NirGraph graph, String fact) {
        InputException e = assertThrows(InputException.class, graph::flat, fact);
        assertEquals(fact, e.getMessage());
    }

    /** The output of a network of factors without loops, from the nested graph and from the flat one, worked out on each by itself. */
    @Test
    void theSameFunction() {
        SplittableRandom random = new SplittableRandom(SEED);
        int nested = 0;
        int compared = 0;
        for (int n = 0; n < 2000; n++) {
            NirGraph graph = random(random, "", 3);
            NirGraph flat;
            try {
                flat = graph.flat();
            } catch (InputException e) {
                assertTrue(e.getMessage().contains("one way between two nodes"), e.getMessage());
                continue;
            }
            assertTrue(flat.nodes().values().stream().allMatch(node -> node.graph() == null));
            assertEquals(value(graph, "o", 1), value(flat, "o", 1), "seed " + SEED + ", graph " + n);
            nested += graph.ofType(NirType.NIRGraph).isEmpty() ? 0 : 1;
            compared++;
        }
        assertTrue(compared > 1000 && nested > 300, compared + " compared, " + nested + " nested");
    }

    private static NirGraph random(SplittableRandom random, String name, int depth) {
        List<NirNode> nodes = new ArrayList<>(List.of(input("i")));
        int count = random.nextInt(1, 5);
        for (int k = 0; k < count; k++) {
            boolean nest = depth > 0 && random.nextInt(3) == 0;
            nodes.add(nest ? NirNode.of(random(random, "n" + k, depth - 1)) : scale("s" + k, random.nextInt(1, 5)));
        }
        nodes.add(output("o"));
        String edges = IntStream.range(0, nodes.size())
                .boxed()
                .flatMap(a -> IntStream.range(a + 1, nodes.size())
                        .filter(b -> random.nextInt(3) > 0)
                        .mapToObj(b -> nodes.get(a).name() + ">" + nodes.get(b).name()))
                .collect(Collectors.joining(" "));
        return graph(name, edges, nodes.toArray(new NirNode[0]));
    }

    private static double value(NirGraph graph, String node, double in) {
        return value(graph, node, in, new HashMap<>());
    }

    private static double value(NirGraph graph, String name, double in, Map<String, Double> known) {
        Double before = known.get(name);
        if (before != null) {
            return before;
        }
        NirNode node = graph.nodes().get(name);
        double sum = node.type().equals("Input") ? in : 0;
        for (NirEdge edge : graph.edges()) {
            if (edge.target().equals(name)) {
                sum += value(graph, edge.source(), in, known);
            }
        }
        if (node.graph() != null) {
            sum = value(node.graph(), "o", sum);
        } else if (node.type().equals("Scale")) {
            sum *= node.parameter("scale").number();
        }
        known.put(name, sum);
        return sum;
    }
}
