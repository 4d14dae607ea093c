// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.map;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Places of the map memory, taken at the lowest address that is free and given back. */
final class MapMemory {
    private final int words;
    private final List<Place> taken = new ArrayList<>();

    /** A part of each bank. */
    record Place(int base, int size) {
        int end() {
            return base + size;
        }
    }

    /** @param words bank words of a bank */
    MapMemory(int words) {
        this.words = words;
    }

    /** A place of so many bank words in each bank; null if there is none. */
    Place take(int size) {
        int base = 0;
        taken.sort(Comparator.comparingInt(Place::base));
        for (Place place : taken) {
            if (place.base() - base >= size) {
                break;
            }
            base = place.end();
        }
        if (base + size > words) {
            return null;
        }
        Place place = new Place(base, size);
        taken.add(place);
        return place;
    }

    void give(Place place) {
        taken.remove(place);
    }
}
