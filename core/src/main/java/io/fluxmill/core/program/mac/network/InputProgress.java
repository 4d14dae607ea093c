// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac.network;

/**
 * How far the input is in the maps after some cycles, if the host's stream never waits.
 *
 * @param layer of kind INPUT or PACKED_INPUT
 */
record InputProgress(LayerDescriptor layer) {
    /** Cycles until all positions are written. */
    long whole() {
        return upTo(layer.get(DescriptorField.RESULTS) - 1);
    }

    /** Cycles until a linear position and all before it are written. */
    long until(long linear) {
        if (linear < 0) {
            return 0;
        }
        long width = width();
        long height = layer.get(DescriptorField.LAST_OUTPUT_Y) + 1;
        long pitch = width + layer.get(DescriptorField.ROW_SKIP);
        long imagePitch = (height - 1) * pitch + width + layer.get(DescriptorField.IMAGE_SKIP);
        long inImage = linear % imagePitch;
        long y = inImage / pitch;
        // Positions that are left out are as the last one before them.
        long x = y < height ? Math.min(inImage % pitch, width - 1) : width - 1;
        long position = (linear / imagePitch * height + Math.min(y, height - 1)) * width + x;
        return upTo(Math.min(position, layer.get(DescriptorField.RESULTS) - 1));
    }

    private long width() {
        return layer.get(DescriptorField.LAST_OUTPUT_X) + 1;
    }

    /** Cycles of the positions up to this one: a word each, or a code each with those of the pads, and one more for a window of two planes. */
    private long upTo(long position) {
        long lastWord = layer.get(DescriptorField.LAST_WORD);
        if (layer.get(DescriptorField.KIND) == LayerKind.INPUT.ordinal()) {
            return (position + 1) * (lastWord + 1);
        }
        long columns = layer.get(DescriptorField.ADVANCE_X)
                + layer.get(DescriptorField.WIDTH)
                + layer.get(DescriptorField.ADVANCE_Y);
        long inRow =
                position % width() * layer.get(DescriptorField.STEP_Y) + layer.get(DescriptorField.LAST_KERNEL_X) + 1;
        long codes = (position / width() * columns + inRow) * (layer.get(DescriptorField.LAST_KERNEL_Y) + 1);
        return codes + lastWord * (position + 1);
    }
}
