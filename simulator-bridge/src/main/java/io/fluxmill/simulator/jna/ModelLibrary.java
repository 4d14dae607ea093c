// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.jna;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Loads the libraries of models. A library stays loaded until the process ends: code that has thread-local variables
 * cannot be unloaded safely.
 */
final class ModelLibrary {
    private static final int RTLD_NOW = 2;
    private static final int RTLD_NODELETE = 0x1000;
    private static final Map<Path, ModelLibrary> LOADED = new ConcurrentHashMap<>();

    private final NativeLibrary library;
    private final ModelCalls calls;

    private ModelLibrary(Path file) {
        // Symbols stay local: every model has classes of the same names.
        Map<String, ?> options = Map.of(Library.OPTION_OPEN_FLAGS, RTLD_NOW | RTLD_NODELETE);
        library = NativeLibrary.getInstance(file.toString(), options);
        calls = map(library);
    }

    /** The calls of a library, loaded at the first use. */
    static ModelCalls load(Path file) {
        return LOADED.computeIfAbsent(file.toAbsolutePath(), ModelLibrary::new).calls;
    }

    static boolean isLoaded(Path file) {
        return LOADED.containsKey(file.toAbsolutePath());
    }

    private static ModelCalls map(NativeLibrary library) {
        try (InputStream in = DirectCalls.class.getResourceAsStream("DirectCalls.class")) {
            Class<?> copy = MethodHandles.lookup()
                    .defineHiddenClass(in.readAllBytes(), false)
                    .lookupClass();
            Native.register(copy, library);
            var constructor = copy.getDeclaredConstructor();
            return (ModelCalls) constructor.newInstance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("direct mapping of " + library.getName() + " failed", e);
        }
    }
}
