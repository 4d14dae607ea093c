package io.fluxmill.mac;
import org.junit.jupiter.api.Test;
import java.nio.file.*;
class Scratch {
  @Test void t() throws Exception { long t=System.nanoTime(); var d = MacDesign.generate(MacConfig.defaults("npe8x8")); System.out.println((System.nanoTime()-t)/1e9+" s"); 
   Files.createDirectories(Path.of("/tmp/rtl")); Files.writeString(Path.of("/tmp/rtl/npe8x8.v"), d.verilog());  }
}
