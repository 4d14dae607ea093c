// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.axi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Random lists of commands, and what docs/axi.md says of them: which bursts they have, which answer ends them. */
final class AxiCommands {
    /** Bytes of a range of memory that commands of a list work on. */
    static final int REGION = 1 << 14;

    /**
     * A command.
     *
     * @param abort it aborts after so many cycles, or −1
     */
    record Command(long address, int words, int firstStrobe, int lastStrobe, int abort) {
        boolean moves(int wordBytes) {
            return abort < 0 && words > 0 && address % wordBytes == 0;
        }
    }

    /** A range of memory whose beats are answered with an error. */
    record Bad(long from, long to, int response) {}

    /** A burst: words {@code [from, to)} of its command. */
    record Piece(int from, int to) {}

    /** The answer that ends a command: its first word that is answered so, the code, the first word of its burst. */
    record Fault(int word, int response, int burstFrom) {}

    private final AxiSettings settings;
    private final int bytes;

    AxiCommands(AxiSettings settings) {
        this.settings = settings;
        bytes = settings.wordBytes();
    }

    /** Ranges that do not touch each other. */
    List<Bad> bad(Random random, long base) {
        List<Bad> result = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            long from = base + (long) i * REGION / count + random.nextInt(REGION / 16);
            result.add(new Bad(from, from + random.nextInt(3 * bytes), 2 + random.nextInt(2)));
        }
        return result;
    }

    /** Reads of a region, aborts among them. */
    List<Command> reads(Random random, long base, boolean aborts) {
        List<Command> result = new ArrayList<>();
        int count = 20 + random.nextInt(100);
        for (int i = 0; i < count; i++) {
            if (aborts && random.nextInt(40) == 0) {
                result.add(new Command(0, 0, 0, 0, random.nextInt(200)));
            }
            int at = random.nextInt(REGION / bytes);
            int words = Math.min(words(random), REGION / bytes - at);
            result.add(new Command(base + (long) at * bytes + misaligned(random), words, 0, 0, -1));
        }
        return result;
    }

    /** Writes of a region that do not overlap, in any order; an abort is the last one. */
    List<Command> writes(Random random, long base, boolean aborts) {
        List<Command> result = new ArrayList<>();
        int at = random.nextInt(4);
        int end = REGION / bytes;
        while (at < end && result.size() < 100) {
            int words = Math.min(words(random), end - at);
            int first = random.nextInt(3) == 0 ? random.nextInt(1 << bytes) : (1 << bytes) - 1;
            int last = random.nextInt(3) == 0 ? random.nextInt(1 << bytes) : (1 << bytes) - 1;
            result.add(new Command(base + (long) at * bytes + misaligned(random), words, first, last, -1));
            at += words + random.nextInt(3);
        }
        Collections.shuffle(result, random);
        if (aborts) {
            result = new ArrayList<>(result.subList(0, 1 + random.nextInt(result.size())));
            result.add(new Command(0, 0, 0, 0, random.nextInt(300)));
        }
        return result;
    }

    private int misaligned(Random random) {
        return random.nextInt(50) == 0 ? 1 + random.nextInt(bytes - 1) : 0;
    }

    private int words(Random random) {
        int most = settings.burstBeats();
        return switch (random.nextInt(12)) {
            case 0 -> random.nextInt(3);
            case 1 -> 1 + random.nextInt(300);
            case 2, 3 -> most;
            case 4, 5, 6 -> 1 + random.nextInt(8);
            default -> 1 + random.nextInt(Math.min(200, 6 * most));
        };
    }

    /** The bursts of a command, by the contract: each ends where a block of the longest burst's size ends. */
    List<Piece> bursts(Command command) {
        List<Piece> result = new ArrayList<>();
        for (int word = 0; word < command.words(); ) {
            long at = command.address() / bytes + word;
            long block = (at / settings.burstBeats() + 1) * settings.burstBeats();
            int to = (int) Math.min(command.words(), word + block - at);
            result.add(new Piece(word, to));
            word = to;
        }
        return result;
    }

    /** The answer to a word. */
    int response(List<Bad> bad, Command command, int word) {
        long from = command.address() + (long) word * bytes;
        return bad.stream()
                .filter(b -> from <= b.to() && from + bytes > b.from())
                .mapToInt(Bad::response)
                .findFirst()
                .orElse(0);
    }

    /** The first wrong answer to reads, or null. */
    Fault readFault(List<Bad> bad, Command command) {
        for (Piece burst : bursts(command)) {
            for (int word = burst.from(); word < burst.to(); word++) {
                int response = response(bad, command, word);
                if (response != 0) {
                    return new Fault(word, response, burst.from());
                }
            }
        }
        return null;
    }

    /** The first wrong answer to writes, which is the worst of the burst's beats, or null. */
    Fault writeFault(List<Bad> bad, Command command) {
        for (Piece burst : bursts(command)) {
            int worst = 0;
            for (int word = burst.from(); word < burst.to(); word++) {
                worst = Math.max(worst, response(bad, command, word));
            }
            if (worst != 0) {
                return new Fault(burst.from(), worst, burst.from());
            }
        }
        return null;
    }
}
