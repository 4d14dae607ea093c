// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The reserved words of hardware description languages, which no name in generated text may be. */
public final class HdlWords {
    /** IEEE Std 1364-2005, annex B. */
    private static final String VERILOG =
            """
            always and assign automatic begin buf bufif0 bufif1 case casex casez cell cmos config deassign default
            defparam design disable edge else end endcase endconfig endfunction endgenerate endmodule endprimitive
            endspecify endtable endtask event for force forever fork function generate genvar highz0 highz1 if ifnone
            incdir include initial inout input instance integer join large liblist library localparam macromodule
            medium module nand negedge nmos nor noshowcancelled not notif0 notif1 or output parameter pmos posedge
            primitive pull0 pull1 pulldown pullup pulsestyle_ondetect pulsestyle_onevent rcmos real realtime reg
            release repeat rnmos rpmos rtran rtranif0 rtranif1 scalared showcancelled signed small specify specparam
            strong0 strong1 supply0 supply1 table task time tran tranif0 tranif1 tri tri0 tri1 triand trior trireg
            unsigned use uwire vectored wait wand weak0 weak1 while wire wor xnor xor""";

    /** IEEE Std 1800-2017, annex B, without those of Verilog. */
    private static final String SYSTEM_VERILOG =
            """
            accept_on alias always_comb always_ff always_latch assert assume before bind bins binsof bit break byte
            chandle checker class clocking const constraint context continue cover covergroup coverpoint cross dist do
            endchecker endclass endclocking endgroup endinterface endpackage endprogram endproperty endsequence enum
            eventually expect export extends extern final first_match foreach forkjoin global iff ignore_bins
            illegal_bins implements implies import inside int interconnect interface intersect join_any join_none let
            local logic longint matches modport nettype new nexttime null package packed priority program property
            protected pure rand randc randcase randsequence ref reject_on restrict return s_always s_eventually
            s_nexttime s_until s_until_with sequence shortint shortreal soft solve static string strong struct super
            sync_accept_on sync_reject_on tagged this throughout timeprecision timeunit type typedef union unique
            unique0 until until_with untyped var virtual void wait_order weak wildcard with within""";

    /** IEEE Std 1076-2008, 15.10. */
    private static final String VHDL =
            """
            abs access after alias all and architecture array assert assume assume_guarantee attribute begin block body
            buffer bus case component configuration constant context cover default disconnect downto else elsif end
            entity exit fairness file for force function generate generic group guarded if impure in inertial inout is
            label library linkage literal loop map mod nand new next nor not null of on open or others out package
            parameter port postponed procedure process property protected pure range record register reject release
            rem report restrict restrict_guarantee return rol ror select sequence severity shared signal sla sll sra
            srl strong subtype then to transport type unaffected units until use variable vmode vprop vunit wait when
            while with xnor xor""";

    private static final Map<String, Set<String>> LANGUAGES = new LinkedHashMap<>();

    static {
        LANGUAGES.put("Verilog-2005", words(VERILOG));
        LANGUAGES.put("SystemVerilog-2017", words(VERILOG + " " + SYSTEM_VERILOG));
        LANGUAGES.put("VHDL-2008", words(VHDL));
    }

    private HdlWords() {}

    private static Set<String> words(String text) {
        return Arrays.stream(text.split("\\s+")).collect(Collectors.toUnmodifiableSet());
    }

    /** The words of each language, by its name. */
    static Map<String, Set<String>> languages() {
        return LANGUAGES;
    }

    /** The first language that reserves the name; VHDL does so in any case of letters. */
    public static Optional<String> language(String name) {
        return LANGUAGES.entrySet().stream()
                .filter(language -> language.getValue()
                        .contains(language.getKey().startsWith("VHDL") ? name.toLowerCase(Locale.ROOT) : name))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
