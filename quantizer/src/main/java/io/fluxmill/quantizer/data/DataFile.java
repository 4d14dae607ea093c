// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import io.fluxmill.core.config.ConfigNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A file with an array of numbers, or a folder of images; docs/data.md has the formats.
 *
 * @param array name of the array in an NPZ file, or path of the dataset in an HDF5 file; null if there is only one
 * @param type a member of {@link #TYPES}
 * @param grey whether images are converted to grey
 */
public record DataFile(Path path, String array, String type, boolean grey) {
    /** The kind by the file's name, the kinds that know their shape, and raw little-endian numbers. */
    public static final List<String> TYPES = List.of(
            "auto", "idx", "npy", "npz", "csv", "hdf5", "images", "int8", "uint8", "int16", "uint16", "float32");

    private static final int FIRST_RAW = TYPES.indexOf("int8");

    /** A file whose name tells its kind; {@code file.npz#array} names an array. */
    public static DataFile of(Path named) {
        String text = named.toString();
        if (!Files.exists(named)) {
            for (int mark = text.indexOf('#'); mark > 0; mark = text.indexOf('#', mark + 1)) {
                Path file = Path.of(text.substring(0, mark));
                if (Files.isRegularFile(file)) {
                    return new DataFile(file, text.substring(mark + 1), "auto", false);
                }
            }
        }
        return new DataFile(named, null, "auto", false);
    }

    /**
     * The value of a key: a file, an array in a file, or a folder, relative to the configuration.
     *
     * @throws io.fluxmill.core.config.InputException if it cannot be read
     */
    public static DataFile of(ConfigNode node, String key) {
        DataFile file = of(node.path(key));
        boolean there = Files.isReadable(file.path) && (file.array != null || Files.isDirectory(file.path));
        return there ? file : of(node.existingFile(key));
    }

    /** The same, or null if the key is not given. */
    public static DataFile optional(ConfigNode node, String key) {
        return node.has(key) ? of(node, key) : null;
    }

    public DataFile withType(String newType) {
        return new DataFile(path, array, newType, grey);
    }

    public DataFile withArray(String newArray) {
        return new DataFile(path, newArray, type, grey);
    }

    public DataFile withGrey(boolean newGrey) {
        return new DataFile(path, array, type, newGrey);
    }

    /** Whether the data have no shape of their own. */
    public boolean isRaw() {
        return TYPES.indexOf(type) >= FIRST_RAW;
    }

    /** The type, or, for auto, what the name tells; null if it does not. */
    public String kind() {
        return type.equals("auto") ? kindByName() : type;
    }

    /** What the name tells, whatever the type says; null if it does not. */
    public String kindByName() {
        if (Files.isDirectory(path)) {
            return "images";
        }
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "npy" -> "npy";
            case "npz" -> "npz";
            case "csv", "tsv", "txt" -> "csv";
            case "h5", "hdf5" -> "hdf5";
            case "idx" -> "idx";
            default -> name.matches(".*idx\\d-u?byte") ? "idx" : null;
        };
    }

    /** As the user wrote it. */
    @Override
    public String toString() {
        return array == null ? path.toString() : path + "#" + array;
    }
}
