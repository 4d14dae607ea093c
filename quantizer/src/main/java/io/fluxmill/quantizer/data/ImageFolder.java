// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import io.fluxmill.core.config.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A folder of PNG images of one size, or of a folder of them for each class. The classes are numbered from 0 in the order of their
 * folders' names. The samples take the classes in turn: the first image of each, then the second of each; within a class they are in the order of
 * their names. Names that begin with a point are passed over.
 *
 * @param pixels {@code [count][channels][height][width]}, UINT8 or UINT16
 * @param labels class of each image, or null if the folder has no classes
 */
record ImageFolder(NumericArray pixels, int[] labels) {
    private static final String LAYOUT =
            "put the images of each class into a folder of its own, or all images into one without classes";

    /** An image and its class, or -1. */
    private record Entry(Path file, int label) {}

    /** @throws InputException if the folder holds anything else, or an image is damaged or of another size than the first */
    static ImageFolder read(DataFile folder, long memoryBytes) {
        if (!Files.isDirectory(folder.path())) {
            throw new InputException(
                    folder + ": must be a folder of PNG images for type images",
                    "name the folder, or leave out type for a file");
        }
        List<Entry> entries = entries(folder.path());
        PngImage first = image(folder, entries.get(0), memoryBytes);
        long bytes = (long) entries.size() * first.values().length;
        if (bytes > memoryBytes) {
            throw new InputException(
                    folder + ": must have at most " + memoryBytes + " bytes of pixels to fit into the memory that Java"
                            + " has: bytes=" + bytes,
                    "use fewer images, or give Java more memory, for example with JDK_JAVA_OPTIONS=-Xmx8g in the"
                            + " environment");
        }
        ByteBuffer pixels = ByteBuffer.allocate((int) bytes);
        for (Entry entry : entries) {
            PngImage image = image(folder, entry, memoryBytes);
            if (!image.form().equals(first.form())) {
                throw new InputException(
                        entry.file + ": must be as " + entries.get(0).file.getFileName() + ", the first image, "
                                + first.form() + ": " + image.form(),
                        image.channels() == first.channels()
                                ? "convert all images to one size and depth"
                                : "set grey: true, or convert all images to colour or to grey");
            }
            pixels.put(image.values());
        }
        int[] dims = {entries.size(), first.channels(), first.height(), first.width()};
        ElementType type = first.bits() == 16 ? ElementType.UINT16 : ElementType.UINT8;
        boolean classes = entries.get(0).label >= 0;
        return new ImageFolder(
                new NumericArray(folder.toString(), type, dims, pixels),
                classes ? entries.stream().mapToInt(Entry::label).toArray() : null);
    }

    private static PngImage image(DataFile folder, Entry entry, long memoryBytes) {
        PngImage image = PngImage.read(entry.file, memoryBytes);
        return folder.grey() ? image.grey() : image;
    }

    private static List<Entry> entries(Path folder) {
        List<Path> inside = list(folder);
        long folders = inside.stream().filter(Files::isDirectory).count();
        if (inside.isEmpty() || (folders > 0 && folders < inside.size())) {
            throw new InputException(
                    folder + ": must hold either PNG images or folders of them: folders=" + folders + ", files="
                            + (inside.size() - folders),
                    LAYOUT);
        }
        if (folders == 0) {
            return inside.stream().map(file -> new Entry(requirePng(file), -1)).toList();
        }
        List<List<Path>> classes = inside.stream().map(ImageFolder::images).toList();
        List<Entry> entries = new ArrayList<>();
        int most = classes.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < most; i++) {
            for (int label = 0; label < classes.size(); label++) {
                if (i < classes.get(label).size()) {
                    entries.add(new Entry(classes.get(label).get(i), label));
                }
            }
        }
        return entries;
    }

    private static List<Path> images(Path folder) {
        List<Path> images = list(folder).stream().map(ImageFolder::requirePng).toList();
        if (images.isEmpty()) {
            throw new InputException(
                    folder + ": must hold at least one PNG image of its class", "add one, or remove the folder");
        }
        return images;
    }

    private static Path requirePng(Path file) {
        String name = file.getFileName().toString();
        if (!Files.isRegularFile(file) || !name.toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw new InputException(file + ": must be a PNG image, as all in its folder", "convert or remove it");
        }
        return file;
    }

    /** What is in a folder, in the order of names, without what begins with a point. */
    private static List<Path> list(Path folder) {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(p -> !p.getFileName().toString().startsWith("."))
                    .sorted((a, b) ->
                            a.getFileName().toString().compareTo(b.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new InputException(
                    folder + ": cannot be read: " + ByteSource.fact(e), "check that it is a folder you may read");
        }
    }
}
