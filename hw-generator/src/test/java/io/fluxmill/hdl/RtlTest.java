package io.fluxmill.hdl;
import org.junit.jupiter.api.Test;
class RtlTest {
  static class Adder extends Module {
    final Word a = in(8); final Word b = in(8); final Word sum = out(9); final Bit en = inBit();
    Adder() { Word acc = reg(9, 0).named("acc"); when(en, () -> acc.set(a.plusExpand(b))); sum.set(acc); }
  }
  static class Top extends Module {
    final Word[] x = {in(8), in(8)}; final Word y = out(9); final Bit en = inBit();
    final Adder adder = child(Adder::new);
    final Memory mem = memory(16, 9);
    Top() { adder.a.set(x[0]); adder.b.set(x[1]); adder.en.set(en); mem.write(x[0].slice(0,4), adder.sum, en); y.set(mem.read(x[1].slice(0,4), en)); }
  }
  @Test void t() { System.out.println(Rtl.verilog("top", Top::new)); 
    System.out.println(Rtl.verilog("top", Top::new).equals(Rtl.verilog("top", Top::new))); }
}
