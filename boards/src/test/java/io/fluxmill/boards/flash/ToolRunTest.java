// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolRunTest {
    private final List<String> progress = new ArrayList<>();

    private ToolRun run(String script) throws IOException {
        return ToolRun.of(List.of("/bin/sh", "-c", script), 1, progress::add);
    }

    @Test
    void endsWellOrNot() throws IOException {
        ToolRun good = run("echo a; printf 'b\\rc\\n' >&2");
        assertTrue(good.succeeded());
        assertEquals("a\nb\nc\n", good.text());
        assertEquals("c", progress.get(progress.size() - 1));
        ToolRun bad = run("echo one; echo; echo two; echo three; echo four; exit 3");
        assertFalse(bad.succeeded());
        assertEquals("its status was 3, its last words: two; three; four", bad.complaint(1));
        ToolRun killed = run("echo so far; kill -9 $$");
        assertFalse(killed.succeeded());
        assertEquals("signal 9 ended it, its last words: so far", killed.complaint(1));
    }

    @Test
    void aSilentToolIsEndedATalkingOneIsNot() throws IOException {
        ToolRun silent = run("echo waiting; exec sleep 60");
        assertFalse(silent.succeeded());
        assertTrue(silent.silent());
        assertEquals("it said nothing for 1 s and was ended", silent.complaint(1));
        assertEquals("waiting\n", silent.text());
        assertTrue(run("for i in 1 2 3 4; do sleep 0.4; echo $i; done").succeeded());
    }
}
