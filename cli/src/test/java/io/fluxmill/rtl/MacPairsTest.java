// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.rtl;

import io.fluxmill.format.NumberFormat;
import io.fluxmill.format.Rescale;
import io.fluxmill.mac.MacConfig;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MacPairsTest {
    @Test
    void allPairs(@TempDir Path directory) throws Exception {
        try (MatrixBench bench = new MatrixBench(MacConfig.defaults("npe8x8"), directory)) {
            for (NumberFormat format : MacConfig.defaults("x").formats()) {
                if (format.widthBits() > 8) continue;
                int codes = 1 << format.widthBits();
                for (int lane = 0; lane < format.lanes(); lane++) {
                    int[][] a = new int[codes][lane + 1];
                    for (int i = 0; i < codes; i++) a[i][lane] = i;
                    List<Rescale.Channel> channels = Collections.nCopies(codes, MatrixBench.unit(format));
                    long t = System.nanoTime();
                    bench.load(format, a, channels);
                    bench.check(MatrixBench.plain(format, format), a, a, channels, "lane " + lane);
                    System.out.println(format.name() + " lane " + lane + " " + bench.compared + " " + (System.nanoTime() - t) / 1000000 + " ms cycles " + bench.transport.cycles());
                }
            }
        }
    }
}
