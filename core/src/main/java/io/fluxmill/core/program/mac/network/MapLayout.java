// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac.network;

/**
 * Where a map lies in the map memory; docs/network-processor.md.
 *
 * @param paired whether a bank has positions two by two, for readers of every second one
 * @param base address of its first bank word in every bank
 * @param planeSize bank words of a plane in every bank
 * @param rowPitch positions from a row to the next
 * @param imagePitch positions from an image to the next
 * @param width of an image
 * @param height of an image
 * @param images in the batch
 */
public record MapLayout(
        boolean paired, int base, int planeSize, int rowPitch, int imagePitch, int width, int height, int images) {
    /** The linear position of (image, y, x), which can be outside of an image. */
    public int linear(int image, int y, int x) {
        return image * imagePitch + y * rowPitch + x;
    }

    /** Linear positions from the first to behind the last. */
    public int positions() {
        return linear(images - 1, height - 1, width - 1) + 1;
    }

    /** Where a linear position lies. */
    public int bank(int linear, int banks) {
        return Math.floorMod(paired ? linear >> 1 : linear, banks);
    }

    /** Bank words of a plane in each bank. */
    public int planeWords(int banks) {
        int step = paired ? 2 : 1;
        return (positions() + step * banks - 1) / (step * banks) * step;
    }

    /** The same at an address of the map memory. */
    public MapLayout at(int address, int planeWords) {
        return new MapLayout(paired, address, planeWords, rowPitch, imagePitch, width, height, images);
    }

    /** Sets the fields of a map that is written. */
    public void setOutput(LayerDescriptor.Builder descriptor) {
        descriptor
                .set(DescriptorField.OUTPUT_BASE, base)
                .set(DescriptorField.OUTPUT_PLANE, planeSize)
                .set(DescriptorField.OUTPUT_PAIRED, paired ? 1 : 0)
                .set(DescriptorField.LAST_OUTPUT_X, width - 1)
                .set(DescriptorField.LAST_OUTPUT_Y, height - 1)
                .set(DescriptorField.ROW_SKIP, rowPitch - width)
                .set(DescriptorField.IMAGE_SKIP, imagePitch - linear(0, height - 1, width));
    }
}
