// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.map;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.network.MapLayout;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Layouts of maps, and their places by the time in which they are needed. */
final class MapPlaces {
    private final Manifest manifest;
    private final NetworkStages stages;
    private final int images;
    private final int banks;
    private final int mapWords;
    private final MapMemory memory;
    private final Map<Integer, MapLayout> layouts = new HashMap<>();
    private final Map<Integer, MapMemory.Place> places = new HashMap<>();

    MapPlaces(Manifest manifest, NetworkStages stages, int images) {
        this.manifest = manifest;
        this.stages = stages;
        this.images = images;
        banks = Math.toIntExact(manifest.parameter("banks"));
        mapWords = Math.toIntExact(manifest.parameter("mapWords"));
        memory = new MapMemory(mapWords);
    }

    MapLayout layout(int tensor) {
        return layouts.get(tensor);
    }

    void giveBack(int tensor) {
        memory.give(places.get(tensor));
    }

    /** Lays a map out, with the smallest pitches for which no reader has a conflict. */
    MapLayout place(int tensor) {
        Shape shape = stages.positions(tensor);
        Set<Integer> alike = stages.alike(tensor);
        MapLayout best = alike.stream()
                .map(layouts::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (best == null) {
            best = smallest(alike, shape);
        }
        String name = stages.tensors().get(tensor).name();
        if (best == null) {
            throw NetworkStages.refusal(manifest, name, "has no layout that all its readers read without conflicts");
        }
        int planeSize = best.planeWords(banks);
        int size = stages.planes(tensor) * planeSize;
        MapMemory.Place place = memory.take(size);
        if (place == null) {
            throw new InputException(
                    String.format(
                            "map %s needs %,d words in each bank beside those that are needed with it, but design %s has %,d in all",
                            name, size, manifest.design(), mapWords),
                    "raise engine.map-words, or run fewer images at a time");
        }
        MapLayout layout = best.at(place.base(), planeSize);
        layouts.put(tensor, layout);
        places.put(tensor, place);
        return layout;
    }

    /** The layout with the smallest planes for which no reader of the tensors has a conflict, null if there is none. */
    private MapLayout smallest(Set<Integer> tensors, Shape shape) {
        MapLayout best = null;
        for (int row = shape.width(); row < shape.width() + banks; row++) {
            int least = row * (shape.height() - 1) + shape.width();
            for (int image = least; image < least + banks; image++) {
                for (boolean paired : new boolean[] {false, true}) {
                    MapLayout layout = new MapLayout(paired, 0, 0, row, image, shape.width(), shape.height(), images);
                    boolean smaller = best == null || layout.planeWords(banks) < best.planeWords(banks);
                    if (smaller && tensors.stream().allMatch(tensor -> stages.isFreeOfConflicts(tensor, layout))) {
                        best = layout;
                    }
                }
            }
        }
        return best;
    }
}
