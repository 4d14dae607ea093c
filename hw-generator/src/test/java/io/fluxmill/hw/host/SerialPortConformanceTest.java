// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Library;
import com.sun.jna.Native;
import io.fluxmill.driver.transport.JSerialCommLine;
import io.fluxmill.driver.transport.SerialLine;
import io.fluxmill.driver.transport.TransportException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The link's other end in software behind a pseudo-terminal, which the operating system's serial port driver opens. */
@Tag("verilator")
class SerialPortConformanceTest extends LinkConformance {
    private static final int SILENCE_MILLISECONDS = 40;
    private static final int READ_WRITE_NO_CONTROL = 0x102;

    /** The C library's pseudo-terminals. */
    public interface LibC extends Library {
        int posix_openpt(int flags);

        int grantpt(int master);

        int unlockpt(int master);

        String ptsname(int master);

        long read(int file, byte[] target, long count);

        long write(int file, byte[] bytes, long count);

        int close(int file);
    }

    private static final LinkModel MODEL = new LinkModel(0x00C0FFEE);

    private static LibC c;
    private static int master;
    private static String name;
    private static JSerialCommLine port;
    private static Thread modem;

    @BeforeAll
    static void plugIn() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return;
        }
        c = Native.load("c", LibC.class);
        master = c.posix_openpt(READ_WRITE_NO_CONTROL);
        if (master < 0) {
            return;
        }
        c.grantpt(master);
        c.unlockpt(master);
        name = c.ptsname(master);
        port = JSerialCommLine.open(name, 1_000_000, SILENCE_MILLISECONDS);
        modem = new Thread(SerialPortConformanceTest::serve, "far end of " + name);
        modem.setDaemon(true);
        modem.start();
    }

    private static void serve() {
        byte[] chunk = new byte[4096];
        for (long count = c.read(master, chunk, chunk.length); count > 0; count = c.read(master, chunk, chunk.length)) {
            synchronized (MODEL) {
                MODEL.send(Arrays.copyOf(chunk, (int) count));
                while (!MODEL.answers.isEmpty()) {
                    byte[] answer = MODEL.answers.remove();
                    c.write(master, answer, answer.length);
                }
            }
        }
    }

    @AfterAll
    static void pullOut() throws InterruptedException {
        if (port != null) {
            port.close();
            modem.join(5_000);
            c.close(master);
        }
    }

    @Override
    SerialLine line() {
        Assumptions.assumeTrue(port != null, "this system gives no pseudo-terminal: mount -t devpts devpts /dev/pts");
        return port.keptOpen();
    }

    @Override
    void second() {
        synchronized (MODEL) {
            MODEL.forget();
        }
    }

    @Test
    void aPortIsForOneProgram() {
        TransportException e = assertThrows(
                TransportException.class, () -> JSerialCommLine.open(name, 1_000_000, SILENCE_MILLISECONDS));
        assertTrue(e.getMessage().startsWith("serial port " + name + " cannot be opened"), e.getMessage());
    }

    @Test
    void aPortThatIsNotThere() {
        TransportException e = assertThrows(
                TransportException.class, () -> JSerialCommLine.open("/dev/ttyNONE7", 1_000_000, SILENCE_MILLISECONDS));
        assertEquals("there is no serial port /dev/ttyNONE7", e.getMessage().split(";", -1)[0]);
    }
}
