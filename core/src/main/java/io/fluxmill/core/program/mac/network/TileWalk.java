// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac.network;

import io.fluxmill.core.program.mac.network.LayerDescriptor.Position;

/** The linear position of the first row of one tile after the other, by the steps of a descriptor. */
final class TileWalk {
    private final LayerDescriptor layer;
    private long x;
    private long y;
    private long linear;

    TileWalk(LayerDescriptor layer) {
        this.layer = layer;
        Position first = layer.rows().get(0);
        x = first.x();
        y = first.y();
        linear = first.linear();
    }

    /** That of the next tile. */
    long next() {
        x += layer.get(DescriptorField.ADVANCE_X);
        y += layer.get(DescriptorField.ADVANCE_Y);
        linear += layer.get(DescriptorField.ADVANCE_L);
        if (x >= layer.get(DescriptorField.LIMIT_X)) {
            x -= layer.get(DescriptorField.SPAN_X);
            y += layer.get(DescriptorField.STEP_Y);
            linear += layer.get(DescriptorField.CARRY_L);
        }
        if (y >= layer.get(DescriptorField.LIMIT_Y)) {
            y -= layer.get(DescriptorField.SPAN_Y);
            linear += layer.get(DescriptorField.OVER_L);
        }
        return linear;
    }
}
