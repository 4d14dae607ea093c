// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.inspect;

import io.fluxmill.cli.family.Inspection;
import io.fluxmill.cli.family.Inspection.Layer;
import io.fluxmill.cli.family.Inspection.Node;
import io.fluxmill.cli.family.Inspection.Place;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What there is of each kind in an inspection. */
final class OperatorCounts {
    private OperatorCounts() {}

    /** Nodes of one operator that are computed in one place. */
    record Row(String operator, long nodes, Place place) {}

    /** By operator, then by place. */
    static List<Row> of(Inspection inspection) {
        Map<String, Map<Place, Long>> counts = inspection.nodes().stream()
                .collect(Collectors.groupingBy(
                        Node::operator,
                        TreeMap::new,
                        Collectors.groupingBy(Node::place, TreeMap::new, Collectors.counting())));
        return counts.entrySet().stream()
                .flatMap(operator -> operator.getValue().entrySet().stream()
                        .map(place -> new Row(operator.getKey(), place.getValue(), place.getKey())))
                .toList();
    }

    /** Steps of the driver by the first two words of their kind, without sizes. */
    static Map<String, Long> driverSteps(Inspection inspection) {
        return inspection.layers().stream()
                .filter(layer -> layer.place() == Place.DRIVER)
                .map(Layer::kind)
                .map(kind -> kind.replaceAll(" [0-9].*", ""))
                .collect(Collectors.groupingBy(kind -> kind, TreeMap::new, Collectors.counting()));
    }
}
