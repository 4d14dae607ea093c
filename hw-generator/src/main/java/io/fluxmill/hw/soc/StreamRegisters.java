// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import static io.fluxmill.core.manifest.Access.RO;
import static io.fluxmill.core.manifest.Access.W1C;
import static io.fluxmill.core.manifest.Access.WO;
import static io.fluxmill.core.manifest.RegisterMap.field;
import static io.fluxmill.core.manifest.RegisterMap.flag;

import io.fluxmill.core.manifest.Manifest.Field;
import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.core.protocol.SocLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The registers through which the processor moves the words of an engine's streams: DATA and STATUS for each, in the order of the manifest. */
final class StreamRegisters {
    private StreamRegisters() {}

    /**
     * Adds the registers of an engine's streams.
     *
     * @param depthWords of the queue of each stream
     * @throws IllegalArgumentException if a stream into the engine has packets, which these registers cannot mark
     */
    static void add(RegisterMap.Builder map, List<Stream> streams, int depthWords) {
        for (int i = 0; i < streams.size(); i++) {
            Stream stream = streams.get(i);
            map.at(SocLayout.stream(i) - SocLayout.REGISTERS);
            if (stream.into()) {
                into(map, stream, depthWords);
            } else {
                outOf(map, stream);
            }
        }
    }

    /** Name of the register that takes or gives a word. */
    static String data(Stream stream) {
        return stream.name().toUpperCase(Locale.ROOT) + "_DATA";
    }

    /** Name of the register that says how many words can be moved. */
    static String status(Stream stream) {
        return stream.name().toUpperCase(Locale.ROOT) + "_STATUS";
    }

    /** Words of a beat. */
    static int words(int dataBits) {
        return (dataBits + Integer.SIZE - 1) / Integer.SIZE;
    }

    private static void into(RegisterMap.Builder map, Stream stream, int depthWords) {
        if (stream.last()) {
            throw new IllegalArgumentException(
                    "stream into the engine of a soc must have no tlast: stream=" + stream.name());
        }
        String words = "words of " + stream.name();
        map.word(data(stream), WO, words + ", " + words(stream.dataBits()) + " a beat, lowest first", "word");
        map.register(
                status(stream),
                W1C,
                depthWords,
                "queue of " + words,
                field("room", 0, 16, RO, "words that can be written without loss"),
                flag("overrun", 16, W1C, "a word was written without room, and was lost"));
    }

    private static void outOf(RegisterMap.Builder map, Stream stream) {
        String words = "words of " + stream.name();
        map.word(
                        data(stream),
                        RO,
                        "takes a word of " + stream.name() + ", " + words(stream.dataBits())
                                + " a beat, lowest first; 0 if there is none",
                        "word")
                .readsAct();
        List<Field> fields = new ArrayList<>();
        fields.add(field("words", 0, 16, RO, "words that can be taken"));
        if (stream.last()) {
            fields.add(flag("last", 17, RO, "the next word belongs to a beat with tlast"));
        }
        map.register(status(stream), RO, "queue of " + words, fields.toArray(Field[]::new));
    }
}
