// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.data;

import io.fluxmill.core.config.InputException;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A group of an HDF5 file whose structure tells something: its groups, its datasets and its attributes, read when they are asked for. Names are in the
 * order of the file. Links are not followed.
 */
public final class Hdf5Group {
    private final Hdf5Values values;
    private final Group group;
    private final String path;
    private final Map<String, Node> children = new LinkedHashMap<>();

    private Hdf5Group(Hdf5Values values, Group group, String path) {
        this.values = values;
        this.group = group;
        this.path = path;
        values.countGroup();
        for (Map.Entry<String, Node> child : group.getChildren().entrySet()) {
            if (!child.getValue().isLink()) {
                children.put(child.getKey(), child.getValue());
            }
        }
    }

    /**
     * Reads from the root group of a file, which is held in memory meanwhile.
     *
     * @param remedy for a damaged file
     * @throws InputException if there is no such file, or it is damaged
     */
    public static <T> T read(Path file, String remedy, Function<Hdf5Group, T> reader) {
        try (ByteSource in = ByteSource.plain(file, ByteSource.freeMemory())) {
            return Hdf5File.open(
                    in,
                    remedy,
                    (hdf, fileBytes) -> reader.apply(new Hdf5Group(new Hdf5Values(in, fileBytes, hdf), hdf, "")));
        }
    }

    /** Names of groups and datasets. */
    public List<String> names() {
        return List.copyOf(children.keySet());
    }

    /** The group of this name, or null. */
    public Hdf5Group group(String name) {
        return children.get(name) instanceof Group child ? new Hdf5Group(values, child, path + name + "/") : null;
    }

    /**
     * The dataset of this name, or null.
     *
     * @throws InputException if it holds neither numbers nor strings
     */
    public Hdf5Array array(String name) {
        return children.get(name) instanceof Dataset dataset ? values.array(path + name, dataset) : null;
    }

    /**
     * The attribute of this name, or null.
     *
     * @throws InputException if it holds neither numbers nor strings
     */
    public Hdf5Array attribute(String name) {
        Attribute attribute = group.getAttribute(name);
        return attribute == null ? null : values.array(path + "@" + name, attribute);
    }
}
