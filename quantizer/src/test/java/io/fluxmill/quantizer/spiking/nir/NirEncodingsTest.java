// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.nir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.InputException;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One graph in every encoding that a library of HDF5 gives it. */
class NirEncodingsTest {
    private static final NirGraph GRAPH = new NirGraph(
            "",
            Map.of(
                    "input", NirNode.of("input", NirType.Input, Map.of("shape", NirArray.vector(2))),
                    "fc",
                            NirNode.of(
                                    "fc",
                                    NirType.Linear,
                                    Map.of("weight", NirArray.of(new int[] {3, 2}, 0, 1, 1, 0, 0, 1))),
                    "li",
                            NirNode.of(
                                    "li",
                                    NirType.LI,
                                    Map.of(
                                            "tau", NirArray.scalar(0.5),
                                            "r", NirArray.vector(1, 2, 3),
                                            "v_leak", NirArray.scalar(0)))),
            List.of(new NirEdge("input", "fc"), new NirEdge("fc", "li")));

    @TempDir
    private Path folder;

    /** Strings of a fixed length and big arrays, by jhdf. */
    @Test
    void fixedStrings() {
        Path file = folder.resolve("fixed.nir");
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            hdf.putDataset("version", "1.0");
            WritableGroup node = hdf.putGroup("node");
            node.putDataset("type", "NIRGraph");
            node.putDataset("edges", new String[][] {{"input", "fc"}, {"fc", "li"}});
            WritableGroup nodes = node.putGroup("nodes");
            WritableGroup input = nodes.putGroup("input");
            input.putDataset("type", "Input");
            input.putDataset("shape", new int[] {2});
            WritableGroup fc = nodes.putGroup("fc");
            fc.putDataset("type", "Linear");
            fc.putDataset("weight", new byte[][] {{0, 1}, {1, 0}, {0, 1}});
            WritableGroup li = nodes.putGroup("li");
            li.putDataset("type", "LI");
            li.putDataset("tau", 0.5f);
            li.putDataset("r", new double[] {1, 2, 3});
            li.putDataset("v_leak", 0L);
        }
        assertEquals(GRAPH, NirFile.read(file));
    }

    /** Compressed and plain, old and new layouts, fixed and variable strings, all types of numbers, by the library of The HDF Group. */
    @Test
    void filesOfH5py() throws IOException, InterruptedException {
        String python = Python.requireH5py();
        String script =
                """
                import h5py, numpy, sys
                def text(s, fixed):
                    return numpy.array(s, dtype='S20' if fixed else h5py.string_dtype())
                n = 0
                for libver in ['earliest', 'latest', ('v108', 'v110')]:
                    for pack in [{}, {'compression': 'gzip'}, {'compression': 'lzf', 'shuffle': True}, {'compression': 9, 'fletcher32': True}]:
                        for fixed in [False, True]:
                            for weight in ['?', 'i1', 'u1', '>i2', 'i4', '<u8', 'f2', '>f4', 'f8']:
                                for track in [False, True]:
                                    with h5py.File(f'{sys.argv[1]}/h{n}.nir', 'w', libver=libver, track_order=track) as f:
                                        f.create_dataset('version', data=text('0.2.0', fixed))
                                        g = f.create_group('node')
                                        g['type'] = text('NIRGraph', fixed)
                                        g.create_dataset('edges', data=text([['input', 'fc'], ['fc', 'li']], fixed), **(pack if fixed or pack == {'compression': 'gzip'} else {}))
                                        nodes = g.create_group('nodes')
                                        def node(name, type, **p):
                                            h = nodes.create_group(name)
                                            h['type'] = text(type, fixed)
                                            for k, v in p.items():
                                                h.create_dataset(k, data=v, **(pack if v.ndim else {}))
                                            h.create_group('metadata')['x'] = numpy.zeros((2, 2), dtype=[('a', 'i4'), ('b', 'c16')])
                                        node('input', 'Input', shape=numpy.array([2]))
                                        node('fc', 'Linear', weight=numpy.array([[0, 1], [1, 0], [0, 1]], dtype=weight))
                                        node('li', 'LI', tau=numpy.array(.5, dtype='>f8'), r=numpy.arange(1, 4), v_leak=numpy.array(0, dtype='?'))
                                    n += 1
                print(n)
                """;
        int files = Integer.parseInt(
                Python.run(List.of(python, "-c", script, folder.toString())).trim());
        assertEquals(3 * 4 * 2 * 9 * 2, files);
        for (int n = 0; n < files; n++) {
            assertEquals(GRAPH, NirFile.read(folder.resolve("h" + n + ".nir")), "file " + n);
        }
    }

    @Test
    void lzfOfVariableStrings() throws IOException, InterruptedException {
        String python = Python.requireH5py();
        String script =
                """
                import h5py, sys
                for pack in ['lzf', 'gzip']:
                    with h5py.File(f'{sys.argv[1]}/{pack}.nir', 'w') as f:
                        f['version'] = '1.0'
                        f['node/type'] = 'NIRGraph'
                        f.create_dataset('node/edges', data=[['a', 'a']], dtype=h5py.string_dtype(), compression=pack)
                        f['node/nodes/a/type'] = 'I'
                        f['node/nodes/a/r'] = 1
                """;
        Python.run(List.of(python, "-c", script, folder.toString()));
        Path file = folder.resolve("lzf.nir");
        InputException e = assertThrows(InputException.class, () -> NirFile.read(file));
        assertEquals(
                file
                        + "#node/edges: chunks must be plain or compressed with gzip or lzf: filter=lzf without the size of a chunk",
                e.getMessage());
        assertEquals("save it with another compression, for example with h5repack -f GZIP=6", e.remedy());
        assertEquals(
                List.of(new NirEdge("a", "a")),
                NirFile.read(folder.resolve("gzip.nir")).edges());
    }

    /** HDF5 lets a group be in itself, and one group be in many. */
    @Test
    void graphsThatContainThemselves() throws IOException, InterruptedException {
        String python = Python.requireH5py();
        String script =
                """
                import h5py, sys
                def graph(g):
                    g['type'] = 'NIRGraph'
                    g.create_dataset('edges', (0, 2), dtype=h5py.string_dtype())
                    return g.create_group('nodes')
                with h5py.File(f'{sys.argv[1]}/self.nir', 'w') as f:
                    f['version'] = '1.0'
                    nodes = graph(f.create_group('node'))
                    nodes['a'] = f['node']
                for deep in [30, 64, 65]:
                    with h5py.File(f'{sys.argv[1]}/deep{deep}.nir', 'w') as f:
                        f['version'] = '1.0'
                        nodes = graph(f.create_group('node'))
                        for i in range(deep):
                            for end in ['Input', 'Output']:
                                nodes[end + '/type'] = end
                                nodes[end + '/shape'] = [1]
                            inner = graph(nodes.create_group('a'))
                            if deep == 30:
                                nodes['b'] = nodes['a']
                            nodes = inner
                        for end in ['Input', 'Output']:
                            nodes[end + '/type'] = end
                            nodes[end + '/shape'] = [1]
                """;
        Python.run(List.of(python, "-c", script, folder.toString()));
        String rule = ": graphs must be nested at most 64 deep: node a is deeper";
        for (String name : List.of("self.nir", "deep65.nir")) {
            Path file = folder.resolve(name);
            InputException e = assertThrows(InputException.class, () -> NirFile.read(file));
            assertEquals(file + rule, e.getMessage());
            assertEquals("check that no graph contains itself", e.remedy());
        }
        NirGraph deep = NirFile.read(folder.resolve("deep64.nir"));
        assertEquals(List.of("Input", "Output"), List.copyOf(deep.flat().nodes().keySet()));
        Path many = folder.resolve("deep30.nir");
        InputException e = assertThrows(InputException.class, () -> NirFile.read(many));
        assertEquals(many + ": is no HDF5 file, or a damaged one: its groups contain each other", e.getMessage());
    }
}
